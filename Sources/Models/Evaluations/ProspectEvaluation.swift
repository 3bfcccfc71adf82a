/// How the model of prospects did out of time.
package struct ProspectEvaluation: Sendable, Codable, Equatable {
  package let customers: Int
  /// Share of the evaluated prospects with a first order within the horizon, and of the training ones.
  package let baseRate: Double
  package let trainingBaseRate: Double
  package let baseRateLogLoss: Double
  package let model: MetricSet
  /// A logistic regression on log1p of `days_since_last_engagement`.
  package let recency: MetricSet
  package let reliability: [CalibrationBin]

  package init(
    customers: Int, baseRate: Double, trainingBaseRate: Double, baseRateLogLoss: Double,
    model: MetricSet, recency: MetricSet, reliability: [CalibrationBin]
  ) {
    self.customers = customers
    self.baseRate = baseRate
    self.trainingBaseRate = trainingBaseRate
    self.baseRateLogLoss = baseRateLogLoss
    self.model = model
    self.recency = recency
    self.reliability = reliability
  }

  package var isInformative: Bool {
    guard let loss = model.logLoss.value else { return false }
    return loss < baseRateLogLoss
  }

  enum CodingKeys: String, CodingKey {
    case customers
    case baseRate = "base_rate"
    case trainingBaseRate = "training_base_rate"
    case baseRateLogLoss = "base_rate_log_loss"
    case model, recency, reliability
  }
}
