package import Dense
internal import Features
package import Histories
package import Units

/// What a log can carry: its customers, its span, and the horizons it can teach.
package struct LogFacts: Sendable {
  /// Customers with an order, and those with orders on two days or more.
  package let customers: Int
  package let repeatCustomers: Int
  package let firstOrderDay: Day
  package let lastOrderDay: Day
  /// Median of the repeat customers' own gaps, in days.
  package let medianOwnGap: Double?
  /// The longest horizon that leaves one window to learn from and one to judge on.
  package let longestHorizonInDays: Int

  package var spanInDays: Int { lastOrderDay - firstOrderDay + 1 }

  /// Collects the facts; nil where the log has no order.
  package init?(of store: HistoryStore, workers: Workers) {
    guard let days = store.orderDayRange else { return nil }
    let facts = CustomerFacts(
      of: store, asOf: days.upperBound + 1, windowInDays: nil, workers: workers)
    let gaps = facts.ownGap.compactMap { $0 }
    customers = facts.count
    repeatCustomers = gaps.count
    firstOrderDay = days.lowerBound
    lastOrderDay = days.upperBound
    medianOwnGap = gaps.isEmpty ? nil : SortedSample(gaps).median
    longestHorizonInDays = max(0, (days.upperBound - days.lowerBound) / 2)
  }
}
