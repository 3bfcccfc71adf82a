import Dense
import Foundation
import Learning
import Testing

/// DeLong's covariance by midranks against his definition over all pairs, and its coverage.
@Suite struct CorrelatedAreasTests {
  private func draw(_ count: Int, _ random: inout RandomSource) -> (scores: [[Double]], yes: [Bool])
  {
    var (first, second, yes) = ([Double](), [Double](), [Bool]())
    for _ in 0..<count {
      let truth = random.normal()
      yes.append(random.chance(1 / (1 + exp(0.8 - truth))))
      // Ties, as recency has them.
      first.append((4 * (truth + random.normal())).rounded())
      second.append(truth + 2 * random.normal())
    }
    return ([first, second], yes)
  }

  /// Placements and their covariances as in the paper's equations (3) to (6), pair by pair.
  private func byPairs(_ scores: [[Double]], _ yes: [Bool]) -> (areas: [Double], variance: Double) {
    let (positive, negative) = (
      yes.indices.filter { yes[$0] }, yes.indices.filter { !yes[$0] }
    )
    func kernel(_ x: Double, _ y: Double) -> Double { x > y ? 1 : x == y ? 0.5 : 0 }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    func covariance(_ a: [Double], _ b: [Double]) -> Double {
      let (x, y) = (mean(a), mean(b))
      return zip(a, b).reduce(0) { $0 + ($1.0 - x) * ($1.1 - y) } / Double(a.count - 1)
    }
    let v10 = scores.map { s in
      positive.map { i in mean(negative.map { kernel(s[i], s[$0]) }) }
    }
    let v01 = scores.map { s in
      negative.map { j in mean(positive.map { kernel(s[$0], s[j]) }) }
    }
    func entry(_ a: Int, _ b: Int) -> Double {
      covariance(v10[a], v10[b]) / Double(positive.count)
        + covariance(v01[a], v01[b]) / Double(negative.count)
    }
    return (v10.map(mean), entry(0, 0) + entry(1, 1) - 2 * entry(0, 1))
  }

  @Test func agreesWithThePairs() throws {
    var random = RandomSource(seed: 3)
    for _ in 0..<20 {
      let (scores, yes) = draw(120, &random)
      let found = try #require(CorrelatedAreas(scores: scores, outcomes: yes))
      let expected = byPairs(scores, yes)
      for place in 0..<2 { #expect(abs(found.areas[place] - expected.areas[place]) < 1e-12) }
      let difference = found.difference(0, 1)
      #expect(abs(difference.standardError - expected.variance.squareRoot()) < 1e-12)
      #expect(
        abs(
          found.areas[0]
            - (RankedOutcomes(
              probabilities: scores[0].map { ($0 + 100) / 200 }, outcomes: yes
            ).metrics().auc ?? 0)) < 1e-12)
    }
    #expect(CorrelatedAreas(scores: [[1, 2]], outcomes: [true, false]) == nil)
  }

  /// Of two equally good rankings the interval of the difference holds 0 in 95 of 100 samples.
  @Test func coversTheTruth() throws {
    var random = RandomSource(seed: 4)
    var held = 0
    for _ in 0..<1_000 {
      var (a, b, yes) = ([Double](), [Double](), [Bool]())
      for _ in 0..<200 {
        let truth = random.normal()
        yes.append(random.chance(1 / (1 + exp(-truth))))
        a.append(truth + random.normal())
        b.append(truth + random.normal())
      }
      let areas = try #require(CorrelatedAreas(scores: [a, b], outcomes: yes))
      let difference = areas.difference(0, 1)
      if abs(difference.value) <= 1.96 * difference.standardError { held += 1 }
    }
    #expect((930...970).contains(held), "\(held)")
  }

  /// χ² of a calibrated forecast exceeds its 5 % point in 5 of 100 samples.
  @Test func theCalibrationTestHasItsLevel() throws {
    var random = RandomSource(seed: 5)
    var above = 0
    for _ in 0..<2_000 {
      let p = (0..<400).map { _ in 0.05 + 0.9 * random.uniform() }
      let yes = p.map { random.chance($0) }
      let test = try #require(RankedOutcomes(probabilities: p, outcomes: yes).calibrationTest())
      #expect(test.degrees == 2)
      if test.chiSquare > 5.991464547107979 { above += 1 }
    }
    #expect((70...130).contains(above), "\(above)")
    let one = RankedOutcomes(
      probabilities: [0.2, 0.2, 0.2, 0.2], outcomes: [true, false, false, false])
    // (1 − .8)² ÷ (4 · .16)
    let test = try #require(one.calibrationTest())
    #expect(test.degrees == 1 && abs(test.chiSquare - 0.04 / 0.64) < 1e-12)
  }
}
