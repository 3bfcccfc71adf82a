import Dense
import Histories
import Models
import Reporting
import Scoring
import Snapshots
import TestSupport
import Testing
import Training
import Units

/// A store of the given order days, numbered from 2023-01-01.
private func store(_ days: [[Int]]) throws -> HistoryStore {
  var shop = SyntheticShop()
  for (customer, days) in days.enumerated() {
    for (number, offset) in days.enumerated() {
      shop.addOrder(
        "o\(customer)-\(number)", of: "c\(customer)", on: day("2023-01-01") + offset, cents: 1_000)
    }
  }
  return try shop.store()
}

@Suite struct HorizonTests {
  /// Four customers over 61 days: gaps 10, 20 and 30; silences of 0, 20, 40 and 60 days at the end.
  @Test func figuresByHand() throws {
    let advice = try horizonAdvice(
      of: store([[0, 10, 30, 60], [0, 40], [20], [0]]), workers: 1)
    #expect(advice.customers == 4)
    #expect(advice.gaps.ended == 4 && advice.gaps.cutOff == 4)
    #expect(advice.gaps.observed.map(\.days) == [10, 10, 20, 30, 40, 40])
    // Of eight silences four are observed for 30 days: returns are followed as far. The one of 0
    // days is gone at once: S(10) = 6/7, S(20) = 6/7 · 5/6; one is cut off at 20: S(30) = 5/7 · 3/4.
    #expect(advice.gaps.followUpInDays == 30)
    let returning = 13.0 / 28
    #expect(abs(advice.gaps.returningShare - returning) <= 1e-15)
    // By customers: gaps of 10, 20 and 30 weigh a third each; silences count of those with one order.
    // S = 11/12, 10/12, 9/12 after them, and ½ after 40, where two of three stay. All but one customer
    // are followed for 60 days.
    let returns = advice.customerReturns
    #expect(returns.customers == 4 && returns.returned == 2 && returns.followUpInDays == 60)
    #expect(abs(returns.returningShare - 0.5) <= 1e-15)
    #expect(returns.quantiles.map(\.days) == [10, 20, 30, 40, 40, 40])
    let windows = Dictionary(
      uniqueKeysWithValues: advice.windows.map { ($0.horizonInDays, $0) })
    // The returns' median of 30 days points to one of 35, which is longer than half the log.
    #expect(windows.keys.sorted() == [7, 14, 28, 30])
    let week = try #require(windows[7])
    #expect(week.returnsAfterShare == 1 && week.gapsAfterShare == 1)
    let fortnight = try #require(windows[14])
    // S(14) = 6/7 by gaps: of 13/28 who return, 9/28 do so after it.
    let after = 9.0 / 13
    #expect(relativeDifference(fortnight.gapsAfterShare ?? 0, after) <= 1e-15)
    // S(14) = 11/12 by customers: of ½ who return, 5/12 do so after it.
    #expect(relativeDifference(fortnight.returnsAfterShare ?? 0, 5.0 / 6) <= 1e-15)
    // First silences above 14 days: 20 and 40 that ended, 40 and 60 cut off. Two are followed for 40
    // days: 3/4 · 2/3 stay away.
    #expect(relativeDifference(fortnight.falseAlarmShare ?? 0, 0.5) <= 1e-15)
    // As of day 47 all four have an order; the first comes again on day 60.
    #expect(fortnight.customers == 4 && fortnight.churners == 3)
    // Last orders 17, 7, 27 and 47 days before: three within 28.
    #expect(fortnight.activeCustomers == 3 && fortnight.activeChurners == 2)
    #expect(fortnight.snapshots == 3)
    #expect(fortnight.cutOffShare == 0.125)
  }

  /// Customers who come every 8 to 12 days; half of them are lost, at any time.
  @Test func recommendsByRhythm() throws {
    let customers = (0..<2_400).map { customer in
      let end = customer.isMultiple(of: 2) ? 400 : 100 + customer * 7 % 290
      return Array(stride(from: end - 60 - customer % 10, through: end, by: 8 + customer / 2 % 5))
    }
    let advice = try horizonAdvice(of: store(customers), workers: 1)
    // No gap is longer than 12 days, and the lost are late after 24 to 36.
    #expect(advice.recommendedHorizonInDays == 14)
    let chosen = try #require(advice.windows.first { $0.horizonInDays == 14 })
    #expect(chosen.returnsAfterShare == 0 && chosen.foundLateShare == 0)
    // Half of all come until the end; of those who fell silent for 14 days none came again.
    #expect(chosen.falseAlarmShare == 0 && chosen.gapsAfterShare == 0)
    let long = try #require(advice.windows.first { $0.horizonInDays == 60 })
    #expect(long.foundLateShare == 1)
    // Own gaps 8 … 12, equally often: 60 − 3 · 10.
    #expect(long.medianDaysLate == 30)
    #expect(advice.cautions.isEmpty, "\(advice.cautions)")
  }

  @Test func threadsAndRowOrderDoNotMatter() throws {
    let shop = SyntheticShop(customers: 300, days: 500, seed: 3)
    let one = try canonicalJSON(horizonAdvice(of: shop.store(), workers: 1))
    #expect(try canonicalJSON(horizonAdvice(of: shop.store(), workers: 3)) == one)
    #expect(try canonicalJSON(horizonAdvice(of: shop.shuffled(seed: 9).store(), workers: 2)) == one)
  }

  /// The log's end cuts long gaps off: seen quantiles are too short, corrected ones are not.
  @Test func longGapsThatAreCutOffAreAllowedFor() throws {
    var generator = SeededGenerator(seed: 5)
    let customers = (0..<4_000).map { _ in
      let start = Int.random(in: 0..<240, using: &generator)
      let gap = Int.random(in: 1...120, using: &generator)
      return start + gap < 240 ? [start, start + gap] : [start]
    }
    // Every customer returns once, after 1 … 120 days: the median of first returns is 60.
    let advice = try horizonAdvice(of: store(customers), workers: 1)
    let seen = try #require(advice.gaps.observed.first { $0.share == 0.5 }).days
    #expect(seen < 56, "\(seen)")
    // Second silences never end, so half of a little over half of all return.
    let corrected = try #require(advice.gaps.corrected.first { $0.share == 0.5 }).days
    #expect((57...66).contains(corrected) && corrected > seen, "\(corrected)")
    // By customers, all return.
    let returns = advice.customerReturns
    #expect(returns.returningShare > 0.98, "\(returns.returningShare)")
    for (quantile, truth) in zip(returns.quantiles, [12, 30, 60, 90, 108, 114]) {
      #expect(abs(quantile.days - truth) <= 4, "\(quantile)")
    }
  }

  @Test func aLogTooShortForAnyWindow() throws {
    let short = try store([[0, 3], [1, 13]])
    let error = try failure(TrainingError.self) {
      _ = try horizonAdvice(of: short, workers: 1)
    }
    guard case .plan(.logTooShort(_, _, horizonInDays: 7))? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func aThinLogGetsARecommendationWithACaution() throws {
    let advice = try horizonAdvice(
      of: store([[0, 10, 30, 60], [0, 40], [20], [0]]), workers: 1)
    #expect(
      advice.cautions.contains { caution in
        if case .fewActiveCustomers = caution { true } else { false }
      })
  }
}
