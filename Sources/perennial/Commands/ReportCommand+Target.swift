import Files
import Histories
import Ingestion
import Models
import Reporting
import Scoring
import Segmentation
import Units

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
    let told = told(of: loaded, by: model, asOf: scored.asOf)
    let report = TargetReport(
      name: name, model: model, evaluation: evaluation, scored: scored,
      context: TargetReport.Context(
        log: RunSummary.Log(loaded.ledger), missingInputs: model.missingInputs(of: loaded.ledger),
        loyalty: CohortAnalysis(
          of: loaded.store, asOf: scored.asOf, nextOrderWithinDays: scored.horizonInDays,
          workers: options.workers),
        clusterMap: model.clusters?.map(
          of: scored.features, clusters: scored.cluster, showing: Self.customersOnMap,
          workers: options.workers),
        warnings: told.warnings, notices: told.notices))
    if let folder = place.charts { try ChartFolder.folder(of: report).write(to: folder) }
    try write(report.page, in: session)
  }
}
