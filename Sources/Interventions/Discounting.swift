internal import Dense
internal import RealModule

/// What money at a later day is worth today.
package struct Discounting: Sendable, Equatable {
  /// Rate a year of 365 days, 0 or more: 0.1 for 10 %.
  package let annualRate: Double

  package init(annualRate: Double) throws(ParameterError) {
    guard annualRate >= 0, annualRate.isFinite else { throw .discountRate(annualRate) }
    self.annualRate = annualRate
  }

  /// (1 + r)^(−days ÷ 365); exactly 1 today.
  package func factor(afterDays days: Double) -> Double {
    .exp(-(days / 365) * .log(onePlus: annualRate))
  }
}
