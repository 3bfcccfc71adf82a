import Units

/// Joins a customer's lines to purchase occasions.
///
/// Lines with one order id are one occasion. Lines without an id: those of one calendar day that are
/// not below 0 are one occasion, each line below 0 is one of its own. Occasions are numbered by their
/// first lines, so that a prefix of lines is a prefix of occasions.
struct OccasionJoin {
  let rows: GroupedRows
  /// In canonical order, as `rows` has it.
  let instant: [Int64]
  /// By row number; nil where no file has the column.
  let orderIDs: TextColumn?
  let amountPer: AmountPer?
  let moneyScale: Int

  /// Orders of several lines, and those among them whose lines all have one amount.
  private struct Repeats {
    var several = 0
    var alike = 0
    var example: (order: String, lines: Int, amount: Int64)?
  }

  /// The occasion of every line; under `.order`, repeated totals in `amount` become 0.
  ///
  /// - Throws: where at least 99 % of the orders of several lines repeat one amount on each, and
  ///   the user has not said whose amount it is.
  func occasions(amount: inout [Int64]) throws(DataError) -> [Int32] {
    var occasion = [Int32](repeating: 0, count: instant.count)
    var repeats = Repeats()
    var byID: [Int] = []
    var leader = [Int]()
    for customer in 0..<rows.offsets.count - 1 {
      let range = rows.offsets[customer]..<rows.offsets[customer + 1]
      if range.isEmpty { continue }
      leader.removeAll(keepingCapacity: true)
      leader.append(contentsOf: range)
      byID.removeAll(keepingCapacity: true)
      if orderIDs != nil {
        for line in range where hasID(line) { byID.append(line) }
        byID.sort {
          let order = idOrder($0, $1)
          return order != 0 ? order < 0 : $0 < $1
        }
        joinByID(byID, range, &leader, &amount, &repeats)
      }
      number(range, leader, amount, &occasion)
    }
    if amountPer == nil, let example = repeats.example,
      Double(repeats.alike) >= 0.99 * Double(repeats.several)
    {
      throw .repeatedTotal(
        order: example.order, lines: example.lines,
        amount: decimalText(Int128(example.amount), scale: moneyScale),
        share: Double(repeats.alike) / Double(repeats.several))
    }
    return occasion
  }

  /// Points every line of an order to the order's first line.
  private func joinByID(
    _ byID: [Int], _ range: Range<Int>, _ leader: inout [Int], _ amount: inout [Int64],
    _ repeats: inout Repeats
  ) {
    var start = 0
    while start < byID.count {
      var end = start + 1
      while end < byID.count, idOrder(byID[start], byID[end]) == 0 { end += 1 }
      let lines = byID[start..<end]
      for line in lines { leader[line - range.lowerBound] = byID[start] }
      if lines.count > 1 {
        note(lines, amount, &repeats)
        if amountPer == .order { keepDistinctTotals(lines, &amount) }
      }
      start = end
    }
  }

  private func note(_ lines: ArraySlice<Int>, _ amount: [Int64], _ repeats: inout Repeats) {
    guard let first = lines.first, lines.contains(where: { amount[$0] != 0 }) else { return }
    repeats.several += 1
    guard lines.allSatisfy({ amount[$0] == amount[first] }) else { return }
    repeats.alike += 1
    if repeats.example == nil, let orderIDs {
      repeats.example = (orderIDs[Int(rows.rows[first])], lines.count, amount[first])
    }
  }

  private func keepDistinctTotals(_ lines: ArraySlice<Int>, _ amount: inout [Int64]) {
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

  private func hasID(_ line: Int) -> Bool {
    guard let orderIDs else { return false }
    let row = Int(rows.rows[line])
    return orderIDs.offsets[row] < orderIDs.offsets[row + 1]
  }

  private func idOrder(_ a: Int, _ b: Int) -> Int {
    orderIDs?.order(Int(rows.rows[a]), Int(rows.rows[b])) ?? 0
  }
}
