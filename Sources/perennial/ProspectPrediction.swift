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
    let columns = try selected(of: ScoreColumn.prospects, "prospects' rows")
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
        "note: no information: out of time the model did not beat the base rate, which all get.")
    }
    try form.write { output throws(OutputError) in
      try ScoreRows.write(
        scores.table, columns: columns, top: top, format: form.format,
        threads: options.threadCount,
        to: { bytes throws(OutputError) in try output.write(bytes) })
    }
  }
}
