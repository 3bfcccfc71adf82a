import ArgumentParser
import Files
import Histories
import Ingestion
import Models
import Reporting
import Scoring
import Units

struct ProspectsCommand: LogJob {
  static let configuration = CommandConfiguration(
    commandName: "prospects",
    abstract: "Score people with events for a first order to come.",
    discussion: """
      Columns: \(ScoreColumn.prospects.map(\.rawValue).joined(separator: ", ")). Where the prospect model did not beat the \
      base rate on the holdout, every prospect gets the base rate and `reliable` is no. People who \
      appear only in the customers file are not scored, because the file has no date at which they \
      became known.

        perennial prospects orders.csv --events events.csv --model models/shop
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Scoring") var scoring: ScoredModelOptions
  @OptionGroup(title: "Output") var rows: RowOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var files: FileUse {
    FileUse(
      input: input.files, model: scoring.model, written: [("--output", rows.form.output)])
  }

  func work(in session: Session) throws {
    let columns = try rows.columns(of: ScoreColumn.prospects, what: "a column of prospects' rows")
    let model = try ModelFolder.read(scoring.model)
    let loaded = try load(in: session)
    let scores = try model.prospectScores(
      of: loaded.store, asOf: scoring.asOf?.value, workers: options.workers)
    session.tell(
      "as of \(scores.asOf), horizon \(scores.horizonInDays) days; \(grouped(scores.count)) prospects, "
        + "ranked by the probability of a first order; model \(scores.modelDigest)")
    session.note(asOf: scores.asOf, after: loaded)
    if !scores.reliable {
      session.note(
        "the prospect model did not beat the base rate on the holdout; every prospect gets the base "
          + "rate.", .results)
    }
    try rows.write(scores.table, columns, options, in: session)
  }
}
