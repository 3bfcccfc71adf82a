import Expressions
package import Units

/// All that was read: the store, what the ledger says of it, and what a person should know.
package struct LoadedHistories: Sendable {
  package let store: HistoryStore
  package let ledger: Ledger
  package let notices: [Notice]
  /// What was taken for what, a line or more a file.
  package let recognition: [String]
  /// What the customers files say; nil where there are none.
  package let customerColumns: CustomerColumns?
  /// The first ten refused order rows.
  package let firstRefused: [RefusedRow]
  /// Names of the order files, for messages.
  package let orderFiles: [String]

  /// Day of the last order; the default as-of date is the day after.
  package var lastOrderDay: Day? { ledger.last }

  /// Throws where fewer than two customers have an order: nothing can be learned then.
  package func requireTwoCustomers() throws(DataError) {
    if ledger.customers < 2 {
      throw .tooFewCustomers(files: orderFiles, count: ledger.customers)
    }
  }
}

/// How far reading has come.
package struct ReadProgress: Sendable {
  package let file: String
  package let rows: Int
}

/// Reads order, event and customers files into a store.
///
/// - Parameters:
///   - orders: paths of order files, `-` for standard input; at least one.
///   - events: paths of event files.
///   - customers: paths of customers files.
///   - options: how to read them.
///   - progress: called every 65,536 rows.
/// - Returns: the store, its ledger and what a person should know.
/// - Throws: the first fault that stops the run, all files' columns before any row.
package func loadHistories(
  orders: [String], events: [String] = [], customers: [String] = [], options: ReadOptions,
  progress: (ReadProgress) -> Void = { _ in }
) throws(DataError) -> LoadedHistories {
  precondition(!orders.isEmpty, "no order file")
  guard let zone = ZoneClock(options.timeZone) else { throw .unknownTimeZone(options.timeZone) }
  let times = TimeReader(format: options.dateFormat, zone: zone)
  var loading = try HistoryLoading(options: options, times: times)
  try loading.open(orders: orders, events: events, customers: customers)
  try loading.readOrders(progress)
  try loading.readEvents(progress)
  try loading.readCustomers(progress)
  return try loading.finished()
}

/// The steps of `loadHistories`.
private struct HistoryLoading {
  let options: ReadOptions
  let times: TimeReader
  let settings: OrderRows.Settings
  let refusedRows: RefusedRowsFile?
  var orderFiles: [LogFile] = []
  var eventFiles: [LogFile] = []
  var customersFiles: [LogFile] = []
  var ids = Interner()
  var orders = OrderRows(presence: OrderRows.Presence())
  var events = EventRows(hasValues: false)
  var customers = CustomerRows()
  var orderTally = RowTally()
  var eventTally = RowTally()
  var customerTally = RowTally()
  var notices: [Notice] = []

  init(options: ReadOptions, times: TimeReader) throws(DataError) {
    self.options = options
    self.times = times
    settings = OrderRows.Settings(options, times: times)
    if let path = options.refusedPath {
      refusedRows = try RefusedRowsFile(path: path)
    } else {
      refusedRows = nil
    }
  }

  mutating func open(
    orders: [String], events: [String], customers: [String]
  ) throws(DataError) {
    let binder = ExpressionBinder(
      choices: options.columns, decimalComma: options.decimalComma, times: times)
    func opened(
      _ paths: [String], _ kind: ColumnRole.FileKind
    ) throws(DataError) -> [LogFile] {
      var files: [LogFile] = []
      for path in paths {
        files.append(try LogFile(path: path, kind: kind, options: options, binder: binder))
      }
      return files
    }
    orderFiles = try opened(orders, .orders)
    eventFiles = try opened(events, .events)
    customersFiles = try opened(customers, .customers)
    let presence = presence
    self.orders = OrderRows(presence: presence)
    self.events = EventRows(
      hasValues: eventFiles.contains { $0.columns.source(.eventValue) != nil })
    for file in customersFiles { self.customers.addColumns(of: file) }
  }

  private var presence: OrderRows.Presence {
    func any(_ role: ColumnRole) -> Bool {
      orderFiles.contains { $0.columns.source(role) != nil }
    }
    return OrderRows.Presence(
      order: any(.order), quantity: any(.quantity), discount: any(.discount),
      category: any(.category), channel: any(.channel),
      returnedAt: any(.returnedAt) || any(.returned) && options.knownAfter != nil)
  }

  mutating func readOrders(_ progress: (ReadProgress) -> Void) throws(DataError) {
    // Moved out and back, so that a row can change both its file and the tallies.
    var files = orderFiles
    orderFiles = []
    for index in files.indices {
      while try files[index].nextRow() {
        orderTally.countRead()
        let refused = try readOrder(&files[index])
        if let refused {
          orderTally.refuse(refused)
          try refusedRows?.append(refused)
        }
        if orderTally.read & 0xffff == 0 { report(files[index], orderTally, progress) }
      }
    }
    orderFiles = files
    try checkLimit(orderTally)
    let names = files.map(\.reader.name)
    if orderTally.read == 0 { throw .noRows(files: names) }
    if orders.count == 0 {
      throw .noRowsUsed(
        files: names, read: orderTally.read, filtered: orderTally.filtered,
        refused: orderTally.refusedTotal)
    }
    try orders.checkTotal()
  }

  private mutating func readOrder(_ file: inout LogFile) throws(DataError) -> RefusedRow? {
    if !file.hasAllFields { return wrongFieldCount(file) }
    if let filter = file.filter {
      do {
        if !(try filter.boolean(file.reader)) {
          orderTally.countFiltered()
          return nil
        }
      } catch { return file.refusal(.filter, error) }
    }
    let refused = try orders.append(rowOf: &file, customers: &ids, settings: settings)
    if refused == nil { orderTally.countUsed() }
    return refused
  }

  mutating func readEvents(_ progress: (ReadProgress) -> Void) throws(DataError) {
    for index in eventFiles.indices {
      while try eventFiles[index].nextRow() {
        eventTally.countRead()
        let refused: RefusedRow?
        if eventFiles[index].hasAllFields {
          refused = try events.append(
            rowOf: &eventFiles[index], customers: &ids, settings: settings)
        } else {
          refused = wrongFieldCount(eventFiles[index])
        }
        if let refused {
          eventTally.refuse(refused)
          try refusedRows?.append(refused)
        } else {
          eventTally.countUsed()
        }
        if eventTally.read & 0xffff == 0 { report(eventFiles[index], eventTally, progress) }
      }
    }
    try checkLimit(eventTally)
  }

  mutating func readCustomers(_ progress: (ReadProgress) -> Void) throws(DataError) {
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

  private func checkLimit(_ tally: RowTally) throws(DataError) {
    do {
      try tally.checkLimit(options.maxRefused)
    } catch {
      // The file of refused rows is wanted most where they stop the run.
      try refusedRows?.finish()
      throw error
    }
  }

  private func wrongFieldCount(_ file: borrowing LogFile) -> RefusedRow {
    file.refusal(.fieldCount, nil, expected: "\(file.columns.names.count) fields")
  }

  private func report(
    _ file: borrowing LogFile, _ tally: RowTally, _ progress: (ReadProgress) -> Void
  ) {
    progress(ReadProgress(file: file.reader.name, rows: tally.read))
  }
}

extension HistoryLoading {
  consuming func finished() throws(DataError) -> LoadedHistories {
    try refusedRows?.finish()
    let hasReturnTimes = orders.presence.returnedAt
    var builder = HistoryStoreBuilder(orders: orders, events: events, options: options)
    orders = OrderRows(presence: OrderRows.Presence())
    events = EventRows(hasValues: false)
    let store = try builder.store(customers: ids)
    if options.dropDuplicates {
      orderTally.drop(builder.duplicateOrderRows)
      eventTally.drop(builder.duplicateEventRows)
    }
    let survey = LogSurvey(store)
    let columns =
      customersFiles.isEmpty ? nil : CustomerColumns(customers, customers: store.customers)
    noteRows(builder, hasReturnTimes)
    return LoadedHistories(
      store: store,
      ledger: Ledger(
        store, survey: survey, tally: orderTally, duplicates: builder.duplicateOrderRows,
        events: eventFiles.isEmpty
          ? nil
          : EventLedger(
            store.events, tally: eventTally, duplicates: builder.duplicateEventRows),
        customersFile: columns.map(customersLedger)),
      notices: notices + LogGuards(store: store, survey: survey).notices,
      recognition: (orderFiles + eventFiles + customersFiles).flatMap(\.columns.summary),
      customerColumns: columns, firstRefused: orderTally.firstRefused,
      orderFiles: orderFiles.map(\.reader.name))
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
      if counted > 0 { notices.append(.refusedRows(tally.firstRefused, count: counted)) }
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
