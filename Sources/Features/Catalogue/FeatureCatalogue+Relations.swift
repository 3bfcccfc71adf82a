package import Expressions

extension FeatureCatalogue {
  /// What holds between features, and behaviour facts, of every customer with an order: what the linter may
  /// assume.
  package static let ruleRelations: [ColumnRelation] =
    current.definitions.flatMap { feature in
      feature.conditions.relations.flatMap { $0.columnRelations(of: feature.name) }
    } + ofBehaviour

  /// A mean of equal amounts may be a last bit above them, so means are left out.
  private static let ofBehaviour: [ColumnRelation] =
    ["full_price_orders", "returned_orders", "orders_after_bad_experience"].map {
      .atMost($0, "orders", plus: 0)
    }
    + ["usual_weekday_share", "usual_season_share"].flatMap { name -> [ColumnRelation] in
      [
        .missing(where: "orders", 0...1, name),
        .known(where: "orders", 2...Double.infinity, name),
      ]
    }
    + [.known(where: "orders", 1...Double.infinity, "order_value_rank")]
    + ["price_low", "price_top_usual"].map { .atMost($0, "price_high", plus: 0) }
}
