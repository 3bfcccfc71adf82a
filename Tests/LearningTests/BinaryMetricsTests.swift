import Dense
import Foundation
import Learning
import TestSupport
import Testing

private struct MetricsOracle: Decodable {
  struct Case: Decodable, CustomTestStringConvertible {
    let name: String
    let p: [Double]
    let y: [Int]
    let w: [Int32]
    let auc, average_precision, lift_10, capture_10: Double?
    let log_loss, brier, ece: Double
    let calibration_intercept, calibration_slope: Double?
    let predicted_rate: Double
    let ece_without_shift: Double?

    var testDescription: String { name }
    var ranked: RankedOutcomes { RankedOutcomes(probabilities: p, outcomes: y.map { $0 == 1 }) }
    subscript(metric: BinaryMetric) -> Double? {
      switch metric {
      case .auc: auc
      case .averagePrecision: average_precision
      case .logLoss: log_loss
      case .brier: brier
      case .expectedCalibrationError: ece
      case .lift10: lift_10
      case .capture10: capture_10
      case .calibrationIntercept: calibration_intercept
      case .calibrationSlope: calibration_slope
      }
    }
  }
  struct Quantiles: Decodable {
    let values: [Double]
    let low, high: Double
  }
  let cases: [Case]
  let quantiles: Quantiles

  static func read() throws -> MetricsOracle {
    try oracle("metrics.json", as: MetricsOracle.self)
  }
}

/// Probabilities and outcomes with ties, seeded.
private func draw(_ count: Int, seed: UInt64, decimals: Double = 50) -> ([Double], [Bool]) {
  var random = SeededGenerator(seed: seed)
  let p = (0..<count).map { _ in
    (Double.random(in: 0.01...0.99, using: &random) * decimals).rounded() / decimals
  }
  return (p, p.map { Double.random(in: 0..<1, using: &random) < 0.15 + 0.6 * $0 })
}

@Suite struct BinaryMetricsTests {
  @Test func agreeWithScikitLearnAndStatsmodels() throws {
    for example in try MetricsOracle.read().cases {
      let metrics = example.ranked.metrics(weights: example.w)
      for metric in BinaryMetric.allCases {
        // statsmodels ends its iterations a little earlier than ours.
        let isFitted = metric == .calibrationIntercept || metric == .calibrationSlope
        let tolerance = isFitted ? 1e-9 : 1e-12
        let (found, expected) = (metrics[metric], example[metric])
        #expect((found == nil) == (expected == nil), "\(example.name): \(metric)")
        if let found, let expected {
          #expect(
            agree([found], [expected], relative: tolerance, absolute: tolerance),
            "\(example.name): \(metric) \(found), expected \(expected)")
        }
      }
    }
  }

  /// The shift is found by Brent's method there.
  @Test func theErrorWithoutShiftAgreesWithSciPy() throws {
    for example in try MetricsOracle.read().cases {
      let rows = example.p.indices.flatMap { [Int](repeating: $0, count: Int(example.w[$0])) }
      let ranked = RankedOutcomes(
        probabilities: rows.map { example.p[$0] }, outcomes: rows.map { example.y[$0] == 1 })
      #expect(
        relativeDifference(ranked.meanProbability, example.predicted_rate) < 1e-13,
        "\(example.name)")
      let found = ranked.calibrationErrorWithoutShift()
      #expect((found == nil) == (example.ece_without_shift == nil), "\(example.name)")
      if let found, let expected = example.ece_without_shift {
        #expect(agree([found], [expected], absolute: 1e-10), "\(example.name)")
      }
    }
  }

  /// Logits that are all too high by one constant err by it alone; without it they are what they were.
  @Test func aShiftIsTakenOutWhole() throws {
    let (p, y) = draw(3_000, seed: 15, decimals: 1_000)
    let before = try #require(
      RankedOutcomes(probabilities: p, outcomes: y).calibrationErrorWithoutShift())
    let moved = p.map { 1 / (1 + exp(-(1.3 + log($0 / (1 - $0))))) }
    let ranked = RankedOutcomes(probabilities: moved, outcomes: y)
    let after = try #require(ranked.calibrationErrorWithoutShift())
    #expect(relativeDifference(before, after) < 1e-9)
    #expect(try #require(ranked.metrics().expectedCalibrationError) > 2 * after)
  }

  @Test func everyMetricIsTestedDefined() throws {
    let cases = try MetricsOracle.read().cases
    for metric in BinaryMetric.allCases {
      #expect(cases.count { $0[metric] != nil } >= 8, "\(metric)")
    }
  }

  @Test func weightsAreRepetition() {
    let (p, y) = draw(211, seed: 3)
    var random = SeededGenerator(seed: 4)
    let weights = p.map { _ in Int32.random(in: 0...3, using: &random) }
    let repeated = p.indices.flatMap { [Int](repeating: $0, count: Int(weights[$0])) }
    let weighted = RankedOutcomes(probabilities: p, outcomes: y).metrics(weights: weights)
    let plain = RankedOutcomes(
      probabilities: repeated.map { p[$0] }, outcomes: repeated.map { y[$0] }
    ).metrics()
    for metric in BinaryMetric.allCases {
      #expect(agree([weighted[metric] ?? 0], [plain[metric] ?? .nan], relative: 1e-12))
    }
  }

  @Test func rankingAloneDecidesDiscrimination() {
    let (p, y) = draw(300, seed: 5)
    let straight = RankedOutcomes(probabilities: p, outcomes: y).metrics()
    let squared = RankedOutcomes(probabilities: p.map { $0 * $0 }, outcomes: y).metrics()
    for metric in [BinaryMetric.auc, .averagePrecision, .lift10, .capture10] {
      #expect(straight[metric] == squared[metric])
    }
    #expect(straight.logLoss != squared.logLoss)
  }

  @Test func orderOfObservationsDoesNotMatterWithoutTies() {
    let (_, y) = draw(240, seed: 6)
    let p = (0..<240).map { Double(($0 * 101) % 241 + 1) / 243 }
    var order = Array(0..<240)
    var random = SeededGenerator(seed: 7)
    order.shuffle(using: &random)
    let straight = RankedOutcomes(probabilities: p, outcomes: y).metrics()
    let shuffled = RankedOutcomes(
      probabilities: order.map { p[$0] }, outcomes: order.map { y[$0] }
    ).metrics()
    #expect(straight == shuffled)
  }

  @Test func tiesAtABorderGoByOrderOfObservation() {
    // Of twenty equal probabilities the first two make both the top and the bottom tenth.
    let outcomes = (0..<20).map { $0 == 0 || $0 == 5 }
    let ranked = RankedOutcomes(
      probabilities: [Double](repeating: 0.2, count: 20), outcomes: outcomes)
    #expect(ranked.metrics().lift10 == 0.5 / 0.1)
    #expect(ranked.metrics().capture10 == 1.0 / 18)
  }

  @Test func shiftedLogOddsAreFoundAgain() throws {
    let (p, y) = draw(2_000, seed: 8)
    let before = RankedOutcomes(probabilities: p, outcomes: y).metrics()
    let bent = p.map { 1 / (1 + exp(-(0.4 + 2 * log($0 / (1 - $0))))) }
    let after = RankedOutcomes(probabilities: bent, outcomes: y).metrics()
    let (slope, halved) = (
      try #require(before.calibrationSlope), try #require(after.calibrationSlope)
    )
    #expect(relativeDifference(slope, 2 * halved) < 1e-10)
  }

  @Test func reliabilityHoldsEveryObservationOnce() {
    let (p, y) = draw(137, seed: 9)
    let bins = RankedOutcomes(probabilities: p, outcomes: y).reliability()
    #expect(bins.map(\.count) == (0..<10).map { ($0 + 1) * 137 / 10 - $0 * 137 / 10 })
    #expect(bins.map(\.observed).reduce(0, +) == y.count { $0 })
    #expect(relativeDifference(bins.map(\.expected).reduce(0, +), p.reduce(0, +)) < 1e-13)
    #expect(zip(bins, bins.dropFirst()).allSatisfy { $0.meanProbability <= $1.meanProbability })
  }

  @Test func withoutObservationsNothingIsDefined() {
    let metrics = RankedOutcomes(probabilities: [], outcomes: []).metrics()
    #expect(BinaryMetric.allCases.allSatisfy { metrics[$0] == nil })
  }
}

@Suite struct BootstrapTests {
  @Test func percentilesAgreeWithNumPy() throws {
    let quantiles = try MetricsOracle.read().quantiles
    let interval = try #require(Interval(percentilesOf: quantiles.values.map(Optional.some)))
    #expect(relativeDifference(interval.low, quantiles.low) < 1e-14)
    #expect(relativeDifference(interval.high, quantiles.high) < 1e-14)
  }

  @Test func undefinedReplicatesAreLeftOut() {
    #expect(Interval(percentilesOf: [nil, 1, .nan, 3])?.contains(2) == true)
    #expect(Interval(percentilesOf: [nil, 1, .nan, nil]) == nil)
    #expect(Interval(percentilesOf: []) == nil)
  }

  @Test func replicatesDrawAsManyAsThereAre() {
    let replicates = BootstrapReplicates(count: 3, population: 1_000, seed: 1)
    let weights = (0..<3).map(replicates.weights(of:))
    for weight in weights { #expect(weight.reduce(0, +) == 1_000) }
    #expect(weights[0] != weights[1] && weights[1] != weights[2])
    // A share of e⁻¹ is never drawn; standard deviation 0.0098 of 1,000.
    #expect(abs(Double(weights[0].count { $0 == 0 }) / 1_000 - exp(-1)) < 0.05)
  }

  @Test func threadsDoNotChangeBits() {
    let (p, y) = draw(3_000, seed: 10)
    let ranked = RankedOutcomes(probabilities: p, outcomes: y)
    let one = ranked.bootstrapIntervals(replicates: 40, seed: 5, workers: 1)
    #expect(one == ranked.bootstrapIntervals(replicates: 40, seed: 5, workers: 2))
    #expect(one != ranked.bootstrapIntervals(replicates: 40, seed: 6, workers: 2))
  }

  @Test func everyMetricLiesInItsInterval() throws {
    let (p, y) = draw(2_000, seed: 11)
    let ranked = RankedOutcomes(probabilities: p, outcomes: y)
    let intervals = ranked.bootstrapIntervals(replicates: 100, seed: 1, workers: 2)
    let metrics = ranked.metrics()
    // The error of calibration is biased upwards by resampling, so it may lie below.
    for metric in BinaryMetric.allCases where metric != .expectedCalibrationError {
      let value = try #require(metrics[metric])
      #expect(intervals[metric]?.contains(value) == true, "\(metric)")
    }
  }

  @Test func aucIntervalIsAsWideAsDeLongs() throws {
    let (p, y) = draw(1_500, seed: 12)
    let ranked = RankedOutcomes(probabilities: p, outcomes: y)
    let interval = try #require(
      ranked.bootstrapIntervals(replicates: 1_000, seed: 2, workers: 2)[.auc])
    let width = 2 * 1.959964 * delongError(p, y)
    #expect(abs((interval.high - interval.low) / width - 1) < 0.15)
  }

  /// Standard error of the area (DeLong, DeLong & Clarke-Pearson 1988), from its definition.
  private func delongError(_ p: [Double], _ y: [Bool]) -> Double {
    let yes = p.indices.filter { y[$0] }.map { p[$0] }
    let no = p.indices.filter { !y[$0] }.map { p[$0] }
    func kernel(_ a: Double, _ b: Double) -> Double { a > b ? 1 : a == b ? 0.5 : 0 }
    func variance(_ v: [Double]) -> Double {
      let mean = v.reduce(0, +) / Double(v.count)
      return v.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(v.count - 1)
    }
    let byYes = yes.map { a in no.reduce(0) { $0 + kernel(a, $1) } / Double(no.count) }
    let byNo = no.map { b in yes.reduce(0) { $0 + kernel($1, b) } / Double(yes.count) }
    return (variance(byYes) / Double(yes.count) + variance(byNo) / Double(no.count)).squareRoot()
  }

  /// By how often each member was drawn, and the same whatever the threads.
  @Test func sumsAreOfTheDraws() {
    let columns = [(0..<500).map(Double.init), (0..<500).map { _ in 1.0 }]
    let replicates = BootstrapReplicates(count: 5, population: 500, seed: 8)
    let sums = replicates.sums(of: columns, workers: 2)
    #expect(sums == replicates.sums(of: columns, workers: 1))
    for replicate in 0..<5 {
      let weights = replicates.weights(of: replicate)
      #expect(
        sums[replicate, 0] == Double(weights.indices.reduce(0) { $0 + $1 * Int(weights[$1]) }))
      #expect(sums[replicate, 1] == 500)
    }
  }

  @Test func ratiosOfOneSampleArePaired() throws {
    var random = SeededGenerator(seed: 13)
    let base = (0..<800).map { _ in Double.random(in: 0.5..<2, using: &random) }
    let a = base.map { $0 * Double.random(in: 0.7..<0.9, using: &random) }
    let b = a.map { $0 + 0.01 }
    let replicates = BootstrapReplicates(count: 200, population: 800, seed: 3)
    func ratios(of numerators: [Double], workers: Workers) -> [Double] {
      let sums = replicates.sums(of: [numerators, base], workers: workers)
      return (0..<sums.rows).map { sums[$0, 0] / sums[$0, 1] }
    }
    let ofA = ratios(of: a, workers: 2)
    let ofB = ratios(of: b, workers: 1)
    let ofDifference = ratios(of: zip(b, a).map { $0 - $1 }, workers: 2)
    #expect(agree(zip(ofB, ofA).map { $0 - $1 }, ofDifference, absolute: 1e-13))
    // The difference is known far better than either ratio.
    let interval = try #require(Interval(percentilesOf: ofDifference.map(Optional.some)))
    #expect(interval.low > 0)
  }

  @Test func meanHasItsTextbookError() throws {
    var random = SeededGenerator(seed: 14)
    let values = (0..<2_000).map { _ in Double.random(in: 0..<1, using: &random) }
    let sums = BootstrapReplicates(count: 2_000, population: 2_000, seed: 4)
      .sums(of: [values], workers: 2)
    let means = sums.column(0).map { $0 / 2_000 }
    let interval = try #require(Interval(percentilesOf: means.map(Optional.some)))
    let expected = 2 * 1.96 * (1.0 / 12 / 2_000).squareRoot()
    #expect(abs((interval.high - interval.low) / expected - 1) < 0.1)
  }
}
