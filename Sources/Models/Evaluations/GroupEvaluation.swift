/// One group's figures.
package struct GroupEvaluation: Sendable, Codable, Equatable {
  package let customers: Int
  /// Share of churners at the evaluation date.
  package let baseRate: Double
  /// Log-loss of predicting that very rate for everybody: the hardest constant to beat, since
  /// nobody could have known it.
  package let baseRateLogLoss: Double
  /// Share of churners in the group in the training snapshots.
  package let trainingBaseRate: Double
  /// Log-loss of predicting the training rate for everybody: what can be had without a model.
  package let trainingBaseRateLogLoss: Double
  package let model: MetricSet
  package let recency: MetricSet
  package let frequency: MetricSet
  /// A model of both, which a small shop should not lose to; nil in evaluations of before.
  package let recencyFrequency: MetricSet?
  /// The model's reliability, ten bins by rank of the probability.
  package let reliability: [CalibrationBin]

  package init(
    customers: Int, baseRate: Double, baseRateLogLoss: Double, trainingBaseRate: Double,
    trainingBaseRateLogLoss: Double, model: MetricSet, recency: MetricSet, frequency: MetricSet,
    recencyFrequency: MetricSet?, reliability: [CalibrationBin]
  ) {
    self.customers = customers
    self.baseRate = baseRate
    self.baseRateLogLoss = baseRateLogLoss
    self.trainingBaseRate = trainingBaseRate
    self.trainingBaseRateLogLoss = trainingBaseRateLogLoss
    self.model = model
    self.recency = recency
    self.frequency = frequency
    self.recencyFrequency = recencyFrequency
    self.reliability = reliability
  }

  /// Whether the model says more than the group's base rate does.
  package var isInformative: Bool {
    guard let loss = model.logLoss.value else { return false }
    return loss < baseRateLogLoss
  }

  enum CodingKeys: String, CodingKey {
    case customers
    case baseRate = "base_rate"
    case baseRateLogLoss = "base_rate_log_loss"
    case trainingBaseRate = "training_base_rate"
    case trainingBaseRateLogLoss = "training_base_rate_log_loss"
    case model, recency, frequency
    case recencyFrequency = "recency_frequency"
    case reliability
  }
}
