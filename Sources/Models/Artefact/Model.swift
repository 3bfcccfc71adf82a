internal import Dense
package import Features
internal import Files
package import Histories
internal import Learning
package import Segments
package import Snapshots
package import Units

/// Everything that training learned: what `model.json` holds.
///
/// Sections are optional by name: a command that needs one says so.
package struct Model: Sendable {
  package var data: TrainingData
  package var churn: ChurnModel?
  package var lifetime: LifetimeModel?
  package var value: ValueModel?
  package var clusters: ClusterModel?
  package var scores: ScoreModel?
  /// What the training rows of the churn section looked like; absent in models of before.
  package var population: PopulationReference?
  /// Absent where the log has too few prospects.
  package var prospects: ProspectModel?
  /// The 64 hex digits that name this model by its content.
  package var digest: String

  /// The catalogue that the model's features are of; checked when a model is read.
  package var catalogue: FeatureCatalogue {
    data.catalogue.flatMap(FeatureCatalogue.named) ?? .current
  }

  /// What a score row shows of the digest.
  package var shortDigest: String { String(digest.prefix(12)) }

  package init(
    data: TrainingData, churn: ChurnModel?, lifetime: LifetimeModel?, value: ValueModel?,
    clusters: ClusterModel?, scores: ScoreModel?, digest: String
  ) {
    self.data = data
    self.churn = churn
    self.lifetime = lifetime
    self.value = value
    self.clusters = clusters
    self.scores = scores
    self.digest = digest
  }
}

/// The data and settings that a model was trained with.
package struct TrainingData: Sendable, Codable, Equatable {
  /// The day after the last order: the as-of date of cut-offs and clusters.
  package var asOf: Day
  package var horizonInDays: Int
  package var firstOrderDay: Day
  package var lastOrderDay: Day
  /// Customers with an order.
  package var customers: Int
  package var timeZone: String
  package var currency: String?
  package var refunds: RefundPolicy
  package var seed: UInt64
  /// Name of the feature catalogue, nil for the program's own.
  package var catalogue: String?
  package var catalogueVersion: Int
  /// SHA-256 of the used rows in canonical order.
  package var rowsSHA256: String

  package init(
    asOf: Day, horizonInDays: Int, firstOrderDay: Day, lastOrderDay: Day, customers: Int,
    timeZone: String, currency: String? = nil, refunds: RefundPolicy, seed: UInt64,
    catalogue: String? = nil, catalogueVersion: Int, rowsSHA256: String
  ) {
    self.asOf = asOf
    self.horizonInDays = horizonInDays
    self.firstOrderDay = firstOrderDay
    self.lastOrderDay = lastOrderDay
    self.customers = customers
    self.timeZone = timeZone
    self.currency = currency
    self.refunds = refunds
    self.seed = seed
    self.catalogue = catalogue
    self.catalogueVersion = catalogueVersion
    self.rowsSHA256 = rowsSHA256
  }

  enum CodingKeys: String, CodingKey {
    case asOf = "as_of"
    case horizonInDays = "horizon_days"
    case firstOrderDay = "first_order_day"
    case lastOrderDay = "last_order_day"
    case customers
    case timeZone = "time_zone"
    case currency, refunds, seed, catalogue
    case catalogueVersion = "catalogue_version"
    case rowsSHA256 = "rows_sha256"
  }
}

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
  /// What the columns are made of; nil in models of the first version, whose columns are lines.
  package var basis: ChurnBasis?
  /// The line that intercept and coefficients were moved along after the fit; nil where none was asked for.
  package var calibration: CalibrationLine?
  /// Gives the feature `lifetime_order_probability`; nil in models without it.
  package var outlook: OrderOutlook?
  /// As-of dates of the refit, latest first.
  package var trainedAsOf: [Day]
  package var rows: Int
  package var churners: Int
  /// Iterations and final gradient of the fit.
  package var iterations: Int
  package var gradientNorm: Double
  /// Columns that the data could not tell apart, and other things to know, as sentences.
  package var notices: [String]
  /// Groups whose figures out of time did not beat their base rate.
  package var uninformativeGroups: [String]

  package init(
    design: FittedDesign, intercept: Double, coefficients: [Double], standardErrors: [Double],
    l2Strength: Double, l1Share: Double? = nil, basis: ChurnBasis? = nil,
    calibration: CalibrationLine? = nil, outlook: OrderOutlook? = nil, trainedAsOf: [Day],
    rows: Int, churners: Int, iterations: Int, gradientNorm: Double, notices: [String],
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
      l1Share: l1Share, calibration: calibration)
  }

  enum CodingKeys: String, CodingKey {
    case design, intercept, coefficients
    case standardErrors = "standard_errors"
    case l2Strength = "l2_strength"
    case l1Share = "l1_share"
    case basis, calibration, outlook
    case trainedAsOf = "trained_as_of"
    case rows, churners, iterations
    case gradientNorm = "gradient_norm"
    case notices
    case uninformativeGroups = "uninformative_groups"
  }
}

/// How value is foretold: the method that did best out of time, and what it has learned.
package struct ValueModel: Sendable, Codable, Equatable {
  package var method: ValueMethod
  /// Days that the methods were judged over; forecasts over other horizons follow the lifetime
  /// model's timing.
  package var judgedHorizonInDays: Int
  package var trainedAsOf: Day
  /// What the method needs; the rest is absent.
  package var constants: ValueConstants
  /// Absent where too few customers taught them.
  package var intervals: ValueIntervals?
  /// What a user must know before budgeting on the values; nil where they came out right in total.
  package var biasWarning: String?

  package init(
    method: ValueMethod, judgedHorizonInDays: Int, trainedAsOf: Day, constants: ValueConstants,
    intervals: ValueIntervals? = nil, biasWarning: String? = nil
  ) {
    self.method = method
    self.judgedHorizonInDays = judgedHorizonInDays
    self.trainedAsOf = trainedAsOf
    self.constants = constants
    self.intervals = intervals
    self.biasWarning = biasWarning
  }

  enum CodingKeys: String, CodingKey {
    case method
    case judgedHorizonInDays = "judged_horizon_days"
    case trainedAsOf = "trained_as_of"
    case constants, intervals
    case biasWarning = "bias_warning"
  }
}

/// The clusters of k-means and the space they live in.
package struct ClusterModel: Sendable, Codable, Equatable {
  package var asOf: Day
  package var space: FittedDesign
  /// One row a cluster in the standardised space, ordered by mean value, the highest first.
  package var centroids: [[Double]]
  package var sizes: [Int]
  /// Mean net spend of each cluster's customers, in money.
  package var meanSpend: [Double]
  package var inertia: Double
  package var iterations: Int
  package var converged: Bool

  package init(
    asOf: Day, space: FittedDesign, centroids: [[Double]], sizes: [Int], meanSpend: [Double],
    inertia: Double, iterations: Int, converged: Bool
  ) {
    self.asOf = asOf
    self.space = space
    self.centroids = centroids
    self.sizes = sizes
    self.meanSpend = meanSpend
    self.inertia = inertia
    self.iterations = iterations
    self.converged = converged
  }

  enum CodingKeys: String, CodingKey {
    case asOf = "as_of"
    case space, centroids, sizes
    case meanSpend = "mean_spend"
    case inertia, iterations, converged
  }
}

/// The cut-offs of the scores 1–5 and the rule set that names segments.
package struct ScoreModel: Sendable, Codable, Equatable {
  package var asOf: Day
  /// Days of the score window, nil for the whole history.
  package var windowInDays: Int?
  package var ruleSet: String
  /// The rules themselves where they are not built in.
  package var rules: RuleSetText?
  package var cutOffs: RFMCutOffs
  /// What E is a sum of; absent where it counts events.
  package var engagement: EngagementWeights?

  package init(
    asOf: Day, windowInDays: Int? = nil, ruleSet: String, rules: RuleSetText? = nil,
    cutOffs: RFMCutOffs, engagement: EngagementWeights? = nil
  ) {
    self.asOf = asOf
    self.windowInDays = windowInDays
    self.ruleSet = ruleSet
    self.rules = rules
    self.cutOffs = cutOffs
    self.engagement = engagement
  }

  enum CodingKeys: String, CodingKey {
    case asOf = "as_of"
    case windowInDays = "window_days"
    case ruleSet = "rule_set"
    case rules
    case cutOffs = "cut_offs"
    case engagement
  }
}

extension Model {
  /// What a user should know of this model, as sentences.
  package var notices: [String] { (churn?.notices ?? []) + (scores?.cutOffs.notices ?? []) }

  /// Checks that the parts of a model that was read fit each other.
  func validate() throws(ModelFault) {
    func require(_ condition: Bool, _ reason: String) throws(ModelFault) {
      guard condition else { throw ModelFault(reason: reason) }
    }
    func requireHorizon(_ days: Int, _ name: String) throws(ModelFault) {
      try require((1...365_000).contains(days), "the \(name) is not from 1 to 365000 days")
    }
    if let name = data.catalogue {
      try require(
        FeatureCatalogue.named(name) != nil,
        "this program does not know its feature catalogue '\(name)'")
    }
    var known = Set(catalogue.names)
    if let outlook = churn?.outlook {
      try require(outlook.isUsable, "its outlook on orders has parameters that are none")
      known.insert(OrderOutlook.feature)
    }
    for design in [churn?.design, value?.constants.amounts?.design, clusters?.space] {
      for feature in design?.features ?? [] {
        try require(
          known.contains(feature.name), "this program does not know its feature '\(feature.name)'")
      }
    }
    try requireHorizon(data.horizonInDays, "horizon")
    if let churn {
      try require(
        churn.coefficients.count == churn.design.columns.count
          && churn.standardErrors.count == churn.coefficients.count + 1,
        "the churn section's coefficients do not match its columns")
      try require(
        churn.design.isBounded(intercept: churn.intercept, coefficients: churn.coefficients),
        "the churn section's constants make no probability")
      if let line = churn.calibration {
        try require(
          abs(line.intercept) <= 1e6 && (0...1e6).contains(line.slope),
          "the churn section's calibration is no line that a test would ask for")
      }
    }
    try require(population?.isConsistent ?? true, "the population section's bins do not match")
    try prospects?.validate()
    if let lifetime { try require(lifetime.isUsable, "its lifetime parameters are none") }
    if let value {
      try requireHorizon(value.judgedHorizonInDays, "value horizon")
      try require(lifetime != nil, "its value section lacks the lifetime section that it rests on")
      try require(
        value.constants.isComplete(for: value.method)
          && value.intervals.map(\.isConsistent) ?? true,
        "the value section's constants do not fit its method")
    }
    if let clusters {
      try require(
        !clusters.centroids.isEmpty
          && clusters.centroids.allSatisfy { $0.count == clusters.space.columns.count }
          && clusters.sizes.count == clusters.centroids.count
          && clusters.meanSpend.count == clusters.centroids.count,
        "the centroids do not match the columns of their space")
      let magnitudes = clusters.space.largestMagnitudes + clusters.centroids.joined().map(abs)
      // Beyond, sums of squares would no longer be numbers.
      try require(magnitudes.allSatisfy { $0 <= 1e100 }, "the clusters' space has no distances")
    }
    if let scores {
      try require(
        scores.rules.map { (try? RuleSet($0)) != nil }
          ?? RuleSetText.builtIn.contains { $0.name == scores.ruleSet },
        "its rule set '\(scores.ruleSet)' is not known")
      let weights = scores.engagementWeights
      try require(
        weights.weights.values.allSatisfy { (0...1e6).contains($0) }
          && weights.halfLifeInDays.map { $0 > 0 } ?? true,
        "its engagement weights are none")
      let cutOffs = scores.cutOffs
      for cutOff in [cutOffs.recency, cutOffs.frequency, cutOffs.monetary, cutOffs.engagement] {
        try require(
          cutOff.map { [0, 4].contains($0.values.count) && (0...18).contains($0.scale) } ?? true,
          "its cut-offs are not four to a score")
      }
      if let window = scores.windowInDays { try requireHorizon(window, "score window") }
    }
  }
}

extension Model {
  /// What a user should know before acting on this model's scores of a log read this way.
  package func notices(
    timeZone: String, refunds: RefundPolicy, hasEvents: Bool, asOf: Day
  ) -> [String] {
    var notices: [String] = []
    if asOf < data.asOf {
      notices.append(
        "the model was learned from orders up to \(data.asOf), after the \(asOf) that is scored: it "
          + "knows of what came between, so these scores do not tell how well it foresees.")
    }
    if !hasEvents, let feature = churn?.eventFeatures.first {
      notices.append(
        "the model was trained with events (\(feature), …) and none were given: it takes them for "
          + "unknown, and its probabilities are less sure than its evaluation says (--events).")
    }
    if timeZone != data.timeZone {
      notices.append(
        "the model was trained on days in \(data.timeZone), these are in \(timeZone) (--time-zone)."
      )
    }
    if refunds != data.refunds {
      notices.append(
        "the model was trained with --refunds \(data.refunds.rawValue), these rows were read with "
          + "\(refunds.rawValue).")
    }
    if let warning = value?.biasWarning { notices.append(warning) }
    return notices
  }
}

extension ChurnModel {
  /// Features in use that only a log of events can give.
  fileprivate var eventFeatures: [String] {
    design.columns.map(\.feature).filter {
      let group = FeatureCatalogue.current[$0]?.group
      return group == .engagement || group == .service
    }
  }
}

extension ScoreModel {
  package var engagementWeights: EngagementWeights { engagement ?? .counts }

  /// The rules that name segments: the user's, where there are any, else the stored ones.
  package func namingRules(unless named: RuleSet? = nil) throws(ScoringError) -> RuleSet {
    if let named { return named }
    var text = rules
    if text == nil {
      do {
        text = try RuleSetText.named(ruleSet)
      } catch { throw .unknownRules(error) }
    }
    guard let text else { preconditionFailure("rules that are neither the user's nor ours") }
    do {
      return try RuleSet(text)
    } catch { throw .faultyRules(error) }
  }
}
