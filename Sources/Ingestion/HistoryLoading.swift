internal import Dense
internal import Exports
internal import Expressions
internal import Files
internal import Histories
internal import Intake
import Units

/// The steps of `loadHistories`.
struct HistoryLoading {
  let options: ReadOptions
  let times: TimeReader
  /// Inputs that are no files.
  let held: HeldInputs
  let refusedRows: RejectedRowsFile?
  var orderFiles: [LogFile] = []
  var eventFiles: [LogFile] = []
  var customersFiles: [LogFile] = []
  /// Made when the files are open.
  var parts = CustomerParts(bytes: 0, bytesPerPart: 1)
  var builder: HistoryStoreBuilder
  var customers = CustomerRows()
  var orderTally = RowTally()
  var eventTally = RowTally()
  var customerTally = RowTally()
  var notices: [Notice] = []
  /// Joins events to the orders, where a customers file can; then all is read once more.
  var bridge: CustomerBridge?
  /// What was found of ids that files share.
  var recognition: [Recognition] = []
  /// Nil where all files are plain.
  var orderExports: ReadExports?
  var eventExports: ReadExports?
  /// Whether every file is read as an export, whatever its beginning looks like.
  let forcesExports: Bool
  /// How the files of each kind are read.
  var readings: [ColumnRole.FileKind: FileReading] = [:]
  /// Whether rows that were read as they stand have cells that only the reader of exports understands.
  var areExportsAfterAll = false
  /// The first of the customers by whose ids that was seen; nil where it was seen by other cells.
  var customerOfExports: String?
  /// Whether rows are read for a store on disk, which keeps them as the files have them.
  let keepsRows: Bool

  init(
    options: ReadOptions, times: TimeReader, held: HeldInputs, forcesExports: Bool,
    keepsRows: Bool = false
  ) throws(IngestionError) {
    self.options = options
    self.forcesExports = forcesExports
    self.keepsRows = keepsRows
    self.held = held
    self.times = times
    builder = HistoryStoreBuilder(customers: parts, options: options)
    if let output = options.rejectedRows {
      refusedRows = try RejectedRowsFile(output)
    } else {
      refusedRows = nil
    }
  }

  mutating func open(
    orders: [String], events: [String], customers: [String]
  ) throws(IngestionError) {
    orderExports = try readExports(orders, .orders)
    eventExports = try readExports(events, .events)
    let questions = (orderExports?.questions ?? []) + (eventExports?.questions ?? [])
    if !questions.isEmpty { throw .questions(questions) }
    orderFiles = try opened(orders, .orders, &orderExports)
    eventFiles = try opened(events, .events, &eventExports)
    customersFiles = try openedFiles(customers, .customers)
    let bytes = (orderFiles + eventFiles).reduce(0) { $0 + $1.size }
    parts = CustomerParts(bytes: bytes, bytesPerPart: 16 * options.bufferSize)
    builder = HistoryStoreBuilder(customers: parts, options: options, keepsRows: keepsRows)
    for file in customersFiles { self.customers.addColumns(of: file) }
  }

  private func opened(
    _ paths: [String], _ kind: ColumnRole.FileKind, _ exports: inout ReadExports?
  ) throws(IngestionError) -> [LogFile] {
    guard var own = exports else { return try openedFiles(paths, kind) }
    let opened = try files(of: &own, paths, kind)
    exports = own
    return opened
  }

  private func openedFiles(
    _ paths: [String], _ kind: ColumnRole.FileKind
  ) throws(IngestionError) -> [LogFile] {
    var files: [LogFile] = []
    for path in paths {
      let own = options.own(kind, path: path)
      files.append(
        try LogFile(path: path, kind: kind, options: own, binder: binder(own), held: held))
    }
    return files
  }

  /// Binds what the user says of a file to its columns.
  func binder(_ own: ReadOptions) -> ExpressionBinder {
    ExpressionBinder(
      choices: own.columns, decimalComma: own.decimalComma,
      times: TimeReader(own, zone: times.zone))
  }

  var presence: OrderRows.Presence {
    func any(_ role: ColumnRole) -> Bool {
      orderFiles.contains { $0.columns.source(role) != nil }
    }
    return OrderRows.Presence(
      order: any(.order), quantity: any(.quantity),
      returnedAt: any(.returnedAt) || any(.returned) && options.knownAfter != nil,
      columns: Lines.Columns(
        discount: any(.discount), category: any(.category), channel: any(.channel)))
  }

  mutating func readOrders(_ progress: (ReadProgress) -> Void) throws(IngestionError) {
    if orderFiles.isEmpty { return }
    let rows = try read(
      \.orderFiles, OrderRows(presence: presence), \.orderTally, .orders, progress)
    try countExports()
    lookForExports(
      .orders, orderTally, clocks: rows.workers.map(\.names.clocks), orders: rows)
    let names = orderFiles.map(\.reader.name)
    // Of a store's batch it is asked where it is known what else the store has.
    if orderTally.read == 0, !keepsRows { throw .noRows(files: names) }
    // A batch of a store may be of a day without an order of some status.
    let missed = keepsRows ? [] : orderExports?.missedStatuses ?? []
    notices += missed.map { .statusNotFound(column: $0.column, values: $0.values, found: $0.found) }
    if rows.count == 0, let own = missed.first(where: \.isAll) {
      throw .noStatusCounted(files: names, column: own.column, values: own.values, found: own.found)
    }
    if rows.count == 0, !keepsRows {
      throw .noRowsUsed(
        files: names, read: orderTally.read, filtered: orderTally.filtered,
        rejected: orderTally.refusedTotal)
    }
    try builder.add(rows)
  }

  mutating func readEvents(_ progress: (ReadProgress) -> Void) throws(IngestionError) {
    if eventFiles.isEmpty { return }
    let known = parts.counts
    let hasValues = eventFiles.contains { $0.columns.source(.eventValue) != nil }
    let rows = try read(
      \.eventFiles, EventRows(hasValues: hasValues), \.eventTally, .events, progress)
    try countEventExports()
    lookForExports(.events, eventTally, clocks: rows.workers.map(\.names.clocks), behind: known)
    try builder.add(rows)
  }

  /// Reads all rows of one kind of file, in blocks where that tells all there is to tell.
  private mutating func read<Rows: BlockRows>(
    _ files: WritableKeyPath<Self, [LogFile]>, _ empty: Rows,
    _ tally: WritableKeyPath<Self, RowTally>, _ kind: ColumnRole.FileKind,
    _ progress: (ReadProgress) -> Void
  ) throws(IngestionError) -> CollectedRows<Rows> {
    func begun(_ files: [LogFile]) -> RowReading<Rows> {
      RowReading(
        files: files, empty: empty, customers: parts, settings: settings(of: kind),
        refusedRows: refusedRows)
    }
    var reading = begun(self[keyPath: files])
    let mark = try refusedRows?.mark()
    let known = parts.counts
    // What cannot be opened again, like standard input, is read once and in order.
    let readsInBlocks =
      options.readsInBlocks && reading.files.allSatisfy(\.canBeReadAgain)
    var isRead = false
    for inOrder in [false, true] where readsInBlocks && !isRead {
      isRead = try reading.readBlocks(options, inOrder: inOrder, progress)
      if isRead { break }
      // What was read may be wrong somewhere: once more, from the beginning.
      if let mark { try refusedRows?.takeBack(to: mark) }
      parts.takeBack(to: known)
      if reading.files.allSatisfy({ $0.export != nil }) { break }
      self[keyPath: files] = try openedFiles(self[keyPath: files].map(\.path), kind)
      reading = begun(self[keyPath: files])
    }
    if !isRead {
      reading = begun(self[keyPath: files])
      try reading.readOneByOne(progress)
    }
    self[keyPath: files] = reading.files
    for file in self[keyPath: files].indices { self[keyPath: files][file].forgetExport() }
    self[keyPath: tally] = reading.tally
    if reading.rows.count > Int32.max { throw .tooManyRows(reading.rows.count) }
    try checkLimit(reading.tally)
    return reading.rows
  }

  mutating func readCustomers(_ progress: (ReadProgress) -> Void) throws(IngestionError) {
    try joinCustomers()
    for index in customersFiles.indices {
      while try customersFiles[index].nextRow() {
        customerTally.countRead()
        let file = customersFiles[index]
        switch customerFate(file) {
        case .filtered: customerTally.countFiltered()
        case .used: customerTally.countUsed()
        case .refused(let refused):
          customerTally.refuse(refused)
          try refusedRows?.append(refused)
        }
      }
    }
    try checkLimit(customerTally)
  }

  /// Reads the row that a customers file stands at.
  private mutating func customerFate(_ file: LogFile) -> RowFate {
    guard file.hasAllFields else { return .refused(wrongFieldCount(file)) }
    do {
      if let filter = file.filter, !(try filter.boolean(file.reader)) { return .filtered }
    } catch { return .refused(file.refusal(.filter, error)) }
    return customers.append(rowOf: file).map(RowFate.refused) ?? .used
  }

  func checkLimit(_ tally: RowTally) throws(IngestionError) {
    do {
      try tally.checkLimit(options.maxRefused)
    } catch {
      // The file of refused rows is wanted most where they stop the run.
      try refusedRows?.finish()
      throw error
    }
  }

  private func wrongFieldCount(_ file: borrowing LogFile) -> RejectedRow {
    file.refusal(.fieldCount, nil, expected: .fields(file.columns.names.count))
  }
}

extension TimeReader {
  /// Reads the times of files that are read with some options.
  init(_ own: ReadOptions, zone: ZoneClock) {
    self.init(
      format: own.dateFormat, zone: zone, written: own.fileZone.flatMap { ZoneClock($0) })
  }
}

extension HistoryLoading {
  consuming func finished() throws(IngestionError) -> LoadedHistories {
    try refusedRows?.finish()
    let hasReturnTimes = presence.returnedAt
    var store = try builder.store()
    if options.dropDuplicates {
      orderTally.drop(builder.duplicateOrderRows)
      eventTally.drop(builder.duplicateEventRows)
    }
    try checkEvents(of: store)
    // Behind all joins of files by ids, so that one customer has one name.
    if let pseudonyms = options.pseudonyms {
      do throws(PseudonymTwice) {
        store = try store.pseudonymised(by: pseudonyms, workers: options.workers).store
      } catch { throw .pseudonymBesideID(error.pseudonym) }
    }
    let survey = LogSurvey(store)
    let eventSurvey = EventSurvey(store)
    let columns =
      customersFiles.isEmpty
      ? nil
      : try CustomerColumns(
        customers, customers: store.customers, pseudonyms: options.pseudonyms)
    noteRows(builder, hasReturnTimes)
    let files = orderFiles + eventFiles + customersFiles
    var ledger = Ledger(
      store, survey: survey, tally: orderTally, duplicates: builder.duplicateOrderRows,
      events: eventFiles.isEmpty
        ? nil
        : EventLedger(
          store.events, survey: eventSurvey, tally: eventTally,
          duplicates: builder.duplicateEventRows),
      customersFile: columns.map(customersLedger))
    ledger.add(orders: orderExports, events: eventExports)
    return LoadedHistories(
      store: store,
      ledger: ledger,
      notices: notices + (orderExports?.notices ?? []) + (eventExports?.notices ?? [])
        + files.flatMap(\.columns.notices)
        + LogGuards(
          store: store, survey: survey, eventSurvey: eventSurvey, workers: options.workers
        ).notices,
      recognition: (orderExports?.recognition ?? []) + (eventExports?.recognition ?? [])
        + files.map(\.columns.recognition) + recognition,
      customerColumns: columns, firstRefused: orderTally.firstRefused,
      explanations: orderExports?.explanations ?? [], bridge: bridge)
  }

  mutating func noteRows(_ builder: HistoryStoreBuilder, _ hasReturnTimes: Bool) {
    for (tally, duplicates, kind) in [
      (orderTally, builder.duplicateOrderRows, ColumnRole.FileKind.orders),
      (eventTally, builder.duplicateEventRows, .events), (customerTally, 0, .customers),
    ] {
      if let count = tally.refused[.noCustomer] {
        notices.append(.rowsWithoutCustomer(count, of: tally.read))
      }
      let counted = tally.refusedTotal - tally.refused[.noCustomer, default: 0]
      if counted > 0 { notices.append(.rejectedRows(tally.firstRefused, count: counted)) }
      if duplicates > 0 {
        notices.append(.duplicates(rows: duplicates, of: kind, dropped: options.dropDuplicates))
      }
    }
    if !hasReturnTimes, let file = orderFiles.first(where: { $0.columns.field(.returned) != nil }),
      let field = file.columns.field(.returned)
    {
      notices.append(.returnedLeftOut(column: file.columns.told[field]))
    }
  }

  func customersLedger(_ columns: CustomerColumns) -> CustomersLedger {
    CustomersLedger(
      rowsRead: customerTally.read, rowsUsed: customerTally.used,
      rowsFiltered: customerTally.filtered,
      rowsRefused: customerTally.refusedTotal, refusedByReason: customerTally.refusedByReason,
      withoutHistory: customerTally.used - columns.rowOfCustomer.count { $0 >= 0 })
  }
}
