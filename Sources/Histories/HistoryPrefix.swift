package import Units

/// One customer's history before an as-of date: all that a feature may see.
///
/// A prefix is filled again for each customer, so that its arrays are allocated once a worker.
package struct HistoryPrefix: Sendable {
  package internal(set) var asOf = Day(number: 0)
  /// Purchases by time, as they stood at the as-of date.
  package internal(set) var orders: [Order] = []
  /// Refunds by time.
  package internal(set) var refunds: [Refund] = []
  /// Days and money of the orders and refunds.
  package internal(set) var purchases = PurchaseTotals()
  /// Orders whose rows cancelled to nothing.
  package internal(set) var cancelled = 0
  /// Category codes of the lines of `orders`, in order of time; −1 is left out.
  package internal(set) var categories: [Int32] = []
  /// Engagement events by time.
  package internal(set) var events: ArraySlice<Event> = []

  /// Working space: every occasion seen, whatever its status.
  var occasions: [Order] = []
  var occasionHasNegative: [Bool] = []

  package init() {}
}
