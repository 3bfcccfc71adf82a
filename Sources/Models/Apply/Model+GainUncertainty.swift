package import Interventions

extension Model {
  /// How far the forecasts behind an expected gain may be off; nil in earlier models.
  ///
  /// A probability is known by the customers evaluated around it: a tenth, as in the bins of calibration.
  package var gainUncertainty: GainUncertainty? {
    guard let level = churn?.levelSpread, let valueLevel = value?.levelError else { return nil }
    return GainUncertainty(
      churnLevel: level.logits, customers: Double(level.customers) / 10, valueLevel: valueLevel)
  }

  /// What is surely left of the gain of each customer; nil in earlier models.
  ///
  /// - Parameters:
  ///   - values: the money figures.
  ///   - churn: the churn probabilities.
  ///   - lifetimes: of the same customers.
  ///   - economics: that the figures were made by.
  /// - Returns: money, one a customer.
  package func lowGains(
    _ values: [ExpectedValue], churn: [Double], _ lifetimes: LifetimeScores, _ economics: Economics
  ) -> [Double]? {
    gainUncertainty.map { uncertainty in
      values.indices.map { row in
        economics.lowGain(
          values[row], churnProbability: churn[row],
          orderIfCustomer: lifetimes.orderIfAlive[row], within: uncertainty)
      }
    }
  }
}
