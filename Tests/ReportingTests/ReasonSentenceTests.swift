import Models
import Reporting
import Scoring
import TestSupport
import Testing
import Units

@Suite struct ReasonSentenceTests {
  @Test(arguments: [
    ("days_since_last_order", 42.0, "42 days since the last order"),
    ("days_since_last_order", 1, "1 day since the last order"),
    ("current_gap_to_own_gap", 3.14, "3.1× own rhythm"),
    ("current_gap_to_own_gap", .nan, "no own rhythm yet"),
    ("own_gap", .nan, "no own rhythm yet"), ("monetary_value", .nan, "no second order yet"),
    ("orders", 1, "1 order"), ("orders", 12, "12 orders"),
    ("orders_90", 1, "1 order in the last 90 days"),
    ("support_ticket_90", 2, "2 support tickets in the last 90 days"),
    ("support_ticket_90", 1, "1 support ticket in the last 90 days"),
    ("orders_365_to_usual", 1.25, "1.3× the usual orders in the last 365 days"),
    ("spend_90", 12.5, "12.50 spent in the last 90 days"),
    ("average_order_value", 37.25, "average order value 37.25"),
    ("days_since_visit", 3, "3 days since the last visit"),
    ("days_since_visit", .nan, "days since visit unknown"),
    ("discount_share", 0.234, "discount share 23 %"),
    ("visit_30", 4, "4 visits in the last 30 days"),
    ("orders_trend_90", 1, "orders in the last 90 days and none in as many before"),
    ("orders_trend_90", -1, "no orders in the last 90 days and some in as many before"),
    ("orders_trend_90", -0.5, "orders of the last 90 days 0.33× those of as many before"),
    ("something_new", 2.5, "something new 2.5"),
  ])
  func phrasesAreWhatAPersonWouldSay(name: String, value: Double, phrase: String) {
    #expect(featurePhrase(name, value) == phrase)
  }

  @Test(arguments: [
    (1.0, 0.0, "raises the risk from 27 % to 50 %"),
    (-1, 0, "lowers the risk from 73 % to 50 %"),
    (0.02, 0, "raises the risk from 49.5 % to 50.0 %"),
    (0.5, 7, "raises the risk from 99.85 % to 99.91 %"),
    (-1, -6, "lowers the risk from 0.7 % to 0.2 %"),
    (1e-9, 0, "leaves the risk at 50.0 %"),
  ])
  func risksAreToldApart(contribution: Double, logit: Double, words: String) {
    #expect(RiskChange(contribution: contribution, logit: logit).words() == words)
  }

  /// Numbers within phrases are those of `fixed` and `plainText`, the reference for both.
  @Test func numbersOfPhrases() {
    var generator = SeededGenerator(seed: 4)
    func short(_ value: Double) -> String {
      if value == value.rounded() || abs(value) >= 100 { return fixed(value, digits: 0) }
      let ten = abs(value) < 1 ? 100.0 : 10
      return plainText((value * ten).rounded() / ten)
    }
    let usual: [Double] = [
      0, 0.005, -0.004, 0.995, 1, 9.95, 99.96, 100.5, -100.5, 1e14, 3e15, 1e17, 1e300,
    ]
    let drawn = (0..<400).map { _ in
      Double.random(in: -3...3, using: &generator)
        * pick(from: [0.1, 1, 10, 1_000, 1e9], using: &generator)
    }
    for value in usual + drawn + [.infinity, -.infinity] {
      #expect(
        featurePhrase("order_value_spread", value) == "order values spread by \(short(value))")
      #expect(
        featurePhrase("spend_90", value) == "\(fixed(value, digits: 2)) spent in the last 90 days")
      #expect(
        featurePhrase("discount_share", value)
          == "discount share \(fixed(100 * value, digits: 0)) %")
    }
  }
}
