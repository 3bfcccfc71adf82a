import ArgumentParser
import Dense
import Files
import FoundationEssentials
import Histories
import Ingestion
import Intake
import Learning
import Models
import Snapshots
import Units

/// Where orders, events and customers come from and how they are read: the same on every command.
struct InputOptions: ParsableArguments {
  @Argument(
    help: .shown(
      "Order files: CSV, TSV, Parquet or an address of a table; - is stdin.", "orders"),
    completion: .file())
  var orders: [String] = []
  @Option(
    name: .long, parsing: .upToNextOption,
    help: .shown("Event files: visits, e-mails, carts, reviews.", "files"),
    completion: .file())
  var events: [String] = []
  @Option(
    name: .long, parsing: .upToNextOption, help: .shown("Customer files.", "files"),
    completion: .file())
  var customers: [String] = []
  @Option(
    name: .long,
    help: .more(
      "Read a store of `perennial store build` in place of files (default: none).", "store"),
    completion: .directory)
  var store: String?
  @Option(
    name: .long,
    help: .shown(
      """
      Map columns to roles: customer=ID,time=Date,amount=Quantity*Price (only needed for names that \
      are not recognised).
      """, "roles"))
  var columns: [String] = []
  @Option(
    name: .customLong("where"),
    help: .shown("Use only order rows that meet this: 'Quantity > 0'.", "condition"))
  var filter: [String] = []
  @Flag(name: .long, help: .more("Files have no header; columns are positions: customer=2,time=3."))
  var noHeader = false
  @Option(name: .long, help: .more("IANA time zone that days are counted in.", "zone"))
  var timeZone = "UTC"
  @Option(name: .long, help: .more("Whether refunds lower a customer's spend."))
  var refunds = RefundPolicy.net
  @Option(
    name: .long,
    help: .more(
      """
      Whether `amount` is per line or per order (default: per line; required when every line of an \
      order repeats the same amount).
      """))
  var amountPer: AmountPer?
  @Option(
    name: .long,
    help: .more(
      """
      Use a column `returned` from this long after the order: 30d (default: the column is not used).
      """, "days"))
  var knownAfter: DurationArgument?
  @Flag(name: .long, help: .more("Leave out rows that equal another in every field."))
  var dropDuplicates = false
  @Flag(name: .long, help: .more("Use rows dated after today."))
  var allowFutureDates = false
  @Option(
    name: .long, help: .more("Write the ledger of rows and money to this file, as JSON.", "file"),
    completion: .file())
  var ledger: String?
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var exports: ExportOptions

  /// Whether no file of a log is named.
  var readsNothing: Bool {
    orders.isEmpty && events.isEmpty && customers.isEmpty && store == nil
  }

  var files: FileUse {
    FileUse(
      read: orders + events + customers + [
        reading.config, reading.named.pseudonymise, store.map { "\($0)/manifest" },
      ],
      written: [("--rejected", reading.rejected), ("--ledger", ledger)], stores: [store])
  }

  /// Writes a ledger where `--ledger` says.
  func write(_ contents: Ledger) throws {
    guard let ledger else { return }
    let bytes = try canonicalJSON(contents)
    try writeOutput(to: ledger) { output throws(OutputError) in try output.write(bytes) }
  }

  /// The latest day that it is anywhere: a shop's own day may be hours ahead of UTC.
  static var latestToday: Day {
    Day(number: Int32((Date().timeIntervalSince1970 + 14 * 3_600) / 86_400))
  }

  func readOptions(workers: Workers) throws -> ReadOptions {
    if noHeader, let named = (orders + events + customers).first(where: SourceAddress.isAddress) {
      throw UsageError(
        description: "--no-header: found \(named), whose columns have names, expected files without"
      )
    }
    var read = ReadOptions(today: Self.latestToday)
    for text in columns { read.columns.add(try ColumnChoices(parsing: text)) }
    read.filter = combinedConditions(filter)
    read.hasHeader = !noHeader
    read.delimiter = reading.delimiter?.value
    read.encoding = reading.encoding
    if let dateFormat = reading.dateFormat { read.dateFormat = try DateFormat(dateFormat) }
    read.decimalComma = reading.decimalComma
    read.timeZone = timeZone
    read.refundPolicy = refunds
    read.amountPer = amountPer
    read.knownAfter = knownAfter?.value
    read.dropDuplicates = dropDuplicates
    read.maxRefused = reading.maxRejected.value
    read.allowFutureDates = allowFutureDates
    read.rejectedRows = reading.rejectedRows
    read.workers = workers
    read.pseudonyms = try reading.named.pseudonyms()
    try exports.apply(to: &read)
    return read
  }
}

extension RefundPolicy: ExpressibleByArgument {}
extension AmountPer: ExpressibleByArgument {}
