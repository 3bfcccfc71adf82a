package import Expressions
internal import Units

extension FeatureCatalogue {
  /// What holds between features, and behaviour facts, of every customer with an order: what the linter may
  /// take for granted.
  package static let ruleRelations: [ColumnRelation] = counts + days + gaps + money

  private static let counts: [ColumnRelation] =
    ColumnRelation.equal("frequency", "order_days", plus: -1)
    + ColumnRelation.rising([
      "orders_30", "orders_90", "orders_180", "orders_365", "orders",
    ])
    + ColumnRelation.rising(["order_days", "orders"])
    + [.within("orders", 1...Double.infinity, then: "order_days", 1...Double.infinity)]
    + ["full_price_orders", "returned_orders", "orders_after_bad_experience"].map {
      .atMost($0, "orders", plus: 0)
    }
    + ColumnRelation.rising(["engagement_30", "engagement_90", "engagement_365"])
    + EventKind.allCases.map { .atMost("\($0.name)_30", "\($0.name)_90", plus: 0) }

  private static let days: [ColumnRelation] =
    ColumnRelation.rising(["days_since_last_order", "days_since_first_order"])
    + ColumnRelation.rising(["recency", "tenure"])
    + ColumnRelation.equal("tenure", "days_since_first_order", plus: -1)
    + ["email_open", "email_click", "visit", "product_view", "cart_add"].map {
      .atMost("days_since_last_engagement", "days_since_\($0)", plus: 0)
    }

  /// Gaps are between order days, and one day has none.
  private static let gaps: [ColumnRelation] =
    ["own_gap", "average_days_between_orders", "last_gap"].map {
      .atMost($0, "longest_gap", plus: 0)
    }
    + [
      "own_gap", "average_days_between_orders", "last_gap", "longest_gap",
      "current_gap_to_own_gap", "last_gap_to_own_gap",
    ].flatMap { name -> [ColumnRelation] in
      [
        .missing(where: "order_days", 0...1, name),
        .known(where: "order_days", 2...Double.infinity, name),
        .missing(where: "orders", 0...1, name),
      ]
    }
    + ["usual_weekday_share", "usual_season_share"].flatMap { name -> [ColumnRelation] in
      [
        .missing(where: "orders", 0...1, name),
        .known(where: "orders", 2...Double.infinity, name),
      ]
    }
    + [.known(where: "orders", 1...Double.infinity, "order_value_rank")]

  /// A mean of equal amounts may be a last bit above them, so means are left out.
  private static let money: [ColumnRelation] =
    ColumnRelation.rising(["last_order_value", "highest_order_value"])
    + ["price_low", "price_top_usual"].map { .atMost($0, "price_high", plus: 0) }
}
