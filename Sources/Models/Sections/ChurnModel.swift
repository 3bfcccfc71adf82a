package import Features
package import Snapshots
package import Units

/// The logistic model of churn: an order-free window of one horizon.
package struct ChurnModel: Sendable, Codable, Equatable {
  package var design: FittedDesign
  package var intercept: Double
  /// One for each column of the design.
  package var coefficients: [Double]
  /// Sandwich errors clustered by customer: intercept first, then one a column; 0 where unknown.
  package var standardErrors: [Double]
  /// λ of the penalty.
  package var l2Strength: Double
  /// The absolute values' share of it; nil for ridge.
  package var l1Share: Double?
  /// Where coefficients were drawn to; nil for 0.
  package var prior: ShopPrior?
  /// What the columns are made of; nil in models of the first version, whose columns are lines.
  package var basis: ChurnBasis?
  /// The line that intercept and coefficients were moved along after the fit; nil where none was asked for.
  package var calibration: CalibrationLine?
  /// Gives the feature `lifetime_order_probability`; nil in models without it.
  package var outlook: OrderOutlook?
  /// What the time of year adds to the logit; nil where the log has no season that was found.
  package var season: SeasonShift?
  /// How far its level was off out of time; nil in earlier models, and where no window has both
  /// outcomes.
  package var levelSpread: LevelSpread?
  /// As-of dates of the refit, latest first.
  package var trainedAsOf: [Day]
  package var rows: Int
  package var churners: Int
  /// Iterations and final gradient of the fit.
  package var iterations: Int
  package var gradientNorm: Double
  /// Collinear columns, unused features, suspicions of leakage.
  package var notices: [Recorded<ChurnNotice>]
  /// Groups whose figures out of time did not beat their base rate.
  package var uninformativeGroups: [String]
  /// Why no list should rest on it; nil where its evaluation found nothing.
  package var weaknesses: [Recorded<ModelWeakness>]?

  package init(
    design: FittedDesign, intercept: Double, coefficients: [Double], standardErrors: [Double],
    l2Strength: Double, l1Share: Double? = nil, basis: ChurnBasis? = nil,
    calibration: CalibrationLine? = nil, outlook: OrderOutlook? = nil, trainedAsOf: [Day],
    rows: Int, churners: Int, iterations: Int, gradientNorm: Double,
    notices: [Recorded<ChurnNotice>],
    uninformativeGroups: [String]
  ) {
    self.design = design
    self.intercept = intercept
    self.coefficients = coefficients
    self.standardErrors = standardErrors
    self.l2Strength = l2Strength
    self.l1Share = l1Share
    self.basis = basis
    self.calibration = calibration
    self.outlook = outlook
    self.trainedAsOf = trainedAsOf
    self.rows = rows
    self.churners = churners
    self.iterations = iterations
    self.gradientNorm = gradientNorm
    self.notices = notices
    self.uninformativeGroups = uninformativeGroups
  }

  /// What it was fitted with.
  package var settings: ChurnSettings {
    ChurnSettings(
      basis: basis ?? .lines, snapshots: trainedAsOf.count, l2Strength: l2Strength,
      l1Share: l1Share, calibration: calibration, usesPrior: prior == nil ? nil : true)
  }

  enum CodingKeys: String, CodingKey {
    case design, intercept, coefficients
    case standardErrors = "standard_errors"
    case l2Strength = "l2_strength"
    case l1Share = "l1_share"
    case prior
    case basis, calibration, outlook, season
    case levelSpread = "level_spread"
    case trainedAsOf = "trained_as_of"
    case rows, churners, iterations
    case gradientNorm = "gradient_norm"
    case notices
    case uninformativeGroups = "uninformative_groups"
    case weaknesses
  }
}

extension ChurnModel {
  /// Features in use that only a log of events can give.
  package func eventFeatures(in catalogue: FeatureCatalogue) -> [String] {
    design.columns.map(\.feature).filter {
      let group = catalogue[$0]?.group
      return group == .engagement || group == .service
    }
  }
}
