import Dense
import Files
import Foundation
import Histories
import Learning
import Models
import Scoring
import Snapshots
import TestSupport
import Testing
import Training
import Units

/// Forecasts for shops whose customers follow a known process, against what they went on to do.
@Suite struct SimulatedBuyersTests {
  /// Ten shops of 1,500 customers who buy at gamma-distributed rates, are lost at gamma-distributed
  /// rates, and spend gamma-distributed amounts around a mean of their own.
  ///
  /// Trained on two years, held against half a year more: sums within their errors, intervals of 80 %
  /// around what four in five spend.
  @Test func valuesAndIntervalsHoldOutOfTime() throws {
    let cut = SyntheticShop.start + 730
    var (scored, covered, likely, likelyCovered) = (0, 0, 0, 0)
    var (expected, actual, variance) = (0.0, 0.0, 0.0)
    for seed in 0..<10 as Range<UInt64> {
      var buyers = Buyers(seed: 500 + seed)
      for number in 0..<1_500 { buyers.add("c\(number)", days: 910) }
      let trained = try train(
        on: buyers.shop.before(cut).store(), parameters: quickParameters(90)
      )
      var parameters = try predictionParameters(discount: 0)
      parameters.asOf = cut
      parameters.valueHorizonInDays = 180
      let store = try buyers.shop.store()
      let scores = try trained.model.scores(of: store, parameters: parameters)
      let spent = PlainHistories(buyers.shop)
      let ranges = try #require(scores.predictedValueRange)
      for row in 0..<scores.count {
        let id = store.customers[scores.facts.customers[row]]
        let came = Double(spent.spend(id, from: cut, days: 180)) / 100
        let holds = ranges[row].contains(came)
        scored += 1
        covered += holds ? 1 : 0
        if ranges[row].lowerBound > 0 {
          likely += 1
          likelyCovered += holds ? 1 : 0
        }
        expected += scores.predictedValue[row]
        actual += came
        variance += pow(came - scores.predictedValue[row], 2)
      }
    }
    let (share, likelyShare) = (
      Double(covered) / Double(scored), Double(likelyCovered) / Double(likely)
    )
    // An interval that begins at 0 leaves nobody below it, and so holds nine in ten or more; those
    // of customers who will all but surely spend hold four in five.
    #expect((0.85...0.97).contains(share), "\(share)")
    #expect(likely > 300 && (0.74...0.86).contains(likelyShare), "\(likelyShare) of \(likely)")
    // Each shop's rates are learned with an error too, so more than the customers' own is allowed.
    #expect(
      abs(actual - expected) < max(4 * variance.squareRoot(), 0.05 * actual),
      "\(expected) expected, \(actual) came")
  }

  /// Gaps of three phases: the regularity is found, and the models of regular buyers fit best.
  @Test func regularityIsFound() throws {
    var buyers = Buyers(seed: 9)
    for number in 0..<800 { buyers.add("c\(number)", days: 730, phases: 3) }
    let evaluation = try lifetimeEvaluation(
      of: buyers.shop.store(), split: nil, names: LifetimeModelName.allCases, unit: .week,
      workers: 2)
    let fits = Dictionary(uniqueKeysWithValues: evaluation.models.map { ($0.name, $0) })
    let pairs: [(LifetimeModelName, LifetimeModelName)] = [(.bgCNBD, .bgNBD), (.mbgCNBD, .mbgNBD)]
    for (name, plain) in pairs {
      let regular = try #require(fits[name])
      #expect(regular.parameters["k"] == 3)
      #expect(regular.logLikelihood > (fits[plain]?.logLikelihood ?? 0) + 100)
    }
  }
}

/// Customers drawn one after the other, with their orders in a shop.
private struct Buyers {
  private(set) var shop = SyntheticShop()
  private var generator: SeededGenerator

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  mutating func add(_ id: String, days: Int, phases: Int = 1) {
    let start = 365 * uniform()
    let rate = Double(phases) * gamma(2) / 40
    let life = -log(1 - uniform()) / (gamma(1.5) / 1_500)
    let mean = 40 / gamma(4) * 3
    var now = start
    var last = -1
    while now < min(Double(days), start + life) {
      let day = Int(now)
      if day != last {
        let cents = Int64((100 * mean * gamma(3) / 3).rounded()) + 1
        shop.addOrder("\(id)-\(day)", of: id, on: SyntheticShop.start + day, cents: cents)
        last = day
      }
      for _ in 0..<phases { now += -log(1 - uniform()) / rate }
    }
  }

  private mutating func uniform() -> Double { Double.random(in: 0..<1, using: &generator) }

  /// Marsaglia & Tsang (2000) for shapes of 1 and more.
  private mutating func gamma(_ shape: Double) -> Double {
    let d = shape - 1.0 / 3
    while true {
      let x = (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
      let v = pow(1 + x / (9 * d).squareRoot(), 3)
      if v > 0, log(1 - uniform()) < 0.5 * x * x + d - d * v + d * log(v) { return d * v }
    }
  }
}
