package import Dense
internal import Features
internal import Files
package import Ingestion
internal import Learning
internal import Lifetime
package import Models
internal import Snapshots
internal import Units

/// A model of a plain table with the evaluation of its procedure.
package struct TrainedTable: Sendable {
  package let model: TableModel
  package let evaluation: TableEvaluation
}

/// Learns churn from a plain table: evaluated on holdout rows, then refitted on all.
///
/// - Parameters:
///   - rows: typed rows with labels.
///   - roles: what the columns are.
///   - parameters: what the user set.
///   - progress: told each step, and how much of all is done.
/// - Returns: the model and its evaluation.
/// - Throws: where the rows cannot carry a model, with what would be enough.
package func train(
  on rows: TableRows, as roles: TableSchema, parameters: TableParameters,
  progress: Progress = .untold
) throws -> TrainedTable {
  let training = TableTraining(rows: rows, parameters: parameters)
  let parts = try training.parts(roles)
  let steps = progress.parts([1.0, 5.0 * Double(parts.count), 5])
  steps[0].begin("looking for columns that were filled in after the outcome")
  let suspicions = try TableLeakage(training: training, part: parts[0], roles: roles).notices()
  let evaluator = TableEvaluator(training: training, parts: parts, roles: roles)
  let evaluation = try evaluator.run(
    steps[1].begin("evaluating on holdout rows: \(parts.count) fit\(parts.count == 1 ? "" : "s")"))
  let refitting = steps[2].begin("refitting on all rows")
  var model = try training.fitted(to: Array(0..<rows.count), as: roles, refitting)
  let scores = model.probabilities(
    of: rows.columns, rows: rows.count, workers: parameters.workers)
  model.population = PopulationReference(
    of: rows.columns, columns: model.columns, scores: scores)
  model.rowsSHA256 = rows.digest()
  switch rows.datesTo {
  case .column(let name): model.datesToColumn = name
  case .day(let day): model.datesToDay = day
  case nil: break
  }
  model.isInformative = evaluation.all?.isInformative ?? false
  model.notices = suspicions.map(Recorded.found) + model.notices
  model.digest = try ModelDocument.digest(of: model)
  progress.end()
  return TrainedTable(model: model, evaluation: evaluation)
}

extension TableRows {
  /// The 64 hex digits of the SHA-256 over the used rows in canonical order.
  fileprivate func digest() -> String {
    var digest = SHA256()
    for id in 0..<ids.count { digest.update(ids[id]) }
    for label in labels { digest.update(label) }
    for column in columns {
      digest.update(column.name)
      for date in column.dates ?? [] { digest.update(date) }
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

extension PopulationReference {
  static var empty: PopulationReference {
    PopulationReference(
      rows: 0, columns: [], scores: Column(name: "", edges: [], shares: []), meanScore: 0)
  }

  /// Describes the rows of a table that a model was fitted to.
  fileprivate init(of typed: [TypedColumn], columns: [TableColumn], scores: [Double]) {
    let described = zip(typed, columns).map { typed, column -> Column in
      if case .numbers(let values) = typed.cells { return Column(column.name, numbers: values) }
      let blank = Column(name: column.name, edges: [], shares: [])
      return Column(name: column.name, edges: [], counts: column.counts(of: typed, by: blank))
    }
    self.init(
      rows: scores.count, columns: described,
      scores: Column("churn_probability", numbers: scores),
      meanScore: mean(scores))
  }
}
