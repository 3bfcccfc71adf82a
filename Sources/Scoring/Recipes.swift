internal import Features

/// Which features enter which model.
enum Recipes {
  /// Churn: every feature of the catalogue, with a spline where the literature and our own backtests
  /// see a bend: how long ago, how often, how late against the own rhythm.
  static let churn = DesignRecipe(
    FeatureCatalogue.current.definitions.filter { !lifetimeSummaries.contains($0.name) },
    knots: [
      "days_since_last_order": 4, "orders": 3, "days_since_first_order": 3,
      "current_gap_to_own_gap": 3,
    ])

  /// The BTYD summary repeats other features under names that mean something else to marketers.
  private static let lifetimeSummaries: Set<String> = ["frequency", "recency", "tenure"]

  /// Value: the few features that carry spend; more would follow the outliers of skewed money.
  static let value = DesignRecipe(
    FeatureCatalogue.current.definitions.filter { valueFeatures.contains($0.name) })

  private static let valueFeatures: Set<String> = [
    "days_since_last_order", "days_since_first_order", "orders", "net_spend",
    "average_order_value", "orders_90", "spend_90", "orders_365", "spend_365",
    "engagement_90",
  ]

  /// The space that clusters live in: log1p of each feature, standardised, nothing else.
  static func clusters(on features: [String]) -> DesignRecipe {
    DesignRecipe(
      terms: features.map { DesignRecipe.Term(feature: $0, transform: .log1p) })
  }
}
