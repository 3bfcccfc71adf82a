import Dense
import Features
import Histories
import TestSupport
import Testing
import Units

/// Every feature of one history, worked by hand from the definitions.
@Suite struct FeatureValueTests {
  static let asOf = day("2024-07-01")

  static let log: LogBuilder = {
    typealias Line = LogBuilder.Line
    typealias Occurrence = LogBuilder.Occurrence
    var log = LogBuilder()
    log.lines = [
      Line(
        customer: "ann", instant: at("2023-08-07", 9), cents: 30_00, order: "1", quantity: 1,
        category: "A", channel: "web"),
      Line(
        customer: "ann", instant: at("2023-08-07", 9), cents: 20_00, order: "1", quantity: 1,
        category: "B", channel: "web"),
      Line(
        customer: "ann", instant: at("2024-02-10", 14), cents: 80_00, order: "2", quantity: 4,
        discounted: true, category: "A", channel: "web", returnedAt: at("2024-02-20")),
      Line(
        customer: "ann", instant: at("2024-05-10", 20), cents: 20_00, order: "3",
        category: "C", channel: "app"),
      Line(
        customer: "ann", instant: at("2024-05-15", 11), cents: 25_00, order: "4", quantity: 1,
        category: "D", channel: "phone"),
      Line(
        customer: "ann", instant: at("2024-05-15", 12), cents: -25_00, order: "4", quantity: -1,
        category: "D", channel: "phone"),
      Line(
        customer: "ann", instant: at("2024-06-10", 10), cents: 40_00, order: "5", quantity: 2,
        category: "A", channel: "web", returnedAt: at("2024-07-05")),
      Line(
        customer: "ann", instant: at("2024-06-10", 21), cents: 60_00, order: "6", quantity: 3,
        category: "A", channel: "web"),
      Line(
        customer: "ann", instant: at("2024-06-12"), cents: 10_00, order: "6", quantity: 1,
        category: "B", channel: "web"),
      Line(customer: "ann", instant: at("2024-06-20", 8), cents: -15_00, order: "7"),
      Line(customer: "ann", instant: at("2024-07-01"), cents: 100_00, order: "8"),
      Line(customer: "ann", instant: at("2024-07-02"), cents: 5_00, order: "5"),
      Line(customer: "bob", instant: at("2023-06-01"), cents: 10_00, order: "9"),
      Line(customer: "cat", instant: at("2024-06-01"), cents: -10_00, order: "10"),
      Line(customer: "dan", instant: at("2024-07-01"), cents: 10_00, order: "11"),
    ]
    let kinds = [
      "email_open", "email_click", "site_visit", "visit", "product_view", "add_to_cart",
      "cart_abandon", "mailing", "redeem", "Support Ticket", "review", "referral", "wishlist",
    ]
    // The log of each kind begins more than a year before the as-of date.
    log.events = kinds.map { Occurrence(customer: "bob", instant: at("2023-06-01"), kind: $0) }
    let seen: [(String, String, Int)] = [
      ("2023-06-15", "email_open", 1), ("2024-04-20", "site_visit", 1),
      ("2024-05-12", "email_open", 1), ("2024-05-12", "email_click", 1),
      ("2024-06-03", "visit", 1), ("2024-06-03", "product_view", 2),
      ("2024-06-05", "add_to_cart", 3), ("2024-06-05", "cart_abandon", 1),
      ("2024-06-06", "wishlist", 1), ("2024-06-15", "mailing", 2),
      ("2024-04-10", "Support Ticket", 1), ("2024-06-18", "Support Ticket", 1),
      ("2024-06-19", "redeem", 1), ("2024-06-25", "review", 1), ("2024-04-15", "referral", 1),
      ("2024-07-01", "visit", 1),
    ]
    for (day, kind, count) in seen {
      log.events += [Occurrence](
        repeating: Occurrence(customer: "ann", instant: at(day, 13), kind: kind), count: count)
    }
    log.events += [
      Occurrence(customer: "ann", instant: at("2023-09-01"), kind: "review", value: 1),
      Occurrence(customer: "ann", instant: at("2024-06-25", 14), kind: "review", value: 4),
    ]
    return log
  }()

  /// Order days 329, 142, 52 and 21 days before the date; gaps 187, 90, 31.
  ///
  /// Orders of 50, 80, 20, 40 and 60 + 10; a refund of 15 eleven days before the date.
  static let expected: [String: Double] = [
    "days_since_last_order": 21, "days_since_first_order": 329, "frequency": 3, "recency": 308,
    "tenure": 328, "orders": 5, "order_days": 4, "orders_per_month": 5 * (365.0 / 12) / 329,
    "orders_30": 2, "orders_90": 3, "orders_180": 4, "orders_365": 5,
    "orders_trend_30": 1.0 / 3, "orders_trend_90": 2.0 / 4,
    "gross_spend": 260, "net_spend": 245, "average_order_value": 52, "monetary_value": 70,
    "last_order_value": 70, "last_to_average_order_value": 70.0 / 52, "highest_order_value": 80,
    "order_value_spread": 456.0.squareRoot(), "order_value_variation": 456.0.squareRoot() / 52,
    "spend_30": 95, "spend_90": 115, "spend_180": 195, "spend_365": 245,
    "spend_trend_30": 90.0 / 130, "spend_trend_90": 50.0 / 210,
    "own_gap": 90, "average_days_between_orders": 308.0 / 3,
    "gap_spread": 37_226.0.squareRoot() / 3, "gap_variation": 37_226.0.squareRoot() / 308,
    "last_gap": 31, "longest_gap": 187, "current_gap_to_own_gap": 21.0 / 90,
    "current_gap_to_mean_gap": 63.0 / 308, "current_gap_to_longest_gap": 21.0 / 187,
    "last_gap_to_own_gap": 31.0 / 90, "top_weekday_share": 0.6, "weekend_share": 0.2,
    "top_quarter_day_share": 0.4,
    "lines_per_order": 1.4, "pieces_per_order": 3, "price_per_piece": 20, "discount_share": 0.2,
    "return_share": 0.2, "refunds": 1, "refunded_ratio": 15.0 / 260, "cancelled_orders": 1,
    "distinct_categories": 3, "top_category_share": 4.0 / 7, "distinct_channels": 2,
    "top_channel_share": 0.8,
    "engagement_30": 11, "engagement_90": 15, "engagement_365": 16,
    "engagement_trend_30": 9.0 / 13, "days_since_last_engagement": 6, "own_engagement_gap": 13,
    "current_to_own_engagement_gap": 6.0 / 13, "engagement_per_order": 16.0 / 5,
    "cart_abandonment_share": 0.25, "clicks_per_open": 0.5,
    "email_open_30": 0, "email_open_90": 1, "email_click_30": 0, "email_click_90": 1,
    "visit_30": 1, "visit_90": 2, "product_view_30": 2, "product_view_90": 2, "cart_add_30": 3,
    "cart_add_90": 3, "cart_abandonment_30": 1, "cart_abandonment_90": 1, "mailing_30": 2,
    "mailing_90": 2, "coupon_redemption_30": 1, "coupon_redemption_90": 1,
    "support_ticket_30": 1, "support_ticket_90": 2, "review_30": 2, "review_90": 2,
    "referral_30": 0, "referral_90": 1,
    "days_since_email_open": 50, "days_since_email_click": 50, "days_since_visit": 28,
    "days_since_product_view": 28, "days_since_cart_add": 26, "days_since_support_ticket": 13,
    "support_tickets": 2, "mean_rating": 2.5,
    "usual_orders_per_month": 4.5 / 349 * (365.0 / 12),
    "active_orders_per_month": 4.5 / 328 * (365.0 / 12),
    "orders_overdue": 21 * 4.5 / 349, "active_orders_overdue": 21 * 4.5 / 328,
    "active_share": 308.0 / 329,
    "orders_30_to_usual": 2.5 / (30 * 4.5 / 349 + 0.5),
    "orders_90_to_usual": 3.5 / (90 * 4.5 / 349 + 0.5),
    "orders_180_to_usual": 4.5 / (180 * 4.5 / 349 + 0.5),
    "orders_365_to_usual": 5.5 / (329 * 4.5 / 349 + 0.5),
    "engagement_30_to_usual": 11.5 / (30 * 15.5 / 95 + 0.5),
    "engagement_overdue": 6 * 15.5 / 95, "visits_overdue": 28 * 2.5 / 95,
    // 5 orders and 15 events other than opened e-mails, visits and mailings, from the first order 329 days
    // before the date to a review 6 days before it; 17 events of engagement.
    "days_since_last_activity": 6, "usual_activities_per_month": 20.5 / 349 * (365.0 / 12),
    "active_activities_per_month": 20.5 / 343 * (365.0 / 12),
    "activities_overdue": 6 * 20.5 / 349, "active_activities_overdue": 6 * 20.5 / 343,
    "usual_engagement_per_month": 17.5 / 349 * (365.0 / 12),
  ]

  @Test func everyFeatureIsWhatItsDefinitionSays() throws {
    let matrix = Self.log.store().features(asOf: Self.asOf, workers: 1)
    #expect(matrix.names == FeatureCatalogue.current.names)
    #expect(Set(matrix.names) == Set(Self.expected.keys))
    for (column, name) in matrix.names.enumerated() {
      let expected = try #require(Self.expected[name])
      let found = matrix.values[0, column]
      #expect(relativeDifference(found, expected) < 1e-14, "\(name): \(found), not \(expected)")
    }
  }

  @Test func onlyCustomersWithAnOrderBeforeTheDateAreRows() {
    // cat has a refund only, dan orders on the date itself.
    #expect(Self.log.store().features(asOf: Self.asOf, workers: 1).customers == [0, 1])
    #expect(Self.log.store().features(asOf: day("2024-07-02"), workers: 1).customers == [0, 1, 3])
    let before = Self.log.store().features(asOf: day("2023-06-01"), workers: 1)
    #expect(before.customers.isEmpty && before.values.rows == 0)
  }

  @Test func oneOrderLeavesNothingOfGapsAndSpreads() throws {
    let matrix = Self.log.store().features(asOf: Self.asOf, workers: 1)
    for name in [
      "own_gap", "average_days_between_orders", "gap_spread", "gap_variation", "last_gap",
      "longest_gap", "current_gap_to_own_gap", "current_gap_to_mean_gap", "last_gap_to_own_gap",
      "current_gap_to_longest_gap", "order_value_spread", "order_value_variation",
      "monetary_value", "pieces_per_order", "price_per_piece", "distinct_categories",
      "top_category_share", "distinct_channels", "top_channel_share", "top_quarter_day_share",
      "orders_trend_90", "spend_trend_30", "engagement_trend_30", "engagement_per_order",
      "mean_rating", "own_engagement_gap",
    ] {
      #expect(try #require(matrix.column(named: name))[1].isNaN, "\(name)")
    }
    for name in ["frequency", "recency", "orders_365", "spend_30", "engagement_90", "refunds"] {
      #expect(try #require(matrix.column(named: name))[1] == 0, "\(name)")
    }
  }

  @Test func whatProgramsDoIsNoSignOfLife() throws {
    let names = FeatureCatalogue.current.names.filter { $0.contains("activit") }
    #expect(names.count == 5)
    func values(_ log: LogBuilder) -> [Double?] {
      let matrix = log.store().features(asOf: Self.asOf, workers: 1)
      return names.map { matrix.column(named: $0)?[0] }
    }
    func adding(_ kind: String, on day: String) -> LogBuilder {
      var log = Self.log
      log.events.append(.init(customer: "ann", instant: at(day), kind: kind))
      return log
    }
    for kind in ["email_open", "visit", "mailing"] {
      #expect(values(adding(kind, on: "2024-06-30")) == values(Self.log))
      #expect(values(adding(kind, on: "2023-07-01")) == values(Self.log))
    }
    // An event before the first order begins the activity; one after the last ends it.
    let looked = adding("product_view", on: "2023-07-01").store()
      .features(asOf: Self.asOf, workers: 1)
    #expect(looked.column(named: "usual_activities_per_month")?[0] == 21.5 / 386 * (365.0 / 12))
    let complained = adding("support_ticket", on: "2024-06-30").store()
      .features(asOf: Self.asOf, workers: 1)
    #expect(complained.column(named: "days_since_last_activity")?[0] == 1)
  }

  @Test func refundsStayInSpendWhereTheyAreIgnored() throws {
    var log = Self.log
    log.refundPolicy = .ignore
    let matrix = log.store().features(asOf: Self.asOf, workers: 1)
    #expect(try #require(matrix.column(named: "net_spend"))[0] == 260)
    #expect(try #require(matrix.column(named: "spend_30"))[0] == 110)
    #expect(try #require(matrix.column(named: "refunds"))[0] == 1)
  }

  @Test func aLogWithoutDetailsLeavesTheirFeaturesMissing() throws {
    var log = Self.log
    log.hasDetails = false
    let matrix = log.store().features(asOf: Self.asOf, workers: 1)
    for name in [
      "pieces_per_order", "price_per_piece", "discount_share", "return_share",
      "distinct_categories", "top_category_share", "distinct_channels", "top_channel_share",
    ] {
      #expect(try #require(matrix.column(named: name)).allSatisfy(\.isNaN), "\(name)")
    }
  }

  @Test func aWindowThatReachesBeforeItsLogBeginsIsMissing() throws {
    // The order log begins on 2023-06-01, so exactly 180 days are seen at 2023-11-28.
    var log = Self.log
    log.events.removeAll { $0.instant < at("2024-06-03") }
    let store = log.store()
    func column(_ name: String, _ date: Day) throws -> [Double] {
      try #require(store.features(asOf: date, workers: 1).column(named: name))
    }
    #expect(try column("orders_180", day("2023-11-28")) == [1, 1])
    #expect(try column("orders_180", day("2023-11-27")).allSatisfy(\.isNaN))
    #expect(try column("orders_trend_90", day("2023-11-27")).allSatisfy(\.isNaN))
    #expect(try column("orders_90", day("2023-11-27")) == [0, 0])
    // Visits begin on 2024-06-03, additions to carts two days later, tickets on 2024-06-18.
    #expect(try column("visit_30", day("2024-07-03")) == [2, 0, 0])
    #expect(try column("visit_30", day("2024-07-02")).allSatisfy(\.isNaN))
    #expect(try column("cart_add_30", day("2024-07-03")).allSatisfy(\.isNaN))
    #expect(try column("engagement_30", day("2024-07-03")) == [12, 0, 0])
    #expect(try column("engagement_per_order", day("2024-07-03")).allSatisfy(\.isNaN))
    #expect(try column("support_tickets", day("2024-06-18")).allSatisfy(\.isNaN))
    #expect(try column("support_tickets", day("2024-06-19")) == [1, 0])
    // No customer ever opened a mail in what is left of the log.
    #expect(try column("email_open_30", Self.asOf).allSatisfy(\.isNaN))
  }

  @Test func catalogueNamesAreUniqueAndEveryUnitHasATransform() {
    let catalogue = FeatureCatalogue.current
    #expect(Set(catalogue.names).count == catalogue.count)
    for (index, definition) in catalogue.definitions.enumerated() {
      #expect(catalogue.index(of: definition.name) == index)
      #expect(definition.meaning.hasSuffix("."))
      #expect(!definition.name.contains { !$0.isLowercase && !$0.isNumber && $0 != "_" })
    }
  }

  /// By the history of the catalogue: 12 features came with version 2, 6 with version 3.
  @Test func theVersionIsThatOfTheLatestFeature() {
    let catalogue = FeatureCatalogue.current
    #expect(catalogue.version == 3)
    let since = Dictionary(grouping: catalogue.definitions, by: \.since).mapValues(\.count)
    #expect(since[2] == 12)
    #expect(since[3] == 6)
  }

  @Test func placesAmongProductsAreDistinctAndRelationsNameColumns() {
    let places = FeatureCatalogue.current.definitions.compactMap(\.models.crossed)
    #expect(Set(places).count == places.count)
    let names = Set(FeatureCatalogue.current.names)
    for definition in FeatureCatalogue.current.definitions {
      for relation in definition.conditions.relations {
        switch relation {
        case .atMost(let other), .atLeast(let other), .equal(let other, _),
          .atLeastOneWith(let other):
          #expect(names.contains(other), "\(definition.name)")
        case .knownFromTwoOrderDays: break
        }
      }
    }
  }

  @Test(arguments: [
    ("cart_abandon", EventKind.cartAbandonment), ("Site Visit", .visit),
    ("redeem", .couponRedemption),
    ("EMAIL-OPEN", .emailOpen), ("complaint", .supportTicket),
  ])
  func kindsAreReadAsShopsWriteThem(text: String, kind: EventKind) {
    #expect(EventKind(spelling: text) == kind)
    #expect(EventKind(spelling: kind.name) == kind)
    #expect(EventKind(spelling: "wishlist") == nil)
  }
}
