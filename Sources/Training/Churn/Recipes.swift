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

  /// The recipe of the first version.
  private static let lines = DesignRecipe(
    FeatureCatalogue.current.definitions.filter {
      !lifetimeSummaries.contains($0.name) && !ownRate.contains($0.name)
    },
    knots: [
      "days_since_last_order": 4, "orders": 3, "days_since_first_order": 3,
      "current_gap_to_own_gap": 3,
    ])

  /// A spline with three knots for each feature; one more where the lifetime model has its say.
  ///
  /// How long ago, how often, since when and how late are known to tell in every shop: the penalty
  /// weighs a hundred times less on them, so that it does not hold the level of the model back where a
  /// shop changes. So it does on what says that a feature is missing: whatever was imputed, the level
  /// of those it was imputed for is theirs.
  private static let splines =
    FeatureCatalogue.current.definitions
    .filter { !lifetimeSummaries.contains($0.name) }
    .map { definition in
      DesignRecipe.Term(
        feature: definition.name,
        transform: timesOver.contains(definition.name) ? .log : Transform(for: definition.unit),
        knots: 3, spread: core.contains(definition.name) ? coreSpread : 1,
        missingSpread: coreSpread)
    } + [
      DesignRecipe.Term(
        feature: OrderOutlook.feature, transform: .logit, knots: 4, spread: coreSpread)
    ]

  private static let core: Set<String> = [
    "days_since_last_order", "orders", "days_since_first_order", "current_gap_to_own_gap",
  ]
  private static let coreSpread = 10.0

  /// Features whose products are looked through.
  static let crossed = [
    "days_since_last_order", "order_days", "days_since_first_order", "orders_overdue",
    "usual_orders_per_month", "active_orders_per_month", "active_orders_overdue",
    "average_days_between_orders", "orders_90_to_usual", "orders_365", "orders_365_to_usual",
    "engagement_30", "engagement_90", "days_since_last_engagement", "engagement_overdue",
    "engagement_30_to_usual", "days_since_visit", "visits_overdue",
    "days_since_last_activity", "activities_overdue", "active_activities_overdue",
    "active_activities_per_month", "usual_engagement_per_month", "days_since_support_ticket",
    "support_ticket_90", "days_since_cart_add", "longest_gap", "current_to_own_engagement_gap",
    OrderOutlook.feature,
  ]

  /// The BTYD summary repeats other features under names that mean something else to marketers.
  private static let lifetimeSummaries: Set<String> = ["frequency", "recency", "tenure"]

  /// Features that say how many times more, so that halves and doubles are as far apart.
  private static let timesOver: Set<String> = [
    "usual_orders_per_month", "active_orders_per_month", "orders_30_to_usual",
    "orders_90_to_usual", "orders_180_to_usual", "orders_365_to_usual", "engagement_30_to_usual",
    "usual_activities_per_month", "active_activities_per_month", "usual_engagement_per_month",
  ]

  /// What later versions of the catalogue added.
  private static let ownRate: Set<String> = timesOver.union([
    "orders_overdue", "active_orders_overdue", "active_share", "engagement_overdue",
    "visits_overdue", "days_since_last_activity", "activities_overdue",
    "active_activities_overdue",
  ])

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
