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
      The query of `export sql` as models of dbt: the tables of orders and of events as sources, a staging \
      view of each, features and scores as tables, with descriptions and tests. The names of schemas and \
      tables, and the date, are variables of the package.

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
    settings.asOf = exported.asOf?.value
    let package = try DBTPackage(
      try exported.read(), settings, table: try source.described())
    try package.folder.write(to: output)
    session.tell("wrote \(output)")
  }
}
