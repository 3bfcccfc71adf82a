import Dense
import Experiments
import Foundation
import Learning
import TestSupport
import Testing

@Suite struct UpliftCurveTests {
  /// scikit-uplift: `qini_curve`, `uplift_curve`, `qini_auc_score`, `uplift_auc_score`.
  @Test func curvesAgreeWithScikitUplift() throws {
    for reference in try ExperimentOracle.read().curves {
      let curve = UpliftCurve(
        uplift: reference.uplift, isTreated: reference.treated.map { $0 == 1 },
        outcome: reference.outcome)
      let points = curve.points()
      #expect(agree(points.map(\.customers), reference.customers, absolute: 1e-9))
      #expect(agree(points.map(\.qini), reference.qini, absolute: 1e-9))
      #expect(agree(points.map(\.uplift), reference.curve, absolute: 1e-9))
      let scores = try #require(curve.coefficients())
      #expect(abs(scores.qini - reference.qini_score) < 1e-9, "\(scores)")
      #expect(abs(scores.auuc - reference.auuc_score) < 1e-9, "\(scores)")
    }
  }

  /// Repeating a customer is having it twice; a weight counts in the same way.
  @Test func repeatsAndWeights() {
    let uplift = [3.0, 2, 2, 1, 0, -1]
    let treated = [true, false, true, false, true, false]
    let outcome = [1.0, 0, 1, 1, 0, 0]
    let twice = UpliftCurve(
      uplift: uplift + [2], isTreated: treated + [true], outcome: outcome + [1])
    let repeated = UpliftCurve(uplift: uplift, isTreated: treated, outcome: outcome)
      .points(repeats: [1, 1, 2, 1, 1, 1])
    #expect(twice.points() == repeated)
    let weighted = UpliftCurve(
      uplift: uplift, isTreated: treated, outcome: outcome, weights: [1, 1, 2, 1, 1, 1])
    #expect(weighted.points() == repeated)
  }

  /// A prediction that is the same for all is a random list: no gain.
  @Test func aConstantGainsNothing() {
    let curve = UpliftCurve(
      uplift: [0, 0, 0, 0], isTreated: [true, false, true, false], outcome: [1, 0, 1, 1])
    #expect(curve.qiniGain() == 0)
  }
}

@Suite struct LeastSquaresTests {
  /// scikit-learn's `Ridge`, with columns of which one is the sum of two others.
  @Test func ridgeAgreesWithScikitLearn() throws {
    let reference = try ExperimentOracle.read().ridge
    let x = Matrix(rows: reference.y.count, columns: 4, storage: reference.x.flatMap(\.self))
    let moments = LeastSquaresMoments(
      x, responses: reference.y, rows: Array(reference.y.indices))
    for fit in reference.fits {
      let line = moments.predictor(l2Strength: fit[0])
      #expect(
        agree([line.intercept] + line.coefficients, Array(fit[1...]), absolute: 1e-9), "\(line)")
      let left = zip(line.values(for: x), reference.y).reduce(0) {
        $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
      }
      #expect(relativeDifference(moments.squaredError(of: line), left) < 1e-9)
    }
  }

  @Test func crossValidationTellsSignalFromNoise() {
    var random = RandomSource(seed: 8)
    let x = Matrix(
      rows: 500, columns: 5, storage: (0..<2_500).map { _ in random.normal() })
    let rows = Array(0..<500)
    let noise = rows.map { _ in random.normal() }
    let flat = RidgeLeastSquares().fitted(to: x, responses: noise, rows: rows)
    #expect(flat.coefficients.allSatisfy { abs($0) < 0.05 })
    let signal = rows.map { 2 * x[$0, 1] + 0.1 * noise[$0] }
    let steep = RidgeLeastSquares().fitted(to: x, responses: signal, rows: rows)
    #expect(abs(steep.coefficients[1] - 2) < 0.02)
  }
}

@Suite struct UpliftStudyTests {
  private static let names = ["a", "b", "c"]

  /// 0 and 1 by a logistic model whose treatment helps by the first column, or alike for all.
  private func sample(
    _ count: Int, seed: UInt64, slope: Double, isRandom: Bool = true, isMoney: Bool = false
  ) -> UpliftRows {
    var random = RandomSource(seed: seed)
    var storage: [Double] = []
    var (treated, outcome) = ([Bool](), [Double]())
    for _ in 0..<count {
      let x = (0..<3).map { _ in random.normal() }
      storage += x
      let isTreated = random.chance(isRandom ? 0.5 : 1 / (1 + exp(-x[1])))
      let effect = isTreated ? 0.1 + slope * x[0] : 0
      treated.append(isTreated)
      if isMoney {
        outcome.append(20 + 5 * x[1] + 10 * effect + 5 * random.normal())
      } else {
        outcome.append(random.chance(min(max(0.3 + 0.08 * x[1] + effect, 0), 1)) ? 1 : 0)
      }
    }
    return UpliftRows(
      x: Matrix(rows: count, columns: 3, storage: storage), names: Self.names, isTreated: treated,
      outcome: outcome)
  }

  private func study(
    _ rows: UpliftRows, isRandom: Bool = true, workers: Workers = 2,
    _ change: (inout UpliftSettings) -> Void = { _ in }
  ) throws -> UpliftStudy {
    var settings = UpliftSettings()
    settings.isRandom = isRandom
    settings.replicates = 50
    settings.workers = workers
    change(&settings)
    return try UpliftStudy(
      of: rows, outcomeName: "y", arms: (treated: "yes", control: "no"), settings: settings)
  }

  @Test(arguments: UpliftLearner.allCases)
  func findsWhoGains(learner: UpliftLearner) throws {
    let rows = sample(8_000, seed: 4, slope: 0.1)
    let study = try study(rows) { $0.learner = learner }
    guard case .worthActingOn(let top, let bottom, _) = study.verdict else {
      Issue.record("\(study.verdict)")
      return
    }
    // The true means of the outer 30 % of 0.1 + 0.1 a are 0.1 ± 0.116.
    #expect(abs(top - 0.216) < 0.06 && abs(bottom + 0.016) < 0.06, "\(top), \(bottom)")
    let half = try #require(study.halves.first { $0.learner == learner })
    #expect(abs(half.slope.mean - 1) < 0.35, "\(half.slope)")
    let ranking = try #require(study.rankings.first { $0.learner == learner })
    #expect((ranking.gainLow ?? 0) > 0)
    #expect((study.deciles[0].observed?.difference ?? 0) > study.deciles[9].observed?.high ?? 0)
    #expect(study.treatment.looksRandom)
    // Predictions follow the column that the effect follows.
    let top500 = study.prediction.uplift.indices.sorted {
      study.prediction.uplift[$0] > study.prediction.uplift[$1]
    }.prefix(500)
    #expect(top500.map { rows.x[$0, 0] }.reduce(0, +) / 500 > 1)
  }

  @Test func findsWhoGainsMoney() throws {
    let study = try study(sample(6_000, seed: 6, slope: 0.2, isMoney: true))
    guard case .worthActingOn = study.verdict else {
      Issue.record("\(study.verdict)")
      return
    }
    #expect(study.rankings.allSatisfy { $0.qini == nil })
  }

  /// Where the effect is the same for all, the verdict is to use the average in at least 19 of 20 studies.
  @Test func oneEffectForAllIsToldAsSuch() throws {
    let wrong = try (0..<40).count { number in
      let study = try study(sample(1_500, seed: 100 + UInt64(number), slope: 0)) {
        $0.halves = 10
        $0.replicates = 20
      }
      if case .worthActingOn = study.verdict { return true }
      return false
    }
    #expect(wrong <= 3, "\(wrong)")
  }

  /// Treatment that follows a column which drives the outcome: the plain difference is biased, the
  /// weighted one is not.
  @Test func weighsForWhoWasChosen() throws {
    let rows = sample(12_000, seed: 9, slope: 0, isRandom: false)
    let plain = try study(rows) { $0.halves = 2 }
    #expect(!plain.treatment.looksRandom && plain.average.low > 0.1)
    let weighted = try study(rows, isRandom: false) { $0.halves = 2 }
    #expect(weighted.average.low < 0.1 && weighted.average.high > 0.1, "\(weighted.average)")
    let worst = try #require(weighted.treatment.differences.first)
    #expect(abs(worst.plain) > 0.3 && abs(worst.weighted ?? 1) < 0.05, "\(worst)")
  }

  /// A random draw is taken for one in all but about one of 20 at 5 %.
  @Test func randomDrawsLookRandom() throws {
    let low = try (0..<60).count { number in
      try study(sample(600, seed: 300 + UInt64(number), slope: 0)) {
        $0.halves = 2
        $0.replicates = 20
      }.treatment.randomPValue < 0.05
    }
    #expect(low <= 9, "\(low)")
  }

  @Test func theNumberOfThreadsDoesNotMatter() throws {
    let rows = sample(1_000, seed: 1, slope: 0.1)
    let (one, four) = (try study(rows, workers: 1), try study(rows, workers: 4))
    #expect(one.prediction == four.prediction && one.halves == four.halves)
  }

  @Test func refusesTooLittle() {
    #expect(throws: ExperimentError.tooFewInArm("no", found: 199, needed: 200)) {
      try study(
        UpliftRows(
          x: Matrix(rows: 500, columns: 1, repeating: 1), names: ["a"],
          isTreated: (0..<500).map { $0 >= 199 }, outcome: (0..<500).map { Double($0 % 2) }))
    }
    #expect(throws: ExperimentError.constantOutcome("y")) {
      try study(
        UpliftRows(
          x: Matrix(rows: 500, columns: 1, repeating: 1), names: ["a"],
          isTreated: (0..<500).map { $0 % 2 == 0 }, outcome: [Double](repeating: 0, count: 500)))
    }
  }

  /// The outcome differs between customers, but is known once the treatment is.
  @Test func refusesAnOutcomeThatIsTheTreatment() {
    #expect(throws: ExperimentError.constantInArm("y", arm: "yes")) {
      try study(
        UpliftRows(
          x: Matrix(rows: 500, columns: 1, repeating: 1), names: ["a"],
          isTreated: (0..<500).map { $0 % 2 == 0 }, outcome: (0..<500).map { Double(1 - $0 % 2) }))
    }
  }

  @Test func noOverlapIsToldOf() {
    var random = RandomSource(seed: 12)
    let x = (0..<2_000).map { _ in random.normal() }
    let rows = UpliftRows(
      x: Matrix(rows: 2_000, columns: 1, storage: x), names: ["a"], isTreated: x.map { $0 > 0 },
      outcome: x.map { _ in random.chance(0.4) ? 1 : 0 })
    #expect(throws: ExperimentError.self) { try study(rows, isRandom: false) }
  }

  /// statsmodels: weighted least squares with HC0 errors.
  @Test func bestLinearPredictorAgreesWithStatsmodels() throws {
    let reference = try ExperimentOracle.read().line
    let rows = UpliftRows(
      x: Matrix(rows: reference.outcome.count, columns: 0), names: [],
      isTreated: reference.treated.map { $0 == 1 }, outcome: reference.outcome)
    let line = BestLinearPredictor(
      UpliftPrediction(uplift: reference.uplift, control: reference.control),
      of: Array(reference.outcome.indices), in: rows, propensity: reference.propensity)
    #expect(relativeDifference(line.slope, reference.slope) < 1e-8, "\(line)")
    #expect(relativeDifference(line.standardError, reference.error) < 1e-8, "\(line)")
  }

  @Test func kinds() {
    func kind(_ uplift: Double, _ control: Double) -> UpliftKind {
      UpliftKind(uplift: uplift, control: control, threshold: 0.05, level: 0.3)
    }
    #expect(kind(0.06, 0.1) == .persuadable && kind(0.05, 0.9) == .persuadable)
    #expect(kind(0.01, 0.5) == .sureThing && kind(0.01, 0.1) == .lostCause)
    #expect(kind(-0.01, 0.5) == .sleepingDog)
  }
}
