extension FeatureCatalogue {
  /// The 43 features of the programs that speed is compared with, in their order and units.
  ///
  /// For benchmarks: they count in fractional days and write 0 where nothing can be known, which the
  /// catalogue for shops does not.
  package static let peer43 = FeatureCatalogue(
    name: "peer43", version: 1, definitions: peerOrders + peerEvents)

  private static let peerOrders: [FeatureDefinition] =
    [
      FeatureDefinition(
        "recency_days", .days, .recency, none: .never, "Days and their fraction since the last row."
      ),
      FeatureDefinition("frequency", .count, .frequency, none: .never, "Rows so far."),
      FeatureDefinition("monetary", .money, .spend, none: .never, "Sum of the amounts."),
      FeatureDefinition(
        "tenure_days", .days, .recency, none: .never, "Days and their fraction since the first row."
      ),
      FeatureDefinition("aov", .money, .spend, none: .never, "Mean amount."),
      FeatureDefinition(
        "amount_std", .money, .spend, none: .zero, "Standard deviation of the amounts."),
      FeatureDefinition(
        "ipt_mean", .days, .rhythm, none: .zero, "Mean days between successive rows."),
      FeatureDefinition(
        "ipt_std", .days, .rhythm, none: .zero, "Standard deviation of the days between rows."),
    ]
    + peerWindows.map {
      FeatureDefinition(
        "orders_\($0)", .orders, .frequency, window: $0, none: .zero, "Rows of the last \($0) days."
      )
    }
    + peerWindows.map {
      FeatureDefinition(
        "spend_\($0)", .money, .spend, window: $0, none: .zero, "Amounts of the last \($0) days.")
    } + [
      FeatureDefinition(
        "distinct_categories", .count, .basket, none: .never, "Different categories."),
      FeatureDefinition(
        "weekday_share", .share, .rhythm, none: .never,
        "Share of the rows on the commonest day of the week."),
      FeatureDefinition(
        "discount_share", .share, .basket, none: .never, "Share of the rows with a discount."),
      FeatureDefinition(
        "return_rate", .share, .basket, none: .never, "Share of the rows returned."),
      FeatureDefinition(
        "online_share", .share, .basket, none: .never, "Share of the rows by web or app."),
    ]

  private static let peerEvents: [FeatureDefinition] =
    peerKinds.flatMap { (kind: String) -> [FeatureDefinition] in
      [30, 90].map { (days: Int) in
        FeatureDefinition(
          "\(kind)_\(days)", .count, .engagement, window: days, none: .zero,
          "Events '\(kind)' of the last \(days) days.")
      }
    } + [
      FeatureDefinition("events_total", .count, .engagement, none: .zero, "Events so far."),
      FeatureDefinition("tickets_total", .count, .service, none: .zero, "Support tickets so far."),
      FeatureDefinition(
        "cart_abandon_ratio", .ratio, .engagement, none: .zero, "Carts abandoned over carts filled."
      ),
      FeatureDefinition(
        "days_since_visit", .days, .engagement, none: .zero,
        "Days and their fraction since the last visit, or the first row."),
      FeatureDefinition(
        "days_since_open", .days, .engagement, none: .zero,
        "Days since the last e-mail was opened, or since the first row."),
      FeatureDefinition("review_mean", .score, .service, none: .zero, "Mean mark of the reviews."),
    ]

  private static let peerWindows = [30, 90, 180, 365]
  private static let peerKinds = [
    "email_open", "email_click", "site_visit", "product_view", "cart_add", "cart_abandon",
    "support_ticket", "review",
  ]
}
