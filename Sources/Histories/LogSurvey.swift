import Dense
import Units

/// Counts over the orders of a whole store, each occasion judged by all of its rows.
struct LogSurvey: Sendable {
  private(set) var orders = 0
  private(set) var refunds = 0
  private(set) var cancelled = 0
  private(set) var gross: Int128 = 0
  private(set) var refunded: Int128 = 0
  private(set) var customersWithOrders = 0
  /// Days with orders, rising.
  private(set) var ordersByDay: [(day: Day, orders: Int)] = []
  /// The first of the customers with the most orders.
  private(set) var busiest: (customer: Int, orders: Int)?

  init(_ store: HistoryStore, threads: Int) {
    let parts = parallelMap(count: store.parts.count, threads: threads) {
      LogSurvey(store.parts[$0])
    }
    var days = DayCounts()
    for part in parts {
      add(part)
      for (day, orders) in part.ordersByDay { days.count(day, times: orders) }
    }
    ordersByDay = days.counts
  }

  private init(_ part: HistoryPart) {
    var prefix = HistoryPrefix()
    var days = DayCounts()
    for (number, customer) in part.customers.enumerated() {
      part.readOrders(of: number, asOf: Day(number: .max), into: &prefix)
      orders += prefix.orders.count
      refunds += prefix.refunds.count
      cancelled += prefix.cancelled
      if !prefix.orders.isEmpty { customersWithOrders += 1 }
      note(customer: Int(customer), orders: prefix.orders.count)
      for order in prefix.orders {
        gross += Int128(order.amount)
        days.count(order.instant.day)
      }
      for refund in prefix.refunds { refunded += Int128(refund.amount) }
    }
    ordersByDay = days.counts
  }

  private mutating func add(_ part: LogSurvey) {
    orders += part.orders
    refunds += part.refunds
    cancelled += part.cancelled
    gross += part.gross
    refunded += part.refunded
    customersWithOrders += part.customersWithOrders
    if let theirs = part.busiest { note(customer: theirs.customer, orders: theirs.orders) }
  }

  private mutating func note(customer: Int, orders: Int) {
    let (known, most) = busiest ?? (.max, 0)
    if orders > most || orders > 0 && orders == most && customer < known {
      busiest = (customer, orders)
    }
  }
}

/// Orders by day, in one array from the first day seen to the last.
private struct DayCounts {
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

  /// Days with orders, rising.
  var counts: [(day: Day, orders: Int)] {
    orders.indices.compactMap { orders[$0] > 0 ? (first + $0, orders[$0]) : nil }
  }
}

/// Counts over the events of a whole store.
struct EventSurvey: Sendable {
  /// Events of each kind.
  let counts: [Int]
  /// Days of the first and the last; nil where there are none.
  let days: ClosedRange<Day>?

  init(_ store: HistoryStore) {
    let tally = store.eventTally
    counts = tally.counts
    if let first = tally.first.min(), first <= tally.last {
      days = Instant(seconds: first).day...Instant(seconds: tally.last).day
    } else {
      days = nil
    }
  }
}
