import ArgumentParser
import Files
import Reporting
import Scoring
import Warehouse

struct ExportDBTCommand: Job {
  static let configuration = CommandConfiguration(
    commandName: "dbt",
    abstract: "Write a model as a package of dbt.",
    discussion: """
      The query of `export sql` as models of dbt: the table of orders as a source, a staging view, \
      features and scores as tables, with descriptions and tests. The names of a schema and a table, and \
      the date, are variables of the package.

        perennial export dbt --dialect duckdb --model models/shop --output perennial
        dbt build --project-dir perennial
      """)

  @Option(name: .long, help: .shown("Engine of the warehouse."))
  var dialect: SQLDialect
  @OptionGroup var source: WarehouseTableOptions
  @OptionGroup var exported: ExportedModelOptions
  @OptionGroup(title: "Assumptions") var economics: EconomicsOptions
  @Option(
    name: .long, help: .shown("Folder to write the package to.", "dir"), completion: .directory)
  var output: String
  @OptionGroup(title: "Run") var said: VoiceOptions

  var voice: Voice { said.voice }
  var files: FileUse { FileUse(model: exported.model, folders: [("--output", output)]) }

  func work(in session: Session) throws {
    try DBTPackage.kind.check(output)
    var settings = try economics.settings(
      dialect: dialect, row: ScoreColumn.customers.map(\.rawValue))
    let table = try source.described()
    guard table.events == nil else {
      throw UsageError(
        description: "--events-table: expected none, as the package of dbt reads no events")
    }
    settings.asOf = exported.asOf?.value
    let package = try DBTPackage(try exported.read(), settings, table: table)
    try package.folder.write(to: output)
    session.tell("wrote \(output)")
  }
}
