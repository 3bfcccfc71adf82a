package import Dense
internal import Features
internal import Files
package import Ingestion
internal import Learning
package import Models
internal import Snapshots
internal import Units

/// A model of contracts with the evaluation of its procedure.
package struct TrainedContracts: Sendable {
  package let model: ContractModel
  package let evaluation: ContractEvaluation
}

/// Learns when contracts end: evaluated out of time, then fitted to all that the table shows.
///
/// - Parameters:
///   - rows: contracts with typed columns.
///   - schema: what the columns are.
///   - parameters: what the user set.
///   - progress: told each step, and how much of all is done.
/// - Returns: the model and its evaluation.
/// - Throws: where the contracts cannot carry a model, with what would be enough.
package func train(
  on rows: ContractRows, as schema: ContractSchema, parameters: ContractParameters,
  progress: Progress = .untold
) throws -> TrainedContracts {
  try requireLearnable(rows, schema, parameters)
  let leaks = ContractLeaks(rows, schema).found()
  let all = rows
  let rows = all.without(leaks.leftOut)
  var parameters = parameters
  let horizon = parameters.horizon ?? schema.period.countInYear
  parameters.horizon = horizon
  let day = parameters.evaluateAt ?? schema.period.day(-horizon, from: rows.asOf)
  let first = max(rows.starts.min() ?? day, schema.observedFrom ?? rows.starts.min() ?? day)
  guard day > first, schema.period.day(horizon, from: day) <= rows.asOf else {
    throw ContractTrainingError.evaluationOutside(
      day, first: first + 1, last: schema.period.day(-horizon, from: rows.asOf))
  }
  let steps = progress.parts([4, 1, 5])
  let learning = steps[0].begin("learning from what was known on \(day)")
  let before = ContractTraining(
    known: KnownContracts(rows, schema, on: day), parameters: parameters)
  let evaluated = try before.fitted(learning)
  steps[1].begin("evaluating on contracts in force on \(day)")
  let evaluation = try ContractEvaluator(before, evaluated.model, horizon: horizon).run()
  let refitting = steps[2].begin("learning from all")
  // The same procedure, with what was evaluated.
  var model = try ContractTraining(
    known: KnownContracts(rows, schema, on: rows.asOf), parameters: parameters
  ).fitted(by: evaluated.choice, refitting).model
  model.notices = model.notices(with: leaks.notices)
  model.population = model.populationInForce(rows, workers: parameters.workers)
  model.rowsSHA256 = all.digest()
  model.isInformative = evaluation.isInformative
  model.digest = try ModelDocument.digest(of: model)
  progress.end()
  return TrainedContracts(model: model, evaluation: evaluation)
}

extension ContractModel {
  /// Notices with those of columns that were found first, at most one of leakage a column.
  fileprivate func notices(with leaks: [ContractNotice]) -> [Recorded<ContractNotice>] {
    let named = Set(leaks.compactMap(\.leakingColumn))
    return leaks.map(Recorded.found)
      + notices.filter { notice in
        notice.finding?.leakingColumn.map { !named.contains($0) } ?? true
      }
  }

  /// The contracts in force on the table's day; nil without one.
  fileprivate func populationInForce(
    _ rows: ContractRows, workers: Workers
  ) -> PopulationReference? {
    let contracts = rows.inForce(on: rows.asOf)
    guard !contracts.isEmpty else { return nil }
    let scores = forecasts(
      of: contracts, in: rows, from: rows.asOf, count: horizon, workers: workers
    ).map { probability($0, within: horizon) }
    return population(of: contracts, in: rows, on: rows.asOf, scores: scores)
  }
}

/// Throws where no contract has begun or ended, or the cause is none of the table's.
private func requireLearnable(
  _ rows: ContractRows, _ schema: ContractSchema, _ parameters: ContractParameters
) throws {
  guard rows.starts.contains(where: { $0 < rows.asOf }) else {
    throw ContractError.noneBegun(
      file: rows.file, column: schema.start, contracts: rows.count, asOf: rows.asOf)
  }
  guard rows.ends.contains(where: { $0 != nil }) else {
    throw ContractError.noEnds(
      file: rows.file, column: schema.end ?? schema.start, contracts: rows.count, asOf: rows.asOf)
  }
  if let cause = parameters.cause {
    guard let column = schema.reason else { throw ContractError.noReasonColumn(.cause) }
    guard rows.reasons.contains(cause) else {
      throw ContractError.unknownReason(
        cause, option: .cause, file: rows.file, column: column, found: rows.reasons)
    }
  }
}

extension ContractRows {
  /// The 64 hex digits of the SHA-256 over the used rows in canonical order.
  fileprivate func digest() -> String {
    var digest = SHA256()
    for id in 0..<ids.count { digest.update(ids[id]) }
    for contract in 0..<count {
      digest.update(Int64(starts[contract].number))
      digest.update(Int64(ends[contract]?.number ?? lost[contract]?.number ?? .max))
      digest.update(Int64(causes[contract]))
      digest.update(Int64(phases[contract]))
      digest.update(Int64(versions[contract].count))
    }
    for from in validFrom { digest.update(Int64(from?.number ?? .max)) }
    for column in columns {
      digest.update(column.name)
      switch column.cells {
      case .numbers(let values): for value in values { digest.update(value) }
      case .categories(let codes, let levels):
        for level in levels { digest.update(level) }
        for code in codes { digest.update(Int64(code)) }
      }
    }
    return digest.hexDigits()
  }
}
