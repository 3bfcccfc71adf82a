package import Dense
internal import Features
package import Histories
package import Units

/// What a log suffices for: its customers, its span, and the horizons that it is long enough for.
package struct LogFacts: Sendable {
  /// Customers with an order, and those with orders on two days or more.
  package let customers: Int
  package let repeatCustomers: Int
  package let firstOrderDay: Day
  package let lastOrderDay: Day
  /// Median over repeat customers of their median inter-purchase times, in days.
  package let medianOwnGap: Double?
  /// The longest horizon that leaves one training and one holdout window.
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
