internal import Expressions
internal import Files
internal import Intake
internal import Units

// Forms of money and time: one for a whole column, or a question.

extension ExportRows {
  /// Finds the form of every column of money.
  ///
  /// - Parameter skipped: rows that may be totals.
  mutating func findMoneyForms(skipping skipped: Set<Int> = []) {
    let columns = bound.moneyColumns.filter(sheet.has)
    let quantities = (bound.roles[.quantity]?.numberFieldsOfAmount ?? []).filter(sheet.has)
    if let given = options.decimalComma ? MoneyForm.comma : options.decimalPoint ? .point : nil {
      for column in columns + quantities { sheet.forms[column] = given }
      return
    }
    if let settled = profile.decimal {
      for column in columns + quantities { sheet.forms[column] = settled }
      return
    }
    var found: [(column: Int, cells: MoneyColumn)] = []
    for column in columns {
      var cells = MoneyColumn()
      for index in 0..<sheet.count
      where outcomes[index] != .note && outcomes[index] != .refused && !skipped.contains(index)
        && !sheet.isBlank(index, column)
      {
        cells.note(sheet.bytes(index, column), row: index)
      }
      found.append((column, cells))
    }
    let proved = Set(found.compactMap(\.cells.proved))
    for (column, cells) in found {
      let name = sheet.header[column]
      if let two = cells.twoCurrencies {
        ask(.currencies(column: name, cells: [two.0, two.1]))
      }
      if let point = cells.onlyPoint, let comma = cells.onlyComma {
        ask(.twoMoneyForms(column: name, cells: [point, comma]))
      } else if let own = cells.proved {
        sheet.forms[column] = own
      } else if let other = proved.first, proved.count == 1 {
        sheet.forms[column] = other
      } else if !cells.ambiguous.isEmpty, !isQuantity(column) {
        ask(
          .moneyForm(column: name, cells: cells.ambiguous),
          choose: [.init(.decimalComma), .init(.decimalPoint)])
      } else {
        sheet.forms[column] = .point
      }
    }
    for column in quantities where sheet.forms[column] == nil {
      sheet.forms[column] = proved.count == 1 ? proved.first : .point
    }
  }

  private func isQuantity(_ column: Int) -> Bool {
    let names = ["quantity", "qty", "items", "units", "pieces", "anzahl"]
    return names.contains(plainName(sheet.header[column]))
  }

  mutating func ask(
    _ subject: ReadingQuestion.Subject, use: [ReadingQuestion.Answer] = [],
    choose: [ReadingQuestion.Answer] = []
  ) {
    questions.append(ReadingQuestion(file: file, subject, use: use, choose: choose))
  }

  /// Finds the form of the times.
  mutating func findTimeForm() {
    var texts: [String: Int] = [:]
    for index in 0..<sheet.count where outcomes[index] == .used {
      let text = timeText(index)
      if !text.isEmpty, texts[text] == nil { texts[text] = index }
    }
    let column = bound.times.map { sheet.header[$0] }.joined(separator: " ")
    if texts.isEmpty { return }
    let fits: (TimeForm) -> Bool = { form in
      // Single cells that are no time are refused by themselves.
      var missed = 0
      let allowed = texts.count / 1_000
      for text in texts.keys where form.moment(text) == nil {
        missed += 1
        if missed > allowed { return false }
      }
      return true
    }
    if let given = options.dateFormat {
      timeForm = TimeForm(pattern: given.pattern)
    } else if let usual = profile.time.usual.map(TimeForm.init(pattern:)).first(where: fits) {
      timeForm = usual
      if usual.pattern.contains("%m/%d") {
        remarks.append(.usualTimes(pattern: usual.pattern))
      }
    } else {
      let forms = profile.time.forms.map(TimeForm.init(pattern:)).filter(fits)
      guard let first = forms.first else {
        // Cells of no form are rejected, each by itself.
        let counts = profile.time.forms.map { pattern in
          let form = TimeForm(pattern: pattern)
          return (form, texts.keys.count { form.moment($0) != nil })
        }
        timeForm = counts.max { $0.1 < $1.1 }.map { $0.1 > 0 ? $0.0 : timeForm } ?? timeForm
        for column in bound.times { sheet.timeForms[column] = timeForm }
        return
      }
      choose(among: forms, first, texts, column)
    }
    for column in bound.times { sheet.timeForms[column] = timeForm }
    checkZones(texts, column)
  }

  private mutating func choose(
    among forms: [TimeForm], _ first: TimeForm, _ texts: [String: Int], _ column: String
  ) {
    timeForm = first
    func differs(_ form: TimeForm) -> Bool {
      texts.keys.contains { form.moment($0)?.wall != first.moment($0)?.wall }
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
    let cell = texts.keys.sorted().first { text in
      all.contains { $0.moment(text)?.wall != first.moment(text)?.wall }
    }
    ask(
      .dateOrder(column: column, cell: cell ?? ""),
      choose: all.map { .init(profile.kind == .events ? .dateFormat : .dateFormat, $0.pattern) })
  }

  /// Cells with and without a zone in one column cannot be compared.
  private mutating func checkZones(_ texts: [String: Int], _ column: String) {
    var with: String?
    var without: String?
    var offsets = Set<Int64>()
    for text in texts.keys {
      guard let moment = timeForm.moment(text) else { continue }
      if let offset = moment.offset {
        offsets.insert(offset)
        if with.map({ text < $0 }) ?? true { with = text }
      } else if text.utf8.count > 10, without.map({ text < $0 }) ?? true {
        without = text
      }
    }
    if let with, let without {
      ask(.mixedZones(column: column, cells: [with, without]))
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
    guard let moment = timeForm.moment(timeText(index)) else { return nil }
    if let offset = moment.offset { return zone.wallClock(ofUTC: moment.wall - offset) }
    switch profile.time.zone {
    case .shop, .cell: return moment.wall
    case .utc: return zone.wallClock(ofUTC: moment.wall)
    case .named(let name):
      guard options.timeZone != "UTC", let own = ZoneClock(name) else { return moment.wall }
      return zone.wallClock(ofUTC: own.utc(ofWallClock: moment.wall))
    case .column:
      guard options.timeZone != "UTC", let column = bound.zoneColumn else { return moment.wall }
      let text = sheet.text(index, column)
      let words = GeneralWords.builtIn
      if let known = words.zones[text] {
        return zone.wallClock(ofUTC: moment.wall - Int64(known.minutes) * 60)
      }
      guard let own = ZoneClock(words.zoneTitles[text] ?? text) else { return moment.wall }
      return zone.wallClock(ofUTC: own.utc(ofWallClock: moment.wall))
    }
  }
}
