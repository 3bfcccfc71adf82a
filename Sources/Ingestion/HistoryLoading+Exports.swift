internal import Exports
internal import Files
internal import Histories
internal import Intake
internal import Units

// Files that are exports of shops and services, not plain rows.

extension HistoryLoading {
  /// Reads files as exports where they are not plain; nil where they are.
  mutating func readExports(
    _ paths: [String], _ kind: ColumnRole.FileKind
  ) throws(IngestionError) -> ReadExports? {
    let own = options.own(kind)
    guard own.hasHeader, !paths.isEmpty else { return nil }
    let reading =
      forcesExports ? .export : try ReadExports.reading(paths, kind, own, held: held)
    readings[kind] = reading
    guard reading == .export else { return nil }
    return kind == .orders
      ? try ReadExports(orders: paths, options: own, held: held, zone: times.zone)
      : try ReadExports(events: paths, options: own, held: held, zone: times.zone)
  }

  var plainTimes: TimeReader { TimeReader(format: nil, zone: times.zone) }

  /// Takes the plain rows of exports over as files.
  func files(
    of exports: inout ReadExports, _ paths: [String], _ kind: ColumnRole.FileKind
  ) throws(IngestionError) -> [LogFile] {
    var files: [LogFile] = []
    for (path, plain) in zip(paths, exports.plain) {
      files.append(
        try LogFile(
          path: path, plain, kind: kind, times: plainTimes, filter: nil,
          binder: binder(options.own(kind)), markSeed: options.markSeed))
    }
    // The readers own the text now.
    exports.plain = []
    return files
  }

  /// Settings of the rows of a kind: an export's are plain.
  func settings(of kind: ColumnRole.FileKind) -> RowSettings {
    let isExport = kind == .orders ? orderExports != nil : eventExports != nil
    let own = options.own(kind)
    guard isExport else {
      return RowSettings(own, times: TimeReader(own, zone: times.zone))
    }
    var plain = own
    plain.decimalComma = false
    return RowSettings(plain, times: plainTimes)
  }

  /// Looks for cells of exports among rows that were read as they stand.
  ///
  /// - Parameters:
  ///   - kind: of the files.
  ///   - tally: of their rows.
  ///   - clocks: that each worker has seen times of.
  ///   - known: customers of each part that were there before; none where there were none.
  ///   - orders: the rows, where they are orders.
  mutating func lookForExports(
    _ kind: ColumnRole.FileKind, _ tally: RowTally, clocks: [WrittenClocks],
    behind known: [Int] = [],
    orders: CollectedRows<OrderRows> = CollectedRows()
  ) {
    switch readings[kind] {
    case .plainSoFar: break
    // Ids are written as the other files' are, or nobody's events are found.
    case .plainByProfile where readings.values.contains(.export): break
    default: return
    }
    var odd: [String] = []
    for part in 0..<parts.count {
      let texts = parts.texts(of: part)
      for text in (known.isEmpty ? 0 : known[part])..<texts.count {
        let id = texts.utf8(at: text)
        guard ExportCells.isOddID(id) || ExportCells.isGuest(id) else { continue }
        odd.append(texts[text])
        break
      }
    }
    customerOfExports = customerOfExports ?? odd.min()
    let all = clocks.reduce(into: WrittenClocks()) { $0.formUnion($1) }
    areExportsAfterAll =
      areExportsAfterAll || !odd.isEmpty || all == [.shops, .zoned]
      || tally.hasMoneyForPeople && !options.own(kind).decimalComma
      || orders.workers.contains { $0.parts.contains { $0.ids.containsOdd(ExportCells.isOddID) } }
  }

  mutating func countExports() throws(IngestionError) {
    guard let orderExports else { return }
    orderTally.count(orderExports)
    for row in orderExports.rejected { try refusedRows?.append(row) }
    try checkLimit(orderTally)
  }

  mutating func countEventExports() throws(IngestionError) {
    guard let eventExports else { return }
    eventTally.count(eventExports)
    for row in eventExports.rejected { try refusedRows?.append(row) }
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
    // Of a store of pseudonyms; ids of files are told apart by themselves, which is quicker.
    let arePseudonyms = known.contains { Pseudonyms.isPseudonym(Array($0.utf8)[...]) }
    let pseudonyms = arePseudonyms ? options.pseudonyms : nil
    var isChanged = false
    for (place, file) in customersFiles.enumerated() where held.canBeReadAgain(file.path) {
      guard let id = file.columns.field(.customerID) else { continue }
      let own = options.own(.customers, path: file.path)
      let join = try CustomersJoin(
        file.path, options: own, held: held, known: known, pseudonyms: pseudonyms)
      guard let best = join.best(than: id) else { continue }
      let plain = join.plainRows(best)
      customersFiles[place] = try LogFile(
        path: file.path, plain, kind: .customers, times: plainTimes, filter: own.filter,
        binder: binder(own), markSeed: options.markSeed)
      recognition.append(join.recognition(best, of: known.count))
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
    recognition.append(
      .eventsMatched(files: eventFiles.map(\.reader.name), matched: matched, customers: all))
    let areFew = matched == 0 || all >= 20 && 20 * matched < all
    guard all > 0, areFew, options.hasHeader, !options.allowsUnmatched else { return }
    let ofOrders = Set(
      (0..<store.customers.count).filter { !store.hasEvents($0) }.map { store.customers[$0] })
    let ofEvents = Set(
      (0..<store.customers.count).filter { store.hasEvents($0) }.map { store.customers[$0] })
    for file in customersFiles where held.canBeReadAgain(file.path) && options.bridge.isEmpty {
      bridge = try CustomerBridge(
        file.path, options: options.own(.customers), held: held, orders: ofOrders,
        events: ofEvents)
      if bridge != nil { return }
    }
    guard matched == 0 else { return }
    for file in eventFiles where held.canBeReadAgain(file.path) {
      let join = try CustomersJoin(
        file.path, options: options.own(.events), held: held, known: ofOrders)
      let column = file.columns.field(.eventCustomer).map { file.columns.told[$0] } ?? ""
      let other = join.best(than: -1)
      if let other {
        throw .questions([
          ReadingQuestion(
            file: file.reader.name,
            .unmatched(file: file.reader.name, column: column, customers: all, other: other.name),
            use: [.init(.eventsColumns, "customer=\(expressionName(other.name))")])
        ])
      }
      for orders in orderFiles where held.canBeReadAgain(orders.path) {
        let back = try CustomersJoin(
          orders.path, options: options.own(.orders, path: orders.path), held: held,
          known: ofEvents)
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
          .unmatched(file: file.reader.name, column: column, customers: all, other: nil),
          choose: [.init(.allowUnmatched)])
      ])
    }
  }
}
