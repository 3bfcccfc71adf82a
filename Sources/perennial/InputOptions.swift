import ArgumentParser
import Files
import FoundationEssentials
import Histories
import Ingestion
import Models
import Scoring
import Units

/// Where orders, events and customers come from and how they are read: the same on every command.
struct InputOptions: ParsableArguments {
  @Argument(
    help: "Order files: CSV, TSV or another delimiter, also gzipped; - is stdin.",
    completion: .file())
  var orders: [String] = []
  @Option(
    name: .long, parsing: .upToNextOption, help: "Files of engagement events.",
    completion: .file())
  var events: [String] = []
  @Option(
    name: .long, parsing: .upToNextOption, help: "Files of customers.", completion: .file())
  var customers: [String] = []
  @Option(
    name: .long,
    help: """
      What is what, where names do not tell: customer=ID,time=Date,amount=Quantity*Price,order=Invoice.
      """)
  var columns: String?
  @Option(
    name: .customLong("where"), help: "Use only order rows that meet this: 'Quantity > 0'.")
  var filter: String?
  @Flag(name: .long, help: "Files have no header; columns are positions: customer=2,time=3.")
  var noHeader = false
  @Option(
    name: .long,
    help: "One character, tab, or space for runs of blanks (default: from the first line).")
  var delimiter: DelimiterArgument?
  @Option(name: .long, help: "Encoding of the files.")
  var encoding = TextEncoding.utf8
  @Option(
    name: .long, help: "Form of dates other than ISO 8601 and yyyymmdd: '%d/%m/%Y %H:%M'.")
  var dateFormat: String?
  @Flag(name: .long, help: "Commas are decimal points.")
  var decimalComma = false
  @Option(name: .long, help: "IANA time zone of the shop's days.")
  var timeZone = "UTC"
  @Option(name: .long, help: "Whether refunds lower a customer's spend: net or ignore.")
  var refunds = RefundPolicy.net
  @Option(
    name: .long,
    help: """
      Whether a row's amount is the line's or the whole order's (default: the line's, unless order \
      totals repeat on each line: then it must be said).
      """)
  var amountPer: AmountPer?
  @Option(
    name: .long, help: "Use a 'returned' column from this long after its order: 30d.")
  var knownAfter: DurationArgument?
  @Flag(name: .long, help: "Leave out rows that equal another in every field.")
  var dropDuplicates = false
  @Option(
    name: .long, help: "Share of rows that may be refused before the run stops: 0.1%.")
  var maxRefused = RefusedShareArgument(value: RefusedShareArgument.usual)
  @Flag(name: .long, help: "Use rows dated after today.")
  var allowFutureDates = false
  @Option(name: .long, help: "Write every refused row, with its reason, here.")
  var refused: String?
  @Option(name: .long, help: "Write the ledger of rows and money here, as JSON.")
  var ledger: String?
  @Option(name: .long, help: "YAML file with any of these options; the command line wins.")
  var config: String?

  /// Whether no file of a log is named.
  var readsNothing: Bool { orders.isEmpty && events.isEmpty && customers.isEmpty }

  /// Reads everything, tells what was taken for what and what is odd, and writes the ledger, unless the
  /// command does so when it knows more.
  func load(_ options: RunOptions, writesLedger: Bool = true) throws -> LoadedHistories {
    guard !orders.isEmpty else {
      throw UsageError(
        description: "found no order file, expected at least one: perennial COMMAND ORDERS… "
          + "(- for stdin), or `orders:` in a --config file")
    }
    let readOptions = try readOptions(threads: options.threadCount)
    let loaded: LoadedHistories
    do {
      loaded = try loadHistories(
        orders: orders, events: events, customers: customers, options: readOptions,
        progress: { options.progress("\($0.file): \(grouped($0.rows)) rows") })
    } catch {
      throw WholeLogFault(files: orders, fault: error) ?? error
    }
    for line in loaded.recognition { options.tell(line) }
    for notice in loaded.notices { options.tell("note: \(notice)") }
    if writesLedger { try write(loaded.ledger) }
    return loaded
  }

  /// Tells what is odd about an as-of date.
  func tell(of asOf: Day, after loaded: LoadedHistories, _ options: RunOptions) {
    if let notice = loaded.notice(asOf: asOf) { options.tell("note: \(notice)") }
  }

  /// Writes a ledger where `--ledger` says.
  func write(_ contents: Ledger) throws {
    guard let ledger else { return }
    let bytes = try canonicalJSON(contents)
    try writeOutput(to: ledger) { output throws(OutputError) in try output.write(bytes) }
  }

  func readOptions(threads: Int) throws -> ReadOptions {
    // The latest day that it is anywhere: a shop's own day may be hours ahead of UTC.
    let latestClock = Date().timeIntervalSince1970 + 14 * 3_600
    var read = ReadOptions(today: Day(number: Int32(latestClock / 86_400)))
    if let columns { read.columns = try ColumnChoices(parsing: columns) }
    read.filter = filter
    read.hasHeader = !noHeader
    read.delimiter = delimiter?.value
    read.encoding = encoding
    if let dateFormat { read.dateFormat = try DateFormat(dateFormat) }
    read.decimalComma = decimalComma
    read.timeZone = timeZone
    read.refundPolicy = refunds
    read.amountPer = amountPer
    read.knownAfter = knownAfter?.value
    read.dropDuplicates = dropDuplicates
    read.maxRefused = maxRefused.value
    read.allowFutureDates = allowFutureDates
    read.refusedPath = refused
    read.threads = threads
    return read
  }
}

/// A delimiter on the command line.
struct DelimiterArgument: ExpressibleByArgument {
  let value: Delimiter
  /// As the user wrote it.
  let argument: String

  init?(argument: String) {
    guard let value = Delimiter(argument) else { return nil }
    self.value = value
    self.argument = argument
  }
}

/// A share of rows on the command line; `0.1%`.
struct RefusedShareArgument: ExpressibleByArgument {
  static let usual = 0.001

  let value: Double

  init(value: Double) { self.value = value }

  init?(argument: String) {
    guard let share = ShareArgument(argument: argument), share.value <= 1 else { return nil }
    value = share.value
  }

  var defaultValueDescription: String { "0.1%" }
}

/// A fault of no single row, told with the names of the files.
private struct WholeLogFault: ReportedFailure {
  let files: [String]
  let fault: DataError

  /// Nil for a fault that names its place itself.
  init?(files: [String], fault: DataError) {
    switch fault {
    case .repeatedTotal, .amountsTooLarge: break
    default: return nil
    }
    self.files = files
    self.fault = fault
  }

  var description: String { "\(files.joined(separator: ", ")): \(fault)" }
  var exitCode: Int32 { fault.exitCode }
}

extension TextEncoding: ExpressibleByArgument {
  public init?(argument: String) {
    switch argument.lowercased() {
    case "utf-8", "utf8": self = .utf8
    case "latin1", "latin-1", "iso-8859-1": self = .latin1
    default: return nil
    }
  }
}
extension RefundPolicy: ExpressibleByArgument {}
extension AmountPer: ExpressibleByArgument {}
