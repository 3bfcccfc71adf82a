internal import Dense
internal import Exports
internal import Files
internal import Histories
internal import Intake
internal import Stores
internal import Units

/// Files as they were read for a store.
struct ReadBatch {
  var rows: BatchRows
  let files: [String]
  let orders: StoredBatch.Rows
  let events: StoredBatch.Rows?
  let isExport: Bool
  /// A customer by whose id plain rows were found to be an export's; nil where none was.
  private(set) var customerOfExports: String?
  let hasReturnTimes: Bool
  let notices: [Notice]
  let recognition: [Recognition]

  /// Reads files whose rows a store is to keep.
  ///
  /// - Parameters:
  ///   - orders: paths of order files; there may be none beside event files.
  ///   - events: paths of event files.
  ///   - options: how to read them.
  ///   - progress: called every few blocks.
  /// - Throws: the first fault that stops the run.
  init(
    orders: [String], events: [String], options: ReadOptions, _ progress: (ReadProgress) -> Void
  ) throws(IngestionError) {
    let files = try LogFiles(orders: orders, events: events, customers: [], options)
    var customer: String?
    self = try files.asWritten(options) { forcesExports throws(IngestionError) in
      var loading = try HistoryLoading(
        options: options, times: files.times, held: files.held, forcesExports: forcesExports,
        keepsRows: true)
      try loading.open(orders: orders, events: events, customers: [])
      try loading.readOrders(progress)
      try loading.readEvents(progress)
      customer = customer ?? loading.customerOfExports
      return loading.areExportsAfterAll ? nil : try (consume loading).finishedBatch()
    }
    customerOfExports = customer
  }

  fileprivate init(
    rows: BatchRows, files: [String], orders: StoredBatch.Rows, events: StoredBatch.Rows?,
    isExport: Bool, hasReturnTimes: Bool, notices: [Notice], recognition: [Recognition]
  ) {
    (self.rows, self.files, self.orders, self.events) = (rows, files, orders, events)
    (self.isExport, self.hasReturnTimes) = (isExport, hasReturnTimes)
    (self.notices, self.recognition) = (notices, recognition)
  }
}

extension HistoryLoading {
  fileprivate consuming func finishedBatch() throws(IngestionError) -> ReadBatch {
    try refusedRows?.finish()
    let hasReturnTimes = presence.returnedAt
    let rows = try builder.rows()
    if options.dropDuplicates {
      orderTally.drop(builder.duplicateOrderRows)
      eventTally.drop(builder.duplicateEventRows)
    }
    noteRows(builder, hasReturnTimes)
    let files = orderFiles + eventFiles
    return ReadBatch(
      rows: rows, files: files.map(\.reader.name), orders: StoredBatch.Rows(orderTally),
      events: eventFiles.isEmpty ? nil : StoredBatch.Rows(eventTally),
      isExport: orderExports != nil || eventExports != nil, hasReturnTimes: hasReturnTimes,
      notices: notices + (orderExports?.notices ?? []) + (eventExports?.notices ?? [])
        + files.flatMap(\.columns.notices),
      recognition: (orderExports?.recognition ?? []) + (eventExports?.recognition ?? [])
        + files.map(\.columns.recognition))
  }

  /// Ids that the customers files may have, for a store that is open already.
  mutating func know(_ ids: TextColumn) {
    let bytes = ids.bytes.span
    for text in 0..<ids.count {
      _ = parts.place(of: bytes, ids.offsets[text]..<ids.offsets[text + 1])
    }
  }

  fileprivate consuming func finishedCustomers(_ ids: TextColumn) throws(IngestionError)
    -> BesideStore
  {
    try refusedRows?.finish()
    let columns = try CustomerColumns(customers, customers: ids, pseudonyms: options.pseudonyms)
    noteRows(builder, false)
    return BesideStore(
      columns: columns, ledger: customersLedger(columns),
      notices: notices + customersFiles.flatMap(\.columns.notices),
      recognition: customersFiles.map(\.columns.recognition) + recognition)
  }
}

/// What the customers files beside a store say.
struct BesideStore {
  var columns: CustomerColumns?
  var ledger: CustomersLedger?
  var notices: [Notice] = []
  var recognition: [Recognition] = []
}

/// Reads customers files for the customers of a store.
///
/// - Parameters:
///   - paths: of the files.
///   - store: the histories, by pseudonym where there is a key.
///   - ids: of its customers, as the store on disk has them: by them the files' columns are joined.
///   - options: how the files are read.
/// - Returns: what the files say; nothing where there are none.
/// - Throws: the first fault that stops the run.
func readCustomers(
  _ paths: [String], beside store: HistoryStore, of ids: TextColumn, options: ReadOptions
) throws(IngestionError) -> BesideStore {
  if paths.isEmpty { return BesideStore() }
  let files = try LogFiles(orders: [], events: [], customers: paths, options)
  var loading = try HistoryLoading(
    options: options, times: files.times, held: files.held, forcesExports: false)
  try loading.open(orders: [], events: [], customers: paths)
  loading.know(ids)
  try loading.readCustomers { _ in }
  return try (consume loading).finishedCustomers(store.customers)
}

extension StoredBatch.Rows {
  /// All used rows are new ones as yet.
  init(_ tally: RowTally) {
    self.init(
      read: tally.read, new: tally.used, known: 0, filtered: tally.filtered,
      refused: tally.refusedByReason, changed: 0)
  }
}

extension LoadedHistories {
  /// - Parameters:
  ///   - store: the histories.
  ///   - manifest: of the store on disk.
  ///   - copies: rows of orders and of events that are copies of others.
  ///   - beside: what the customers files say.
  ///   - options: how it was read.
  init(
    _ store: HistoryStore, _ manifest: StoreManifest, copies: (orders: Int, events: Int),
    _ beside: BesideStore, _ options: ReadOptions
  ) {
    let (survey, eventSurvey) = (LogSurvey(store), EventSurvey(store))
    var ledger = Ledger(
      store, survey: survey,
      rows: StoredBatch.Rows(
        adding: manifest.batches.map(\.orders), without: manifest.forgotten?.orders ?? 0),
      duplicates: copies.orders,
      events: manifest.terms.hasEvents
        ? EventLedger(
          store.events, survey: eventSurvey,
          rows: StoredBatch.Rows(
            adding: manifest.batches.compactMap(\.events), without: manifest.forgotten?.events ?? 0),
          duplicates: copies.events)
        : nil,
      customersFile: beside.ledger)
    ledger.batches = manifest.batches.map(BatchLedger.init)
    var notices: [Notice] = []
    for (rows, kind) in [(copies.orders, ColumnRole.FileKind.orders), (copies.events, .events)]
    where rows > 0 {
      notices.append(.duplicates(rows: rows, of: kind, dropped: false))
    }
    self.init(
      store: store, ledger: ledger,
      notices: notices + beside.notices
        + LogGuards(
          store: store, survey: survey, eventSurvey: eventSurvey, workers: options.workers
        ).notices,
      recognition: beside.recognition, customerColumns: beside.columns, firstRefused: [],
      explanations: [], bridge: nil)
  }
}

extension StoredBatch.Rows {
  /// - Parameters:
  ///   - batches: what became of the rows of each.
  ///   - forgotten: rows that were new and were taken out since; they count as known.
  fileprivate init(adding batches: [StoredBatch.Rows], without forgotten: Int) {
    self.init(
      read: batches.reduce(0) { $0 + $1.read },
      new: batches.reduce(0) { $0 + $1.new } - forgotten,
      known: batches.reduce(0) { $0 + $1.known } + forgotten,
      filtered: batches.reduce(0) { $0 + $1.filtered },
      refused: batches.reduce(into: [:]) { $0.merge($1.refused, uniquingKeysWith: +) },
      changed: batches.reduce(0) { $0 + $1.changed })
  }
}

extension Ledger {
  fileprivate init(
    _ store: HistoryStore, survey: LogSurvey, rows: StoredBatch.Rows, duplicates: Int,
    events: EventLedger?, customersFile: CustomersLedger?
  ) {
    self.init(
      store, survey: survey, tally: RowTally(), duplicates: duplicates, events: events,
      customersFile: customersFile)
    rowsRead = rows.read
    rowsUsed = rows.new
    rowsFiltered = rows.filtered + rows.known
    refusedByReason = rows.refused
    rowsRefused = rows.refused.values.reduce(0, +)
  }
}

extension EventLedger {
  fileprivate init(
    _ events: EventTerms, survey: EventSurvey, rows: StoredBatch.Rows, duplicates: Int
  ) {
    self.init(events, survey: survey, tally: RowTally(), duplicates: duplicates)
    rowsRead = rows.read
    rowsUsed = rows.new
    rowsFiltered = rows.filtered + rows.known
    refusedByReason = rows.refused
    rowsRefused = rows.refused.values.reduce(0, +)
  }
}
