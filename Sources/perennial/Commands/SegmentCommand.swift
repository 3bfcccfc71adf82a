import ArgumentParser
import Expressions
import Files
import Histories
import Ingestion
import Reporting
import Snapshots
import Units

struct SegmentCommand: LogJob, Explained {
  static let configuration = CommandConfiguration(
    commandName: "segment",
    abstract: "Score customers 1–5 by recency, frequency, money and engagement; assign segments.",
    discussion: """
      One row per customer with an order before the as-of date, by id; 5 is best. `segment` is the primary \
      segment, `segments` all that hold; --help-all lists the columns.

        perennial segment orders.csv --rules rfm125 --score-window all
      """,
    subcommands: SegmentTools.configuration.subcommands)

  static let details = SegmentRows.columns

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Segments") var segmentation: SegmentationOptions
  @OptionGroup(title: "Output") var rows: SegmentRowOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var files: FileUse {
    FileUse(
      input: input.files, read: segmentation.read, model: segmentation.model,
      written: [("--output", rows.form.output)])
  }

  func work(in session: Session) throws {
    var plan = try segmentation.plan()
    plan.shown = try rows.selected()
    plan.includesProspects = rows.prospects
    let loaded = try load(in: session)
    try rows.requireCustomerColumns(plan.shown, in: loaded)
    let found = try plan.segmentation(
      of: loaded, asOf: segmentation.asOf?.value, workers: options.workers,
      progress: session.progress("segmenting"))
    session.tell(of: found, after: loaded)
    try rows.form.write(RowColumns.segments(plan.shown), in: session) {
      output throws(OutputError) in
      try SegmentRows.write(
        found, id: { loaded.store.customers[$0] }, format: rows.form.rowFormat,
        to: { bytes throws(OutputError) in try output.write(bytes) })
    }
  }
}

/// Which rows and columns `segment` writes.
struct SegmentRowOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .shown(
      """
      Further columns to write, of `perennial segment columns`, separated by commas (default: none).
      """, "columns"))
  var select: String?
  @Flag(name: .long, help: .shown("Also segment people with events and no order yet."))
  var prospects = false
  @OptionGroup var form: OutputOptions

  func selected() throws -> [String] {
    guard let select else { return [] }
    let known = ColumnSchema.rules.columns.map(\.name)
    // Columns of the customers file are known only when it is read.
    let open = select.split(separator: ",").map { String($0.filter { $0 != " " }) }.filter {
      $0.hasPrefix(ColumnSchema.customerPrefix)
    }
    return try listedNames(
      select, option: "--select", known: known + open,
      what: "a column of `perennial segment columns`")
  }

  /// Throws where a selected column is none of the customers files.
  func requireCustomerColumns(
    _ selected: [String], in loaded: LoadedHistories
  ) throws(UsageError) {
    let prefix = ColumnSchema.customerPrefix
    let known = (loaded.customerColumns?.names ?? []).map { prefix + $0 }
    for name in selected where name.hasPrefix(prefix) && !known.contains(name) {
      guard loaded.customerColumns != nil else {
        throw UsageError(
          description: "--select \(name): found no customers file, expected --customers FILE")
      }
      throw UsageError(
        description: "--select: found '\(name)', expected one of \(listed(known))"
          + suggestion(for: name, among: known))
    }
  }
}

/// The words after `segment` that are no order files.
///
/// A command that takes any number of files would take these words for files, so they are looked for first.
struct SegmentTools: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "perennial segment",
    abstract: "Reports on segments, and what belongs to the rules that define them.",
    subcommands: [
      SegmentMovementCommand.self, SegmentCrossTabCommand.self, SegmentPlaceCommand.self,
      SegmentLintCommand.self, SegmentRulesCommand.self, SegmentColumnsCommand.self,
    ])

  /// The command where arguments begin with `segment lint` and the like.
  static func parsed(_ arguments: [String]) throws -> (any ParsableCommand)? {
    let names = configuration.subcommands.compactMap { $0.configuration.commandName }
    guard arguments.count > 1, arguments[0] == "segment", names.contains(arguments[1]) else {
      return nil
    }
    return try parseAsRoot(Array(arguments.dropFirst()))
  }
}
