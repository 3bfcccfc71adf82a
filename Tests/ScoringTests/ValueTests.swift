import Dense
import Features
import Foundation
import Histories
import Scoring
import TestSupport
import Testing
import Units

/// The spend regressions against spend summed from the rows.
@Suite struct ValueTests {
  /// With a log link and a free intercept, expected sums equal observed sums on the training rows.
  @Test func expectedSpendSumsToWhatWasSpent() throws {
    let example = try TrainedShop.example.get()
    let value = try #require(example.model.value)
    let plain = PlainHistories(example.shop)
    let asOf = value.trainedAsOf
    #expect(asOf + value.horizonInDays == example.model.data.asOf)
    let customers = plain.customers(before: asOf)
    let kept = customers.map { plain.orders($0.id, from: asOf, days: 60) }
    let spend = customers.map {
      max(0, Double(plain.spend($0.id, from: asOf, days: value.horizonInDays)) / 100)
    }
    let features = example.store.features(asOf: asOf, threads: 1)
    #expect(features.customers.map { example.store.customers[$0] } == customers.map(\.id))
    let design = value.design.design(of: features, threads: 1)
    for (regression, wanted) in [(value.kept, true), (value.notKept, false)] {
      let members = kept.indices.filter { kept[$0] == wanted }
      #expect(members.count > 40 && regression.customers == members.count)
      let expected = members.reduce(0.0) { sum, row in
        let predictor = zip(regression.coefficients, design.row(row))
          .reduce(regression.intercept) { $0 + $1.0 * $1.1 }
        return sum + regression.scale * exp(predictor)
      }
      let observed = members.reduce(0) { $0 + spend[$1] }
      #expect(observed > 100)
      #expect(relativeDifference(expected, observed) < 1e-6)
      #expect(relativeDifference(regression.scale, observed / Double(members.count)) < 1e-12)
      #expect(regression.coefficients.contains { abs($0) > 1e-3 })
    }
  }

  /// Shares of the successive horizons, from the rows.
  @Test func timingIsTheShareOfEachHorizon() throws {
    let example = try TrainedShop.example.get()
    let value = try #require(example.model.value)
    let plain = PlainHistories(example.shop)
    let asOf = value.trainedAsOf
    let blocks = stride(from: 0, to: value.horizonInDays, by: 60).map { $0 }
    for (regression, wanted) in [(value.kept, true), (value.notKept, false)] {
      let members = plain.customers(before: asOf)
        .filter { plain.orders($0.id, from: asOf, days: 60) == wanted }
      let sums = blocks.map { block in
        let days = min(60, value.horizonInDays - block)
        return max(
          0, members.reduce(0) { $0 + plain.spend($1.id, from: asOf + block, days: days) })
      }
      let total = Double(sums.reduce(0, +))
      #expect(agree(regression.timing, sums.map { Double($0) / total }, absolute: 1e-12))
      #expect(abs(regression.timing.reduce(0, +) - 1) < 1e-12)
    }
  }

  /// The card's figures: forecast and spend of all, of the kept and of the not kept.
  @Test func theEvaluationSumsTheRows() throws {
    let example = try TrainedShop.example.get()
    let judged = try #require(example.trained.evaluation.value)
    let plain = PlainHistories(example.shop)
    let customers = plain.customers(before: judged.asOf)
    func sum(where kept: Bool?) -> (customers: Int, money: Double) {
      let members = customers.filter {
        kept == nil || plain.orders($0.id, from: judged.asOf, days: 60) == kept
      }
      return (
        members.count,
        members.reduce(0) {
          $0 + Double(max(0, plain.spend($1.id, from: judged.asOf, days: judged.horizonInDays)))
        } / 100
      )
    }
    for (name, kept) in [("all", nil), ("kept", true), ("not_kept", false)] as [(String, Bool?)] {
      let figures = try #require(judged.groups[name])
      #expect(figures.customers == sum(where: kept).customers)
      #expect(relativeDifference(figures.actual, sum(where: kept).money) < 1e-9)
      #expect(figures.expected > 0 && figures.differenceError > 0)
      #expect(figures.rootMeanSquaredError < 2 * figures.baselineMeanError)
    }
  }

  /// Where those without an order in the horizon never spent, they are expected to spend nothing.
  @Test func aGroupWithoutSpendIsExpectedToSpendNothing() throws {
    var shop = SyntheticShop()
    // Half buy every 20 days for ever, half stop after 100 days for good; some begin later.
    for number in 0..<60 {
      let stops = number % 2 == 0 ? 100 + number : 800
      for turn in stride(from: number, to: min(stops, 600), by: 20) {
        shop.addOrder(
          "\(number)-\(turn)", of: "c\(number)", on: SyntheticShop.start + turn,
          cents: Int64(1_000 + 37 * number + turn))
      }
    }
    let trained = try TrainedShop(shop, quickParameters(60))
    let value = try #require(trained.model.value)
    #expect(value.notKept.customers > 10)
    #expect(value.notKept.scale == 0 && value.notKept.coefficients.allSatisfy { $0 == 0 })
    #expect(value.notKept.timing.reduce(0, +) == 1)
    let scored = try trained.model.scores(of: trained.store, parameters: predictionParameters())
    #expect(scored.valueIfNot.allSatisfy { $0 == 0 })
    #expect(scored.valueIfKept.allSatisfy { $0 > 0 })
    // And what is read back from the file says the same.
    let again = try ModelDocument.model(
      from: ModelDocument.bytes(of: trained.model), path: "model.json")
    #expect(again.value == value)
  }
}
