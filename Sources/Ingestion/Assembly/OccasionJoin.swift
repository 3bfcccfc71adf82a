internal import Files
internal import Histories
internal import Intake
internal import Units

/// Joins the lines of a part's customers to purchase occasions.
///
/// Lines with one order id are one occasion. Lines without an id: those of one calendar day that are
/// not below 0 are one occasion, each line below 0 is one of its own. Occasions are numbered by their
/// first lines, so that a prefix of lines is a prefix of occasions.
struct OccasionJoin {
  /// Lines of customer `i` are `offsets[i] ..< offsets[i + 1]`, in canonical order.
  let offsets: [Int32]
  let orders: OrderIDs
  /// Ids of the customers.
  let customers: TextColumn
  let amountPer: AmountPer?

  /// Orders of several lines, and those among them whose lines all have one amount.
  struct Repeats: Sendable {
    var several = 0
    var alike = 0
    fileprivate(set) var example: Example?

    struct Example: Sendable {
      let customer: String
      let order: String
      let lines: Int
      let amount: Int64
    }

    init() {}

    init(uniting parts: [Repeats]) {
      several = parts.reduce(0) { $0 + $1.several }
      alike = parts.reduce(0) { $0 + $1.alike }
      example = parts.compactMap(\.example).min {
        $0.customer.utf8.lexicographicallyPrecedes($1.customer.utf8)
      }
    }

    /// What to say where at least 99 % of the orders of several lines repeat one amount on each.
    func fault(_ moneyScale: Int) -> IngestionError? {
      guard let example, Double(alike) >= 0.99 * Double(several) else { return nil }
      return .repeatedTotal(
        order: example.order, lines: example.lines,
        amount: decimalText(Int128(example.amount), scale: moneyScale),
        share: Double(alike) / Double(several))
    }
  }

  /// Numbers the occasion of every line; under `.order`, repeated totals become 0.
  ///
  /// - Parameters:
  ///   - all: the lines.
  ///   - counted: takes the orders of each customer with lines: of several lines, and of those alike.
  /// - Returns: counts of orders of several lines.
  func join(
    _ all: inout [Line],
    counted: (_ customer: Int, _ several: Int, _ alike: Int) -> Void = { _, _, _ in }
  ) -> Repeats {
    var repeats = Repeats()
    var byID: [(mark: UInt64, line: Int)] = []
    var leader: [Int] = []
    var marks: [UInt64] = []
    var seen = MarkSet<UInt64>()
    var lines: [Line] = []
    for customer in 0..<offsets.count - 1 {
      let range = Int(offsets[customer])..<Int(offsets[customer + 1])
      if range.isEmpty { continue }
      let known = (repeats.several, repeats.alike)
      leader.removeAll(keepingCapacity: true)
      leader.append(contentsOf: 0..<range.count)
      lines.removeAll(keepingCapacity: true)
      lines.append(contentsOf: all[range])
      if !orders.isEmpty, range.count > 1 {
        marks.removeAll(keepingCapacity: true)
        for line in range { marks.append(orders.mark(line)) }
        if seen.hasRepeats(marks[...]) {
          byID.removeAll(keepingCapacity: true)
          for line in range where orders.hasID(line) {
            byID.append((marks[line - range.lowerBound], line))
          }
          // Equal ids need to stand together, in whatever order the groups are.
          byID.sort { a, b in
            if a.mark != b.mark { return a.mark < b.mark }
            let order = orders.order(a.line, b.line)
            return order != 0 ? order < 0 : a.line < b.line
          }
          joinByID(byID, customer, range, &leader, &lines, &repeats)
        }
      }
      number(range, leader, &lines)
      for line in range { all[line] = lines[line - range.lowerBound] }
      if repeats.several > known.0 {
        counted(customer, repeats.several - known.0, repeats.alike - known.1)
      }
    }
    return repeats
  }

  /// Points every line of an order to the order's first line.
  private func joinByID(
    _ byID: [(mark: UInt64, line: Int)], _ customer: Int, _ range: Range<Int>,
    _ leader: inout [Int], _ lines: inout [Line], _ repeats: inout Repeats
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
        note(own, first.line, customer, lines, &repeats)
        if amountPer == .order { keepDistinctTotals(own, &lines) }
      }
      start = end
    }
  }

  private func note(
    _ own: [Int], _ firstLine: Int, _ customer: Int, _ lines: [Line], _ repeats: inout Repeats
  ) {
    guard let first = own.first, own.contains(where: { lines[$0].amount != 0 }) else { return }
    repeats.several += 1
    guard own.allSatisfy({ lines[$0].amount == lines[first].amount }) else { return }
    repeats.alike += 1
    // The first order by id of the first customer, whatever the order of customers and groups.
    let (id, order) = (customers[customer], orders.text(firstLine))
    if let known = repeats.example {
      if known.customer.utf8.lexicographicallyPrecedes(id.utf8) { return }
      if known.customer == id, !order.utf8.lexicographicallyPrecedes(known.order.utf8) { return }
    }
    repeats.example = Repeats.Example(
      customer: id, order: order, lines: own.count, amount: lines[first].amount)
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
      if lines[line].amount >= 0, !orders.hasID(range.lowerBound + line) {
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

}
