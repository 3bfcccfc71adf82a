import ArgumentParser
import Files
import Models
import Reporting
import Scoring
import Units

/// A plain table to score.
struct TableScoringOptions: ParsableArguments {
  @Option(
    name: .long,
    help: "Score a plain table by a model of `train --table`: CSV, TSV, also gzipped; - is stdin.",
    completion: .file())
  var table: String?
  @Option(name: .long, help: "Table: column of the customers' ids (default: as in training).")
  var id: String?
  @Option(name: .long, help: "Table: column of money that is lost with a customer.")
  var value: String?

  func validate() throws {
    for (option, found) in [("--id", id), ("--value", value)] where table == nil && found != nil {
      throw ValidationError("\(option): expected --table FILE with it")
    }
  }
}

extension PredictCommand {
  func score(table path: String) throws {
    guard features == nil, contributions == nil, asOf == nil else {
      throw UsageError(
        description: "--table \(path): found --features, --contributions or --as-of beside it, "
          + "which are for order logs")
    }
    if let stray = input.strayTableOption {
      throw UsageError(description: "\(stray): it is for order logs, and --table reads none")
    }
    let columns =
      try select.map {
        try listedNames(
          $0, option: "--select", known: TableScoreRows.columns,
          what: "a column of the table's rows")
      } ?? TableScoreRows.columns
    let model = try ModelFolder.readTable(model)
    let scores = try model.scores(
      of: try input.table(path), id: table.id, value: table.value, cells: try input.tableCells(),
      threads: options.threadCount)
    try input.tell(refused: scores.refused, options)
    options.tell(
      "\(grouped(scores.count)) customers, ranked by "
        + "\(table.value.map { "expected loss of \($0)" } ?? "churn probability"); model "
        + scores.modelDigest)
    for notice in scores.notices.map(\.text) + scores.drift.notices.map(\.text) {
      options.tell("note: \(notice)")
    }
    try form.write { output throws(OutputError) in
      try TableScoreRows.write(
        scores, columns: columns, top: top, format: form.format,
        to: { bytes throws(OutputError) in try output.write(bytes) })
    }
  }
}
