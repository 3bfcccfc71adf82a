import ArgumentParser
import Files
import Histories
import Ingestion
import Models
import Reporting
import Segmentation
import Units

struct SegmentCrossTabCommand: LogJob {
  static let configuration = CommandConfiguration(
    commandName: "crosstab",
    abstract: "Cross-tabulate segments with a column of your own.",
    discussion: """
      Customers, revenue and churn by group, and the groups by segment. Prints tables, or JSON with --json; --output also writes a folder of CSV files.

        perennial segment crosstab orders.csv --customers customers.csv --by country
        perennial segment crosstab orders.csv --by crm.csv:tier --output by-tier
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Segments") var segmentation: SegmentationOptions
  @OptionGroup(title: "Cross-table") var crossTab: CrossTabOptions
  @OptionGroup(title: "Output") var folder: ReportFolderOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var files: FileUse {
    FileUse(
      input: input.files, read: segmentation.read + [crossTab.by.file], model: segmentation.model,
      folders: [("--output", folder.output)])
  }

  func work(in session: Session) throws {
    let plan = try segmentation.plan()
    if let path = folder.output { try CrossTabReport.kind.check(path) }
    let loaded = try load(in: session)
    let found = try plan.segmentation(
      of: loaded, asOf: segmentation.asOf?.value, workers: options.workers,
      progress: session.progress("segmenting"))
    session.tell(of: found, after: loaded)
    let column = try crossTab.by.read(loaded, by: self, in: session, option: "--by")
    let table = CrossTabbing(
      store: loaded.store,
      column: GivenPartition(name: crossTab.by.name, column: column, isStatic: false),
      segmentation: found, churnDays: crossTab.horizon.value.wholeDays,
      churnProbability: plan.model?.churnProbabilities(
        of: loaded.store, asOf: found.asOf, workers: options.workers),
      workers: options.workers
    ).crossTab()
    if let path = folder.output { try CrossTabReport.folder(table).write(to: path) }
    try session.write(table, asJSON: folder.json, to: nil) { CrossTabReport.text(of: $0) }
  }
}

/// What customers are counted by.
struct CrossTabOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .shown("Column of groups: COLUMN of the customer files, or FILE:COLUMN.", "column"))
  var by: PartitionArgument
  @Option(name: .long, help: .shown("Days without an order that count as churn.", "days"))
  var horizon = DurationArgument(value: DayCount(days: 90))
}
