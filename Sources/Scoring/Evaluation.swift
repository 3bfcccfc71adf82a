package import Units

/// How a model did out of time, by group, beside its baselines: `evaluation.json`.
package struct Evaluation: Sendable, Codable, Equatable {
  /// The judging date.
  package let asOf: Day
  package let horizonInDays: Int
  /// Training as-of dates of the judged fit, latest first.
  package let trainedAsOf: [Day]
  package let groups: [String: GroupEvaluation]
  package let value: ValueEvaluation?

  package func group(_ group: CustomerGroup) -> GroupEvaluation? { groups[group.rawValue] }

  enum CodingKeys: String, CodingKey {
    case asOf = "as_of"
    case horizonInDays = "horizon_days"
    case trainedAsOf = "trained_as_of"
    case groups, value
  }
}

/// One group's figures.
package struct GroupEvaluation: Sendable, Codable, Equatable {
  package let customers: Int
  /// Share of churners at the judging date.
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
  /// The model's reliability, ten bins by rank of the probability.
  package let reliability: [ReliabilityBin]

  /// Whether the model says more than the group's base rate does.
  package var isInformative: Bool {
    guard let loss = model["log_loss"] else { return false }
    return loss < baseRateLogLoss
  }

  enum CodingKeys: String, CodingKey {
    case customers
    case baseRate = "base_rate"
    case baseRateLogLoss = "base_rate_log_loss"
    case trainingBaseRate = "training_base_rate"
    case trainingBaseRateLogLoss = "training_base_rate_log_loss"
    case model, recency, frequency, reliability
  }
}

/// One bin of a reliability table.
package struct ReliabilityBin: Sendable, Codable, Equatable {
  package let customers: Int
  package let meanProbability: Double
  package let observedRate: Double

  enum CodingKeys: String, CodingKey {
    case customers
    case meanProbability = "mean_probability"
    case observedRate = "observed_rate"
  }
}

/// Named metrics with their intervals: `auc`, `auc_low`, `auc_high` …; churn is the positive class.
///
/// A metric that the data do not define (one class only, fewer than ten customers) is absent.
package struct MetricSet: Sendable, Codable, Equatable {
  package private(set) var values: [String: Double]

  package init(_ values: [String: Double]) {
    self.values = values.filter { $0.value.isFinite }
  }

  package subscript(name: String) -> Double? { values[name] }

  package init(from decoder: any Decoder) throws {
    values = try decoder.singleValueContainer().decode([String: Double].self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(values)
  }
}

/// How the value regressions did out of time, over customers known at `asOf`.
package struct ValueEvaluation: Sendable, Codable, Equatable {
  package let asOf: Day
  package let horizonInDays: Int
  package let trainedAsOf: Day
  package let groups: [String: ValueGroupEvaluation]

  enum CodingKeys: String, CodingKey {
    case asOf = "as_of"
    case horizonInDays = "horizon_days"
    case trainedAsOf = "trained_as_of"
    case groups
  }
}

extension ValueEvaluation {
  /// What a user must know before budgeting on these values: nil where the forecast sum came within
  /// two standard errors of what was spent.
  package var biasWarning: String? {
    guard let all = groups["all"], all.actual > 0,
      abs(all.expected - all.actual) > 2 * all.differenceError
    else { return nil }
    let percent = 100 * (all.expected / all.actual - 1)
    return "Out of time, forecast spend came out \(fixed(abs(percent), digits: 0)) % too "
      + "\(percent > 0 ? "high" : "low"), beyond its error: rank by these values, do not budget on "
      + "their sum."
  }
}

/// Forecast spend against what came, for all customers, those kept and those not.
package struct ValueGroupEvaluation: Sendable, Codable, Equatable {
  package let customers: Int
  /// Sums over the group, in money.
  package let expected: Double
  package let actual: Double
  /// Standard error of the sum of (actual − expected).
  package let differenceError: Double
  package let rootMeanSquaredError: Double
  /// Of predicting the training mean of the group for everybody.
  package let baselineMeanError: Double
  /// Of predicting each customer's own spend in the window before.
  package let baselineRepeatError: Double

  enum CodingKeys: String, CodingKey {
    case customers, expected, actual
    case differenceError = "difference_error"
    case rootMeanSquaredError = "rmse"
    case baselineMeanError = "rmse_of_mean"
    case baselineRepeatError = "rmse_of_last_period_repeated"
  }
}
