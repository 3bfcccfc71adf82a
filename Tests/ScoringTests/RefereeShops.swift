import Scoring
import TestSupport
import Units

/// Shops in which one partition tells more of the future by construction.
///
/// Time goes in periods of one horizon, and the log ends with one, so that the dates of learning and
/// evaluation are ends of periods.
enum RefereeShops {
  static let horizon = 90
  private static let periods = 8

  /// Whether a customer orders in a period hangs on whether she looked around in the one before, and on
  /// nothing else: recency, frequency and money know nothing, the clusters' engagement knows all.
  static func engagementTells(customers: Int, seed: UInt64) -> SyntheticShop {
    var shop = Builder(seed: seed)
    for customer in 0..<customers {
      var looked = true
      for period in 0..<periods {
        if period == 0 || shop.chance(looked ? 0.9 : 0.1) {
          for _ in 0..<shop.whole(1...3) { shop.order(customer, in: period, cents: shop.price) }
        }
        looked = shop.chance(0.5)
        if looked { for _ in 0..<shop.whole(4...12) { shop.visit(customer, in: period) } }
      }
    }
    return shop.finished(periods: periods)
  }

  /// How often a customer orders hangs on her own pace, anything between hardly and always.
  ///
  /// Prices and visits part customers into clear clumps, which say nothing of the pace: of few clusters
  /// all are made of these.
  static func paceTells(customers: Int, seed: UInt64) -> SyntheticShop {
    var shop = Builder(seed: seed)
    for customer in 0..<customers {
      let pace = 0.02 + 0.94 * shop.uniform()
      let (looks, isDear) = (shop.chance(0.5), shop.chance(0.5))
      for period in 0..<periods {
        if looks { for _ in 0..<30 { shop.visit(customer, in: period) } }
        for _ in 0..<4 where period == 0 || shop.chance(pace / 2) {
          shop.order(customer, in: period, cents: isDear ? 90_000 : 300)
        }
      }
    }
    return shop.finished(periods: periods)
  }

  private struct Builder {
    private var shop = SyntheticShop()
    private var generator: SeededGenerator
    private var orders = 0

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func uniform() -> Double { Double.random(in: 0..<1, using: &generator) }
    mutating func chance(_ share: Double) -> Bool { uniform() < share }
    mutating func whole(_ range: ClosedRange<Int>) -> Int {
      Int.random(in: range, using: &generator)
    }

    var price: Int64 {
      mutating get { Int64(whole(1_000...5_000)) }
    }

    mutating func order(_ customer: Int, in period: Int, cents: Int64) {
      orders += 1
      shop.addOrder("o\(orders)", of: "c\(customer)", on: day(in: period), cents: cents)
    }

    mutating func visit(_ customer: Int, in period: Int) {
      shop.events.append(
        SyntheticShop.EventRow(
          customer: "c\(customer)", day: day(in: period), second: whole(0...86_399),
          kind: "visit", value: nil))
    }

    private mutating func day(in period: Int) -> Day {
      SyntheticShop.start + (period * horizon + whole(0...horizon - 1))
    }

    /// The log runs from the first day of the first period to the last of the last.
    consuming func finished(periods: Int) -> SyntheticShop {
      shop.addOrder("first", of: "c0", on: SyntheticShop.start, cents: 1_000)
      let end = SyntheticShop.start + periods * horizon
      shop.addOrder("last", of: "c0", on: end - 1, cents: 1_000)
      return shop
    }
  }
}
