import Dense
import Foundation
import Models
import Reporting
import Scoring
import Ingestion
import TestSupport
import Testing
import Training
import Units

/// Steps of columns of numbers: taken where the risk jumps, and only there.
@Suite struct TableStepTests {
  /// Rows whose risk follows `risk` of a column of even spread in 0 ..< 1, beside a column of noise, on
  /// successive days.
  private static func rows(
    _ count: Int, seed: UInt64, risk: (Double) -> Double
  ) -> [(line: String, risk: Double, churned: Bool)] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { number in
      let values = (0..<2).map { _ in Double.random(in: 0..<1, using: &generator) }
      let churned = Double.random(in: 0..<1, using: &generator) < risk(values[0])
      let cells = values.map { "\($0)" }.joined(separator: ",")
      let day = Day(number: 20_000 + Int32(number / 10))
      return (
        "c\(10_000 + number),\(day),\(cells),\(churned ? "yes" : "no")", risk(values[0]), churned
      )
    }
  }

  private static func byDay(_ roles: inout TableSchema) { roles.splitColumn = "day" }

  private static func text(_ lines: [String]) -> String {
    "id,day,level,a,churned\n" + lines.joined(separator: "\n") + "\n"
  }

  /// High in every other fifth: a spline with knots there bends, and cannot jump.
  private static func jumping(_ x: Double) -> Double { Int(x * 5) % 2 == 0 ? 0.6 : 0.05 }

  /// The oracle is the risk that the labels were drawn with.
  @Test func findsJumpsBetweenKnots() throws {
    let rows = Self.rows(3_000, seed: 3, risk: Self.jumping)
    let trained = try TableTests.trained(
      Self.text(rows.map(\.line)), choosesSettings: true, Self.byDay)
    let plain = try TableTests.trained(Self.text(rows.map(\.line)), Self.byDay)
    func loss(_ p: Double, _ churned: Bool) -> Double { churned ? -log(p) : -log(1 - p) }
    // The latest fifth, which is evaluated.
    let evaluated = rows[2_400...]
    let best = evaluated.reduce(0) { $0 + loss($1.risk, $1.churned) } / Double(evaluated.count)
    let found = try #require(trained.evaluation.all?.model.logLoss.value)
    let without = try #require(plain.evaluation.all?.model.logLoss.value)
    // Steps leave little of what the spline of four knots misses.
    #expect(without - best > 0.05)
    #expect(found - best < 0.6 * (without - best), "\(best), \(found), \(without)")
    let column = try #require(trained.model.columns.first { $0.name == "level" })
    #expect(column.steps?.count == 15)
    #expect(plain.model.columns.allSatisfy { $0.steps == nil })
  }

  @Test func reasonsStillAddUpAndNothingDependsOnOrder() throws {
    let rows = Self.rows(3_000, seed: 3, risk: Self.jumping).map(\.line)
    let trained = try TableTests.trained(Self.text(rows), choosesSettings: true, Self.byDay)
    let again = try TableTests.trained(
      Self.text(rows.reversed()), workers: 2, choosesSettings: true, Self.byDay)
    #expect(try ModelDocument.bytes(of: again.model) == ModelDocument.bytes(of: trained.model))
    // A missing cell is imputed, steps and all; values beyond the range are its ends.
    let scores = try TableTests.scores(
      Self.text(rows).replacingOccurrences(of: ",churned", with: ",x")
        + "z1,2026-01-01,,0.5,no\nz2,2026-01-01,-7,0.5,no\nz3,2026-01-01,7,0.5,no\n",
      by: trained.model)
    for row in 0..<scores.count {
      let contributions = scores.contributions
      let sum = contributions.families.indices.reduce(contributions.intercept) {
        $0 + contributions.value(ofRow: row, family: $1)
      }
      #expect(abs(1 / (1 + exp(-sum)) - scores.churnProbability[row]) <= 1e-14)
    }
    #expect(scores.contributions.families == ["level", "a"])
  }

  /// A risk along a line: steps would only follow chance.
  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func takesNoneWhereTheRiskIsSmooth(seed: UInt64) throws {
    let rows = Self.rows(2_000, seed: seed) { 0.1 + 0.5 * $0 }
    let trained = try TableTests.trained(
      Self.text(rows.map(\.line)), choosesSettings: true, Self.byDay)
    #expect(trained.model.columns.allSatisfy { $0.steps == nil })
  }

  /// A model whose steps fall is none.
  @Test func stepsMustRise() throws {
    let rows = Self.rows(3_000, seed: 3, risk: Self.jumping).map(\.line)
    let trained = try TableTests.trained(Self.text(rows), choosesSettings: true, Self.byDay)
    func read(_ change: (inout TableModel) -> Void) throws -> TableModel {
      var model = trained.model
      change(&model)
      model.digest = try ModelDocument.digest(of: model)
      let folder = try TemporaryFolder()
      try ModelFolder.write(trained, to: folder.path("m"))
      try Data(ModelDocument.bytes(of: model)).write(
        to: URL(fileURLWithPath: folder.path("m/model.json")))
      return try ModelFolder.readTable(folder.path("m"))
    }
    #expect(try read { _ in } == trained.model)
    let place = try #require(trained.model.columns.firstIndex { $0.steps != nil })
    #expect(throws: ModelError.self) {
      try read { model in
        let column = model.columns[place]
        model.columns[place] = TableColumn(
          name: column.name, kind: .number, levels: [], rareShare: 0, missingShare: 0,
          steps: column.steps?.reversed())
      }
    }
  }
}
