import Dense
import Histories
import TestSupport
import Testing
import Training
import Units

private let firstDay = day("2020-01-01")

/// Customers who come back after a time of their shop's rhythm, until they stop.
private struct RhythmicShop {
  var customers: Int
  var years: Double
  var gaps: ClosedRange<Int>
  /// Of returns, the share that takes up to 2.2 times as long.
  var stragglers = 0.0
  var stays = 0.75

  func store(seed: UInt64) throws -> HistoryStore {
    var generator = SeededGenerator(seed: seed)
    let span = Int(years * 365)
    var shop = SyntheticShop()
    for customer in 0..<customers {
      var (day, order) = (Int.random(in: 0..<span * 17 / 20, using: &generator), 0)
      while day < span {
        shop.addOrder(
          "o\(customer)-\(order)", of: "c\(customer)", on: firstDay + day,
          cents: 1_000)
        order += 1
        guard Double.random(in: 0..<1, using: &generator) < stays else { break }
        let gap = Int.random(in: gaps, using: &generator)
        let isLate = Double.random(in: 0..<1, using: &generator) < stragglers
        day += isLate ? Int(Double(gap) * .random(in: 1.05..<2.2, using: &generator)) : gap
      }
    }
    return try shop.store()
  }
}

/// A shop with a rhythm is told of a window just above it, whatever its size.
@Suite struct RhythmTests {
  @Test(arguments: [80, 150, 300, 1_000]) func yearly(customers: Int) throws {
    let shop = RhythmicShop(customers: customers, years: 4.8, gaps: 360...375)
    let advice = try horizonAdvice(of: shop.store(seed: UInt64(customers)), workers: 1)
    #expect((380...400).contains(advice.recommendedHorizonInDays), "\(advice)")
    let chosen = try #require(
      advice.windows.first { $0.horizonInDays == advice.recommendedHorizonInDays })
    #expect(chosen.returnsAfterShare == 0)
    // Windows around the rhythm, which the usual ones pass over.
    #expect(advice.windows.contains { $0.horizonInDays == 365 && $0.returnsAfterShare ?? 0 > 0.4 })
  }

  /// One return in twenty takes longer: no reason to wait for half as long again.
  @Test func aFewStragglersDoNotLengthenTheWindow() throws {
    let shop = RhythmicShop(customers: 600, years: 5.5, gaps: 360...375, stragglers: 0.05)
    let advice = try horizonAdvice(of: shop.store(seed: 3), workers: 1)
    #expect((380...420).contains(advice.recommendedHorizonInDays), "\(advice)")
  }

  @Test(arguments: [120, 400]) func halfYearly(customers: Int) throws {
    let shop = RhythmicShop(customers: customers, years: 3, gaps: 175...190, stragglers: 0.02)
    let advice = try horizonAdvice(of: shop.store(seed: UInt64(customers)), workers: 1)
    #expect((190...210).contains(advice.recommendedHorizonInDays), "\(advice)")
  }

  @Test func monthly() throws {
    let shop = RhythmicShop(
      customers: 400, years: 1.5, gaps: 27...33, stragglers: 0.03, stays: 0.9)
    let advice = try horizonAdvice(of: shop.store(seed: 8), workers: 1)
    #expect((35...45).contains(advice.recommendedHorizonInDays), "\(advice)")
  }

  /// Few customers are followed for as long as the longest windows: those are not judged by them.
  @Test func noWindowIsJudgedByFewerThanItsOwnSample() throws {
    // 40 customers of the first days, 400 of the last 14 months; all come yearly.
    let days = (0..<440).map { $0 < 40 ? $0 : 1_000 + $0 % 420 }
    var shop = SyntheticShop()
    for (customer, first) in days.enumerated() {
      for (order, day) in stride(from: first, through: 1_430, by: 368).enumerated() {
        shop.addOrder(
          "o\(customer)-\(order)", of: "c\(customer)", on: firstDay + day,
          cents: 1_000)
      }
    }
    let advice = try horizonAdvice(of: shop.store(), workers: 1)
    #expect(advice.customerReturns.followUpInDays < 440)
    for window in advice.windows {
      let isFollowed = window.returnsAfterShare != nil
      #expect(isFollowed == (window.horizonInDays <= advice.customerReturns.followUpInDays))
      #expect(isFollowed == (window.customers >= 50), "\(window)")
    }
    #expect(advice.windows.contains { $0.horizonInDays > 440 })
    #expect(advice.recommendedHorizonInDays <= 440)
  }
}
