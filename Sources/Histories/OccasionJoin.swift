import Units

/// Joins a customer's lines to purchase occasions.
///
/// Lines with one order id are one occasion. Lines without an id: those of one calendar day that are
/// not below 0 are one occasion, each line below 0 is one of its own. Occasions are numbered by their
/// first lines, so that a prefix of lines is a prefix of occasions.
struct OccasionJoin: Sendable {
  /// Lines of customer `i` are `offsets[i] ..< offsets[i + 1]`, in canonical order.
  let offsets: [Int]
  let orders: OrderIDs
  let amountPer: AmountPer?
  let moneyScale: Int
  let threads: Int

  /// Orders of several lines, and those among them whose lines all have one amount.
  private struct Repeats: Sendable {
    var several = 0
    var alike = 0
    var example: (firstLine: Int, lines: Int, amount: Int64)?
  }

  /// Numbers the occasion of every line; under `.order`, repeated totals become 0.
  ///
  /// - Throws: where at least 99 % of the orders of several lines repeat one amount on each, and
  ///   the user has not said whose amount it is.
  func join(_ lines: inout [Line]) throws(DataError) {
    let customers = offsets.count - 1
    let parts = (0...threads).map { $0 * customers / threads }
    let found = lines.changeSlices(cuts: parts.map { offsets[$0] }) { part, slice in
      join(customers: parts[part]..<parts[part + 1], &slice)
    }
    guard amountPer == nil, let example = found.lazy.compactMap(\.example).first else { return }
    let alike = found.reduce(0) { $0 + $1.alike }
    let several = found.reduce(0) { $0 + $1.several }
    if Double(alike) >= 0.99 * Double(several) {
      throw .repeatedTotal(
        order: orders.text(example.firstLine), lines: example.lines,
        amount: decimalText(Int128(example.amount), scale: moneyScale),
        share: Double(alike) / Double(several))
    }
  }

  private func join(customers: Range<Int>, _ slice: inout MutableSpan<Line>) -> Repeats {
    let base = offsets[customers.lowerBound]
    var repeats = Repeats()
    var byID: [(mark: UInt32, line: Int)] = []
    var leader: [Int] = []
    var seen = MarkSet<UInt32>()
    var lines: [Line] = []
    for customer in customers {
      let range = offsets[customer]..<offsets[customer + 1]
      if range.isEmpty { continue }
      leader.removeAll(keepingCapacity: true)
      leader.append(contentsOf: 0..<range.count)
      lines.removeAll(keepingCapacity: true)
      for line in range { lines.append(slice[line - base]) }
      if !orders.marks.isEmpty, seen.hasRepeats(orders.marks[range]) {
        byID.removeAll(keepingCapacity: true)
        for line in range where hasID(line) { byID.append((orders.marks[line], line)) }
        // Equal ids need to stand together, in whatever order the groups are.
        byID.sort { a, b in
          if a.mark != b.mark { return a.mark < b.mark }
          let order = orders.order(a.line, b.line)
          return order != 0 ? order < 0 : a.line < b.line
        }
        joinByID(byID, range, &leader, &lines, &repeats)
      }
      number(range, leader, &lines)
      for line in range { slice[line - base] = lines[line - range.lowerBound] }
    }
    return repeats
  }

  /// Points every line of an order to the order's first line.
  private func joinByID(
    _ byID: [(mark: UInt32, line: Int)], _ range: Range<Int>, _ leader: inout [Int],
    _ lines: inout [Line], _ repeats: inout Repeats
  ) {
    var start = 0
    while start < byID.count {
      let first = byID[start]
      var end = start + 1
      while end < byID.count, byID[end].mark == first.mark,
        orders.order(first.line, byID[end].line) == 0
      {
        end += 1
      }
      if end - start > 1 {
        let own = byID[start..<end].map { $0.line - range.lowerBound }
        for line in own { leader[line] = own[0] }
        note(own, range, lines, &repeats)
        if amountPer == .order { keepDistinctTotals(own, &lines) }
      }
      start = end
    }
  }

  private func note(
    _ own: [Int], _ customer: Range<Int>, _ lines: [Line], _ repeats: inout Repeats
  ) {
    guard let first = own.first, own.contains(where: { lines[$0].amount != 0 }) else { return }
    repeats.several += 1
    guard own.allSatisfy({ lines[$0].amount == lines[first].amount }) else { return }
    repeats.alike += 1
    // The first order by id of the first customer, whatever the order of the groups.
    let place = customer.lowerBound + first
    if let known = repeats.example?.firstLine {
      guard customer.contains(known), orders.order(place, known) < 0 else { return }
    }
    repeats.example = (place, own.count, lines[first].amount)
  }

  private func keepDistinctTotals(_ own: [Int], _ lines: inout [Line]) {
    var last: Int64?
    for line in own.sorted(by: { (lines[$0].amount, $0) < (lines[$1].amount, $1) }) {
      if lines[line].amount == last { lines[line].amount = 0 } else { last = lines[line].amount }
    }
  }

  private func number(_ range: Range<Int>, _ leader: [Int], _ lines: inout [Line]) {
    var next: Int32 = 0
    var dayOccasion: (day: Day, occasion: Int32)?
    for line in lines.indices {
      if leader[line] < line {
        lines[line].occasion = lines[leader[line]].occasion
        continue
      }
      if lines[line].amount >= 0, !hasID(range.lowerBound + line) {
        let day = Instant(seconds: lines[line].instant).day
        if let known = dayOccasion, known.day == day {
          lines[line].occasion = known.occasion
          continue
        }
        dayOccasion = (day, next)
      }
      lines[line].occasion = next
      next += 1
    }
  }

  private func hasID(_ line: Int) -> Bool { !orders.marks.isEmpty && orders.marks[line] != 0 }
}

/// The order ids of lines in canonical order; all empty where no file has them.
struct OrderIDs: Sendable {
  /// Row of each line, numbered through all `sources`.
  var rowNumbers: [Int32] = []
  /// A mark of each line's id, 0 where it has none.
  var marks: [UInt32] = []
  private let sources: [TextColumn]
  /// The first row of each source.
  private let firstRows: [Int]

  init() { (sources, firstRows) = ([], []) }

  init(_ sources: [TextColumn], marks: [UInt32], rowNumbers: [Int32]) {
    self.sources = sources
    self.marks = marks
    self.rowNumbers = rowNumbers
    var first = 0
    var firstRows: [Int] = []
    for source in sources {
      firstRows.append(first)
      first += source.count
    }
    self.firstRows = firstRows
  }

  private func place(_ line: Int) -> (source: Int, row: Int) {
    let number = Int(rowNumbers[line])
    let source = firstIndex(from: 0, to: sources.count) { firstRows[$0] > number } - 1
    return (source, number - firstRows[source])
  }

  /// The sign of the id of line `a` − that of line `b`.
  func order(_ a: Int, _ b: Int) -> Int {
    let (x, y) = (place(a), place(b))
    return sources[x.source].order(x.row, sources[y.source], y.row)
  }

  func text(_ line: Int) -> String {
    let place = place(line)
    return sources[place.source][place.row]
  }
}

extension TextColumn {
  /// A mark of each text, by which most are told apart; 0 for an empty one.
  var marks: [UInt32] {
    let bytes = bytes.span
    return (0..<count).map { index in
      let range = offsets[index]..<offsets[index + 1]
      return range.isEmpty ? 0 : UInt32(Fingerprint(bytes, range).value >> 32) | 1
    }
  }
}
