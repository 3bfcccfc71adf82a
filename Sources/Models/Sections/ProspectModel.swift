internal import Dense
package import Features
internal import Histories
package import Units

/// Whether a prospect, known by events and without an order, orders within the horizon: the section
/// `prospects` of `model.json`.
package struct ProspectModel: Sendable, Codable, Equatable {
  package var design: FittedDesign
  package var intercept: Double
  /// One for each column of the design.
  package var coefficients: [Double]
  /// Sandwich errors clustered by customer: intercept first, then one a column.
  package var standardErrors: [Double]
  package var l2Strength: Double
  /// As-of dates of the refit, latest first.
  package var trainedAsOf: [Day]
  package var rows: Int
  /// Rows with a first order within the horizon.
  package var buyers: Int
  /// Whether it beat its base rate out of time.
  ///
  /// Where it did not, every prospect gets the base rate.
  package var isInformative: Bool

  package init(
    design: FittedDesign, intercept: Double, coefficients: [Double], standardErrors: [Double],
    l2Strength: Double, trainedAsOf: [Day], rows: Int, buyers: Int, isInformative: Bool
  ) {
    self.design = design
    self.intercept = intercept
    self.coefficients = coefficients
    self.standardErrors = standardErrors
    self.l2Strength = l2Strength
    self.trainedAsOf = trainedAsOf
    self.rows = rows
    self.buyers = buyers
    self.isInformative = isInformative
  }

  package var baseRate: Double { Double(buyers) / Double(rows) }

  enum CodingKeys: String, CodingKey {
    case design, intercept, coefficients
    case standardErrors = "standard_errors"
    case l2Strength = "l2_strength"
    case trainedAsOf = "trained_as_of"
    case rows, buyers
    case isInformative = "informative"
  }

  /// Checks that the parts of a section that was read fit each other.
  func validate() throws(ModelFault) {
    let known = Set(HistoryStore.prospectFeatureNames)
    guard design.features.allSatisfy({ known.contains($0.name) }),
      coefficients.count == design.columns.count,
      standardErrors.count == coefficients.count + 1, rows > 0, (0...rows).contains(buyers),
      design.isBounded(intercept: intercept, coefficients: coefficients)
    else { throw ModelFault(reason: "the prospects section's parts do not match") }
  }
}

/// How the model of prospects did out of time.
package struct ProspectEvaluation: Sendable, Codable, Equatable {
  package let customers: Int
  /// Share of the judged prospects with a first order within the horizon, and of the training ones.
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
