import Units

/// Puts rows into the canonical order of a store, and joins order rows to occasions.
struct HistoryStoreBuilder {
  private var orders: CollectedRows<OrderRows>
  private var events: CollectedRows<EventRows>
  private let currency: String?
  private let moneyScale: Int
  private let options: ReadOptions
  /// Exact copies of another row among the used ones.
  private(set) var duplicateOrderRows = 0
  private(set) var duplicateEventRows = 0

  init(
    orders: CollectedRows<OrderRows>, events: CollectedRows<EventRows>, options: ReadOptions
  ) {
    self.orders = orders
    self.events = events
    self.options = options
    currency = orders.sources.first?.currency
    moneyScale = orders.sources.first?.moneyScale ?? 0
  }

  /// Builds the store; the rows are used up column by column, so that they and the store are never
  /// whole in memory together.
  ///
  /// - Parameter customers: ids, by worker.
  /// - Returns: the store.
  /// - Throws: where order totals repeat on each line and the user has not said what that means.
  mutating func store(customers: [Interner]) throws(DataError) -> HistoryStore {
    let ids = UnitedTexts(customers)
    let lines = try lines(ids)
    let events = eventColumns(ids)
    return HistoryStore(
      customers: ids.texts, lines: lines, events: events, moneyScale: moneyScale,
      currency: currency, refundPolicy: options.refundPolicy)
  }

  private mutating func lines(_ ids: UnitedTexts) throws(DataError) -> Lines {
    var rows = orders.sources
    let runs = orders.runs
    let workers = orders.workers
    orders.sources = []
    let categories = UnitedTexts(orders.names.map(\.categories))
    let channels = UnitedTexts(orders.names.map(\.channels))
    let hasOrderIDs = orders.names[0].presence.order
    for source in rows.indices {
      recode(&rows[source].category, by: categories.ranks[workers[source]])
      recode(&rows[source].channel, by: channels.ranks[workers[source]])
    }
    var placement = RowPlacement(
      customers: rows.indices.map { rows[$0].takeCustomers() },
      ranks: workers.map { ids.ranks[$0] }, runs: runs,
      groups: ids.texts.count)
    let instant = StoreColumn(rows.map(\.instant), filler: 0)
    let amount = StoreColumn(rows.map(\.amount), filler: 0)
    let quantity = StoreColumn(rows.map(\.quantity), filler: 0)
    let discounted = StoreColumn(rows.map(\.discounted), filler: 0)
    let category = StoreColumn(rows.map(\.category), filler: 0)
    let channel = StoreColumn(rows.map(\.channel), filler: 0)
    let returnedAt = StoreColumn(rows.map(\.returnedAt), filler: 0)
    let fingerprint = StoreColumn(rows.map(\.fingerprint), filler: 0)
    let orderMark = StoreColumn(rows.map(\.orderMark), filler: 0)
    let orderIDs = TextColumn(joining: rows.map(\.orderIDs))
    rows = []
    let columns: [any AnyStoreColumn] = [
      instant, amount, quantity, discounted, category, channel, returnedAt, fingerprint,
      orderMark,
    ]
    let placed = placement
    forEach(columns, threads: options.threads) { $0.place(by: placed) }
    var rowNumbers = hasOrderIDs ? placement.rowNumbers() : []
    let order = OrderRowOrder(
      rowNumbers: rowNumbers, orderIDs: orderIDs, amount: amount.values,
      quantity: quantity.values, discounted: discounted.values, category: category.values,
      channel: channel.values, returnedAt: returnedAt.values, fingerprint: fingerprint.values)
    let (moves, duplicates) = placement.moves(
      sorting: instant.values, then: order, dropDuplicates: options.dropDuplicates)
    duplicateOrderRows = duplicates
    _ = fingerprint.take()
    moves.apply(to: &rowNumbers)
    forEach(columns, threads: options.threads) { $0.apply(moves) }
    var amounts = amount.take()
    let instants = instant.take()
    let occasion = try OccasionJoin(
      offsets: placement.offsets, rowNumbers: rowNumbers, instant: instants,
      orderIDs: orderIDs, orderMark: orderMark.take(), amountPer: options.amountPer,
      moneyScale: moneyScale
    ).occasions(amount: &amounts)
    return Lines(
      offsets: placement.offsets, instant: instants, amount: amounts, occasion: occasion,
      quantity: quantity.take(), discounted: discounted.take(), category: category.take(),
      channel: channel.take(), returnedAt: returnedAt.take(),
      categories: categories.texts.strings, channels: channels.texts.strings)
  }

  private mutating func eventColumns(_ ids: UnitedTexts) -> Events {
    var rows = events.sources
    let runs = events.runs
    let workers = events.workers
    events.sources = []
    let kinds = UnitedTexts(events.names.map(\.kinds))
    for source in rows.indices { recode(&rows[source].kind, by: kinds.ranks[workers[source]]) }
    var placement = RowPlacement(
      customers: rows.indices.map { rows[$0].takeCustomers() },
      ranks: workers.map { ids.ranks[$0] }, runs: runs,
      groups: ids.texts.count)
    let instant = StoreColumn(rows.map(\.instant), filler: 0)
    let kind = StoreColumn(rows.map(\.kind), filler: 0)
    let value = StoreColumn(rows.map(\.value), filler: 0)
    let fingerprint = StoreColumn(rows.map(\.fingerprint), filler: 0)
    rows = []
    let columns: [any AnyStoreColumn] = [instant, value, fingerprint, kind]
    let placed = placement
    forEach(columns, threads: options.threads) { $0.place(by: placed) }
    let (moves, duplicates) = placement.moves(
      sorting: instant.values,
      then: EventRowOrder(
        kind: kind.values, value: value.values, fingerprint: fingerprint.values),
      dropDuplicates: options.dropDuplicates)
    duplicateEventRows = duplicates
    _ = fingerprint.take()
    forEach(columns, threads: options.threads) { $0.apply(moves) }
    return Events(
      offsets: placement.offsets, instant: instant.take(), kind: kind.take(),
      value: value.take(), kinds: kinds.texts.strings)
  }
}

/// Replaces codes by their ranks; −1 stays.
private func recode(_ codes: inout [Int32], by rank: [Int32]) {
  for index in codes.indices where codes[index] >= 0 {
    codes[index] = rank[Int(codes[index])]
  }
}

/// How rows of one customer and instant follow each other: the sign of a − b, 0 for exact copies.
protocol RowOrder {
  func order(_ a: Int, _ b: Int) -> Int
}

/// Order id, amount, quantity, discount, category, channel, return, and the mark of the whole row.
private struct OrderRowOrder: RowOrder {
  /// Rows of `orderIDs`; empty where no file has the column.
  let rowNumbers: [Int32]
  let orderIDs: TextColumn
  let amount: [Int64]
  let quantity: [Double]
  let discounted: [UInt8]
  let category: [Int32]
  let channel: [Int32]
  let returnedAt: [Int64]
  let fingerprint: [UInt64]

  func order(_ a: Int, _ b: Int) -> Int {
    if !rowNumbers.isEmpty {
      let order = orderIDs.order(Int(rowNumbers[a]), Int(rowNumbers[b]))
      if order != 0 { return order }
    }
    return firstDifference(
      sign(amount, a, b), sign(quantity, a, b), sign(discounted, a, b), sign(category, a, b),
      sign(channel, a, b), sign(returnedAt, a, b), sign(fingerprint, a, b))
  }
}

private struct EventRowOrder: RowOrder {
  let kind: [Int32]
  let value: [Double]
  let fingerprint: [UInt64]

  func order(_ a: Int, _ b: Int) -> Int {
    firstDifference(sign(kind, a, b), sign(value, a, b), sign(fingerprint, a, b))
  }
}

private func firstDifference(_ signs: Int...) -> Int { signs.first { $0 != 0 } ?? 0 }

private func sign<Value: Comparable>(_ column: [Value], _ a: Int, _ b: Int) -> Int {
  if column.isEmpty { return 0 }
  return column[a] < column[b] ? -1 : (column[a] == column[b] ? 0 : 1)
}

private func sign(_ column: [Double], _ a: Int, _ b: Int) -> Int {
  if column.isEmpty { return 0 }
  let (x, y) = (column[a], column[b])
  // Not-a-number comes first, so that the order is total.
  if x.isNaN || y.isNaN { return (x.isNaN ? 0 : 1) - (y.isNaN ? 0 : 1) }
  return x < y ? -1 : (x == y ? 0 : 1)
}
