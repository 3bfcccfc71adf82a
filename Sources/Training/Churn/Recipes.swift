internal import Features
internal import Models
internal import Snapshots

/// Which features enter which model.
enum Recipes {
  /// Churn: every feature of the catalogue and what a lifetime model makes of the order days.
  static func churn(
    _ basis: ChurnBasis, interactions: [DesignRecipe.Interaction] = []
  ) -> DesignRecipe {
    switch basis {
    case .lines: lines
    case .splines, .interactions: DesignRecipe(terms: splines, interactions: interactions)
    }
  }

  /// The recipe of the first version, of the features that it had.
  private static let lines = DesignRecipe(
    unsummarised.filter { $0.since == 1 },
    knots: Dictionary(uniqueKeysWithValues: unsummarised.map { ($0.name, $0.models.knots) }))

  /// A spline with three knots for each feature; one more where the lifetime model has its say.
  ///
  /// How long ago, how often, since when and how late are known to tell in every shop: the penalty
  /// weighs a hundred times less on them, so that it does not hold the level of the model back where a
  /// shop changes. So it does on what says that a feature is missing: whatever was imputed, the level
  /// of those it was imputed for is theirs.
  private static let splines =
    unsummarised.map { feature in
      DesignRecipe.Term(
        feature: feature.name,
        transform: feature.models.isTimesOver ? .log : Transform(for: feature.unit),
        knots: 3, spread: feature.models.isCore ? coreSpread : 1, missingSpread: coreSpread)
    } + [
      DesignRecipe.Term(
        feature: OrderOutlook.feature, transform: .logit, knots: 4, spread: coreSpread)
    ]

  private static let coreSpread = 10.0

  private static let unsummarised = features.filter { !$0.models.isSummary }
  private static let features = FeatureCatalogue.current.definitions

  /// Features whose products are looked through.
  static let crossed =
    features.compactMap { feature in feature.models.crossed.map { (place: $0, name: feature.name) }
    }
    .sorted { $0.place < $1.place }.map(\.name) + [OrderOutlook.feature]

  /// Value: the few features that carry spend; more would follow the outliers of skewed money.
  static let value = DesignRecipe(features.filter(\.models.isOfValue))

  /// The space that clusters live in: log1p of each feature, standardised, nothing else.
  static func clusters(on features: [String]) -> DesignRecipe {
    DesignRecipe(
      terms: features.map { DesignRecipe.Term(feature: $0, transform: .log1p) })
  }
}
