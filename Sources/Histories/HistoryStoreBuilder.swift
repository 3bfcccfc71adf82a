import Units

/// Puts rows into the canonical order of a store, and joins order rows to occasions.
struct HistoryStoreBuilder {
  var orders: OrderRows
  var events: EventRows
  let currency: String?
  let options: ReadOptions
  /// Exact copies of another row among the used ones.
  private(set) var duplicateOrderRows = 0
  private(set) var duplicateEventRows = 0

  init(orders: OrderRows, events: EventRows, options: ReadOptions) {
    self.orders = orders
    self.events = events
    self.options = options
    currency = orders.currency
  }

  /// Builds the store; the rows are used up column by column, so that they and the store are never
  /// whole in memory together.
  ///
  /// - Throws: where order totals repeat on each line and the user has not said what that means.
  mutating func store(customers: Interner) throws(DataError) -> HistoryStore {
    let (ids, rank) = customers.texts.sortedByBytes()
    let lines = try lines(customerRank: rank)
    let events = eventColumns(customerRank: rank)
    return HistoryStore(
      customers: ids, lines: lines, events: events, moneyScale: orders.moneyScale,
      currency: currency, refundPolicy: options.refundPolicy)
  }

  private mutating func lines(customerRank: [Int32]) throws(DataError) -> Lines {
    let (categories, categoryRank) = orders.categories.texts.sortedByBytes()
    let (channels, channelRank) = orders.channels.texts.sortedByBytes()
    recode(&orders.customer, by: customerRank)
    recode(&orders.category, by: categoryRank)
    recode(&orders.channel, by: channelRank)
    var rows = GroupedRows(orders.customer, groups: customerRank.count)
    orders.customer = []
    duplicateOrderRows = rows.sort(
      by: orders.instant, then: OrderRowOrder(orders), dropDuplicates: options.dropDuplicates)
    orders.fingerprint = []
    let instant = rows.gathered(&orders.instant)
    var amount = rows.gathered(&orders.amount)
    let occasion = try OccasionJoin(
      rows: rows, instant: instant, orderIDs: orders.presence.order ? orders.orderIDs : nil,
      amountPer: options.amountPer, moneyScale: orders.moneyScale
    ).occasions(amount: &amount)
    orders.orderIDs = TextColumn()
    return Lines(
      offsets: rows.offsets, instant: instant, amount: amount, occasion: occasion,
      quantity: rows.gathered(&orders.quantity), discounted: rows.gathered(&orders.discounted),
      category: rows.gathered(&orders.category), channel: rows.gathered(&orders.channel),
      returnedAt: rows.gathered(&orders.returnedAt), categories: categories.strings,
      channels: channels.strings)
  }

  private mutating func eventColumns(customerRank: [Int32]) -> Events {
    let (kinds, kindRank) = events.kinds.texts.sortedByBytes()
    recode(&events.customer, by: customerRank)
    recode(&events.kind, by: kindRank)
    var rows = GroupedRows(events.customer, groups: customerRank.count)
    events.customer = []
    duplicateEventRows = rows.sort(
      by: events.instant, then: EventRowOrder(events), dropDuplicates: options.dropDuplicates)
    events.fingerprint = []
    return Events(
      offsets: rows.offsets, instant: rows.gathered(&events.instant),
      kind: rows.gathered(&events.kind), value: rows.gathered(&events.value),
      kinds: kinds.strings)
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
  let rows: OrderRows

  init(_ rows: OrderRows) { self.rows = rows }

  func order(_ a: Int, _ b: Int) -> Int {
    if rows.presence.order {
      let order = rows.orderIDs.order(a, b)
      if order != 0 { return order }
    }
    return firstDifference(
      sign(rows.amount, a, b), sign(rows.quantity, a, b), sign(rows.discounted, a, b),
      sign(rows.category, a, b), sign(rows.channel, a, b), sign(rows.returnedAt, a, b),
      sign(rows.fingerprint, a, b))
  }
}

private struct EventRowOrder: RowOrder {
  let rows: EventRows

  init(_ rows: EventRows) { self.rows = rows }

  func order(_ a: Int, _ b: Int) -> Int {
    firstDifference(
      sign(rows.kind, a, b), sign(rows.value, a, b), sign(rows.fingerprint, a, b))
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
