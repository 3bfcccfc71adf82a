import Dense
import Features
import Foundation
import Ingestion
import Models
import TestSupport
import Testing
import Training
import Units

/// Columns that were made after the label, beside such as were made before it.
@Suite struct TableLeakageTests {
  /// What a column holds of a row, given its label.
  enum Made: String, CaseIterable {
    /// The label with little noise, with much, and noise alone.
    case copy, weakCopy, noise
    /// Filled in for half of those who churned, of those who stayed, or for some of all.
    case refund, renewal, survey

    var isLeak: Bool { [.copy, .refund, .renewal].contains(self) }

    func cell(_ churned: Bool, _ random: inout RandomSource) -> String {
      let (number, draw) = (random.normal(), random.uniform())
      return switch self {
      case .copy: "\(number + (churned ? 2.2 : 0))"
      case .weakCopy: "\(number + (churned ? 0.8 : 0))"
      case .noise: "\(number)"
      case .refund: churned && draw < 0.5 ? "\(number)" : ""
      case .renewal: !churned && draw < 0.5 ? "\(number)" : ""
      case .survey: draw < 0.5 ? "\(number)" : ""
      }
    }
  }

  /// Two honest columns, of which one is strong, and another.
  private static func table(_ made: Made) -> String {
    var random = RandomSource(seed: 21)
    var text = "id,tenure,plan,made,churned\n"
    for row in 0..<1_500 {
      let tenure = random.normal()
      let plan = random.uniform() < 0.4
      let logit = -1.2 - 1.1 * tenure + (plan ? 1 : 0)
      let churned = random.uniform() < 1 / (1 + exp(-logit))
      text +=
        "r\(row),\(tenure),\(plan ? "monthly" : "yearly"),\(made.cell(churned, &random)),"
        + "\(churned ? "yes" : "no")\n"
    }
    return text
  }

  /// A buyer has visited, and who has not visited buys nothing: each outcome beside the other as the label.
  @Test func anOutcomeThatImpliesTheLabelIsNamed() throws {
    var random = RandomSource(seed: 8)
    var rows: [(visited: Bool, bought: Bool, spend: Double, age: Double, isNew: Bool)] = []
    for _ in 0..<4_000 {
      let (age, isNew) = (random.normal(), random.uniform() < 0.5)
      let visited = random.uniform() < 1 / (1 + exp(1 - 0.4 * age))
      let bought = visited && random.uniform() < 0.2
      rows.append((visited, bought, bought ? 10 + 40 * random.uniform() : 0, age, isNew))
    }
    func named(_ header: String, _ line: (Int) -> String) throws -> [String] {
      let text =
        "id,age,new,\(header)\n"
        + rows.indices.map {
          "r\($0),\(rows[$0].age),\(rows[$0].isNew ? 1 : 0),\(line($0))\n"
        }.joined()
      let trained = try TableTests.trained(text)
      for notice in trained.model.notices {
        guard let finding = notice.finding else { continue }
        #expect(TableNotice(finding.fact) == finding)
      }
      return trained.model.notices.compactMap { $0.finding?.leakingColumn }
    }
    func digit(_ isTrue: Bool) -> Int { isTrue ? 1 : 0 }
    #expect(
      try named("bought,spend,churned") {
        "\(digit(rows[$0].bought)),\(rows[$0].spend),\(digit(rows[$0].visited))"
      } == ["bought", "spend"])
    #expect(
      try named("visited,churned") { "\(digit(rows[$0].visited)),\(digit(rows[$0].bought))" }
        == ["visited"])
    #expect(try named("churned") { "\(digit(rows[$0].visited))" } == [])
  }

  @Test(arguments: Made.allCases)
  func whatWasMadeAfterTheLabelIsNamed(made: Made) throws {
    let trained = try TableTests.trained(Self.table(made))
    let named = trained.model.notices.compactMap { $0.finding?.leakingColumn }
    #expect(named == (made.isLeak ? ["made"] : []), "\(made)")
    for notice in trained.model.notices {
      guard let finding = notice.finding else { continue }
      #expect(TableNotice(finding.fact) == finding)
    }
  }
}
