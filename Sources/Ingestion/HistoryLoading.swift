internal import Dense
internal import Expressions
internal import Files
internal import Histories
import Units

/// The steps of `loadHistories`.
struct HistoryLoading {
  let options: ReadOptions
  let times: TimeReader
  let settings: OrderRows.Settings
  let refusedRows: RejectedRowsFile?
  var orderFiles: [LogFile] = []
  var eventFiles: [LogFile] = []
  var customersFiles: [LogFile] = []
  let binder: ExpressionBinder
  /// Made when the files are open.
  private var parts = CustomerParts(bytes: 0, bytesPerPart: 1)
  private var builder: HistoryStoreBuilder
  var customers = CustomerRows()
  var orderTally = RowTally()
  var eventTally = RowTally()
  var customerTally = RowTally()
  var notices: [Notice] = []
  /// What was found of ids that files share, for the user.
  private var joins: [String] = []
  var orderExports: [OrderExport] = []
  var eventExports: [EventExport] = []
  /// Plain rows that stand beside their row's own, of all exports of orders and of events.
  private var extras = (orders: 0, events: 0)
  /// Whether every file is read as an export, whatever its beginning looks like.
  private let forcesExports: Bool

  init(
    options: ReadOptions, times: TimeReader, forcesExports: Bool = false
  ) throws(IngestionError) {
    self.options = options
    self.forcesExports = forcesExports
    self.times = times
    builder = HistoryStoreBuilder(customers: parts, options: options)
    settings = OrderRows.Settings(options, times: times)
    binder = ExpressionBinder(
      choices: options.columns, decimalComma: options.decimalComma, times: times)
    if let output = options.rejectedRows {
      refusedRows = try RejectedRowsFile(output)
    } else {
      refusedRows = nil
    }
  }

  mutating func open(
    orders: [String], events: [String], customers: [String]
  ) throws(IngestionError) {
    let hasHead = (orders + events).contains("-")
    let head = hasHead ? try Self.standardInputHead() : []
    if try areExports(orders, .orders, head) { try openOrderExports(orders, head) }
    if try areExports(events, .events, head) { try openEventExports(events, head) }
    let questions =
      orderExports.flatMap(\.rows.questions) + eventExports.flatMap(\.rows.questions)
    if !questions.isEmpty { throw .questions(questions) }
    orderFiles =
      orderExports.isEmpty
      ? try openedFiles(orders, .orders, head) : try plainFiles(ofOrders: orders)
    eventFiles =
      eventExports.isEmpty
      ? try openedFiles(events, .events, head) : try plainFiles(ofEvents: events)
    customersFiles = try openedFiles(customers, .customers)
    let bytes = (orderFiles + eventFiles).reduce(0) { $0 + $1.reader.size }
    parts = CustomerParts(bytes: bytes, bytesPerPart: 16 * options.bufferSize)
    builder = HistoryStoreBuilder(customers: parts, options: options)
    for file in customersFiles { self.customers.addColumns(of: file) }
  }

  private func openedFiles(
    _ paths: [String], _ kind: ColumnRole.FileKind, _ head: [UInt8] = []
  ) throws(IngestionError) -> [LogFile] {
    var files: [LogFile] = []
    for path in paths {
      files.append(
        try LogFile(path: path, kind: kind, options: options, binder: binder, head: head))
    }
    return files
  }

  private static func standardInputHead() throws(IngestionError) -> [UInt8] {
    do {
      return try StandardInput.head()
    } catch { throw .file(error) }
  }

  /// Options of files of a kind.
  private func options(of kind: ColumnRole.FileKind) -> ReadOptions {
    guard kind == .events else { return options }
    var own = options
    let only = options.eventsOnly
    own.filter = only.filter
    own.dateFormat = only.dateFormat ?? options.dateFormat
    own.delimiter = only.delimiter ?? options.delimiter
    own.encoding = only.encoding ?? options.encoding
    own.profile = only.profile ?? options.profile
    return own
  }

  /// Whether files of a kind need more than the plain reader.
  private func areExports(
    _ paths: [String], _ kind: ColumnRole.FileKind, _ head: [UInt8]
  ) throws(IngestionError) -> Bool {
    let own = options(of: kind)
    if !own.hasHeader || paths.isEmpty { return false }
    if forcesExports || own.asksForExports(kind) { return true }
    let signs = ExportSigns(kind: kind, options: own, choice: try ProfileChoice(own.profile))
    for path in paths where try signs.isExport(path, head: head) { return true }
    // The same orders may be in several files.
    return kind == .orders && paths.count > 1 && paths.contains { signs.hasOrders($0) }
  }

  private mutating func openOrderExports(
    _ paths: [String], _ head: [UInt8]
  ) throws(IngestionError) {
    let choice = try ProfileChoice(options.profile)
    for path in paths {
      let opened = try OpenedExport(
        path: path, kind: .orders, options: options, choice: choice, head: head)
      orderExports.append(try OrderExport(opened, options, zone: times.zone))
    }
    if orderExports.allSatisfy(\.rows.questions.isEmpty) {
      OverlappingFiles.settle(&orderExports)
    }
  }

  private mutating func openEventExports(
    _ paths: [String], _ head: [UInt8]
  ) throws(IngestionError) {
    let own = options(of: .events)
    let choice = try ProfileChoice(own.profile)
    for path in paths {
      let opened = try OpenedExport(
        path: path, kind: .events, options: own, choice: choice, head: head)
      eventExports.append(try EventExport(opened, own, zone: times.zone))
    }
  }

  private var plainTimes: TimeReader { TimeReader(format: nil, zone: times.zone) }

  private mutating func plainFiles(ofOrders paths: [String]) throws(IngestionError) -> [LogFile] {
    var files: [LogFile] = []
    for (place, path) in paths.enumerated() {
      let plain = orderExports[place].plainRows()
      extras.orders += plain.extras
      files.append(try LogFile(path: path, plain, kind: .orders, times: plainTimes))
    }
    return files
  }

  private mutating func plainFiles(ofEvents paths: [String]) throws(IngestionError) -> [LogFile] {
    var files: [LogFile] = []
    for (place, path) in paths.enumerated() {
      let plain = eventExports[place].plainRows()
      extras.events += plain.extras
      files.append(try LogFile(path: path, plain, kind: .events, times: plainTimes))
    }
    return files
  }

  /// Settings of the rows of a kind: an export's are plain.
  private func settings(of kind: ColumnRole.FileKind) -> OrderRows.Settings {
    let isExport = kind == .orders ? !orderExports.isEmpty : !eventExports.isEmpty
    guard isExport else { return settings }
    var plain = options
    plain.decimalComma = false
    return OrderRows.Settings(plain, times: plainTimes)
  }

  private var presence: OrderRows.Presence {
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
    let rows = try read(
      \.orderFiles, OrderRows(presence: presence), \.orderTally, .orders, progress)
    try countExports()
    let names = orderFiles.map(\.reader.name)
    if orderTally.read == 0 { throw .noRows(files: names) }
    if rows.count == 0 {
      throw .noRowsUsed(
        files: names, read: orderTally.read, filtered: orderTally.filtered,
        rejected: orderTally.refusedTotal)
    }
    try builder.add(rows)
  }

  private mutating func countExports() throws(IngestionError) {
    for (place, export) in orderExports.enumerated() {
      orderTally.count(export.rows, extras: place == 0 ? extras.orders : 0)
      for row in export.rows.rejected { try refusedRows?.append(row) }
    }
    try checkLimit(orderTally)
  }

  private mutating func countEventExports() throws(IngestionError) {
    for (place, export) in eventExports.enumerated() {
      eventTally.count(export.rows, extras: place == 0 ? extras.events : 0)
      for row in export.rows.rejected { try refusedRows?.append(row) }
    }
    try checkLimit(eventTally)
  }

  mutating func readEvents(_ progress: (ReadProgress) -> Void) throws(IngestionError) {
    if eventFiles.isEmpty { return }
    let hasValues = eventFiles.contains { $0.columns.source(.eventValue) != nil }
    let rows = try read(
      \.eventFiles, EventRows(hasValues: hasValues), \.eventTally, .events, progress)
    try countEventExports()
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
      options.readsInBlocks && reading.files.allSatisfy(\.reader.canBeReadAgain)
    var isRead = false
    for inOrder in [false, true] where readsInBlocks && !isRead {
      isRead = try reading.readBlocks(options, inOrder: inOrder, progress)
      if isRead { break }
      // What was read may be wrong somewhere: once more, from the beginning.
      if let mark { try refusedRows?.takeBack(to: mark) }
      parts.takeBack(to: known)
      self[keyPath: files] = try openedFiles(self[keyPath: files].map(\.path), kind)
      reading = begun(self[keyPath: files])
    }
    if !isRead { try reading.readOneByOne(progress) }
    self[keyPath: files] = reading.files
    self[keyPath: tally] = reading.tally
    if reading.rows.count > Int32.max { throw .tooManyRows(reading.rows.count) }
    try checkLimit(reading.tally)
    return reading.rows
  }

  /// Ids of the customers so far.
  private var knownCustomers: Set<String> {
    var known = Set<String>()
    for part in 0..<parts.count { known.formUnion(parts.texts(of: part).strings) }
    return known
  }

  /// Joins the customers files by the column whose ids the orders have, where that of the customers' ids
  /// is another or is written otherwise.
  private mutating func joinCustomers() throws(IngestionError) {
    if customersFiles.isEmpty || !options.hasHeader || options.columns.texts[.customerID] != nil {
      return
    }
    let known = knownCustomers
    var isChanged = false
    for (place, file) in customersFiles.enumerated() where file.path != "-" {
      guard let id = file.columns.field(.customerID) else { continue }
      let join = try CustomersJoin(file.path, options: options, known: known)
      guard let best = join.best(than: id) else { continue }
      let plain = join.plainRows(best)
      customersFiles[place] = try LogFile(
        path: file.path, plain, kind: .customers, times: plainTimes)
      joins.append(join.remark(best, of: known.count))
      isChanged = true
    }
    guard isChanged else { return }
    customers = CustomerRows()
    for file in customersFiles { customers.addColumns(of: file) }
  }

  mutating func readCustomers(_ progress: (ReadProgress) -> Void) throws(IngestionError) {
    try joinCustomers()
    for index in customersFiles.indices {
      while try customersFiles[index].nextRow() {
        customerTally.countRead()
        let file = customersFiles[index]
        let refused = file.hasAllFields ? customers.append(rowOf: file) : wrongFieldCount(file)
        if let refused {
          customerTally.refuse(refused)
          try refusedRows?.append(refused)
        } else {
          customerTally.countUsed()
        }
      }
    }
    try checkLimit(customerTally)
  }

  private func checkLimit(_ tally: RowTally) throws(IngestionError) {
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

extension HistoryLoading {
  consuming func finished() throws(IngestionError) -> LoadedHistories {
    try refusedRows?.finish()
    let hasReturnTimes = presence.returnedAt
    let store = try builder.store()
    if options.dropDuplicates {
      orderTally.drop(builder.duplicateOrderRows)
      eventTally.drop(builder.duplicateEventRows)
    }
    try checkEvents(of: store)
    let survey = LogSurvey(store)
    let eventSurvey = EventSurvey(store)
    let columns =
      customersFiles.isEmpty ? nil : CustomerColumns(customers, customers: store.customers)
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
    ledger.add(orderExports, eventExports)
    return LoadedHistories(
      store: store,
      ledger: ledger,
      notices: notices + files.flatMap(\.columns.notices)
        + LogGuards(
          store: store, survey: survey, eventSurvey: eventSurvey, threads: options.threads
        ).notices,
      recognition: orderExports.flatMap(\.rows.summary) + eventExports.flatMap(\.rows.summary)
        + files.flatMap(\.columns.summary) + joins,
      customerColumns: columns, firstRefused: orderTally.firstRefused)
  }

  /// Events of which none belongs to a customer of the orders teach nothing.
  private mutating func checkEvents(of store: HistoryStore) throws(IngestionError) {
    if eventFiles.isEmpty { return }
    let (all, matched) = store.customersWithEvents
    joins.append(
      "\(eventFiles.map(\.reader.name).joined(separator: ", ")): \(matched) of \(all) customers with "
        + "events have an order")
    guard all > 0, matched == 0, options.hasHeader, !options.allowsUnmatched else { return }
    let ofOrders = Set(
      (0..<store.customers.count).filter { !store.hasEvents($0) }.map { store.customers[$0] })
    let ofEvents = Set(
      (0..<store.customers.count).filter { store.hasEvents($0) }.map { store.customers[$0] })
    for file in eventFiles where file.path != "-" {
      let join = try CustomersJoin(file.path, options: options, known: ofOrders)
      let column = file.columns.field(.eventCustomer).map { file.columns.names[$0] } ?? ""
      let other = join.best(than: -1)
      if let other {
        throw .questions([
          ReadingQuestion(
            file: file.reader.name,
            .unmatched(file: file.reader.name, column: column, customers: all, other: other.name),
            use: [.init(.eventsColumns, "customer=\(expressionName(other.name))")])
        ])
      }
      for orders in orderFiles where orders.path != "-" {
        let back = try CustomersJoin(orders.path, options: options, known: ofEvents)
        guard let other = back.best(than: -1) else { continue }
        throw .questions([
          ReadingQuestion(
            file: file.reader.name,
            .unmatched(file: file.reader.name, column: column, customers: all, other: other.name),
            use: [.init(.columns, "customer=\(expressionName(other.name))")])
        ])
      }
      throw .questions([
        ReadingQuestion(
          file: file.reader.name,
          .unmatched(file: file.reader.name, column: column, customers: all, other: nil))
      ])
    }
  }

  private mutating func noteRows(_ builder: HistoryStoreBuilder, _ hasReturnTimes: Bool) {
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
      notices.append(.returnedLeftOut(column: file.columns.names[field]))
    }
  }

  private func customersLedger(_ columns: CustomerColumns) -> CustomersLedger {
    CustomersLedger(
      rowsRead: customerTally.read, rowsUsed: customerTally.used,
      rowsRefused: customerTally.refusedTotal, refusedByReason: customerTally.refusedByReason,
      withoutHistory: customerTally.used - columns.rowOfCustomer.count { $0 >= 0 })
  }
}
