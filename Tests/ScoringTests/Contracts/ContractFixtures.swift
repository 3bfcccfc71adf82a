import Dense
import Features
import Foundation
import Files
import Ingestion
import Models
import Scoring
import Training
import Units

/// Tables of contracts from known hazards.
enum ContractFixtures {
  static let today = day("2024-06-30")

  /// What contracts are drawn by: the logit of ending in a month is intercept + x · effect, plus `renewal`
  /// in the last month of each year.
  struct Process {
    var contracts = 6_000
    var intercept = -3.5
    var effect = 0.6
    var renewal = 0.0
    /// A second cause with this logit; none where nil.
    var moved: Double?
    /// Contracts that ended before are left out of the table.
    var seenFrom: Day?
    var asOf = day("2024-01-01")
    var seed: UInt64 = 1
  }

  struct Drawn {
    var id: String
    var start: Day
    var end: Day?
    var reason: String
    var x: Double
  }

  static func drawn(_ process: Process) -> [Drawn] {
    var random = RandomSource(seed: process.seed)
    let month = ContractPeriod.months(1)
    let first = day("2018-01-01")
    return (0..<process.contracts).compactMap { number in
      let start = first + random.index(below: 2_000)
      let x = random.uniform() < 0.5 ? 1.0 : 0
      var contract = Drawn(id: "c\(number)", start: start, end: nil, reason: "", x: x)
      for age in 1...200 {
        let (begin, boundary) = (month.day(age - 1, from: start), month.day(age, from: start))
        guard begin < process.asOf else { break }
        var logit = process.intercept + process.effect * x
        if age % 12 == 0 { logit += process.renewal }
        let (cancelled, moved) = (exp(logit), process.moved.map { exp($0) } ?? 0)
        let draw = random.uniform() * (1 + cancelled + moved)
        guard draw < cancelled + moved else { continue }
        contract.reason = draw < cancelled ? "cancelled" : "moved"
        // Renewals end on the day itself.
        contract.end =
          age % 12 == 0 && process.renewal > 0
          ? boundary : begin + 1 + random.index(below: boundary - begin)
        break
      }
      if let end = contract.end, end >= process.asOf { contract.end = nil }
      if contract.end == nil { contract.reason = "" }
      if let from = process.seenFrom, let end = contract.end, end < from { return nil }
      return contract
    }
  }

  static func text(_ contracts: [Drawn]) -> String {
    "id,start,end,reason,x\n"
      + contracts.map {
        "\($0.id),\($0.start),\($0.end?.description ?? ""),\($0.reason),\($0.x)\n"
      }.joined()
  }

  static func schema(_ change: (inout ContractSchema) -> Void = { _ in }) -> ContractSchema {
    var schema = ContractSchema(id: "id", start: "start", today: today)
    schema.end = "end"
    schema.reason = "reason"
    schema.asOf = Day(iso: "2024-01-01")
    change(&schema)
    return schema
  }

  static func rows(
    _ text: String, model: ContractModel? = nil,
    _ change: (inout ContractSchema) -> Void = { _ in }
  ) throws -> ContractRows {
    try ContractRows(
      TableTests.table(text), as: schema(change),
      model: model?.columns.map { ($0.name, $0.kind == .number) })
  }

  static func trained(
    _ text: String, cause: String? = nil, workers: Workers = .one,
    _ change: (inout ContractSchema) -> Void = { _ in }
  ) throws -> TrainedContracts {
    var parameters = ContractParameters()
    parameters.cause = cause
    parameters.workers = workers
    parameters.replicates = 40
    return try train(on: rows(text, change), as: schema(change), parameters: parameters)
  }
}

extension ContractModel {
  /// The effect of a column that stands in the design as one straight line, in its own units, with its
  /// standard error; nil where the design has it otherwise.
  func effect(of name: String, cause: String) -> (value: Double, error: Double)? {
    guard let place = design.columns.firstIndex(where: { $0.feature == name && $0.kind == .value }),
      let cause = causes.first(where: { $0.name == cause })
    else { return nil }
    let scale = design.columns[place].standardDeviation
    return (cause.coefficients[place] / scale, cause.standardErrors[place + 1] / scale)
  }
}
