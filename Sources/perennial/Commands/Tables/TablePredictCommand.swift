import ArgumentParser
import Files
import Histories
import Ingestion
import Models
import Reporting
import Scoring
import Training
import Units

struct TablePredictCommand: Job {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Score every row of a table by a model of `table train`, and rank them.",
    discussion: """
      Columns: \(ScoreColumn.labelledTable.map(\.rawValue).joined(separator: ", ")). With --value the rank follows \
      expected_loss = churn_probability × value, else the probability.

        perennial table predict contracts.csv --model models/contracts \\
          --value monthly_charges --top 20
      """)

  @OptionGroup(title: "Input") var input: TableInput
  @OptionGroup(title: "Scoring") var scoring: TableScoringOptions
  @OptionGroup(title: "Output") var rows: RowOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var voice: Voice { options.said.voice }
  var files: FileUse {
    FileUse(
      input: input.files, model: scoring.model, written: [("--output", rows.form.output)])
  }

  func work(in session: Session) throws {
    let columns = try rows.columns(
      of: ScoreColumn.labelledTable, what: "a column of the table's rows")
    let model = try ModelFolder.readTable(scoring.model)
    let scores = try model.scores(
      of: try input.table(), id: scoring.id, value: scoring.value,
      asOf: scoring.asOf?.value, cells: try input.cells(), workers: options.workers)
    try input.note(rejected: scores.refused, in: session)
    session.tell(
      "\(grouped(scores.count)) customers, ranked by "
        + "\(scoring.value.map { "expected loss of \($0)" } ?? "churn probability"); model "
        + scores.modelDigest)
    switch scores.datesTo {
    case .day(let day):
      session.tell(
        "dates are counted to \(day)"
          + (scoring.asOf == nil ? ", the latest of the table; --as-of sets another day" : ""))
    case .column(let name): session.tell("dates are counted to each row's '\(name)'")
    case nil: break
    }
    session.note(scores.drift.notices.map(\.text), .results)
    session.note(scores.notices.map(\.text), .data)
    try rows.write(scores.table, columns, options, in: session)
  }
}

/// How a table is scored.
struct TableScoringOptions: ParsableArguments {
  @Option(name: .long, help: .shown("Folder of the model.", "dir"), completion: .directory)
  var model: String
  @Option(
    name: .long, help: .shown("Column of customer ids (default: as in training).", "column"))
  var id: String?
  @Option(
    name: .long,
    help: .shown("Column of the money that is lost with a customer (default: none).", "column"))
  var value: String?
  @Option(
    name: .long,
    help: .shown(
      "Date to count dates to (default: each row's split column, or the table's latest date).",
      "date"))
  var asOf: DayArgument?
}
