internal import RealModule

/// How far the forecasts behind an expected gain may be off.
///
/// Two things move a gain: the level of churn, which differs from one window to the next, and the level
/// of spend. Beside the level, a churn probability is known no better than the share of churners among as
/// many customers as were evaluated around it.
package struct GainUncertainty: Sendable, Equatable {
  /// Standard deviation of the level of churn from window to window, in logits, 0 or more.
  package let churnLevel: Double
  /// Customers that a probability was evaluated by, above 0.
  package let customers: Double
  /// Standard deviation of the logarithm of what is spent ÷ what was predicted, 0 or more.
  let valueLevel: Double

  /// A bound is so many standard errors from the figure.
  package static let errors = 2.0

  package init(churnLevel: Double, customers: Double, valueLevel: Double) {
    precondition(churnLevel >= 0 && customers > 0 && valueLevel >= 0)
    self.churnLevel = churnLevel
    self.customers = customers
    self.valueLevel = valueLevel
  }

  /// Where the churn probability may lie: the level moves its logit, then Wald's interval of a share is
  /// added at each end.
  func probabilities(around p: Double) -> ClosedRange<Double> {
    guard p > 0, p < 1 else { return p...p }
    let logit = Double.log(p / (1 - p))
    func moved(_ sign: Double) -> Double {
      let level = 1 / (1 + .exp(-(logit + sign * Self.errors * churnLevel)))
      return level + sign * Self.errors * (level * (1 - level) / customers).squareRoot()
    }
    return min(p, max(0, moved(-1)))...max(p, min(1, moved(1)))
  }

  /// What is left of a value of 1 where the level of spend is against us.
  package var lowValue: Double { .exp(-Self.errors * valueLevel) }
}

extension Economics {
  /// The gain that is left where churn and spend are off against it, each by two standard errors.
  ///
  /// What an order is worth to a customer who is still one does not depend on how many churn, so the level
  /// moves the lift alone; and the lift has one peak, so it is lowest at an end.
  /// - Parameters:
  ///   - value: the figures of `prospect`.
  ///   - p: the churn probability, in [0, 1].
  ///   - w: the probability of an order in the churn horizon of one who is still a customer, in [0, 1].
  ///   - uncertainty: of the model.
  /// - Returns: money, at most the expected gain; −cost where it is not sure that anybody is lost, or that
  ///   anybody is left.
  package func lowGain(
    _ value: ExpectedValue, churnProbability p: Double, orderIfCustomer w: Double,
    within uncertainty: GainUncertainty
  ) -> Double {
    let gross = value.expectedGain + contactCost
    guard gross > 0, value.lift > 0 else { return value.expectedGain }
    let ends = uncertainty.probabilities(around: p)
    let lift = min(
      lift(churnProbability: ends.lowerBound, orderIfCustomer: w),
      lift(churnProbability: ends.upperBound, orderIfCustomer: w))
    return uncertainty.lowValue * gross * min(1, lift / value.lift) - contactCost
  }
}
