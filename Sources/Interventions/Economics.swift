/// What an intervention is assumed to do to the odds that a customer stays.
///
/// The odds of staying are multiplied by a constant, the one that lifts an even chance by the save
/// rate. So the lift is largest in the middle and vanishes where a customer stays or leaves anyway;
/// a constant lift would send the whole budget to those long gone.
package struct SaveRate: Sendable, Equatable {
  /// The lift in the chance to stay at a churn probability of ½, in [0, ½).
  package let rate: Double
  /// The factor on the odds, less 1: e^δ − 1 with σ(δ) = ½ + rate.
  package let oddsGain: Double

  package init(_ rate: Double) throws(ParameterError) {
    guard rate >= 0, rate < 0.5 else { throw .saveRate(rate) }
    self.rate = rate
    oddsGain = 2 * rate / (0.5 - rate)
  }

  /// The lift in the chance to stay: s = σ(logit(1 − p) + δ) − (1 − p).
  ///
  /// Written without logarithms: with q = 1 − p and g = e^δ, the new chance is qg ÷ (qg + p), and the
  /// difference to q is pq(g − 1) ÷ (1 + q(g − 1)). Nothing cancels, so it is as accurate at 10^−280
  /// as in the middle, and exactly 0 at p = 0 and p = 1.
  /// - Parameter p: the churn probability, in [0, 1].
  /// - Returns: s, in [0, 1).
  package func lift(churnProbability p: Double) -> Double {
    precondition(p >= 0 && p <= 1, "a probability lies between 0 and 1, not at \(p)")
    let q = 1 - p
    return p * q * oddsGain / (1 + q * oddsGain)
  }
}

/// What keeping a customer is worth, and what an attempt costs.
package struct Economics: Sendable, Equatable {
  package let saveRate: SaveRate
  /// Cost of one intervention, in the currency of the values, 0 or more.
  package let contactCost: Double

  package init(saveRate: SaveRate, contactCost: Double) throws(ParameterError) {
    guard contactCost >= 0, contactCost.isFinite else { throw .contactCost(contactCost) }
    self.saveRate = saveRate
    self.contactCost = contactCost
  }

  /// The money figures of one customer.
  ///
  /// An attempt reaches only those who are still customers. With q = 1 − p, and w the chance of an order
  /// of one who is, that chance is a = q ÷ w, at most 1. Those who have left spend nothing, so a
  /// customer who is still one and places no order is worth v = p·not ÷ (a − q).
  /// - Parameters:
  ///   - p: the churn probability, in [0, 1].
  ///   - w: the probability of an order in the churn horizon of one who is still a customer, in [0, 1].
  ///   - kept: expected margin over the value horizon given an order in the churn horizon.
  ///   - not: the same given none.
  /// - Returns: the four figures.
  package func prospect(
    churnProbability p: Double, orderIfCustomer w: Double, valueIfKept kept: Double,
    valueIfNot not: Double
  ) -> ExpectedValue {
    precondition(kept.isFinite && not.isFinite, "values are finite, not \(kept) and \(not)")
    precondition(w >= 0 && w <= 1, "a probability lies between 0 and 1, not at \(w)")
    let (lift, silent) = reached(churnProbability: p, orderIfCustomer: w)
    // lift·v, written so that it is finite however few are silent.
    let alreadyWorth = silent > 0 ? lift / silent * p * not : 0
    return ExpectedValue(
      predictedCLV: (1 - p) * kept + p * not,
      clvAtRisk: p * (kept - not),
      silentProbability: max(0, silent),
      lift: lift,
      expectedGain: lift * kept - alreadyWorth - contactCost)
  }

  /// s, the assumed lift in the chance of an order.
  func lift(churnProbability p: Double, orderIfCustomer w: Double) -> Double {
    reached(churnProbability: p, orderIfCustomer: w).lift
  }

  /// The lift, and the chance of one who is still a customer and places no order.
  private func reached(
    churnProbability p: Double, orderIfCustomer w: Double
  ) -> (lift: Double, silent: Double) {
    let q = 1 - p
    let customer = w > q ? q / w : 1
    let silent = customer - q
    let lift =
      silent > 0 ? customer * saveRate.lift(churnProbability: min(1, silent / customer)) : 0
    return (lift, silent)
  }
}

/// The money figures of one customer.
package struct ExpectedValue: Sendable, Equatable {
  /// (1 − p)·kept + p·not: unconditional, so that it sums to a forecast.
  package let predictedCLV: Double
  /// p·(kept − not): what churn takes away.
  package let clvAtRisk: Double
  /// a − q: still a customer, and no order in the churn horizon; whom an attempt may change.
  package let silentProbability: Double
  /// s, the assumed lift in the chance to stay: a·lift(1 − q ÷ a).
  package let lift: Double
  /// s·(kept − v) − cost.
  package let expectedGain: Double
}
