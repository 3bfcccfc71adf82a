import Models
import Scoring

extension PredictCommand {
  /// Scores by a model of another target than churn: its probability and what goes with it.
  func scoreTarget(_ target: TargetModel, by model: Model, in session: Session) throws {
    let ofChurn = [
      ("--features", ready.features), ("--contributions", also.contributions),
      ("--summary", told.summary), ("--require", required.require), ("--carry", carried.carry),
      ("--previous", since.previous),
    ]
    for (option, value) in ofChurn where value != nil {
      throw UsageError(
        description: "\(option): expected a model of churn; this one predicts '\(target.rule)'")
    }
    let columns = try rows.columns(
      of: ScoreColumn.targets, what: "a column of the rows of a target's model")
    let loaded = try load(in: session)
    guard
      let scores = try targetScores(
        of: loaded, by: model, asOf: scoring.scored.asOf?.value, in: session)
    else { return }
    try rows.write(scores.table, columns, options, in: session)
  }
}
