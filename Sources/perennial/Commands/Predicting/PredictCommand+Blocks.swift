import Files
import Histories
import Ingestion
import Models
import Reporting
import Scoring

/// More customers than are scored at once.
extension PredictCommand {
  /// Whether rows can be written block by block: nothing looks at all of them together.
  func fitsInBlocks(_ loaded: LoadedHistories, requires: Bool) -> Bool {
    loaded.store.customerCount > BlockScores.customersPerBlock && since.previous == nil
      && told.summary == nil && !requires && also.contributions == nil
  }

  /// Scores the customers of a log and writes their rows, a block at a time.
  func writeInBlocks(
    _ loaded: LoadedHistories, by model: Model, _ parameters: PredictionParameters,
    columns: [ScoreColumn], in session: Session
  ) throws {
    var parameters = parameters
    parameters.progress = session.progress("scoring")
    let scores = try BlockScores(
      by: model, of: loaded.store, customerColumns: loaded.customerColumns,
      parameters: parameters)
    tell(scores.overview, of: loaded, by: model, parameters, in: session)
    let written = try rows.write(scores, columns, options, in: session) {
      carried.columns(of: loaded, for: $0)
    }
    try keepState(of: scores.overview, columns, rows: written, loaded)
  }
}
