import Dense
import Histories
import Scoring
import Segments
import Snapshots
import TestSupport
import Testing
import Training
import Units

/// What the E score is a sum of.
@Suite struct EngagementTests {
  private static let asOf = SyntheticShop.start + 400

  /// The sum of one customer's events, each so many days before the date.
  private func engagement(
    _ events: [(kind: String, days: Int)], weights: EngagementWeights = .standard,
    window: Int? = 365
  ) throws -> Double {
    var shop = SyntheticShop()
    shop.addOrder("first", of: "c0", on: SyntheticShop.start, cents: 100)
    for event in events {
      shop.events.append(
        SyntheticShop.EventRow(
          customer: "c0", day: Self.asOf - event.days, second: 3_600, kind: event.kind, value: nil)
      )
    }
    let facts = CustomerFacts(
      of: try shop.store(), asOf: Self.asOf, windowInDays: window, engagement: weights, workers: 1)
    return Double(facts.engagementInWindow[0]) / EngagementWeights.unitsInOne
  }

  /// By hand: a click counts 3, and half of it 90 days later.
  @Test func eventsFadeByHalfLives() throws {
    #expect(try engagement([("email_click", 90)]) == 1.5)
    #expect(try engagement([("email_click", 180), ("cart_add", 90)]) == 2.75)
    // Of yesterday: 2 ^ (−1 ÷ 90).
    #expect(abs(try engagement([("review", 1)]) - 4.961640) < 2e-6)
    #expect(try engagement([("email_click", 365)]) > 0)
    #expect(try engagement([("email_click", 366)]) == 0)
    #expect(try engagement([("visit", 1), ("visit", 399)], weights: .counts, window: nil) == 2)
  }

  /// What the shop does, trouble and farewells are no engagement; a kind without a weight of its own is.
  @Test(arguments: [
    ("mailing", 0), ("support_ticket", 0), ("complaint", 0), ("unsubscribe", 0),
    ("Email Unsubscribe", 0), ("search", 0.5), ("wishlist", 0.5), ("product_view:shoes", 1),
  ])
  func kinds(kind: String, sum: Double) throws {
    // Another event, so that the log has begun.
    #expect(try engagement([(kind, 90), ("visit", 90)]) == sum + 1)
  }

  /// Weights that are given are of any kind with a meaning, trouble included.
  @Test func weightsOfTheUser() throws {
    var weights = EngagementWeights.standard
    weights.halfLifeInDays = nil
    weights.weights.merge(["search": 7, "complaint": 5, "mailing": 0.25, "other": 0]) { $1 }
    #expect(try engagement([("search", 9)], weights: weights) == 7)
    #expect(
      try engagement([("complaint", 9), ("mailing", 9), ("wishlist", 9)], weights: weights) == 5.25)
    // A ticket is not the complaint that it may be.
    #expect(try engagement([("support_ticket", 9), ("visit", 9)], weights: weights) == 2)
  }
}
