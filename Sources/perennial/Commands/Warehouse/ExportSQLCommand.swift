import ArgumentParser
import Files
import Reporting
import Scoring
import Warehouse

struct ExportSQLCommand: Job, ArgumentsChecking {
  static let configuration = CommandConfiguration(
    commandName: "sql",
    abstract: "Write a model as a query that scores customers where the orders lie.",
    discussion: """
      One query over the table of orders, a row a line of an order: customer_id, ordered_at, amount and \
      order_id, and where the model uses them quantity, discount, category and returned_at. --columns \
      names them otherwise; a view makes whatever else of them. It gives the score row, codes and values \
      of the reasons, and the features; the head of the text names what is NULL.

        perennial export sql --dialect duckdb --model models/shop --output score.sql
        duckdb shop.db -csv < score.sql > engine.csv
        perennial verify orders.csv --model models/shop --against engine.csv

      --training writes the query that gives `train --from-features` its rows: features of the customers \
      who are drawn, at the dates that a model learns from, and their outcomes.

        perennial export sql --dialect duckdb --training --horizon 90d --share 10% --output rows.sql
        duckdb shop.db -csv < rows.sql > rows.csv
        perennial train --from-features rows.csv --model models/shop
      """)

  @Option(name: .long, help: .shown("Engine that runs the query."))
  var dialect: SQLDialect
  @OptionGroup var source: WarehouseTableOptions
  @OptionGroup var exported: ExportedModelOptions
  @OptionGroup(title: "Assumptions") var economics: EconomicsOptions
  @OptionGroup(title: "Learning") var learning: TrainingQueryOptions
  @OptionGroup(title: "Output") var place: ExportedFileOptions
  @OptionGroup(title: "Run") var said: VoiceOptions

  var voice: Voice { said.voice }
  var files: FileUse { FileUse(model: exported.model, written: [("--output", place.output)]) }

  /// Rows to learn from are what happened: they rest on no assumptions.
  func check(arguments: [String]) throws {
    let assumptions = OptionNames.of(EconomicsOptions.self)
    guard learning.training,
      let stray = arguments.lazy.map(OptionNames.name(of:)).first(where: assumptions.contains)
    else { return }
    throw UsageError(
      description:
        "--training: found \(stray) beside it, expected none: rows to learn from rest on no assumptions"
    )
  }

  func work(in session: Session) throws {
    if let training = try learning.settings(dialect: dialect, source: source) {
      guard exported.model == nil, exported.asOf == nil else {
        throw UsageError(
          description:
            "--training: found \(exported.model == nil ? "--as-of" : "--model") beside it, expected "
            + "neither: rows to learn from rest on no model, and their dates on the log")
      }
      return try write(TrainingQuery(training).document, in: session)
    }
    var settings = try economics.settings(
      dialect: dialect, row: ScoreColumn.customers.map(\.rawValue))
    settings.table = try source.described()
    settings.asOf = exported.asOf?.value
    let query = try WarehouseQuery(try exported.read(), settings)
    for part in query.unsaid {
      session.note(
        "NULL: \(part.columns.joined(separator: ", ")): \(part.reason.text)",
        part.columns.contains("churn_probability") ? .results : .detail)
    }
    try write(query.document, in: session)
  }

  private func write(_ document: String, in session: Session) throws {
    try session.write(to: place.output) { output throws(OutputError) in
      try output.write(Array(document.utf8))
    }
  }
}

extension SQLDialect: ExpressibleByArgument {}
