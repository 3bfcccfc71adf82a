import Dense
import Experiments
import TestSupport
import Testing

@Suite struct SampleSizingTests {
  /// statsmodels: `samplesize_proportions_2indep_onetail` and `power_proportions_2indep`.
  @Test func ratesAgreeWithStatsmodels() throws {
    for row in try ExperimentOracle.read().rate_sizes {
      let sizing = try SampleSizing(
        outcome: .rate(baseline: row[0]), alpha: row[3], ratio: row[2])
      let customers = try sizing.customersInControl(effect: row[1], power: row[4])
      #expect(relativeDifference(customers, row[5]) < 1e-9, "\(row): \(customers)")
      let power = try sizing.power(effect: row[1], customersInControl: row[5])
      #expect(abs(power - row[6]) < 1e-9, "\(row): \(power)")
      if row[1] > 0 {
        let effect = try #require(
          try sizing.detectableEffect(customersInControl: row[5], power: row[4]))
        #expect(relativeDifference(effect, row[1]) < 1e-9)
      }
    }
  }

  /// statsmodels: `normal_sample_size_one_tail` and `NormalIndPower`, at σ²(1 − ρ²).
  @Test func meansAgreeWithStatsmodels() throws {
    for row in try ExperimentOracle.read().mean_sizes {
      let sizing = try SampleSizing(
        outcome: .mean(standardDeviation: row[0], correlation: row[5]), alpha: row[3],
        ratio: row[2])
      let customers = try sizing.customersInControl(effect: row[1], power: row[4])
      #expect(relativeDifference(customers, row[6]) < 1e-9, "\(row): \(customers)")
      #expect(abs(try sizing.power(effect: row[1], customersInControl: row[6]) - row[7]) < 1e-9)
      let effect = try sizing.detectableEffect(customersInControl: row[6], power: row[4])
      #expect(relativeDifference(effect ?? 0, row[1]) < 1e-9)
    }
  }

  /// A size for 80 % is one: of 2,000 simulated experiments 80 % find the effect.
  @Test func simulatedExperimentsHaveTheStatedPower() throws {
    let sizing = try SampleSizing(outcome: .rate(baseline: 0.2), alpha: 0.05, ratio: 1)
    let customers = Int(try sizing.customersInControl(effect: 0.1, power: 0.8).rounded(.up))
    var random = RandomSource(seed: 5)
    let found = (0..<2_000).count { _ in
      let control = (0..<customers).count { _ in random.chance(0.2) }
      let treated = (0..<customers).count { _ in random.chance(0.3) }
      return ArmDifference(
        hits: treated, of: customers, against: control, of: customers, alpha: 0.05
      ).pValue < 0.05
    }
    #expect(abs(Double(found) / 2_000 - 0.8) < 0.03, "\(found)")
  }

  @Test func arms() throws {
    let plan = try ArmPlan([
      .init(name: "control", share: 0.5), .init(name: "a", share: 0.25),
      .init(name: "b", share: 0.25),
    ])
    let size = try ExperimentSize(
      of: .rate(baseline: 0.12), arms: plan, effect: 0.015, available: nil, alpha: 0.05, power: 0.8)
    #expect(size.comparisonAlpha == 0.025 && size.comparisons.count == 2)
    let sizing = try SampleSizing(outcome: .rate(baseline: 0.12), alpha: 0.025, ratio: 0.5)
    let control = try sizing.customersInControl(effect: 0.015, power: 0.8).rounded(.up)
    #expect(size.customers == Int((2 * control).rounded(.up)))
    #expect(customersForNormalMean(skewness: 2) == 1_420)
  }

  @Test func refusesFiguresOutOfRange() throws {
    let rate = MeasuredOutcome.rate(baseline: 0.1)
    #expect(throws: ExperimentError.figure(.alpha, found: 1)) {
      try SampleSizing(outcome: rate, alpha: 1, ratio: 1)
    }
    #expect(throws: ExperimentError.figure(.baselineRate, found: 1.2)) {
      try SampleSizing(outcome: .rate(baseline: 1.2), alpha: 0.05, ratio: 1)
    }
    let sizing = try SampleSizing(outcome: rate, alpha: 0.05, ratio: 1)
    #expect(throws: ExperimentError.figure(.effect, found: 0)) {
      try sizing.customersInControl(effect: 0, power: 0.8)
    }
    #expect(throws: ExperimentError.self) {
      try sizing.customersInControl(effect: -0.2, power: 0.8)
    }
    #expect(throws: ExperimentError.tooFewArms(["a"])) {
      try ArmPlan([.init(name: "a", share: 1)])
    }
    #expect(throws: ExperimentError.self) {
      try ArmPlan([.init(name: "a", share: 0.5), .init(name: "b", share: 0.4)])
    }
    #expect(throws: ExperimentError.noSuchControl("c", arms: ["a", "b"])) {
      try ArmPlan([.init(name: "a", share: 0.5), .init(name: "b", share: 0.5)], control: "c")
    }
  }
}

@Suite struct DistributionQuantileTests {
  @Test func agreeWithScipy() throws {
    let reference = try ExperimentOracle.read()
    for row in reference.quantiles {
      #expect(relativeDifference(normalQuantile(row[0]), row[1]) < 1e-9 || row[0] == 0.5, "\(row)")
      #expect(relativeDifference(normalCDF(row[1]), row[0]) < 1e-9, "\(row)")
    }
    for row in reference.student {
      let t = studentQuantile(tails: row[0], degreesOfFreedom: row[1])
      #expect(relativeDifference(t, row[2]) < 1e-7, "\(row): \(t)")
      #expect(relativeDifference(studentTails(row[2], degreesOfFreedom: row[1]), row[0]) < 1e-7)
    }
    for row in reference.chi_squared {
      let tail = chiSquaredTail(row[0], degreesOfFreedom: Int(row[1]))
      #expect(
        abs(tail - row[2]) < 1e-12 && relativeDifference(tail, row[2]) < 1e-8, "\(row): \(tail)")
    }
  }
}
