import Dense
import Files
import Histories
import Ingestion
import Intake
import Reporting
import Units

/// A command that reads an order log.
protocol LogJob: Job {
  var input: InputOptions { get }
  var options: RunOptions { get }
  /// Line of an order file whose row is to be explained.
  var explainedLine: Int? { get }
  /// The store whose options of reading hold; nil where there is none.
  var storeWithOptions: String? { get }
}

extension LogJob {
  var voice: Voice { options.said.voice }

  var explainedLine: Int? { nil }
  var storeWithOptions: String? { input.store }

  /// Reads everything, prints how columns were read, notes what is odd, and writes the ledger, unless the
  /// command does so when it knows more.
  func load(in session: Session, writesLedger: Bool = true) throws -> LoadedHistories {
    guard input.store == nil || input.orders.isEmpty && input.events.isEmpty else {
      throw UsageError(
        description: "--store \(input.store ?? ""): found order or event files beside it, expected "
          + "one or the other; `perennial store append` adds files to a store")
    }
    guard input.store != nil || !input.orders.isEmpty else {
      throw UsageError(
        description: "found no order file, expected at least one: perennial COMMAND ORDERS… "
          + "(- for stdin), or `orders:` in a --config file")
    }
    try refuseWhatNeedsFiles()
    var readOptions = try input.readOptions(workers: options.workers)
    try refuseOptionsOfNothing()
    readOptions.explainedLine = explainedLine
    let progress = session.readProgress()
    defer { session.endProgress() }
    let loaded: LoadedHistories
    do {
      loaded =
        try input.store.map {
          try loadHistories(
            store: $0, customers: input.customers, options: readOptions, progress: progress)
        }
        ?? loadHistories(
          orders: input.orders, events: input.events, customers: input.customers,
          options: readOptions,
          progress: progress)
    } catch {
      throw (error as? IngestionError).flatMap { WholeLogFault(files: input.orders, fault: $0) }
        ?? error
    }
    for found in loaded.recognition { session.tell(found.line) }
    for line in CheckReport.rowsLeftOut(of: loaded.ledger) { session.tell(line) }
    for notice in loaded.notices { session.note(notice, ofStore: input.store) }
    if writesLedger { try input.write(loaded.ledger) }
    return loaded
  }

  /// Throws where an option is of files that there are none of.
  private func refuseOptionsOfNothing() throws {
    // A store's own options of events are of the files that it was built from.
    let ofEvents = input.events.isEmpty && input.store == nil ? input.exports.optionOfEvents : nil
    let ofCustomers = input.customers.isEmpty ? input.exports.optionOfCustomers : nil
    if let ofEvents {
      throw UsageError(description: "\(ofEvents): expected --events FILE with it")
    }
    if let ofCustomers {
      throw UsageError(description: "\(ofCustomers): expected --customers FILE with it")
    }
  }

  /// Throws where an option asks for what a store does not keep.
  private func refuseWhatNeedsFiles() throws {
    guard let store = input.store else { return }
    if let rejected = input.reading.rejected, input.customers.isEmpty {
      throw UsageError(
        description: "--rejected \(rejected): found --store \(store), which keeps no rejected "
          + "rows; expected order files, or `perennial store build` and `append`, which write them")
    }
    if let explainedLine {
      throw UsageError(
        description: "--explain \(explainedLine): found --store \(store), which keeps no lines of "
          + "files; expected order files")
    }
  }
}

extension Session {
  /// What reading tells its progress to, of each kind of file anew.
  func readProgress() -> (ReadProgress) -> Void {
    var (progress, last) = (progress("reading"), 0.0)
    return { [self] read in
      // The last block is not the end: rows are brought into order then.
      let share = min(read.share ?? 0, 0.99)
      if share < last { progress = self.progress("reading") }
      last = share
      progress.reach(share, "\(read.file), \(grouped(read.rows)) rows")
    }
  }

  /// Notes what is odd about a log; of a store with the command that takes the options of reading.
  func note(_ notice: Notice, ofStore store: String? = nil) {
    var text = notice.sentence.onCommandLine
    if let store, notice.isCuredByReading {
      text += " Of a store it is an option of its making: `perennial store build \(store) ORDERS…`."
    }
    note(text, notice.importance)
  }

  /// Notes what is odd about an as-of date.
  func note(asOf: Day, after loaded: LoadedHistories) {
    if let notice = loaded.notice(asOf: asOf) { note(notice) }
  }
}

extension Notice {
  /// Whether the results may not mean what they seem to.
  var decidesResults: Bool { importance == .results }

  /// Whether it names an option of how files are read.
  fileprivate var isCuredByReading: Bool {
    switch self {
    case .busyCustomer, .duplicates(_, _, dropped: false), .returnedLeftOut, .undecidedColumn,
      .firstLineLooksLikeRow:
      true
    default: false
    }
  }

  fileprivate var importance: NoteImportance {
    switch self {
    // These decide the as-of date, or what everybody looks like at it.
    case .strayLastDay, .partialLastDay, .asOfLongAfterLog: .results
    case .busyCustomer, .strayFirstDay, .eventsEndEarly, .returnedLeftOut, .duplicates,
      .rowsWithoutCustomer,
      .rejectedRows, .undecidedColumn, .firstLineLooksLikeRow, .statusNotFound:
      .data
    case .similarIDs: .detail
    }
  }
}

/// A fault of no single row, told with the names of the files.
private struct WholeLogFault: ReportedFailure, Worded {
  let files: [String]
  let fault: IngestionError

  /// Nil for a fault that names its place itself.
  init?(files: [String], fault: IngestionError) {
    switch fault {
    case .repeatedTotal, .amountsTooLarge: break
    default: return nil
    }
    self.files = files
    self.fault = fault
  }

  var sentence: Sentence { "\(files.joined(separator: ", ")): \(fault.sentence)" }
  var exitCode: Int32 { fault.exitCode }
}
