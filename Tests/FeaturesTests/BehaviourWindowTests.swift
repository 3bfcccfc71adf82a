import Features
import Histories
import Testing
import Units

/// Where windows and thresholds of behaviour facts end: the last day that counts, and the first that does not.
@Suite struct BehaviourWindowTests {
  private var log = LogBuilder()

  private mutating func order(_ customer: String, _ date: Day, cents: Int64 = 1_000) {
    log.lines.append(
      LogBuilder.Line(customer: customer, instant: Instant(startOf: date), cents: cents))
  }

  private mutating func event(_ customer: String, _ date: Day, _ kind: String) {
    log.events.append(
      LogBuilder.Occurrence(customer: customer, instant: Instant(startOf: date), kind: kind))
  }

  private func facts(
    of customer: String, saleCalendar: SaleCalendar? = nil
  ) throws -> [String: String] {
    try shownFacts(log, of: customer, saleCalendar: saleCalendar)
  }

  private let asOf = BehaviourTests.asOf

  @Test mutating func lettersOfTheLastHalfYear() throws {
    order("a", asOf - 300)
    event("a", asOf - 180, "mailing")
    event("a", asOf - 181, "mailing")
    event("a", asOf - 180, "email_click")
    event("a", asOf - 181, "email_open")
    let a = try facts(of: "a")
    #expect(a["mailings_180"] == "1.000" && a["mail_reads_180"] == "1.000")
  }

  @Test mutating func cartsLeftInTheLastMonth() throws {
    order("a", asOf - 300)
    event("a", asOf - 30, "cart_abandonment")
    event("a", asOf - 31, "cart_abandonment")
    #expect(try facts(of: "a")["carts_left_30"] == "1.000")
  }

  @Test mutating func touchesOfTheWeekBeforeAnOrder() throws {
    for (customer, days) in [("a", 7), ("b", 8)] {
      order(customer, asOf - 20)
      event(customer, asOf - 20 - days, "ad_click")
    }
    #expect(try facts(of: "a")["last_touch"] == "ad_click")
    #expect(try facts(of: "b")["last_touch"] == nil)
  }

  @Test mutating func activeInTheYearBeforeABadExperience() throws {
    for (customer, days) in [("a", 365), ("b", 366), ("c", 0)] {
      order(customer, asOf - 10 - days)
      event(customer, asOf - 10, "complaint")
    }
    #expect(try facts(of: "a")["active_before_bad_experience"] == "yes")
    #expect(try facts(of: "b")["active_before_bad_experience"] == "no")
    #expect(try facts(of: "c")["active_before_bad_experience"] == "yes")
    // An order of the same day is none after it.
    #expect(try facts(of: "c")["orders_after_bad_experience"] == "0.000")
  }

  /// A session of a month before the order went before it; an older one did not.
  @Test mutating func sessionsOfTheMonthBeforeAnOrder() throws {
    for (customer, days) in [("a", 29), ("b", 31)] {
      order(customer, asOf - 5)
      event(customer, asOf - 5, "visit")
      event(customer, asOf - 5 - days, "visit")
    }
    #expect(try facts(of: "a")["last_order_in_one_session"] == "no")
    #expect(try facts(of: "b")["last_order_in_one_session"] == "yes")
  }

  /// A price that is the upper quartile is in the range.
  @Test mutating func theHighestUsualPrice() throws {
    for (number, cents) in [1_000, 2_000, 3_000, 4_000, 5_000].enumerated() {
      order("a", asOf - 10 - number, cents: Int64(cents))
    }
    let a = try facts(of: "a")
    #expect(a["price_high"] == "40.000" && a["price_top_usual"] == "40.000")
  }

  /// Sought is what was sought twice, and in half of all.
  @Test(
    arguments: [
      (["sale_view"], nil), (["sale_view", "coupon"], "price"),
      (["trend_view", "trends"], "trends"),
      (["sale_view", "sale_view", "review_read", "review_read"], "price"),
      (["sale_view", "review_read", "review_read", "trend_view", "trend_view"], nil),
      (["review_read", "review_read", "review_read", "trend_view", "trend_view"], "reviews"),
    ] as [([String], String?)])
  mutating func benefits(kinds: [String], benefit: String?) throws {
    order("a", asOf - 50)
    for (number, kind) in kinds.enumerated() { event("a", asOf - 40 + number, kind) }
    #expect(try facts(of: "a")["benefit_sought"] == benefit)
  }

  /// A day of sales has half as many orders again as the median day, and there must be twenty days.
  @Test(arguments: [(3, 4, nil), (4, 6, "0.500"), (4, 5, nil)] as [(Int, Int, String?)])
  mutating func saleDays(usual: Int, busiest: Int, share: String?) throws {
    for day in 0..<20 {
      for number in 0..<(day == 7 ? busiest - 1 : usual) { order("o\(number)", asOf - 30 + day) }
    }
    order("a", asOf - 23)
    order("a", asOf - 11)
    #expect(try facts(of: "a")["sale_day_share"] == share)
  }

  /// A busy weekday, growth and a busy season make no sale days; a day above its own weekday does.
  @Test(arguments: [(0, nil), (9, "0.500")] as [(Int, String?)])
  mutating func saleDaysLieAboveTheirOwnLevel(more: Int, share: String?) throws {
    for day in 0..<140 {
      let usual = 2 + day / 20 + (day % 7 == 5 ? 6 : 0)
      for number in 0..<(usual + (day == 65 ? more : 0)) { order("o\(number)", asOf - 150 + day) }
    }
    order("a", asOf - 150 + 65)
    order("a", asOf - 150 + 70)
    #expect(try facts(of: "a")["sale_day_share"] == share)
  }

  /// The shop's own days stand in place of busy ones: one of three orders was placed on them.
  @Test mutating func saleDaysOfTheShopsOwnCalendar() throws {
    for day in 0..<140 {
      for number in 0..<(day == 65 ? 20 : 4) { order("o\(number)", asOf - 150 + day) }
    }
    for day in [65, 70, 90] { order("a", asOf - 150 + day) }
    #expect(try facts(of: "a")["sale_day_share"] == "0.333")
    let own = SaleCalendar(days: [asOf - 150 + 70, asOf - 150 + 90, asOf + 5])
    #expect(try facts(of: "a", saleCalendar: own)["sale_day_share"] == "0.667")
    #expect(try facts(of: "a", saleCalendar: SaleCalendar(days: []))["sale_day_share"] == nil)
  }

  /// What follows is another category, however often the same follows itself.
  @Test mutating func theNextCategoryIsAnother() throws {
    for (number, category) in ["hats", "hats", "hats", "hats", "coats", "hats"].enumerated() {
      order("a", asOf - 20 + number)
      log.lines[number].category = category
    }
    let a = try facts(of: "a")
    #expect(a["favourite_category"] == "hats" && a["next_category"] == "coats")
  }
}
