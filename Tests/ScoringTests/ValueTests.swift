import Dense
import Foundation
import Histories
import Models
import Reporting
import Scoring
import Snapshots
import TestSupport
import Testing
import Training
import Units

/// The forecasts of value against spend summed from the rows.
@Suite struct ValueTests {
  /// Actual spend, and the baselines that need no fit, worked out from the rows.
  @Test func theEvaluationSumsTheRows() throws {
    let example = try TrainedShop.example.get()
    let holdout = try #require(example.trained.evaluation.value)
    let plain = PlainHistories(example.shop)
    let days = holdout.horizonInDays
    func spent(_ customers: [String], from start: Day) -> [Double] {
      customers.map { Double(max(0, plain.spend($0, from: start, days: days))) / 100 }
    }
    let customers = plain.customers(before: holdout.asOf).map(\.id)
    #expect(holdout.customers == customers.count)
    let actual = spent(customers, from: holdout.asOf)
    for method in holdout.methods {
      #expect(relativeDifference(method.errors.actual, actual.reduce(0, +)) < 1e-9)
    }
    #expect(holdout.methods.map(\.method) == ValueMethod.allCases)

    let before = holdout.asOf - days
    let taught = plain.customers(before: before).map(\.id)
    let mean = spent(taught, from: before).reduce(0, +) / Double(taught.count)
    func sum(_ method: ValueMethod) -> Double? {
      holdout.methods.first { $0.method == method }?.errors.expected
    }
    #expect(relativeDifference(try #require(sum(.mean)), mean * Double(customers.count)) < 1e-9)
    #expect(
      relativeDifference(
        try #require(sum(.lastPeriod)), spent(customers, from: before).reduce(0, +)) < 1e-9)

    // And of those who then did, or did not, order in the churn horizon.
    let kept = customers.map { plain.orders($0, from: holdout.asOf, days: 60) }
    for (name, wanted) in [("kept", true), ("not_kept", false)] {
      let group = try #require(holdout.groups[name])
      let sum = kept.indices.reduce(0.0) { $0 + (kept[$1] == wanted ? actual[$1] : 0) }
      #expect(relativeDifference(group.actual, sum) < 1e-9)
    }
  }

  /// Tracked orders are those of the rows, day by day, and end with the totals of the winner; tenths hold
  /// everybody and sum to the totals of the forecast.
  @Test func trackingAndTenthsSumTheRows() throws {
    let example = try TrainedShop.example.get()
    let holdout = try #require(example.trained.evaluation.value)
    let tracked = try #require(holdout.tracking)
    let plain = PlainHistories(example.shop)
    let customers = plain.customers(before: holdout.asOf).map(\.id)
    #expect(tracked.first == TrackedOrders(days: 0, expected: 0, actual: 0))
    #expect(tracked.last?.days == holdout.horizonInDays)
    #expect(zip(tracked, tracked.dropFirst()).allSatisfy { $0.days < $1.days })
    #expect(zip(tracked, tracked.dropFirst()).allSatisfy { $0.expected <= $1.expected })
    for step in tracked.dropFirst() {
      let came = customers.reduce(0) {
        $0 + plain.orderDays($1, from: holdout.asOf, days: step.days)
      }
      #expect(step.actual == Double(came), "after \(step.days) days")
    }
    let winner = try #require(holdout.lifetime.first { $0.name == holdout.lifetimeWinner }?.holdout)
    let last = try #require(tracked.last)
    #expect(relativeDifference(last.expected, winner.errors.expected) < 1e-9)
    #expect(last.actual == winner.errors.actual)

    let tenths = try #require(holdout.calibration)
    let all = try #require(holdout.groups["all"])
    #expect(tenths.reduce(0) { $0 + $1.customers } == customers.count)
    #expect(zip(tenths, tenths.dropFirst()).allSatisfy { $0.expected <= $1.expected })
    func sum(_ value: (ValueBin) -> Double) -> Double {
      tenths.reduce(0) { $0 + value($1) * Double($1.customers) }
    }
    #expect(relativeDifference(sum(\.expected), all.expected) < 1e-9)
    #expect(relativeDifference(sum(\.actual), all.actual) < 1e-9)
  }

  /// Two customers of one forecast are in the order given, worked out by hand.
  @Test func tenthsByHand() {
    let bins = ValueBin.tenths(expected: [3, 1, 2], actual: [6, 0, 9])
    #expect(bins.map(\.expected) == [1, 2, 3] && bins.map(\.actual) == [0, 9, 6])
    let one = ValueBin.tenths(
      expected: [Double](repeating: 1, count: 20), actual: (0..<20).map { Double($0 % 2) })
    #expect(one.count == 10 && one.allSatisfy { $0.actual == 0.5 })
    // The standard error of the mean of 0 and 1: √½ ÷ √2.
    #expect(one.allSatisfy { abs($0.actualError - 0.5) < 1e-15 })
  }

  /// The evaluated forecasts, made again, give the figures that are stored.
  @Test func rowsOfTheEvaluationAreMadeAgain() throws {
    let example = try TrainedShop.example.get()
    let stored = try #require(example.trained.evaluation.value?.groups["all"])
    let rows = try #require(
      try example.model.valueRows(
        of: example.store, evaluation: example.trained.evaluation, workers: 2))
    let found = ForecastErrors(expected: rows.expected, actual: rows.actual)
    #expect(relativeDifference(found.rmse, stored.rmse) < 1e-9)
    #expect(relativeDifference(found.deviance, stored.deviance) < 1e-9)
    #expect(found.actual == stored.actual)
  }

  /// `train` says of the lifetime models what `clv` says with a split at the same day.
  @Test func lifetimeModelsAreEvaluatedAsByClv() throws {
    let example = try TrainedShop.example.get()
    let holdout = try #require(example.trained.evaluation.value)
    let clv = try lifetimeEvaluation(
      of: example.store, split: holdout.asOf, names: LifetimeModelName.allCases, unit: .day,
      workers: 2)
    #expect(holdout.asOf + holdout.horizonInDays == example.model.data.asOf)
    #expect(clv.models == holdout.lifetime)
    #expect(clv.winner == holdout.lifetimeWinner)
  }

  @Test func theWinnerIsStoredAndServed() throws {
    let example = try TrainedShop.example.get()
    let holdout = try #require(example.trained.evaluation.value)
    let value = try #require(example.model.value)
    #expect(value.method == holdout.winner)
    #expect(example.model.lifetime?.name == holdout.lifetimeWinner)
    #expect(example.model.lifetime?.trainedAsOf == example.model.data.asOf)
    #expect(value.evaluatedHorizonInDays == holdout.horizonInDays)
    #expect(value.biasWarning?.finding == holdout.bias)
    #expect(value.intervals != nil)
    // What is read back from the file says the same.
    let again = try ModelDocument.model(
      from: ModelDocument.bytes(of: example.model), path: "model.json")
    #expect(again.value == value && again.lifetime == example.model.lifetime)
  }

  /// The rule in words, case by case: totals have no say.
  @Test func theRuleOfTheWinner() {
    func method(
      _ method: ValueMethod, gini: Double, deviance: Double = 1, surelyBetter: Bool = false,
      total: Double = 100
    ) -> ValueMethodEvaluation {
      ValueMethodEvaluation(
        method: method,
        errors: ForecastErrors(
          expected: total, actual: 100, differenceError: 5, mae: 1, rmse: 1, deviance: deviance,
          gini: gini),
        levelled: LevelledErrors(
          rmse: 1, deviance: deviance, topTenth: nil,
          devianceDifference: surelyBetter ? -3 : -1, differenceError: 1))
    }
    func choice(_ methods: ValueMethodEvaluation...) -> (method: ValueMethod, reason: ValueReason)?
    {
      ValueEvaluation.choice(among: methods)
    }
    let usual = method(.combined, gini: 0.8, total: 150)
    #expect(choice(method(.mean, gini: 0), usual)! == (.combined, .usual))
    // Another one is better, not surely.
    #expect(choice(usual, method(.twoPart, gini: 0.805, deviance: 0.9))! == (.combined, .usual))
    #expect(
      choice(usual, method(.twoPart, gini: 0.805, deviance: 0.9, surelyBetter: true))!
        == (.twoPart, .surelyBetter))
    // The usual one ranks worse.
    #expect(choice(usual, method(.twoPart, gini: 0.82, deviance: 2))! == (.twoPart, .higherGini))
    // A line of surely lower deviance that ranks worse than the best does not win.
    #expect(
      choice(usual, method(.recency, gini: 0.7, deviance: 0.5, surelyBetter: true))!
        == (.combined, .usual))
    // Where no amounts could be learned the next is usual.
    #expect(
      choice(method(.lifetime, gini: 0.8), method(.lifetimeByChurn, gini: 0.8))!
        == (.lifetimeByChurn, .usual))
    #expect(choice(method(.mean, gini: 0))! == (.mean, .usual))
    #expect(ValueEvaluation.choice(among: []) == nil)
  }

  /// One factor on all forecasts changes nothing; a forecast's own figures are those of its multiple with
  /// the right sum; the paired difference is that of the deviances.
  @Test func levelsDoNotCount() throws {
    var generator = SeededGenerator(seed: 5)
    let actual = (0..<300).map { _ in Double(Int.random(in: 0...9, using: &generator)) }
    let forecast = actual.map { $0 + Double.random(in: 0.5...4, using: &generator) }
    let usual = actual.map { _ in Double.random(in: 1...9, using: &generator) }
    let known = KnownAmounts(actual)
    let found = LevelledErrors(expected: forecast, usual: usual, actual: known)
    let tripled = LevelledErrors(expected: forecast.map { 3 * $0 }, usual: usual, actual: known)
    #expect(relativeDifference(found.deviance, tripled.deviance) < 1e-12)
    #expect(relativeDifference(found.rmse, tripled.rmse) < 1e-12)
    let factor = actual.reduce(0, +) / forecast.reduce(0, +)
    let plain = ForecastErrors(expected: forecast.map { $0 * factor }, actual: known)
    #expect(relativeDifference(found.deviance, plain.deviance) < 1e-12)
    #expect(relativeDifference(found.rmse, plain.rmse) < 1e-12)
    let other = LevelledErrors(expected: usual, usual: usual, actual: known)
    #expect(other.devianceDifference == 0 && other.differenceError == 0)
    #expect(abs(found.devianceDifference - (found.deviance - other.deviance)) < 1e-9)
    // The thirty of highest forecast against the thirty who spent most.
    let order = forecast.indices.sorted { forecast[$0] > forecast[$1] }
    let top = order.prefix(30).reduce(0) { $0 + actual[$1] }
    let best = actual.sorted(by: >).prefix(30).reduce(0, +)
    #expect(abs(try #require(found.topTenth) - top / best) < 1e-12)
  }

  /// Figures by their definitions, the Gini coefficient as a mean of differences over all pairs.
  @Test func errorsFollowTheirDefinitions() throws {
    var generator = SeededGenerator(seed: 3)
    let count = 200
    let actual = (0..<count).map { _ in
      Double.random(in: 0...1, using: &generator) < 0.5
        ? 0 : (Double.random(in: 0...40, using: &generator)).rounded()
    }
    let expected = (0..<count).map { _ in Double(Int.random(in: 1...9, using: &generator)) }
    let errors = ForecastErrors(expected: expected, actual: actual)
    let differences = zip(actual, expected).map { $0 - $1 }
    let n = Double(count)
    #expect(relativeDifference(errors.mae, differences.map(abs).reduce(0, +) / n) < 1e-12)
    #expect(
      relativeDifference(errors.rmse, sqrt(differences.map { $0 * $0 }.reduce(0, +) / n)) < 1e-12)
    let deviance = zip(actual, expected).reduce(0) { sum, pair in
      let (y, mu) = pair
      return sum + 2 * ((y > 0 ? y * log(y / mu) : 0) - (y - mu))
    }
    #expect(relativeDifference(errors.deviance, deviance / n) < 1e-12)

    /// Σ over pairs of sign(forecast difference) · amount difference ÷ (2n Σ amounts).
    func gini(_ forecast: [Double]) -> Double {
      var sum = 0.0
      for i in 0..<count {
        for j in 0..<count where forecast[i] > forecast[j] { sum += actual[i] - actual[j] }
      }
      return sum / (n * actual.reduce(0, +))
    }
    let found = try #require(errors.gini)
    #expect(relativeDifference(found, gini(expected) / gini(actual)) < 1e-9)
    #expect(ForecastErrors(expected: actual, actual: actual).gini == 1)
    #expect(
      ForecastErrors(expected: actual.map { _ in 2 }, actual: actual).gini.map { abs($0) < 1e-12 }
        == true)
    #expect(ForecastErrors(expected: expected, actual: expected.map { _ in 0 }).gini == nil)
  }

  /// Intervals learned on one draw hold four in five of the next, in every tenth of the forecasts:
  /// 100 replications of skewed spend, a part of it 0, around forecasts over three orders of
  /// magnitude.
  @Test func intervalsCoverWhatComes() throws {
    var generator = SeededGenerator(seed: 11)
    func draw() -> (forecasts: [Double], spent: [Double]) {
      let forecasts = (0..<2_000).map { _ in exp(Double.random(in: 0...7, using: &generator)) }
      let spent = forecasts.map { mean in
        // Spends with a chance of 0.85, then exponential with the mean that is left.
        Double.random(in: 0...1, using: &generator) > 0.85
          ? 0 : -log(1 - Double.random(in: 0..<1, using: &generator)) * mean / 0.85
      }
      return (forecasts, spent)
    }
    var covered = [Double](repeating: 0, count: 10)
    for _ in 0..<100 {
      let (past, future) = (draw(), draw())
      let intervals = try #require(
        ValueIntervals(forecasts: past.forecasts, spent: past.spent, horizonInDays: 90))
      let order = future.forecasts.indices.sorted { future.forecasts[$0] < future.forecasts[$1] }
      for tenth in 0..<10 {
        let members = order[200 * tenth..<200 * (tenth + 1)]
        covered[tenth] +=
          intervals.coverage(
            forecasts: members.map { future.forecasts[$0] },
            spent: members.map { future.spent[$0] }, horizonInDays: 90) / 100
      }
    }
    // With 15 % at 0, the 10th percentile is 0, which leaves 10 % above the interval, none below.
    for share in covered { #expect(abs(share - 0.9) < 0.02, "\(covered)") }
  }

  /// A window in which all customers spent two fifths of what was forecast, as after an autumn, gives the
  /// intervals of one that was met.
  @Test func aMissedLevelLeavesIntervalsAsTheyAre() throws {
    var generator = SeededGenerator(seed: 12)
    let forecasts = (0..<1_000).map { _ in exp(Double.random(in: 0...7, using: &generator)) }
    let met = forecasts.map { -log(1 - Double.random(in: 0..<1, using: &generator)) * $0 }
    let (plain, missed) = try (
      #require(ValueIntervals(forecasts: forecasts, spent: met, horizonInDays: 90)),
      #require(
        ValueIntervals(forecasts: forecasts, spent: met.map { 0.4 * $0 }, horizonInDays: 90))
    )
    #expect(plain.limits == missed.limits)
    for (a, b) in zip(plain.low + plain.high, missed.low + missed.high) {
      #expect(relativeDifference(a, b) < 1e-12)
    }
    // Where nobody spent anything, nobody is expected to.
    let none = try #require(
      ValueIntervals(
        forecasts: forecasts, spent: [Double](repeating: 0, count: 1_000), horizonInDays: 90))
    #expect(none.high.allSatisfy { $0 == 0 })
  }

  /// Over the churn horizon, intervals are those learned over it; over the evaluated window, those
  /// learned there; half-way in the logarithm of time, the mean of both.
  @Test func intervalsFollowTheHorizon() throws {
    let example = try TrainedShop.example.get()
    let value = try #require(example.model.value)
    let (short, long) = try (
      #require(value.horizonIntervals), #require(value.intervals)
    )
    let (first, last) = (example.model.data.horizonInDays, value.evaluatedHorizonInDays)
    let middle = Int((Double(first) * Double(last)).squareRoot().rounded())
    #expect(first < middle && middle < last)
    let weight = log(Double(middle) / Double(first)) / log(Double(last) / Double(first))
    for (days, weightOfLong) in [(first, 0), (middle, weight), (last, 1), (2 * last, 1)] {
      var parameters = try predictionParameters(discount: 0)
      parameters.valueHorizonInDays = days
      let scored = try example.model.scores(of: example.store, parameters: parameters)
      let ranges = try #require(scored.predictedValueRange)
      for (forecast, range) in zip(scored.predictedValue, ranges) where forecast > 0 {
        let (a, b) = (
          short.interval(of: forecast, horizonInDays: days),
          long.interval(of: forecast, horizonInDays: days)
        )
        func between(_ end: (ClosedRange<Double>) -> Double) -> Double {
          (1 - weightOfLong) * end(a) + weightOfLong * end(b)
        }
        #expect(
          relativeDifference(range.upperBound, max(forecast, between(\.upperBound))) < 1e-9)
        #expect(
          relativeDifference(range.lowerBound, min(forecast, between(\.lowerBound))) < 1e-9)
      }
    }
  }

  /// Where nobody comes back in the horizon after one without an order, nothing is expected of them
  /// within it.
  @Test func valuesOverTheChurnHorizonAloneAreThoseOfTheKept() throws {
    let example = try TrainedShop.example.get()
    var parameters = try predictionParameters()
    parameters.valueHorizonInDays = 60
    let scored = try example.model.scores(of: example.store, parameters: parameters)
    #expect(scored.valueIfNot.allSatisfy { $0 == 0 })
    #expect(scored.valueIfKept.allSatisfy { $0 > 0 && $0.isFinite })
  }
}
