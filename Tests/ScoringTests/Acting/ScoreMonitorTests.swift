import Dense
import Foundation
import Scoring
import Testing
import Units

/// What a monitor says of scores whose truth is known, because it is drawn here.
@Suite struct ScoreMonitorTests {
  /// Customers who churn with known probabilities, of which silence tells a part.
  private func customers(
    _ count: Int, seed: UInt64, stream: UInt64, score: (Double, inout RandomSource) -> Double
  ) -> MonitoredOutcomes {
    var random = RandomSource(seed: seed, stream: stream)
    var outcomes = MonitoredOutcomes(
      probabilities: [], churned: [], orderDays: [], spend: [], recency: [], frequency: [])
    for _ in 0..<count {
      // Mean .3, spread as models spread them.
      let logit = -1.1 + 1.2 * random.normal()
      let p = 1 / (1 + exp(-logit))
      let leaves = random.chance(p)
      outcomes.probabilities.append(score(p, &random))
      outcomes.churned.append(leaves)
      outcomes.orderDays.append(leaves ? 0 : 1)
      outcomes.spend.append(leaves ? 0 : 20)
      outcomes.recency.append((60 + 20 * logit + 30 * random.normal()).rounded())
      outcomes.frequency.append((5 - logit + 2 * random.normal()).rounded())
    }
    return outcomes
  }

  private func verdicts(
    _ simulations: Int, customers count: Int, seed: UInt64,
    score: @Sendable (Double, inout RandomSource) -> Double
  ) -> [RunOutcome.Verdict] {
    (0..<simulations).map { simulation in
      ScoreMonitor.verdict(
        customers(count, seed: seed, stream: UInt64(simulation), score: score))
    }
  }

  @Test func rejectsAPerfectScoreInAtMostOneOfTwenty() {
    let found = verdicts(1_000, customers: 2_000, seed: 1) { p, _ in p }
    #expect(found.count { $0 != .keep } <= 50, "\(found.count { $0 != .keep })")
  }

  @Test(arguments: [0.8, 1.2])
  func findsALevelThatIsAFifthOff(factor: Double) {
    let found = verdicts(200, customers: 5_000, seed: 2) { p, _ in min(0.999, factor * p) }
    #expect(found.count { $0 == .recalibrate } >= 180, "\(found.count { $0 == .recalibrate })")
  }

  @Test func callsAShuffledScoreChance() {
    let found = verdicts(200, customers: 5_000, seed: 3) { _, random in random.uniform() }
    #expect(found.count { $0 == .noBetterThanChance } >= 190)
  }

  @Test func asksToRetrainWhereSilenceRanksBetter() {
    let found = verdicts(100, customers: 5_000, seed: 4) { p, random in
      // A little of the truth in much noise.
      let logit = 0.15 * log(p / (1 - p)) - 1 + 0.6 * random.normal()
      return 1 / (1 + exp(-logit))
    }
    #expect(found.count { $0 == .retrain } >= 95)
  }

  @Test func tellsOfAModelThatRanksBetter() {
    var outcomes = customers(5_000, seed: 5, stream: 0) { p, random in
      let logit = 0.7 * log(p / (1 - p)) - 0.3 + 0.9 * random.normal()
      return 1 / (1 + exp(-logit))
    }
    let truth = customers(5_000, seed: 5, stream: 0) { p, random in
      _ = random.normal()
      return p
    }
    outcomes.recency = outcomes.recency.map { _ in 0 }
    outcomes.frequency = outcomes.frequency.map { _ in 0 }
    #expect(ScoreMonitor.verdict(outcomes) != .retrain)
    outcomes.model = truth.probabilities
    #expect(ScoreMonitor.verdict(outcomes) == .retrain)
  }

  @Test func saysNothingOfTooFewOrOfAnIncompleteLog() {
    let few = customers(60, seed: 6, stream: 0) { p, _ in p }
    #expect(ScoreMonitor.verdict(few) == .tooFew)
    let many = customers(2_000, seed: 6, stream: 0) { p, _ in p }
    #expect(ScoreMonitor.verdict(many, isCovered: false) == .logIncomplete)
  }

  @Test func figuresAddUp() throws {
    var outcomes = customers(3_000, seed: 7, stream: 0) { p, _ in p }
    outcomes.groups = outcomes.churned.indices.map { $0.isMultiple(of: 3) ? "a" : "b" }
    outcomes.value = (outcomes.spend.map { _ in 10 }, outcomes.spend, 365)
    let monitor = ScoreMonitor(
      outcomes, file: "past.csv", column: "p", asOf: Day(number: 20_000), horizonInDays: 90,
      customersNotInLog: 3, isCovered: true, card: nil, seed: 1, workers: 2)
    #expect(monitor.verdict == .keep && monitor.customers == 3_000)
    #expect(monitor.groups.map(\.customers) == [2_000, 1_000])
    #expect(monitor.fifths.map(\.customers).reduce(0, +) == 3_000)
    #expect(monitor.fifths.first?.predicted ?? 0 > monitor.fifths.last?.predicted ?? 1)
    let value = try #require(monitor.value)
    #expect(value.predicted == 30_000 && value.actual == outcomes.spend.reduce(0, +))
    let (low, high) = (try #require(value.ratioLow), try #require(value.ratioHigh))
    #expect(low < value.actual / 30_000 && value.actual / 30_000 < high)
    let slope = try #require(monitor.calibration.slope)
    #expect(abs(slope - 1) < 0.2)
    #expect(monitor.rankings.map(\.by) == [.scores, .recency, .frequency])
  }
}
