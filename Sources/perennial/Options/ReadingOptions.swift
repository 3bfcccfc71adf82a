import ArgumentParser
import Files
import Histories
import Ingestion
import Intake
import Learning
import Reporting

/// How the cells of any file are read, and what becomes of rows that cannot be.
struct ReadingOptions: ParsableArguments {
  @Option(
    name: .long, help: .shown("YAML file of options; the command line wins.", "file"),
    completion: .file())
  var config: String?
  @Option(
    name: .long,
    help: .more(
      "One character, tab, or space for runs of blanks (default: detected in the first line).",
      "character"))
  var delimiter: DelimiterArgument?
  @Option(name: .long, help: .more("Encoding of the files."))
  var encoding = TextEncoding.utf8
  @Option(
    name: .long,
    help: .more(
      "Date format, as '%d/%m/%Y %H:%M' (default: ISO 8601 and yyyymmdd).", "format"))
  var dateFormat: String?
  @Flag(name: .long, help: .more("Numbers have decimal commas."))
  var decimalComma = false
  @Option(
    name: .long, help: .more("Share of rows that may be rejected before the run stops.", "share"))
  var maxRejected = RejectedShareArgument(value: RejectedShareArgument.usual)
  @Option(
    name: .long, help: .more("Write every rejected row to this file, with the reason.", "file"),
    completion: .file())
  var rejected: String?

  @OptionGroup var named: PseudonymOptions

  /// Where rejected rows are written, in the words of the command line.
  var rejectedRows: RejectedRowsOutput? {
    rejected.map { RejectedRowsOutput(path: $0) { $0.sentence.onCommandLine } }
  }
}

/// A table of one row a customer.
struct TableInput: ParsableArguments {
  @Argument(
    help: .shown(
      "File of the table: CSV, TSV or another delimiter, also compressed; - is stdin.", "table"),
    completion: .file())
  var path: String
  @OptionGroup var reading: ReadingOptions

  var files: FileUse {
    FileUse(
      read: [path, reading.config, reading.named.pseudonymise],
      written: [("--rejected", reading.rejected)])
  }

  func cells() throws -> CellFormat {
    var cells = CellFormat()
    cells.decimalComma = reading.decimalComma
    if let dateFormat = reading.dateFormat { cells.dateFormat = try DateFormat(dateFormat) }
    cells.maxRefused = reading.maxRejected.value
    return cells
  }

  func table() throws -> PlainTable { try table(at: path) }

  /// A table that is read as this one is.
  func table(at path: String) throws -> PlainTable {
    var table = try PlainTable(
      path: path, delimiter: reading.delimiter?.value, encoding: reading.encoding)
    table.pseudonyms = try reading.named.pseudonyms()
    return table
  }

  /// Notes how many rows were rejected, quotes the first, and writes all where `--rejected` says.
  func note(rejected rows: RefusedRows, in session: Session) throws {
    if let output = reading.rejectedRows { try writeRejected(rows, to: output) }
    guard !rows.isEmpty else { return }
    let first = rows.prefix(10).map { "\n  \($0.sentence.onCommandLine)" }.joined()
    session.note("\(rows.count) row\(rows.count == 1 ? "" : "s") rejected:\(first)", .data)
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
struct RejectedShareArgument: ExpressibleByArgument {
  static let usual = 0.001

  let value: Double

  init(value: Double) { self.value = value }

  init?(argument: String) {
    guard let share = ShareArgument(argument: argument), share.value <= 1 else { return nil }
    value = share.value
  }

  var defaultValueDescription: String { ShareArgument(value: value).defaultValueDescription }
}

extension TextEncoding: ExpressibleByArgument {
  public init?(argument: String) {
    switch argument.lowercased() {
    case "utf-8", "utf8": self = .utf8
    case "latin1", "latin-1", "iso-8859-1": self = .latin1
    case "windows-1252", "cp1252": self = .windows1252
    default: return nil
    }
  }
}
