import Units

/// Counts over a whole store, each occasion judged by all of its rows.
struct LogSurvey {
  private(set) var orders = 0
  private(set) var refunds = 0
  private(set) var cancelled = 0
  private(set) var gross: Int128 = 0
  private(set) var refunded: Int128 = 0
  private(set) var customersWithOrders = 0
  /// Days with orders, rising.
  private(set) var ordersByDay: [(day: Day, orders: Int)] = []
  /// The customer with the most orders.
  private(set) var busiest: (customer: Int, orders: Int)?

  init(_ store: HistoryStore) {
    var prefix = HistoryPrefix()
    var perDay: [Day: Int] = [:]
    for customer in 0..<store.customerCount {
      store.read(customer: customer, asOf: Day(number: .max), into: &prefix)
      orders += prefix.orders.count
      refunds += prefix.refunds.count
      cancelled += prefix.cancelled
      if !prefix.orders.isEmpty { customersWithOrders += 1 }
      if prefix.orders.count > busiest?.orders ?? 0 { busiest = (customer, prefix.orders.count) }
      for order in prefix.orders {
        gross += Int128(order.amount)
        perDay[order.instant.day, default: 0] += 1
      }
      for refund in prefix.refunds { refunded += Int128(refund.amount) }
    }
    ordersByDay = perDay.map { (day: $0.key, orders: $0.value) }.sorted { $0.day < $1.day }
  }
}
