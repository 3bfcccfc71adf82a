internal import Expressions
internal import Files
internal import Histories
internal import Units

// Files that are exports of shops and services, not plain rows.

extension HistoryLoading {
  static func standardInputHead() throws(IngestionError) -> [UInt8] {
    do {
      return try StandardInput.head()
    } catch { throw .file(error) }
  }

  /// Options of files of a kind.
  func options(of kind: ColumnRole.FileKind) -> ReadOptions {
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
  func areExports(
    _ paths: [String], _ kind: ColumnRole.FileKind, _ head: [UInt8]
  ) throws(IngestionError) -> Bool {
    let own = options(of: kind)
    if !own.hasHeader || paths.isEmpty { return false }
    if forcesExports || own.asksForExports(kind) { return true }
    let signs = ExportSigns(kind: kind, options: own, choice: try ProfileChoice(own.profile))
    // A pipe cannot be looked into first: it is read as a plain file.
    let seen = paths.filter { $0 == "-" || isRegularFile($0) }
    for path in seen where try signs.isExport(path, head: head) { return true }
    // The same orders may be in several files.
    return kind == .orders && seen.count > 1 && seen.contains { signs.hasOrders($0) }
  }

  mutating func openOrderExports(
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

  mutating func openEventExports(
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

  var plainTimes: TimeReader { TimeReader(format: nil, zone: times.zone) }

  mutating func plainFiles(ofOrders paths: [String]) throws(IngestionError) -> [LogFile] {
    var files: [LogFile] = []
    for (place, path) in paths.enumerated() {
      let plain = orderExports[place].plainRows()
      extras.orders += plain.extras
      files.append(try LogFile(path: path, plain, kind: .orders, times: plainTimes))
    }
    return files
  }

  mutating func plainFiles(ofEvents paths: [String]) throws(IngestionError) -> [LogFile] {
    var files: [LogFile] = []
    for (place, path) in paths.enumerated() {
      let plain = eventExports[place].plainRows()
      extras.events += plain.extras
      files.append(try LogFile(path: path, plain, kind: .events, times: plainTimes))
    }
    return files
  }

  /// Settings of the rows of a kind: an export's are plain.
  func settings(of kind: ColumnRole.FileKind) -> OrderRows.Settings {
    let isExport = kind == .orders ? !orderExports.isEmpty : !eventExports.isEmpty
    guard isExport else { return settings }
    var plain = options
    plain.decimalComma = false
    return OrderRows.Settings(plain, times: plainTimes)
  }

  mutating func countExports() throws(IngestionError) {
    for (place, export) in orderExports.enumerated() {
      orderTally.count(export.rows, extras: place == 0 ? extras.orders : 0)
      for row in export.rows.rejected { try refusedRows?.append(row) }
    }
    try checkLimit(orderTally)
  }

  mutating func countEventExports() throws(IngestionError) {
    for (place, export) in eventExports.enumerated() {
      eventTally.count(export.rows, extras: place == 0 ? extras.events : 0)
      for row in export.rows.rejected { try refusedRows?.append(row) }
    }
    try checkLimit(eventTally)
  }

  /// Ids of the customers so far.
  var knownCustomers: Set<String> {
    var known = Set<String>()
    for part in 0..<parts.count { known.formUnion(parts.texts(of: part).strings) }
    return known
  }

  /// Joins the customers files by the column whose ids the orders have, where that of the customers' ids
  /// is another or is written otherwise.
  mutating func joinCustomers() throws(IngestionError) {
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

  /// Events of which none belongs to a customer of the orders teach nothing.
  mutating func checkEvents(of store: HistoryStore) throws(IngestionError) {
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
}
