internal import Dense

extension RetentionCampaign {
  /// The expected maximum profit of a list that is yet to be contacted, and the share that it reaches.
  public struct Expected: Sendable, Equatable {
    /// Of one customer (EMPC).
    public let profit: Double
    /// η: the share of customers whom it pays to contact, in expectation over γ.
    public let share: Double
  }

  /// EMPC from probabilities alone, taken to be right, as outcomes are not known before the campaign.
  ///
  /// With probabilities that hold the receiver operating curve is concave, and whom to contact at a given γ
  /// is decided one by one: a customer with churn probability p is worth
  /// V·((1 − δ)·γ·p − φ·p − (δ + φ)·(1 − p)), δ = offer ÷ V and φ = contact ÷ V, which is above 0 from
  /// one γ on. Equals the EMPC of outcomes in which p of the customers with probability p churn.
  ///
  /// - Parameter probabilities: of churning, each in [0, 1].
  /// - Returns: nil without customers.
  public func expected(of probabilities: [Double]) -> Expected? {
    guard !probabilities.isEmpty else { return nil }
    let (alpha, beta) = acceptance
    let mean = alpha / (alpha + beta)
    let (offer, contact) = (offerCost / customerValue, contactCost / customerValue)
    var (profit, reached) = (0.0, 0.0)
    for p in probabilities where p > 0 {
      let cost = contact * p + (offer + contact) * (1 - p)
      let from = cost / ((1 - offer) * p)
      guard from < 1 else { continue }
      let share = 1 - regularizedIncompleteBeta(from, alpha, beta)
      profit +=
        (1 - offer) * p * mean * (1 - regularizedIncompleteBeta(from, alpha + 1, beta)) - cost
        * share
      reached += share
    }
    let count = Double(probabilities.count)
    return Expected(profit: customerValue * profit / count, share: reached / count)
  }
}
