import Units

/// Joins a customer's lines to purchase occasions.
///
/// Lines with one order id are one occasion. Lines without an id: those of one calendar day that are
/// not below 0 are one occasion, each line below 0 is one of its own. Occasions are numbered by their
/// first lines, so that a prefix of lines is a prefix of occasions.
struct OccasionJoin {
  /// Lines of customer `i` are `offsets[i] ..< offsets[i + 1]`.
  let offsets: [Int]
  /// Row of `orderIDs` of each line; empty where no file has the column.
  let rowNumbers: [Int32]
  /// In canonical order.
  let instant: [Int64]
  /// By row number.
  let orderIDs: TextColumn
  /// A mark of each line's id, 0 where it has none; empty where no file has the column.
  let orderMark: [UInt64]
  let amountPer: AmountPer?
  let moneyScale: Int

  /// Orders of several lines, and those among them whose lines all have one amount.
  private struct Repeats {
    var several = 0
    var alike = 0
    var example: (firstLine: Int, lines: Int, amount: Int64)?
  }

  /// The occasion of every line; under `.order`, repeated totals in `amount` become 0.
  ///
  /// - Throws: where at least 99 % of the orders of several lines repeat one amount on each, and
  ///   the user has not said whose amount it is.
  func occasions(amount: inout [Int64]) throws(DataError) -> [Int32] {
    var occasion = [Int32](repeating: 0, count: instant.count)
    var repeats = Repeats()
    var byID: [(mark: UInt64, line: Int)] = []
    var leader = [Int]()
    for customer in 0..<offsets.count - 1 {
      let range = offsets[customer]..<offsets[customer + 1]
      if range.isEmpty { continue }
      leader.removeAll(keepingCapacity: true)
      leader.append(contentsOf: range)
      byID.removeAll(keepingCapacity: true)
      if !orderMark.isEmpty {
        for line in range where hasID(line) { byID.append((orderMark[line], line)) }
        // Equal ids need to stand together, in whatever order the groups are.
        byID.sort { a, b in
          if a.mark != b.mark { return a.mark < b.mark }
          let order = idOrder(a.line, b.line)
          return order != 0 ? order < 0 : a.line < b.line
        }
        joinByID(byID, range, &leader, &amount, &repeats)
      }
      number(range, leader, amount, &occasion)
    }
    if amountPer == nil, let example = repeats.example,
      Double(repeats.alike) >= 0.99 * Double(repeats.several)
    {
      throw .repeatedTotal(
        order: name(example.firstLine), lines: example.lines,
        amount: decimalText(Int128(example.amount), scale: moneyScale),
        share: Double(repeats.alike) / Double(repeats.several))
    }
    return occasion
  }

  /// Points every line of an order to the order's first line.
  private func joinByID(
    _ byID: [(mark: UInt64, line: Int)], _ range: Range<Int>, _ leader: inout [Int],
    _ amount: inout [Int64], _ repeats: inout Repeats
  ) {
    var start = 0
    while start < byID.count {
      let first = byID[start]
      var end = start + 1
      while end < byID.count, byID[end].mark == first.mark,
        idOrder(first.line, byID[end].line) == 0
      {
        end += 1
      }
      if end - start > 1 {
        let lines = byID[start..<end].map(\.line)
        for line in lines { leader[line - range.lowerBound] = first.line }
        note(lines, range, amount, &repeats)
        if amountPer == .order { keepDistinctTotals(lines, &amount) }
      }
      start = end
    }
  }

  private func note(
    _ lines: [Int], _ customer: Range<Int>, _ amount: [Int64],
    _ repeats: inout Repeats
  ) {
    guard let first = lines.first, lines.contains(where: { amount[$0] != 0 }) else { return }
    repeats.several += 1
    guard lines.allSatisfy({ amount[$0] == amount[first] }) else { return }
    repeats.alike += 1
    // The first order by id of the first customer, whatever the order of the groups.
    if let known = repeats.example?.firstLine {
      guard customer.contains(known), idOrder(first, known) < 0 else { return }
    }
    repeats.example = (first, lines.count, amount[first])
  }

  private func name(_ line: Int) -> String { orderIDs[Int(rowNumbers[line])] }

  private func keepDistinctTotals(_ lines: [Int], _ amount: inout [Int64]) {
    var last: Int64?
    for line in lines.sorted(by: { (amount[$0], $0) < (amount[$1], $1) }) {
      if amount[line] == last { amount[line] = 0 } else { last = amount[line] }
    }
  }

  private func number(
    _ range: Range<Int>, _ leader: [Int], _ amount: [Int64], _ occasion: inout [Int32]
  ) {
    var next: Int32 = 0
    var dayOccasion: (day: Day, occasion: Int32)?
    for line in range {
      let first = leader[line - range.lowerBound]
      if first < line {
        occasion[line] = occasion[first]
        continue
      }
      if amount[line] >= 0, !hasID(line) {
        let day = Instant(seconds: instant[line]).day
        if let known = dayOccasion, known.day == day {
          occasion[line] = known.occasion
          continue
        }
        dayOccasion = (day, next)
      }
      occasion[line] = next
      next += 1
    }
  }

  private func hasID(_ line: Int) -> Bool { !orderMark.isEmpty && orderMark[line] != 0 }

  private func idOrder(_ a: Int, _ b: Int) -> Int {
    orderIDs.order(Int(rowNumbers[a]), Int(rowNumbers[b]))
  }
}
