package import Units

/// What all that counts orders needs of one customer's prefix: derived once, when it is read.
package struct PurchaseTotals: Sendable {
  /// Day of the first order and of the last; without meaning where there is no order.
  package private(set) var firstDay = Day(number: 0)
  package private(set) var lastDay = Day(number: 0)
  /// Days with an order.
  package private(set) var orderDays = 0
  /// Days between successive order days, in order of time.
  package private(set) var gaps: [Int32] = []
  /// Sum of the orders, in units of the store's money scale.
  package private(set) var gross: Int64 = 0
  /// Sum of the orders on days after the first order day.
  package private(set) var repeatGross: Int64 = 0
  /// Sum of the refunds, 0 where the store ignores them.
  package private(set) var refunded: Int64 = 0

  /// The days with an order, rising.
  package var days: [Day] {
    guard orderDays > 0 else { return [] }
    var days = [firstDay]
    days.reserveCapacity(orderDays)
    for gap in gaps { days.append(days[days.count - 1] + Int(gap)) }
    return days
  }

  /// Sum of the orders less refunds.
  package var net: Int64 { gross - refunded }

  mutating func fill(_ orders: [Order], _ refunds: [Refund], netsRefunds: Bool) {
    gaps.removeAll(keepingCapacity: true)
    (orderDays, gross, repeatGross, refunded) = (0, 0, 0, 0)
    if netsRefunds { for refund in refunds { refunded += refund.amount } }
    guard let first = orders.first?.instant.day else { return }
    (firstDay, lastDay, orderDays) = (first, first, 1)
    for order in orders {
      let day = order.instant.day
      if day != lastDay {
        gaps.append(day.number - lastDay.number)
        lastDay = day
        orderDays += 1
      }
      gross += order.amount
      if orderDays > 1 { repeatGross += order.amount }
    }
  }
}
