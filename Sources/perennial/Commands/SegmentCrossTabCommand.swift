import ArgumentParser
import Reporting
import Scoring
import Units

/// Options of `segment --by`: customers by a column of the user's.
struct CrossTabOptions: ParsableArguments {
  @Option(
    name: .long,
    help: """
      Instead of rows: customers, revenue and churn by a column and by segment: COLUMN of the \
      customers files, or FILE:COLUMN; --output is then a folder of CSV files.
      """)
  var by: PartitionArgument?
  @Option(name: .long, help: "By group: days without an order that count as left.")
  var churnDays = DurationArgument(value: Duration(days: 90))

  /// Writes the tables, or JSON, and the folder where one is named.
  func write(_ table: CrossTab, asJSON: Bool, to folder: String?) throws {
    if let folder { try CrossTabReport.folder(table).write(to: folder) }
    try writeReport(of: table, asJSON: asJSON, to: nil) { CrossTabReport.text(of: $0) }
  }
}
