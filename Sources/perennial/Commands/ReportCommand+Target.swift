import Files
import Ingestion
import Models
import Reporting
import Scoring

extension ReportCommand {
  /// Writes the page of a model of another target than churn.
  func writePageOfTarget(by model: Model, in session: Session) throws {
    let evaluation = try ModelFolder.readEvaluation(scoring.scored.model)
    if let folder = place.charts { try ChartFolder.kindOfTarget.check(folder) }
    let loaded = try load(in: session)
    guard
      let scored = try targetScores(
        of: loaded, by: model, asOf: scoring.scored.asOf?.value, in: session)
    else { return }
    let report = TargetReport(
      name: name, model: model, evaluation: evaluation, scored: scored,
      log: RunSummary.Log(loaded.ledger), missingInputs: model.missingInputs(of: loaded.ledger),
      context: context(
        of: loaded, by: model, asOf: scored.asOf,
        loyalty(of: loaded, asOf: scored.asOf, horizonInDays: scored.horizonInDays),
        clusterMap: model.clusters?.map(
          of: scored.features, clusters: scored.cluster, showing: Self.customersOnMap,
          workers: options.workers)))
    if let folder = place.charts { try ChartFolder.folder(of: report).write(to: folder) }
    try write(report.page, in: session)
  }
}
