internal import Units

/// How many orders there are, and their money in units of the money scale.
package struct OrderTotals: Sendable {
  package var orders = 0
  package var refunds = 0
  package var cancelled = 0
  package var gross: Int128 = 0
  package var refunded: Int128 = 0
  package var customersWithOrders = 0

  static func += (totals: inout OrderTotals, more: OrderTotals) {
    totals.orders += more.orders
    totals.refunds += more.refunds
    totals.cancelled += more.cancelled
    totals.gross += more.gross
    totals.refunded += more.refunded
    totals.customersWithOrders += more.customersWithOrders
  }
}

/// Counts over the orders of one part of a store.
package struct PartSurvey: Sendable {
  private(set) var totals = OrderTotals()
  fileprivate(set) var days = DayCounts()
  /// Numbers of the customers with the most orders, where anybody has one.
  private(set) var busiest: [Int] = []
  private(set) var mostOrders = 0
  /// Second of the first line, `Int64.max` where there is none.
  private(set) var firstLine = Int64.max

  /// Days of the first and the last order; nil where there is none.
  var orderDays: ClosedRange<Day>? { days.range }

  package init() {}

  /// - Parameters:
  ///   - offsets: lines of customer `i` are `offsets[i] ..< offsets[i + 1]`.
  ///   - lines: of all customers, whose occasions are numbered.
  package init(offsets: [Int32], _ lines: [Line]) {
    var occasions: [Occasion] = []
    for customer in 0..<offsets.count - 1 {
      let own = lines[Int(offsets[customer])..<Int(offsets[customer + 1])]
      guard let first = own.first else { continue }
      firstLine = min(firstLine, first.instant)
      let known = totals.orders
      if own.contains(where: { $0.amount < 0 }) {
        count(own, using: &occasions)
      } else {
        countOrders(own)
      }
      note(customer, orders: totals.orders - known)
    }
  }

  /// Counts lines of which none is below 0: every occasion is an order.
  private mutating func countOrders(_ lines: ArraySlice<Line>) {
    var (sum, next): (Int64, Int32) = (0, 0)
    for line in lines {
      // Where this overflows, all amounts together do, which stops the run.
      sum &+= line.amount
      if line.occasion == next {
        days.count(Instant(seconds: line.instant).day)
        next += 1
      }
    }
    totals.orders += Int(next)
    totals.gross += Int128(sum)
  }

  private struct Occasion {
    let instant: Int64
    var sum: Int64 = 0
    var hasNegative = false
  }

  private mutating func count(_ lines: ArraySlice<Line>, using occasions: inout [Occasion]) {
    occasions.removeAll(keepingCapacity: true)
    for line in lines {
      let occasion = Int(line.occasion)
      if occasion == occasions.count { occasions.append(Occasion(instant: line.instant)) }
      occasions[occasion].sum &+= line.amount
      if line.amount < 0 { occasions[occasion].hasNegative = true }
    }
    for occasion in occasions {
      switch OccasionStatus(sum: occasion.sum, hasNegative: occasion.hasNegative) {
      case .order:
        totals.orders += 1
        totals.gross += Int128(occasion.sum)
        days.count(Instant(seconds: occasion.instant).day)
      case .refund:
        totals.refunds += 1
        totals.refunded -= Int128(occasion.sum)
      case .cancelled: totals.cancelled += 1
      }
    }
  }

  private mutating func note(_ customer: Int, orders: Int) {
    if orders == 0 { return }
    totals.customersWithOrders += 1
    if orders > mostOrders {
      mostOrders = orders
      busiest.removeAll(keepingCapacity: true)
    }
    if orders == mostOrders { busiest.append(customer) }
  }
}

/// Orders by day, in one array from the first day seen to the last.
struct DayCounts {
  private var first = Day(number: 0)
  private var orders: [Int] = []

  mutating func count(_ day: Day, times: Int = 1) {
    if orders.isEmpty { first = day }
    if day < first {
      // Room to spare, so that days that come backwards do not move everything each time.
      let more = first - day + orders.count
      orders.insert(contentsOf: repeatElement(0, count: more), at: 0)
      first = first - more
    }
    let index = day - first
    if index >= orders.count {
      orders.append(contentsOf: repeatElement(0, count: index + 1 - orders.count))
    }
    orders[index] += times
  }

  /// The first and the last day with an order; nil where there is none.
  var range: ClosedRange<Day>? {
    guard let lower = orders.firstIndex(where: { $0 > 0 }),
      let upper = orders.lastIndex(where: { $0 > 0 })
    else { return nil }
    return first + lower...first + upper
  }

  /// Days with orders, rising.
  var counts: [(day: Day, orders: Int)] {
    orders.indices.compactMap { orders[$0] > 0 ? (first + $0, orders[$0]) : nil }
  }
}
