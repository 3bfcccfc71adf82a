import Files
import Histories
import Ingestion
import Models
import Reporting
import Scoring
import Units

extension PredictCommand {
  /// Scores who is known by events and has not ordered yet.
  func scoreProspects() throws {
    guard features == nil, contributions == nil, table.table == nil else {
      throw UsageError(
        description: "--prospects: found --features, --table or --contributions beside it, "
          + "expected order and event files alone")
    }
    let columns =
      try select.map {
        try listedNames(
          $0, option: "--select", known: FirstOrderRows.columns, what: "a column of prospects' rows"
        )
      } ?? FirstOrderRows.columns
    let model = try ModelFolder.read(model)
    let loaded = try input.load(options)
    let scores = try model.prospectScores(
      of: loaded.store, asOf: asOf?.value, threads: options.threadCount)
    options.tell(
      "as of \(scores.asOf), horizon \(scores.horizonInDays) days; \(grouped(scores.count)) prospects, "
        + "ranked by the probability of a first order; model \(scores.modelDigest)")
    input.tell(of: scores.asOf, after: loaded, options)
    if !scores.reliable {
      options.tell(
        "note: the prospect model did not beat the base rate on the holdout; every prospect gets the base "
          + "rate.")
    }
    let customers = loaded.store.customers
    try form.write { output throws(OutputError) in
      try FirstOrderRows.write(
        scores, columns: columns, id: { customers[$0] }, top: top, format: form.format,
        to: { bytes throws(OutputError) in try output.write(bytes) })
    }
  }
}
