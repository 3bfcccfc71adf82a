internal import Features
internal import Learning
internal import Models
internal import Segments
internal import Snapshots

/// Segments of customers of whom scores and features are known, and no rows.
struct FeatureSegments: Sendable {
  let rules: RuleSet

  /// The features that the rules look at beside the scores.
  let features: [String]

  /// - Parameters:
  ///   - rules: name the segments.
  ///   - tellsEngagement: whether the E score is known.
  init(_ rules: RuleSet, tellsEngagement: Bool) {
    self.rules = rules
    let scores = ["r_score", "f_score", "m_score"] + (tellsEngagement ? ["e_score"] : [])
    features = rules.columns.filter { !scores.contains($0) }
  }

  /// Columns that no feature is: behaviour facts, weighted engagement, the customers file's.
  func untold(in catalogue: FeatureCatalogue) -> [String] {
    features.filter { catalogue[$0] == nil }
  }

  /// Nil where the window of the E score, which the rules look at, reaches before the event log.
  func assignments(
    scores: RFMScores, engagement: [Double]?, feature: (String) -> [Double]?
  ) -> SegmentAssignments? {
    if rules.columns.contains("e_score"), engagement?.contains(where: \.isNaN) ?? true {
      return nil
    }
    return rules.assignments(count: scores.r.count) { name in
      scores.column(name) ?? feature(name).map { RuleColumn($0) }
    }
  }
}

/// Lapse and stage of customers of whom only features are known.
///
/// Lapse borrows from how the model's customers were distributed. Stages of customers without an
/// inter-purchase time take the median of all customers, which a file of some customers does not hold:
/// they are unknown, except of those inactive beyond the horizon.
struct FeatureRhythm: Sendable {
  static let stageFeatures = [
    "days_since_last_order", "own_gap", "days_since_first_order", "order_days", "orders",
  ]

  let horizonInDays: Int
  /// Nil in earlier models, which give no lapse from features.
  let rhythm: RhythmPopulation?

  private static let stageRules = try? RuleSet(.lifecycle)

  func lapse(_ feature: (String) -> [Double]?) -> ScoreCells? {
    guard let rhythm else { return nil }
    return RhythmColumns(rhythm: rhythm, horizonInDays: horizonInDays, feature: feature).map {
      .named($0.lapses.map { $0?.rawValue }, Lapse.allCases.map(\.rawValue))
    }
  }

  func stage(_ feature: (String) -> [Double]?) -> ScoreCells? {
    guard let rules = Self.stageRules, let silence = feature("days_since_last_order"),
      let gaps = feature("own_gap")
    else { return nil }
    let horizons = silence.map { $0 / Double(horizonInDays) }
    let primary = rules.assignments(count: silence.count) { name in
      switch name {
      case "rhythm_ratio": RuleColumn(zip(silence, gaps).map { $0 / $1 })
      case "silent_horizons": RuleColumn(horizons)
      case "rhythm_basis": RuleColumn(texts: gaps.map { $0.isNaN ? "population" : "own" })
      default: feature(name).map { RuleColumn($0) }
      }
    }.primary
    return .codes(
      primary.indices.map { gaps[$0].isNaN && horizons[$0] <= 1 ? -1 : primary[$0] },
      names: rules.segments.map { $0.lowercased() })
  }
}
