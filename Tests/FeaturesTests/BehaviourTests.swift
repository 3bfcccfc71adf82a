import Dense
import Expressions
import Features
import Files
import Histories
import TestSupport
import Testing
import Units

/// Behaviour facts against what a person reads off the rows.
@Suite struct BehaviourTests {
  static let asOf = day("2024-01-01")

  private func facts(
    _ log: LogBuilder, of customer: String, horizonInDays: Int? = nil
  ) throws -> [String: String] {
    try shownFacts(log, of: customer, horizonInDays: horizonInDays)
  }

  private func order(
    _ customer: String, _ date: String, _ hour: Int = 0, _ cents: Int64 = 1_000
  ) -> LogBuilder.Line {
    LogBuilder.Line(customer: customer, instant: at(date, hour), cents: cents)
  }

  /// Gaps of 10, 20 and 40 days, then 31 of silence: the median is 20.
  @Test func rhythmAndRange() throws {
    var log = LogBuilder()
    log.lines = [
      order("a", "2023-09-22", 9, 1_000), order("a", "2023-10-02", 9, 2_000),
      order("a", "2023-10-22", 9, 3_000), order("a", "2023-12-01", 10, 10_000),
      order("b", "2023-12-31", 0, 500),
    ]
    let a = try facts(log, of: "a", horizonInDays: 30)
    #expect(a["rhythm_days"] == "20.000" && a["rhythm_basis"] == "own")
    #expect(a["rhythm_ratio"] == "1.550" && a["silent_horizons"] == "1.033")
    // Quartiles of 10, 20, 30, 100 (type 7) and the highest price that is not above the upper one.
    #expect(a["price_low"] == "17.500" && a["price_high"] == "47.500")
    #expect(a["price_top_usual"] == "30.000")
    // 2023-09-22 is a Friday, 10-02 a Monday, 10-22 a Sunday, 12-01 a Friday.
    // Two Fridays in four orders are chance (7 × P(X ≥ 2) = 0.74), three of four at nine are none
    // (24 × P(X ≥ 3) = 0.007).
    #expect(a["usual_weekday"] == nil && a["usual_weekday_share"] == "0.500")
    #expect(a["usual_hour"] == "9.000" && a["usual_hour_share"] == "0.750")
    #expect(a["usual_season"] == nil)
    // Due on 12-21, so the letter is overdue.
    #expect(a["expected_order"] == "2023-12-21" && a["contact_on"] == "2024-01-01")
    // One and a half rhythms of 20 days since 12-31; the horizon of 30 days says nothing of an own rhythm.
    #expect(a["lifecycle"] == "likely to become inactive" && a["lifecycle_since"] == "2023-12-31")
    // 160 of 82.5 on average, and more than the other.
    #expect(a["spend_multiple"] == "1.939" && a["spend_rank"] == "0.500")
    let b = try facts(log, of: "b")
    #expect(b["rhythm_basis"] == "population" && b["rhythm_days"] == "20.000")
    #expect(b["contact_on"] == "2024-01-13" && b["lifecycle"] == "acquisition")
    #expect(b["usual_weekday"] == nil && b["usual_hour"] == nil && b["session_reached"] == nil)
  }

  @Test func sessionsAndTouches() throws {
    var log = LogBuilder()
    func event(_ minutes: Int64, _ kind: String, _ value: Double = .nan) {
      log.events.append(
        LogBuilder.Occurrence(
          customer: "a", instant: Instant(seconds: at("2023-12-20").seconds + 60 * minutes),
          kind: kind, value: value))
    }
    log.lines = [order("a", "2023-12-20", 2)]
    event(-60 * 24 * 9, "email_click")
    event(-60 * 24, "ad_click")
    event(100, "home_view")
    event(105, "Category View: shoes")
    event(110, "product_view:shoes")
    event(115, "add_to_cart")
    let bought = try facts(log, of: "a")
    #expect(bought["session_reached"] == "order" && bought["sessions"] == "1.000")
    #expect(bought["last_order_in_one_session"] == "yes")
    #expect(bought["last_touch"] == "ad_click" && bought["views_per_order"] == "1.000")
    #expect(bought["days_since_session"] == "12.000")

    event(-3_000, "visit")
    #expect(try facts(log, of: "a")["last_order_in_one_session"] == "no")

    // Half an hour parts two sessions, a second less does not.
    event(300, "product_view")
    event(329, "cart_add")
    event(360, "cart_abandonment:shipping")
    event(359, "home")
    let left = try facts(log, of: "a")
    #expect(left["sessions"] == "4.000" && left["session_reached"] == "cart")
    #expect(left["cart_reason"] == "shipping" && left["carts_left_30"] == "1.000")
    event(358, "search")
    #expect(try facts(log, of: "a")["sessions"] == "3.000")
    // A later session has no cart, and so no reason for one.
    event(500, "category_view")
    let later = try facts(log, of: "a")
    #expect(later["session_reached"] == "category" && later["cart_reason"] == nil)
    #expect(later["carts_left_30"] == "1.000")
    // Whoever orders after looking has not left.
    log.lines.append(order("a", "2023-12-22", 9))
    let ordered = try facts(log, of: "a")
    #expect(ordered["session_reached"] == "order" && ordered["last_order_in_one_session"] == nil)
  }

  /// Orders of which the log has the day alone belong to what was looked at on that day.
  @Test func ordersWithoutATimeOfDay() throws {
    var log = LogBuilder()
    func event(_ date: String, _ hour: Int, _ kind: String) {
      log.events.append(
        LogBuilder.Occurrence(customer: "a", instant: at(date, hour), kind: kind))
    }
    log.lines = [order("a", "2023-12-01"), order("a", "2023-12-20")]
    event("2023-12-01", 8, "visit")
    event("2023-12-20", 10, "product_view")
    let bought = try facts(log, of: "a")
    #expect(bought["session_reached"] == "order" && bought["last_order_in_one_session"] == "yes")
    #expect(bought["views_per_order"] == "0.500")
    event("2023-12-20", 11, "email_click")
    #expect(try facts(log, of: "a")["last_touch"] == "email_click")
    // A day later the order was over.
    event("2023-12-21", 0, "product_view")
    event("2023-12-21", 0, "ad_click")
    let left = try facts(log, of: "a")
    #expect(left["session_reached"] == "product" && left["views_per_order"] == "0.500")
    #expect(left["last_touch"] == "email_click")
  }

  /// A log may tell of carts left and of no pages; a cart is its session's within a day.
  @Test func cartsLeftWithoutPages() throws {
    var log = LogBuilder()
    func event(_ date: String, _ hour: Int, _ kind: String) {
      log.events.append(
        LogBuilder.Occurrence(customer: "a", instant: at(date, hour), kind: kind))
    }
    log.lines = [order("a", "2023-11-01", 12)]
    event("2023-12-10", 10, "cart_abandonment:price")
    let alone = try facts(log, of: "a")
    #expect(alone["session_reached"] == "cart" && alone["cart_reason"] == "price")
    #expect(alone["days_since_session"] == "22.000" && alone["visit_days"] == nil)
    event("2023-12-12", 9, "visit")
    event("2023-12-13", 9, "cart_abandonment")
    let later = try facts(log, of: "a")
    #expect(later["sessions"] == "2.000" && later["session_reached"] == "cart")
    #expect(later["cart_reason"] == nil && later["days_since_session"] == "20.000")
    event("2023-12-14", 10, "cart_abandonment")
    #expect(try facts(log, of: "a")["sessions"] == "3.000")
  }

  /// Averages that are equal are ranked alike, whatever they are made of: 0.30 ÷ 3 and 0.10 ÷ 1.
  @Test func equalAveragesRankAlike() throws {
    var log = LogBuilder()
    log.lines = [
      order("a", "2023-11-01", 9, 10), order("a", "2023-11-02", 9, 10),
      order("a", "2023-11-03", 9, 10), order("b", "2023-11-01", 9, 10),
      order("c", "2023-11-01", 9, 5), order("d", "2023-11-01", 9, 20),
    ]
    for customer in ["a", "b"] {
      #expect(try facts(log, of: customer)["order_value_rank"] == "0.250", "\(customer)")
    }
    #expect(try facts(log, of: "d")["order_value_rank"] == "0.750")
  }

  @Test func experience() throws {
    var log = LogBuilder()
    func event(_ customer: String, _ date: String, _ kind: String, _ value: Double = .nan) {
      log.events.append(
        LogBuilder.Occurrence(customer: customer, instant: at(date), kind: kind, value: value))
    }
    log.lines = [
      order("a", "2023-05-01"), order("a", "2023-11-20"), order("b", "2023-06-01", 0, 7_000),
    ]
    log.lines[0].discounted = true
    event("a", "2023-05-10", "review", 2)
    event("a", "2023-11-25", "review", 5)
    event("a", "2023-06-01", "referral:b")
    event("a", "2023-06-01", "referral:nobody")
    event("a", "2023-06-03", "referral:b")
    event("b", "2023-06-01", "referred_by:a")
    for date in ["2023-08-01", "2023-09-01", "2023-10-01", "2023-01-01"] {
      event("a", date, "mailing")
      event("b", date, "mailing")
    }
    event("b", "2023-09-01", "email_open")
    let a = try facts(log, of: "a")
    #expect(a["lowest_rating"] == "2.000" && a["days_since_bad_experience"] == "236.000")
    #expect(a["active_before_bad_experience"] == "yes")
    #expect(a["orders_after_bad_experience"] == "1.000" && a["complaints"] == nil)
    #expect(a["mailings_180"] == "3.000" && a["mail_reads_180"] == "0.000")
    // A friend who was referred twice has spent once.
    #expect(a["referrals_made"] == "3.000" && a["referred_spend"] == "70.000")
    #expect(a["first_order_discounted"] == "yes" && a["full_price_orders"] == "1.000")
    #expect(a["was_referred"] == "no")
    let b = try facts(log, of: "b")
    #expect(b["was_referred"] == "yes" && b["mail_reads_180"] == "1.000")
  }

  @Test func channelsAndCategories() throws {
    var log = LogBuilder()
    let baskets = [
      ("a", "shoes", "web"), ("a", "hats", "app"), ("a", "hats", "app"), ("b", "hats", "web"),
      ("b", "coats", "web"), ("c", "hats", "web"), ("c", "coats", "web"), ("d", "hats", "web"),
      ("d", "shoes", "web"),
    ]
    for (number, basket) in baskets.enumerated() {
      var line = order(basket.0, "2023-11-\(10 + number)")
      (line.category, line.channel) = (basket.1, basket.2)
      log.lines.append(line)
    }
    let a = try facts(log, of: "a")
    #expect(a["preferred_channel"] == "app" && a["favourite_category"] == "hats")
    // After hats came coats twice and shoes once.
    #expect(a["next_category"] == "coats")
  }

  /// The last change, against the stage of every single day.
  @Test(arguments: UInt64(1)...40)
  func lifecycleChangesOnTheDayItIsSaidTo(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var log = LogBuilder()
    for customer in ["a", "b"] {
      var date = Self.asOf - Int.random(in: 1...400, using: &generator)
      for _ in 0..<Int.random(in: 1...8, using: &generator) where date < Self.asOf {
        log.lines.append(
          LogBuilder.Line(customer: customer, instant: Instant(startOf: date), cents: 100))
        date = date + Int.random(in: 1...60, using: &generator)
      }
    }
    let store = log.store()
    func stage(_ asOf: Day) throws -> (String, String?) {
      let facts = store.behaviourFacts(
        ["lifecycle", "lifecycle_since", "rhythm_basis"], of: [0], asOf: asOf,
        parameters: BehaviourParameters(horizonInDays: 120))
      let stage = try #require(facts.column(named: "lifecycle"))
      let since = try #require(facts.column(named: "lifecycle_since"))
      let basis = try #require(facts.column(named: "rhythm_basis"))
      guard !stage.values[0].isNaN else { return ("", nil) }
      // Who has no gap of their own leans on the population of the day, which moves.
      return (
        stage.texts[Int(stage.values[0])],
        basis.values[0] == 1 ? Day(number: Int32(since.values[0])).description : nil
      )
    }
    let (now, since) = try stage(Self.asOf)
    guard let since, let change = Day(iso: since) else { return }
    var date = Self.asOf
    while date > change {
      date = date - 1
      guard try stage(date).1 != nil else { return }
      #expect(try stage(date).0 == now, "seed \(seed), \(date)")
    }
    #expect(try stage(change - 1).0 != now, "seed \(seed)")
  }

  /// Rows at or after the date leave no trace, and other rows do.
  @Test(arguments: UInt64(1)...10)
  func theFutureIsNotSeen(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let kinds = [
      "visit", "product_view:hats", "cart_add", "review", "mailing", "referral:c3", "complaint",
    ]
    var log = LogBuilder()
    func fill(_ dates: ClosedRange<Int>, rows: Int) {
      for _ in 0..<rows {
        let instant = Instant(
          seconds: Instant(startOf: Self.asOf + Int.random(in: dates, using: &generator)).seconds
            + Int64.random(in: 0..<86_400, using: &generator))
        let customer = "c\(Int.random(in: 0..<8, using: &generator))"
        if Bool.random(using: &generator) {
          var line = LogBuilder.Line(
            customer: customer, instant: instant, cents: .random(in: 1...9_000, using: &generator))
          line.category = ["hats", "shoes"].randomElement(using: &generator)
          log.lines.append(line)
        } else {
          log.events.append(
            LogBuilder.Occurrence(
              customer: customer, instant: instant,
              kind: kinds.randomElement(using: &generator) ?? "visit",
              value: Double.random(in: 1...5, using: &generator)))
        }
      }
    }
    fill(-300 ... -1, rows: 200)
    func shown() throws -> [[String: String]] {
      try (0..<8).map { try facts(log, of: "c\($0)", horizonInDays: 60) }
    }
    let before = try shown()
    let past = log
    fill(0...100, rows: 100)
    #expect(try shown() == before)
    log = past
    fill(-20 ... -1, rows: 20)
    #expect(try shown() != before)
  }
}

/// What is known of a customer at `BehaviourTests.asOf`, numbers with three digits after the point.
func shownFacts(
  _ log: LogBuilder, of customer: String, horizonInDays: Int? = nil,
  saleCalendar: SaleCalendar? = nil
) throws -> [String: String] {
  let store = log.store()
  let index = try #require((0..<store.customerCount).first { store.customers[$0] == customer })
  let names = BehaviourFacts.schema.map(\.name)
  var parameters = BehaviourParameters(horizonInDays: horizonInDays)
  parameters.saleCalendar = saleCalendar
  let facts = store.behaviourFacts(
    names, of: [index], asOf: BehaviourTests.asOf, parameters: parameters)
  var shown: [String: String] = [:]
  for column in BehaviourFacts.schema {
    let (values, texts) = try #require(facts.column(named: column.name))
    if values[0].isNaN { continue }
    switch column.unit {
    case .text: shown[column.name] = texts[Int(values[0])]
    case .date: shown[column.name] = Day(number: Int32(values[0])).description
    default: shown[column.name] = fixed(values[0], digits: 3)
    }
  }
  return shown
}
