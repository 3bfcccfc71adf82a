import ArgumentParser
import Features
import Files
import Intake
import Models
import Reporting
import Scoring
import Warehouse

struct ExportSQLCommand: Job {
  static let configuration = CommandConfiguration(
    commandName: "sql",
    abstract: "Write a model as a query that scores customers where the orders lie.",
    discussion: """
      One query over the table of orders, a row a line of an order: customer_id, ordered_at, amount and \
      order_id, and where the model uses them quantity, discount, category and returned_at. --columns \
      names them otherwise; a view makes whatever else of them. It gives the columns of the score row, \
      codes and values of the reasons, and the features. Columns that SQL cannot compute are NULL, and \
      the head of the text names them.

        perennial export sql --dialect duckdb --model models/shop --output score.sql
        duckdb shop.db -csv < score.sql > engine.csv
        perennial verify orders.csv --model models/shop --against engine.csv
      """)

  @Option(name: .long, help: .shown("Engine that runs the query."))
  var dialect: SQLDialect
  @OptionGroup var source: WarehouseTableOptions
  @Option(name: .long, help: .shown("Folder of the model.", "dir"), completion: .directory)
  var model: String
  @Option(
    name: .long,
    help: .shown("Score as of this date (default: the date of the model).", "date"))
  var asOf: DayArgument?
  @Option(
    name: .long, help: .shown("Write the query to this file (default: stdout).", "file"),
    completion: .file())
  var output: String?
  @OptionGroup(title: "Run") var said: VoiceOptions

  var voice: Voice { said.voice }
  var files: FileUse { FileUse(model: model, written: [("--output", output)]) }

  func work(in session: Session) throws {
    var settings = WarehouseQuery.Settings(
      dialect: dialect, row: ScoreColumn.customers.map(\.rawValue))
    settings.table = try source.described()
    settings.asOf = asOf?.value
    let query = try WarehouseQuery(try ModelFolder.read(model), settings)
    for part in query.unsaid {
      session.note(
        "NULL: \(part.columns.joined(separator: ", ")): \(part.reason.text)",
        part.columns.contains("churn_probability") ? .results : .detail)
    }
    try session.write(to: output) { output throws(OutputError) in
      try output.write(Array(query.document.utf8))
    }
  }
}

extension SQLDialect: ExpressibleByArgument {}

/// The table of orders in a warehouse.
struct WarehouseTableOptions: ParsableArguments {
  @Option(name: .long, help: .shown("Table or view of the orders (default: orders).", "name"))
  var table: String?
  @Option(
    name: .long,
    help: .shown(
      "Its columns: customer=buyer,time=bought_at,amount=total; others are then left out.", "roles")
  )
  var columns: String?

  func described() throws -> WarehouseTable {
    var named = WarehouseTable.standard
    if let table {
      guard WarehouseTable.isName(table, ofTable: true) else {
        throw UsageError(
          description: "--table: found '\(table)', expected a plain name such as shop.orders; a "
            + "view gives a table another name")
      }
      named.name = table
    }
    guard let columns else { return named }
    let choices = try ColumnChoices(parsing: columns)
    func name(_ role: ColumnRole) throws -> String? {
      guard let text = choices.texts[role], !text.isEmpty else { return nil }
      guard WarehouseTable.isName(text) else {
        throw UsageError(
          description: "--columns: found '\(role.spelling)=\(text)', expected the plain name of a "
            + "column; a view makes a column of a calculation")
      }
      return text
    }
    let known: [ColumnRole] = [
      .customer, .time, .amount, .order, .quantity, .discount, .category, .returnedAt,
    ]
    for role in ColumnRole.allCases where choices.texts[role] != nil && !known.contains(role) {
      throw UsageError(
        description: "--columns: found \(role.spelling), expected "
          + known.map(\.spelling).joined(separator: ", "))
    }
    guard let customer = try name(.customer), let time = try name(.time),
      let amount = try name(.amount)
    else {
      throw UsageError(
        description: "--columns: found '\(columns)', expected customer, time and amount in it")
    }
    var others: [LogColumn: String] = [:]
    others[.quantity] = try name(.quantity)
    others[.discount] = try name(.discount)
    others[.category] = try name(.category)
    others[.returnedAt] = try name(.returnedAt)
    return WarehouseTable(
      name: named.name, customer: customer, time: time, amount: amount, order: try name(.order),
      others: others)
  }
}
