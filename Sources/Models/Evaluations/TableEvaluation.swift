package import Units

/// How a model of a plain table did on rows that it had not seen: `evaluation.json`.
package struct TableEvaluation: Sendable, Codable, Equatable {
  /// How the evaluated rows were kept apart from those learned from.
  package enum Split: String, Sendable, Codable {
    /// Every row is evaluated by a model of the other folds.
    case folds = "stratified_folds"
    /// Rows from a day on are evaluated by a model of those before.
    case time
  }

  package let split: Split
  /// Of folds: how many.
  package let folds: Int?
  /// Of a split over time: its column and first evaluated day.
  package let splitColumn: String?
  package let splitAt: Day?
  package let groups: [String: TableGroupEvaluation]
  package let explanation: Explanation?

  package init(
    split: Split, folds: Int?, splitColumn: String?, splitAt: Day?,
    groups: [String: TableGroupEvaluation], explanation: Explanation?
  ) {
    self.split = split
    self.folds = folds
    self.splitColumn = splitColumn
    self.splitAt = splitAt
    self.groups = groups
    self.explanation = explanation
  }

  package var all: TableGroupEvaluation? { groups["all"] }

  enum CodingKeys: String, CodingKey {
    case split, folds
    case splitColumn = "split_column"
    case splitAt = "split_at"
    case groups, explanation
  }
}

/// The figures of one group of rows.
package struct TableGroupEvaluation: Sendable, Codable, Equatable {
  /// Evaluated rows.
  package let customers: Int
  package let baseRate: Double
  package let baseRateLogLoss: Double
  /// Log-loss of the rate of the rows learned from, fold by fold.
  package let trainingBaseRateLogLoss: Double
  package let model: MetricSet
  /// A logistic regression on the one column that told most in training.
  package let bestFeature: MetricSet
  /// That column; of folds, the one that was the best in most.
  package let bestFeatureName: String
  /// Area under the curve of each fold; empty where there is one.
  package let foldAUC: [Double]
  package let reliability: [CalibrationBin]

  package init(
    customers: Int, baseRate: Double, baseRateLogLoss: Double, trainingBaseRateLogLoss: Double,
    model: MetricSet, bestFeature: MetricSet, bestFeatureName: String, foldAUC: [Double],
    reliability: [CalibrationBin]
  ) {
    self.customers = customers
    self.baseRate = baseRate
    self.baseRateLogLoss = baseRateLogLoss
    self.trainingBaseRateLogLoss = trainingBaseRateLogLoss
    self.model = model
    self.bestFeature = bestFeature
    self.bestFeatureName = bestFeatureName
    self.foldAUC = foldAUC
    self.reliability = reliability
  }

  package var isInformative: Bool {
    guard let loss = model.logLoss.value else { return false }
    return loss < baseRateLogLoss
  }

  /// Mean of the folds' areas under the curve, and the standard deviation between folds.
  package var meanFoldAUC: (mean: Double, deviation: Double)? {
    guard foldAUC.count > 1 else { return nil }
    let mean = foldAUC.reduce(0, +) / Double(foldAUC.count)
    let squares = foldAUC.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / Double(foldAUC.count - 1)).squareRoot())
  }

  enum CodingKeys: String, CodingKey {
    case customers
    case baseRate = "base_rate"
    case baseRateLogLoss = "base_rate_log_loss"
    case trainingBaseRateLogLoss = "training_base_rate_log_loss"
    case model
    case bestFeature = "best_feature"
    case bestFeatureName = "best_feature_name"
    case foldAUC = "fold_auc"
    case reliability
  }
}
