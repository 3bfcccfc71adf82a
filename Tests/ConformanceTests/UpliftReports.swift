import Experiments
import Foundation
import TestSupport
import Testing

/// Who is changed by a treatment, and what cannot be told.
@Suite struct UpliftReports {
  private static let study = [
    "uplift", "campaign.csv", "--treatment", "treated", "--outcome", "bought", "--id", "id",
    "--json",
    "--quiet",
  ]

  private struct Study: Decodable {
    struct Average: Decodable {
      let difference: Double
    }
    struct Ranking: Decodable {
      let gain: Double
      let gain_low: Double
      let gain_high: Double
      let qini: Double?
      let auuc: Double?
    }
    struct Decile: Decodable {
      struct Observed: Decodable {
        let difference: Double
      }
      let observed: Observed?
    }
    struct Treatment: Decodable {
      struct Difference: Decodable {
        let column: String
        let plain: Double
      }
      let differences: [Difference]
      let random_p_value: Double
    }
    let average: Average
    let rankings: [Ranking]
    let deciles: [Decile]
    let treatment: Treatment
  }

  private func study(_ table: String) throws -> Study {
    let runner = try CommandRunner()
    try runner.write(table, to: "campaign.csv")
    return try JSONDecoder().decode(Study.self, from: Data(try runner.text(Self.study).utf8))
  }

  private func yesOrNo(_ chance: Double) -> (inout SeededGenerator) -> String {
    { Double.random(in: 0..<1, using: &$0) < chance ? "yes" : "no" }
  }

  /// scikit-uplift 208, pylift 45: many customers of one score were ranked by their place in the file.
  @Test func sklift208TiesAreOneStep() {
    var generator = SeededGenerator(seed: 208)
    let isTreated = (0..<400).map { _ in Bool.random(using: &generator) }
    let outcome = (0..<400).map { _ in Bool.random(using: &generator) ? 1.0 : 0 }
    let scores = (0..<400).map { $0 < 200 ? 0.3 : -0.1 }
    let curve = UpliftCurve(uplift: scores, isTreated: isTreated, outcome: outcome)
    #expect(curve.points().count == 3)
    let places = Array(0..<400).shuffled(using: &generator)
    let shuffled = UpliftCurve(
      uplift: places.map { scores[$0] }, isTreated: places.map { isTreated[$0] },
      outcome: places.map { outcome[$0] })
    #expect(shuffled.points() == curve.points())
    // A score that is the same for all is a random list.
    let flat = UpliftCurve(
      uplift: scores.map { _ in 0.1 }, isTreated: isTreated, outcome: outcome)
    #expect(flat.areas().qini == 0 && flat.areas().uplift == 0)
  }

  /// scikit-uplift 53, 98 and 120: a curve above the best there is, as an outcome of amounts has no best one.
  @Test func sklift53AmountsHaveNoCoefficient() throws {
    let found = try study(
      Reported.campaign(
        customers: 800, seed: 53, treated: { customer, _ in customer.isMultiple(of: 2) },
        age: { _, generator in Int.random(in: 18...80, using: &generator) },
        bought: { "\(Int.random(in: 0...5_000, using: &$0))" }))
    #expect(found.rankings.allSatisfy { $0.qini == nil && $0.auuc == nil })
    #expect(found.rankings.allSatisfy { $0.gain_low <= $0.gain && $0.gain <= $0.gain_high })
  }

  /// scikit-uplift 224 and 226: no number where the top of the list has one arm alone.
  @Test func sklift226APartOfOneArmHasNoDifference() throws {
    let table = Reported.campaign(
      customers: 800, seed: 226, treated: { customer, _ in customer.isMultiple(of: 2) },
      age: { isTreated, _ in isTreated ? 80 : 20 }, bought: yesOrNo(0.5))
    let found = try study(table)
    #expect(found.deciles.count == 10)
    #expect(found.deciles.contains { $0.observed == nil })
    #expect(found.deciles.allSatisfy { $0.observed?.difference.isFinite ?? true })
    // The column that decides on treatment is the first that is named: 60 years over a deviation of 30.
    #expect(found.treatment.random_p_value < 1e-6)
    let age = try #require(found.treatment.differences.first)
    #expect(age.column == "age")
    #expect(relativeDifference(age.plain, 2 * (799.0 / 800).squareRoot()) < 1e-9, "\(age.plain)")
  }

  /// causalml 107: chances of treatment of 0 and 1 alone.
  @Test func causalml107WhereNothingOverlapsNothingIsTold() throws {
    let runner = try CommandRunner()
    try runner.write(
      Reported.campaign(
        customers: 800, seed: 107, treated: { customer, _ in customer.isMultiple(of: 2) },
        age: { isTreated, _ in isTreated ? 80 : 20 }, bought: yesOrNo(0.5)), to: "campaign.csv")
    try runner.refusal(
      Self.study + ["--observational"], status: 65, says: ["the chance of treatment", "--exclude"])
  }

  /// causalml 382: a control group that is not in the table.
  @Test func causalml382AMissingArmIsNamed() throws {
    let runner = try CommandRunner()
    try runner.write(
      Reported.campaign(
        customers: 500, seed: 382, treated: { _, _ in false },
        age: { _, generator in Int.random(in: 18...80, using: &generator) }, bought: yesOrNo(0.3)),
      to: "campaign.csv")
    try runner.refusal(
      Self.study, status: 65, says: ["column 'treated': found the values no", "--treated"])
  }

  /// pylift 45, causalml 34 and 35: 94 of 100 are treated, and curves leaned to the larger arm.
  @Test func pylift45UnevenArmsAreCompared() throws {
    let table = Reported.campaign(
      customers: 6_000, seed: 45,
      treated: { _, generator in Int.random(in: 0..<100, using: &generator) < 94 },
      age: { _, generator in Int.random(in: 18...80, using: &generator) }, bought: yesOrNo(0.3))
    let rows = table.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    func rate(_ arm: Substring) -> Double {
      let own = rows.filter { $0[1] == arm }
      return Double(own.count { $0[2] == "yes" }) / Double(own.count)
    }
    let found = try study(table)
    #expect(abs(found.average.difference - (rate("yes") - rate("no"))) < 1e-12)
    // Nothing depends on age here: no list gains.
    for ranking in found.rankings { #expect(ranking.gain_low < 0.02 && ranking.gain_high > -0.02) }
  }
}
