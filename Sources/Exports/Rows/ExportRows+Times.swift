internal import Dense
internal import Files
internal import Intake
internal import Units

/// The different texts of the times of a file's used rows.
struct TimeTexts: Sendable {
  let column: TextColumn
  /// Which of the texts; nil for all.
  private let chosen: [Int32]?
  private let workers: Workers

  init(_ column: TextColumn, chosen: [Int32]? = nil, workers: Workers) {
    self.column = column
    self.chosen = chosen
    self.workers = workers
  }

  var count: Int { chosen?.count ?? column.count }

  private func index(_ place: Int) -> Int { chosen.map { Int($0[place]) } ?? place }

  func text(_ place: Int) -> String { column[index(place)] }

  var all: [String] { (0..<count).map(text) }

  func moment(_ place: Int, _ form: TimeForm) -> TimeForm.Moment? {
    let index = index(place)
    return form.moment(column.bytes.span, column.offsets[index]..<column.offsets[index + 1])
  }

  /// How many texts are not of a form; more than `limit` where there are more.
  func misses(_ form: TimeForm, limit: Int) -> Int {
    @Sendable func misses(_ range: Range<Int>) -> Int {
      var missed = 0
      for place in range where moment(place, form) == nil {
        missed += 1
        if missed > limit { break }
      }
      return missed
    }
    let head = misses(0..<min(count, 1_000))
    if head > limit || count <= 1_000 { return head }
    let chunk = 1 << 15
    return head
      + workers.map((count - 1_000 + chunk - 1) / chunk) { number in
        let start = 1_000 + number * chunk
        return misses(start..<min(start + chunk, count))
      }.reduce(0, +)
  }

  func hasForm(_ form: TimeForm) -> Bool {
    // Single cells that are no time are refused by themselves.
    let allowed = count / 1_000
    return misses(form, limit: allowed) <= allowed
  }
}

// Times: one form for a whole column, or a question.

extension ExportRows {
  private var timeTexts: TimeTexts {
    let workers = options.workers
    if bound.times.count == 1, let own = sheet.column(bound.times[0]) {
      var isSeen = [Bool](repeating: false, count: own.codeCount)
      for (index, code) in own.codes.enumerated() where outcomes[index] == .used {
        isSeen[Int(code)] = true
      }
      let chosen = (1..<own.codeCount).filter { isSeen[$0] }.map { Int32($0 - 1) }
      return TimeTexts(own.texts, chosen: chosen, workers: workers)
    }
    var texts = TextCodes()
    for index in 0..<sheet.count where outcomes[index] == .used {
      let text = timeText(index)
      if !text.isEmpty { _ = texts.code(text) }
    }
    return TimeTexts(texts.column, workers: workers)
  }

  /// Finds the form of the times.
  mutating func findTimeForm() {
    let texts = timeTexts
    let column = bound.times.map { sheet.header[$0] }.joined(separator: " ")
    if texts.count == 0 { return }
    if let given = options.dateFormat {
      timeForm = TimeForm(pattern: given.pattern)
    } else if let usual = profile.time.usual.map(TimeForm.init(pattern:))
      .first(where: texts.hasForm)
    {
      timeForm = usual
      if usual.pattern.contains("%m/%d") {
        remarks.append(.usualTimes(pattern: usual.pattern))
      }
    } else {
      let forms = profile.time.forms.map(TimeForm.init(pattern:)).filter(texts.hasForm)
      guard let first = forms.first else {
        // Cells of no form are rejected, each by itself.
        let counts = profile.time.forms.map { pattern in
          let form = TimeForm(pattern: pattern)
          return (form, texts.count - texts.misses(form, limit: texts.count))
        }
        timeForm = counts.max { $0.1 < $1.1 }.map { $0.1 > 0 ? $0.0 : timeForm } ?? timeForm
        sheet.setForm(timeForm, of: bound.times)
        return
      }
      choose(among: forms, first, texts, column)
    }
    sheet.setForm(timeForm, of: bound.times)
    checkZones(texts, column)
  }

  private mutating func choose(
    among forms: [TimeForm], _ first: TimeForm, _ texts: TimeTexts, _ column: String
  ) {
    timeForm = first
    func differs(_ form: TimeForm) -> Bool {
      (0..<texts.count).contains {
        texts.moment($0, form)?.wall != texts.moment($0, first)?.wall
      }
    }
    let others = forms.dropFirst().filter(differs)
    if others.isEmpty { return }
    let all = [first] + others
    // Another column of dates of the same shape may fit one of them alone.
    for (index, name) in sheet.header.enumerated()
    where sheet.has(index) && !bound.times.contains(index) {
      let cells = (0..<min(sheet.count, 100_000)).filter { outcomes[$0] == .used }
        .map { sheet.text($0, index) }.filter { !$0.isEmpty }
      guard !cells.isEmpty else { continue }
      let fitting = all.filter { form in cells.allSatisfy { form.moment($0) != nil } }
      if fitting.count == 1, let one = fitting.first,
        let witness = cells.first(where: { cell in
          all.contains { $0 != one && $0.moment(cell) == nil }
        })
      {
        timeForm = one
        remarks.append(.timesSettled(pattern: one.pattern, column: name, cell: witness))
        return
      }
    }
    let cell = texts.all.sorted().first { text in
      all.contains { $0.moment(text)?.wall != first.moment(text)?.wall }
    }
    ask(
      .dateOrder(column: column, cell: cell ?? ""),
      choose: all.map {
        .init(profile.kind == .events ? .eventsDateFormat : .dateFormat, $0.pattern)
      })
  }

  /// Cells with and without a zone in one column cannot be compared.
  private mutating func checkZones(_ texts: TimeTexts, _ column: String) {
    var offsets = Set<Int64>()
    var (last, isWithout): (Int64?, Bool) = (nil, false)
    for place in 0..<texts.count {
      guard let moment = texts.moment(place, timeForm) else { continue }
      if let offset = moment.offset {
        if offset != last { offsets.insert(offset) }
        last = offset
      } else if texts.text(place).utf8.count > 10 {
        isWithout = true
      }
    }
    if isWithout, !offsets.isEmpty {
      let all = texts.all.sorted()
      let with = all.first { timeForm.moment($0)?.offset != nil }
      let without = all.first { text in
        text.utf8.count > 10 && timeForm.moment(text).map { $0.offset == nil } == true
      }
      ask(.mixedZones(column: column, cells: [with, without].compactMap(\.self)))
    } else if offsets.contains(where: { $0 != 0 }), options.timeZone == "UTC" {
      let words = GeneralWords.builtIn.zones.values.reduce(into: [String: Set<Int64>]()) {
        $0[$1.zone, default: []].insert(Int64($1.minutes) * 60)
      }
      let zones = words.filter { offsets.isSubset(of: $0.value) }.keys.sorted()
      remarks.append(.offsets(zone: zones.count == 1 ? zones[0] : nil))
    }
  }

  /// Wall-clock seconds of a row in the shop's zone; nil where its time cannot be read.
  func wallClock(_ index: Int, _ zone: ZoneClock) -> Int64? {
    if !walls.isEmpty {
      let wall = walls[Int(sheet.code(index, bound.times[0]))]
      return wall == .min ? nil : wall
    }
    guard let moment = timeForm.moment(timeText(index)) else { return nil }
    let text = bound.zoneColumn.map { sheet.text(index, $0) } ?? ""
    return clocks.clock(zoneCell: text).wall(moment, zone)
  }

  /// Finds the times of all texts of the column of times, where it is one that says all.
  mutating func findWallClocks(_ zone: ZoneClock) {
    guard bound.times.count == 1, bound.zoneColumn == nil,
      let own = sheet.column(bound.times[0])
    else { return }
    let (texts, form, clock) = (own.texts, timeForm, clocks.clock(zoneCell: ""))
    let chunk = 1 << 15
    let found = options.workers.map((texts.count + chunk - 1) / chunk) { number in
      let range = number * chunk..<min((number + 1) * chunk, texts.count)
      return range.map { place in
        form.moment(texts.bytes.span, texts.offsets[place]..<texts.offsets[place + 1])
          .map { clock.wall($0, zone) } ?? .min
      }
    }
    walls = [.min] + found.joined()
  }
}
