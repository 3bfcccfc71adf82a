/// A method of predicting what customers will spend.
package enum ValueMethod: String, Sendable, Codable, CaseIterable {
  /// The mean spend of customers, for everybody.
  case mean
  /// What the customer spent in the period before, once more.
  case lastPeriod = "last_period"
  /// A line on log1p of the days since the last order.
  case recency
  /// A line on log1p of the orders so far.
  case frequency
  /// Orders by a lifetime model times what an order costs.
  case lifetime
  /// The same, with the churn model's word on whether there is an order in the churn horizon.
  case lifetimeByChurn = "lifetime_by_churn"
  /// The churn model's probability times a regression of how much is spent by those who order.
  case twoPart = "two_part"
  /// Half-way, on the scale of logarithms, between the two before.
  case combined

  /// Whether the churn model has a say in the total.
  package var usesChurn: Bool { self == .lifetimeByChurn || usesAmounts }

  var usesAmounts: Bool { self == .twoPart || self == .combined }
}
