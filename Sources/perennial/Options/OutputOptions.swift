import ArgumentParser
import Dense
import Files
import Reporting
import Scoring
import Snapshots
import Training
import Units

/// Where and how rows are written.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .shown("Write rows to this file or table (default: stdout).", "file"),
    completion: .file())
  var output: String?
  @Option(name: .long, help: .shown("Format of the rows."))
  var format = TextFormat.csv

  func validate() throws {
    guard let output, format != .csv, keepsTypes else { return }
    throw ValidationError(
      "--format \(format.rawValue): expected none beside --output \(output), which has its own")
  }

  /// The form that rows have to be given in.
  var rowFormat: RowFormat { keepsTypes ? .typed : format.rowFormat }

  /// Whether rows go to a file or table that keeps their types.
  var keepsTypes: Bool {
    guard let output else { return false }
    // What is wrong with an address is said where it is opened.
    do { return try RowDestination(output) != nil } catch { return true }
  }

  /// Writes rows in `rowFormat`, whole or not at all.
  func write(
    _ columns: [RowColumn], in session: Session,
    _ body: (borrowing Output) throws(OutputError) -> Void
  ) throws(OutputError) {
    guard let output, let destination = try Output.destination(output) else {
      return try session.write(to: output, body)
    }
    try session.write(to: destination, columns, body)
  }
}

/// Formats of rows as text.
enum TextFormat: String, ExpressibleByArgument, CaseIterable {
  case csv, jsonl

  var rowFormat: RowFormat { self == .csv ? .csv : .jsonl }
}

/// Where a report is written, as tables or JSON.
struct ReportOptions: ParsableArguments {
  @Flag(name: .long, help: .shown("Write JSON instead of tables."))
  var json = false
  @Option(
    name: .long, help: .shown("Write the report to this file (default: stdout).", "file"),
    completion: .file())
  var output: String?

  func write<Finding: Encodable>(
    _ finding: Finding, in session: Session, text: (Finding) -> String
  ) throws {
    try session.write(finding, asJSON: json, to: output, text: text)
  }
}

/// Which ranked rows are written, and where.
struct RowOptions: ParsableArguments {
  @Option(name: .long, help: .shown("Write only the first N rows (default: all).", "N"))
  var top: Int?
  @Option(
    name: .long,
    help: .shown("Columns to write, in this order, separated by commas (default: all).", "columns"))
  var select: String?
  @OptionGroup var form: OutputOptions

  func validate() throws {
    if let top, top < 1 { throw ValidationError("--top \(top): expected at least 1") }
  }

  /// The columns that were selected, of all that there are.
  func columns(of known: [ScoreColumn], what: String) throws -> [ScoreColumn] {
    guard let select else { return known }
    return try listedNames(
      select, option: "--select", known: known.map(\.rawValue), what: what
    ).compactMap(ScoreColumn.init(rawValue:))
  }

  /// Writes score rows; where changes are given, those alone that differ from the earlier run's.
  ///
  /// - Returns: the checksum of what was written.
  @discardableResult
  func write(
    _ table: ScoreTable, _ columns: [ScoreColumn], carried: [CarriedColumn] = [],
    changes: ScoreChanges? = nil, _ options: RunOptions, in session: Session
  ) throws -> RunningChecksum {
    var form = ScoreRows.Form(columns: columns, format: self.form.rowFormat)
    form.carried = carried
    form.top = top
    form.changed = changes.map { ChangedRows($0, columns: columns, carried: carried) }
    var written = 0
    var checksum = RunningChecksum()
    try self.form.write(table.rowColumns(columns, carried: carried), in: session) {
      output throws(OutputError) in
      written = try ScoreRows.write(
        table, form, workers: options.workers,
        progress: session.progress("writing \(grouped(min(top ?? table.count, table.count))) rows"),
        to: { bytes throws(OutputError) in
          checksum.update(bytes)
          try output.write(bytes)
        })
    }
    if changes != nil {
      session.tell(
        "\(grouped(written)) of \(grouped(min(top ?? table.count, table.count))) rows changed")
    }
    return checksum
  }
}

extension RowOptions {
  /// Writes score rows block by block, with columns of the customers files; returns the checksum of what
  /// was written.
  func write(
    _ scores: BlockScores, _ columns: [ScoreColumn], _ options: RunOptions, in session: Session,
    carried: ([Int]) -> [CarriedColumn]
  ) throws -> RunningChecksum {
    var form = ScoreRows.Form(columns: columns, format: self.form.rowFormat)
    let count = min(top ?? scores.count, scores.count)
    let progress = session.progress("writing \(grouped(count)) rows")
    var checksum = RunningChecksum()
    try self.form.write(scores.rowColumns(columns, carried: carried([])), in: session) {
      output throws(OutputError) in
      try scores.forEachBlock(top: top) { scored, before throws(OutputError) in
        form.carried = carried(scored.facts.customers)
        form.ranksBefore = before
        try ScoreRows.write(
          scored.table, form, workers: options.workers,
          to: { bytes throws(OutputError) in
            checksum.update(bytes)
            try output.write(bytes)
          })
        progress.reach(before + scored.count, of: count)
      }
    }
    return checksum
  }
}

/// A report on stdout, and a folder of its tables.
struct ReportFolderOptions: ParsableArguments {
  @Flag(name: .long, help: .shown("Print JSON instead of tables."))
  var json = false
  @Option(
    name: .long,
    help: .shown("Also write the tables to this folder, as CSV (default: none).", "dir"),
    completion: .directory)
  var output: String?
}
