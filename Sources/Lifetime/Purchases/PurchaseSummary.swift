/// What the lifetime models know of one customer, all times in one unit.
package struct PurchaseSummary: Sendable, Hashable {
  /// x: order days after the first.
  package var frequency: Int
  /// t_x: from the first order to the last, 0 without repeat orders.
  package var recency: Double
  /// T: from the first order to the last day observed.
  package var tenure: Double

  package init(frequency: Int, recency: Double, tenure: Double) {
    self.frequency = frequency
    self.recency = recency
    self.tenure = tenure
  }

  /// A customer at the moment of the first order.
  package static let new = PurchaseSummary(frequency: 0, recency: 0, tenure: 0)
}
