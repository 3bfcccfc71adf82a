import Dense
import Files
import Foundation
import Ingestion
import Models
import Scoring
import Testing
import Training
import Units

/// Columns that were filled in when contracts ended, and honest ones that look a little like it.
///
/// The oracle is how each column was made.
@Suite struct ContractLeakTests {
  private typealias Fixtures = ContractFixtures
  private static let asOf = day("2024-01-01")

  private static let contracts: [Fixtures.Drawn] = {
    var process = Fixtures.Process()
    process.moved = -4.0
    return Fixtures.drawn(process)
  }()

  /// A model of the drawn contracts with one more column.
  private func trained(
    reason: Bool = false, known: [String] = [],
    cell: (ContractFixtures.Drawn, inout RandomSource) -> String
  ) throws -> TrainedContracts {
    var random = RandomSource(seed: 12)
    let lines = Self.contracts.map { contract in
      "\(contract.id),\(contract.start),\(contract.end?.description ?? ""),\(contract.reason),"
        + "\(contract.x),\(cell(contract, &random))\n"
    }
    return try Fixtures.trained("id,start,end,reason,x,more\n" + lines.joined()) {
      if !reason { ($0.reason, $0.ignored) = (nil, ["reason"]) }
      $0.knownAtStart = known
    }
  }

  private func leaks(_ trained: TrainedContracts) -> [ContractNotice] {
    trained.model.notices.compactMap(\.finding).filter { $0.leakingColumn != nil }
  }

  /// A column that is filled, or has some value, on ended contracts alone is left out, and that is said.
  @Test(arguments: ["reason", "status", "default", "survey", "refund", "flag", "next bill"])
  func isLeftOut(kind: String) throws {
    let trained = try trained { contract, random in
      let hasEnded = contract.end != nil
      switch kind {
      case "reason": return contract.reason
      case "status": return hasEnded ? "canceled" : random.uniform() < 0.1 ? "past due" : "active"
      // What is written while a contract runs stands on some of the ended ones as well.
      case "default": return hasEnded && random.uniform() < 0.9 ? contract.reason : "none"
      case "survey":
        return hasEnded && random.uniform() < 0.3
          ? ["price", "service"][random.index(below: 2)] : ""
      case "refund": return hasEnded ? "\(random.index(below: 9_000))" : "0"
      case "flag": return hasEnded ? "1" : "0"
      default: return hasEnded ? "" : "\(1_000 + random.index(below: 9_000))"
      }
    }
    let found = leaks(trained)
    guard found.count == 1, case .filledAtEnd(column: "more", let contracts, let values) = found[0]
    else {
      Issue.record("\(kind): \(leaks(trained))")
      return
    }
    #expect(contracts > 500)
    if kind == "reason" { #expect(values == ["cancelled", "moved"]) }
    #expect(trained.model.columns.map(\.name) == ["x"])
    #expect(try #require(trained.evaluation.model.auc) < 0.75)
  }

  /// Whoever says that it was known at the start has it learned from.
  @Test func whatIsVouchedForStays() throws {
    let trained = try trained(known: ["more"]) { contract, _ in contract.reason }
    #expect(leaks(trained).isEmpty && trained.model.columns.map(\.name) == ["x", "more"])
    #expect(try #require(trained.evaluation.model.auc) > 0.95)
  }

  /// The last day of use as a number: contracts that ended have an earlier one.
  @Test func figuresThatTellTheEndAreNoticed() throws {
    let trained = try trained { contract, random in
      let last = contract.end ?? Self.asOf
      return "\(last - day("2018-01-01") - random.index(below: 20)).5"
    }
    #expect(
      leaks(trained).contains {
        if case .tellsEnded(column: "more", let area) = $0 { area > 0.97 } else { false }
      }, "\(leaks(trained))")
  }

  @Test func valuesThatGoWithTheReasonAreNoticed() throws {
    let trained = try trained(reason: true) { contract, random in
      switch contract.reason {
      case "cancelled": "A"
      case "moved": random.uniform() < 0.005 ? "A" : "B"
      default: random.uniform() < 0.7 ? "A" : "B"
      }
    }
    let found = leaks(trained)
    guard found.count == 1, case .tellsReason(column: "more", let share) = found[0] else {
      Issue.record("\(leaks(trained))")
      return
    }
    #expect(share > 0.99)
  }

  /// Columns that were known at the start, however much they tell: a trial that ends within weeks, a plan
  /// sold only of late, one no longer sold, and one that hardly anybody leaves.
  @Test func honestColumnsStay() throws {
    var random = RandomSource(seed: 7)
    var text = "id,start,end,plan,new,code\n"
    for number in 0..<6_000 {
      let start = day("2019-01-01") + random.index(below: 1_820)
      let draw = random.uniform()
      let isOld = start < day("2021-01-01")
      let plan =
        draw < 0.3 ? "trial" : draw < 0.5 ? "loyal" : draw < 0.7 && isOld ? "closed" : "usual"
      let meanDays: Double =
        switch plan {
        case "trial": 15
        case "loyal": 9_000
        case "closed": 200
        default: 600
        }
      let lifetime: Double = -log(max(random.uniform(), 1e-9)) * meanDays
      let end = start + (1 + Int(lifetime))
      text += "c\(number),\(start),\(end < Self.asOf ? end.description : ""),\(plan),"
      text += "\(start > day("2023-06-01") ? "yes" : ""),\(random.index(below: 300))z\n"
    }
    let trained = try Fixtures.trained(text) { $0.reason = nil }
    #expect(leaks(trained).isEmpty, "\(leaks(trained))")
    #expect(trained.model.columns.count == 3)
  }

  /// A fit that is stopped before its end is told.
  @Test func aFitThatDidNotConvergeIsTold() throws {
    let text = Fixtures.text(Self.contracts)
    var parameters = ContractParameters()
    parameters.replicates = 40
    parameters.maximumIterations = 1
    let rows = try Fixtures.rows(text)
    let model = try train(on: rows, as: Fixtures.schema(), parameters: parameters).model
    #expect(model.causes.allSatisfy { $0.isConverged == false })
    #expect(
      model.notices.contains {
        if case .notConverged(cause: "cancelled", iterations: 1)? = $0.finding {
          true
        } else {
          false
        }
      })
    parameters.maximumIterations = 100
    let whole = try train(on: rows, as: Fixtures.schema(), parameters: parameters).model
    #expect(whole.causes.allSatisfy { $0.isConverged == true })
  }

  /// Contracts that have all ended leave none to evaluate on.
  @Test func allEnded() throws {
    let ended = Self.contracts.filter { $0.end != nil && ($0.end ?? Self.asOf) < day("2022-12-01") }
    #expect(throws: ContractTrainingError.self) {
      _ = try Fixtures.trained(Fixtures.text(ended))
    }
  }

  /// Every notice is read back from a model as it was written.
  @Test func noticesAreStored() throws {
    let notices: [ContractNotice] = [
      .filledAtEnd(column: "a", contracts: 9, values: ["x", "y"]),
      .filledAtEnd(column: "a", contracts: 9, values: []),
      .tellsEnded(column: "a", area: 0.98), .tellsReason(column: "a", share: 0.99),
      .notConverged(cause: "a", iterations: 3),
    ]
    for notice in notices { #expect(ContractNotice(notice.fact) == notice) }
  }

  // MARK: Drift

  /// Contracts like those of training have not drifted at all; younger ones of another kind have.
  @Test func driftIsAgainstContractsInForce() throws {
    let text = Fixtures.text(Self.contracts)
    let model = try Fixtures.trained(text).model
    func drift(_ text: String) throws -> PopulationDrift {
      let rows = try Fixtures.rows(text, model: model)
      let scores = try model.scores(of: rows, ContractScoringParameters(life: 60))
      return try #require(scores.drift)
    }
    let same = try drift(text)
    #expect(same.features.map(\.index) == [0, 0] && same.scores.index == 0)
    #expect(same.meanScore == same.referenceMeanScore && same.notices.isEmpty)
    let others = try drift(
      Fixtures.text(
        Self.contracts.filter { $0.x == 1 && $0.end == nil && $0.start > day("2022-09-01") }))
    #expect(Set(others.alarming.map(\.name)) == ["x", "age of the contract"])
  }
}
