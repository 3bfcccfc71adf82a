import Dense
import Experiments
import Foundation
import TestSupport
import Testing

@Suite struct ReadoutTests {
  private let plan: ArmPlan

  init() throws {
    plan = try ArmPlan([.init(name: "control", share: 0.5), .init(name: "offer", share: 0.5)])
  }

  /// statsmodels: `confint_proportions_2indep(method="newcomb")` and `proportions_ztest`.
  @Test func ratesAgreeWithStatsmodels() throws {
    for row in try ExperimentOracle.read().newcombe {
      let found = ArmDifference(
        hits: Int(row[0]), of: Int(row[1]), against: Int(row[2]), of: Int(row[3]), alpha: 0.05)
      #expect(
        agree([found.low, found.high], [row[4], row[5]], absolute: 1e-12), "\(row): \(found)")
      #expect(abs(found.pValue - row[6]) < 1e-12, "\(row): \(found)")
    }
  }

  /// statsmodels: `CompareMeans` for Welch, and least squares on arm and covariates for CUPED.
  @Test func meansAndCUPEDAgreeWithStatsmodels() throws {
    let reference = try ExperimentOracle.read().experiment
    let covariates = Matrix(
      rows: reference.arm.count, columns: 2,
      storage: zip(reference.past, reference.orders).flatMap { [$0, $1] })
    let rows = ExperimentRows(
      plan: plan, arms: reference.arm,
      outcomes: [
        .init(name: "spend", values: reference.spend),
        .init(name: "ordered", values: reference.ordered),
      ], covariateNames: ["past", "orders"], covariates: covariates)
    let readout = try ExperimentReadout(of: rows)
    let spend = readout.effects[0]
    for (found, expected) in [
      (spend.plain, reference.welch), (try #require(spend.adjusted), reference.cuped),
    ] {
      let figures = [found.difference, found.low, found.high, found.pValue]
      #expect(
        agree(
          figures, [expected.difference, expected.low, expected.high, expected.p], relative: 1e-8,
          absolute: 1e-9), "\(found)")
    }
    #expect((spend.varianceReduction ?? 0) > 0 && !spend.isRate)
    #expect(readout.effects[1].isRate && readout.covariates == ["past", "orders"])
  }

  @Test func holmAgreesWithStatsmodels() throws {
    let rows = try ExperimentOracle.read().holm
    #expect(agree(holmAdjusted(rows[0]), rows[1], absolute: 1e-15))
    #expect(holmAdjusted([]).isEmpty)
  }

  /// Under no effect anywhere, a family of eight has a false alarm in at most 5 % of 2,000 runs.
  @Test func holmHoldsItsRate() {
    var random = RandomSource(seed: 3)
    let alarms = (0..<2_000).count { _ in
      holmAdjusted((0..<8).map { _ in random.uniform() }).contains { $0 < 0.05 }
    }
    #expect((60...130).contains(alarms), "\(alarms)")
  }

  /// confseq's `normal_mixture_bound`.
  @Test func sequencesAgreeWithConfseq() throws {
    for row in try ExperimentOracle.read().sequences {
      let half = AlwaysValid.halfWidth(count: row[0], planned: row[1], alpha: row[2])
      #expect(relativeDifference(half, row[3]) < 1e-12, "\(row): \(half)")
    }
  }

  /// A customer's spend: half order, amounts are skewed, and the past explains part of them.
  private func customer(
    _ random: inout RandomSource, effect: Double
  ) -> (past: Double, spend: Double) {
    let past = exp(3 + random.normal())
    guard random.chance(0.5) else { return (past, 0) }
    return (past, past * exp(0.5 * random.normal()) + effect)
  }

  private func sample(
    _ random: inout RandomSource, customers: Int, effect: Double
  ) -> ExperimentRows {
    var (arms, past, spend) = ([Int](), [Double](), [Double]())
    for _ in 0..<customers {
      let arm = random.chance(0.5) ? 1 : 0
      let drawn = customer(&random, effect: arm == 1 ? effect : 0)
      arms.append(arm)
      past.append(drawn.past)
      spend.append(drawn.spend)
    }
    return ExperimentRows(
      plan: plan, arms: arms,
      outcomes: [
        .init(name: "spend", values: spend),
        .init(name: "ordered", values: spend.map { $0 > 0 ? 1 : 0 }),
      ], covariateNames: ["past"],
      covariates: Matrix(rows: customers, columns: 1, storage: past),
      segments: .init(name: "part", names: ["a", "b"], ofCustomer: (0..<customers).map { $0 % 2 }))
  }

  /// 1,000 replications: every kind of 95 % interval covers in 93 to 97 % of them.
  @Test func intervalsCover() throws {
    var random = RandomSource(seed: 11)
    var (welch, cuped, rates, parts, money) = (0, 0, 0, 0, 0)
    var settings = ReadoutSettings()
    settings.money = (
      spend: "spend", ordered: "ordered",
      worth: try ContactMoney(margin: 0.5, contactCost: 1, incentiveCost: 2)
    )
    // Half of those treated order and have 8 more: 4 a customer, 2 of margin less 1 less 2 × ½.
    for _ in 0..<1_000 {
      let readout = try ExperimentReadout(
        of: sample(&random, customers: 800, effect: 8), settings: settings)
      func covers(_ difference: ArmDifference?, _ truth: Double) -> Int {
        (difference.map { $0.low <= truth && truth <= $0.high } ?? false) ? 1 : 0
      }
      welch += covers(readout.effects[0].plain, 4)
      cuped += covers(readout.effects[0].adjusted, 4)
      rates += covers(readout.effects[1].plain, 0)
      parts += covers(readout.segments[0].effect, 4)
      money += covers(readout.money[0].net, 0)
    }
    for count in [welch, cuped, rates, parts, money] {
      #expect((930...970).contains(count), "\([welch, cuped, rates, parts, money])")
    }
  }

  /// With no effect, looking after every 50th of 4,000 customers, the sequence is wrong at any look in at
  /// most 5 % of 1,000 experiments; the plain interval is wrong in far more.
  @Test func sequencesHoldAtEveryLook() {
    var random = RandomSource(seed: 17)
    var (wrong, plainWrong) = (0, 0)
    for _ in 0..<1_000 {
      var values: [[Double]] = [[], []]
      var (isWrong, isPlainWrong) = (false, false)
      for number in 1...4_000 {
        values[random.chance(0.5) ? 1 : 0].append(random.exponential())
        guard number >= 200, number % 50 == 0 else { continue }
        let (treated, control) = (Moments(of: values[1]), Moments(of: values[0]))
        let interval = AlwaysValid.sequence(planned: 4_000).interval(treated, control, alpha: 0.05)
        if interval.low > 0 || interval.high < 0 { isWrong = true }
        let plain = ArmDifference(treated, against: control, alpha: 0.05)
        if plain.low > 0 || plain.high < 0 { isPlainWrong = true }
      }
      if isWrong { wrong += 1 }
      if isPlainWrong { plainWrong += 1 }
    }
    #expect(wrong <= 60, "\(wrong)")
    #expect(plainWrong > 200, "\(plainWrong)")
  }

  /// The looks of a cohort take α ÷ (k(k + 1)), which add up to α.
  @Test func looksShareTheFalseAlarmRate() {
    let (treated, control) = (
      Moments(count: 500, mean: 3, variance: 4), Moments(count: 500, mean: 2.8, variance: 4)
    )
    for look in 1...4 {
      let interval = AlwaysValid.look(look).interval(treated, control, alpha: 0.05)
      let same = ArmDifference(treated, against: control, alpha: 0.05 / Double(look * (look + 1)))
      #expect(interval.low == same.low && interval.high == same.high)
    }
  }

  @Test func refusesWhatSaysNothing() throws {
    var random = RandomSource(seed: 2)
    let few = sample(&random, customers: 30, effect: 0)
    #expect(throws: ExperimentError.self) { try ExperimentReadout(of: few) }
    let arms = (0..<100).map { $0 % 2 }
    #expect(throws: ExperimentError.constantOutcome("x")) {
      try ExperimentReadout(
        of: ExperimentRows(
          plan: plan, arms: arms,
          outcomes: [.init(name: "x", values: [Double](repeating: 1, count: 100))]))
    }
    let values = (0..<100).map { Double($0 % 3) }
    #expect(throws: ExperimentError.uselessCovariates(["c"])) {
      try ExperimentReadout(
        of: ExperimentRows(
          plan: plan, arms: arms, outcomes: [.init(name: "x", values: values)],
          covariateNames: ["c"], covariates: Matrix(rows: 100, columns: 1, repeating: 2)))
    }
    // A covariate that repeats another is left out, and the effect is the same to the last digits.
    let past = (0..<100).map { Double($0 * 37 % 100) }
    func effect(_ names: [String]) throws -> ExperimentReadout.Effect {
      try ExperimentReadout(
        of: ExperimentRows(
          plan: plan, arms: arms, outcomes: [.init(name: "x", values: values)],
          covariateNames: names,
          covariates: Matrix(
            rows: 100, columns: names.count,
            storage: past.flatMap { [Double](repeating: $0, count: names.count) })
        )
      ).effects[0]
    }
    #expect(try effect(["a"]) == effect(["a", "b"]))
  }
}
