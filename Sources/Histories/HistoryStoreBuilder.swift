import Dense
import Units

/// Puts rows into the canonical order of a store, and joins order rows to occasions.
struct HistoryStoreBuilder {
  private var orders: CollectedRows<OrderRows>
  private var events: CollectedRows<EventRows>
  private let currency: String?
  private let moneyScale: Int
  private let hasValues: Bool
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
    hasValues = events.names[0].hasValues
  }

  /// Builds the store; the rows are used up column by column, so that they and the store are never
  /// whole in memory together.
  ///
  /// - Parameter customers: ids, by worker.
  /// - Returns: the store.
  /// - Throws: where order totals repeat on each line and the user has not said what that means.
  mutating func store(customers: [Interner]) throws(DataError) -> HistoryStore {
    let ids = UnitedTexts(customers.map(\.texts), threads: options.threads)
    // Events first: they are the more, and their rows are then gone.
    let events = try events(ids)
    let lines = try lines(ids)
    return HistoryStore(
      customers: ids.texts, lines: lines, events: events, moneyScale: moneyScale,
      currency: currency, refundPolicy: options.refundPolicy)
  }

  private mutating func events(_ ids: UnitedTexts) throws(DataError) -> Events {
    var taken = CollectedRows(EventRows(hasValues: events.names[0].hasValues))
    swap(&taken, &events)
    let kinds = UnitedTexts(taken.names.map(\.kinds.texts))
    if kinds.texts.count > Event.mostKinds { throw .tooManyKinds }
    var rows: [EventRows] = []
    swap(&rows, &taken.sources)
    let workers = taken.workers
    var placement = RowPlacement(
      codes: rows.indices.map { rows[$0].takeCustomers() }, ranks: workers.map { ids.ranks[$0] },
      runs: taken.runs, groups: ids.texts.count, threads: options.threads)
    var events: [Event] = placement.placed(rows.map(\.events)) { source in
      let rank = kinds.ranks[workers[source]]
      return { $0.recoded(by: rank) }
    }
    let hasMarks = rows.contains { !$0.marks.isEmpty }
    let marks = placement.placed(rows.map { $0.marks.padded(to: hasMarks ? $0.count : 0) })
    rows = []
    let order = EventOrder(events: events, marks: marks)
    let moves = placement.moves(isRising: order.isRising, order: order.order)
    moves.apply(to: &events)
    duplicateEventRows = moves.copies.count
    if options.dropDuplicates {
      placement.drop(moves.copies)
      drop(moves.copies, from: &events)
    }
    return Events(
      offsets: placement.offsets, rows: events, hasValues: hasValues, kinds: kinds.texts.strings)
  }

  private mutating func lines(_ ids: UnitedTexts) throws(DataError) -> Lines {
    var taken = CollectedRows(OrderRows(presence: orders.names[0].presence))
    swap(&taken, &orders)
    let presence = taken.names[0].presence
    let categories = UnitedTexts(taken.names.map(\.categories.texts))
    let channels = UnitedTexts(taken.names.map(\.channels.texts))
    var rows: [OrderRows] = []
    swap(&rows, &taken.sources)
    let workers = taken.workers
    var placement = RowPlacement(
      codes: rows.indices.map { rows[$0].takeCustomers() }, ranks: workers.map { ids.ranks[$0] },
      runs: taken.runs, groups: ids.texts.count, threads: options.threads)
    var columns = OrderColumns(rows, placement, threads: options.threads) { source in
      let category = categories.ranks[workers[source]]
      let channel = channels.ranks[workers[source]]
      return { $0.recoded(category: category, channel: channel) }
    }
    rows = []
    let order = columns
    let moves = placement.moves(isRising: order.isRising, order: order.order)
    columns.apply(moves)
    duplicateOrderRows = moves.copies.count
    if options.dropDuplicates {
      placement.drop(moves.copies)
      columns.drop(moves.copies)
    }
    try OccasionJoin(
      offsets: placement.offsets, orders: columns.orders, amountPer: options.amountPer,
      moneyScale: moneyScale, threads: options.threads
    ).join(&columns.lines)
    return Lines(
      offsets: placement.offsets, rows: columns.lines, quantity: columns.quantity,
      returnedAt: columns.returnedAt, columns: presence.columns,
      categories: categories.texts.strings, channels: channels.texts.strings)
  }
}

/// Events by place: time and kind, value, and the mark of the whole row.
private struct EventOrder: Sendable {
  let events: [Event]
  /// Empty where the events say all that the rows do.
  let marks: [UInt64]

  func isRising(_ place: Int) -> Bool {
    events[place - 1].timeAndKind < events[place].timeAndKind
  }

  func order(_ a: Int, _ b: Int) -> Int {
    let (x, y) = (events[a], events[b])
    if x.timeAndKind != y.timeAndKind { return x.timeAndKind < y.timeAndKind ? -1 : 1 }
    return firstDifference(sign(x.value, y.value), sign(marks, a, b))
  }
}

/// The columns of order rows by place.
private struct OrderColumns: Sendable {
  var lines: [Line]
  var orders: OrderIDs
  var quantity: [Double]
  var returnedAt: [Int64]
  var marks: [UInt64]

  init(
    _ rows: [OrderRows], _ placement: RowPlacement, threads: Int,
    recoder: @Sendable (_ source: Int) -> (Line) -> Line
  ) {
    lines = placement.placed(rows.map(\.lines), recoder)
    let hasMarks = rows.contains { !$0.marks.isEmpty }
    marks = placement.placed(rows.map { $0.marks.padded(to: hasMarks ? $0.count : 0) })
    quantity = placement.placed(rows.map(\.quantity))
    returnedAt = placement.placed(rows.map(\.returnedAt))
    if rows.contains(where: { $0.presence.order }) {
      let marks = parallelMap(count: rows.count, threads: threads) { rows[$0].orderIDs.marks }
      orders = OrderIDs(
        rows.map(\.orderIDs), marks: placement.placed(marks),
        rowNumbers: placement.rowNumbers(threads: threads))
    } else {
      orders = OrderIDs()
    }
  }

  func isRising(_ place: Int) -> Bool { lines[place - 1].instant < lines[place].instant }

  /// Time, order id, amount, quantity, discount, category, channel, return, and the mark of the whole
  /// row.
  func order(_ a: Int, _ b: Int) -> Int {
    let (x, y) = (lines[a], lines[b])
    if x.instant != y.instant { return x.instant < y.instant ? -1 : 1 }
    if !orders.rowNumbers.isEmpty {
      let order = orders.order(a, b)
      if order != 0 { return order }
    }
    return firstDifference(
      sign(x.amount, y.amount), sign(quantity, a, b),
      sign(x.isDiscounted ? 1 : 0, y.isDiscounted ? 1 : 0), sign(x.category, y.category),
      sign(x.channel, y.channel), sign(returnedAt, a, b), sign(marks, a, b))
  }

  mutating func apply(_ moves: RowMoves) {
    moves.apply(to: &lines)
    moves.apply(to: &orders.marks)
    moves.apply(to: &orders.rowNumbers)
    moves.apply(to: &quantity)
    moves.apply(to: &returnedAt)
    moves.apply(to: &marks)
  }

  mutating func drop(_ copies: [Int]) {
    Histories.drop(copies, from: &lines)
    Histories.drop(copies, from: &orders.marks)
    Histories.drop(copies, from: &orders.rowNumbers)
    Histories.drop(copies, from: &quantity)
    Histories.drop(copies, from: &returnedAt)
    Histories.drop(copies, from: &marks)
  }
}

extension [UInt64] {
  /// The marks with zeros behind them.
  fileprivate func padded(to count: Int) -> [UInt64] {
    self.count == count ? self : self + repeatElement(0, count: count - self.count)
  }
}

extension Event {
  fileprivate func recoded(by rank: [Int32]) -> Event {
    Event(instant: instant, kind: rank[Int(kind)], value: value)
  }
}

extension Line {
  fileprivate func recoded(category: [Int32], channel: [Int32]) -> Line {
    var line = self
    if line.category >= 0 { line.category = category[Int(line.category)] }
    if line.channel >= 0 { line.channel = channel[Int(line.channel)] }
    return line
  }
}

private func firstDifference(_ signs: Int...) -> Int { signs.first { $0 != 0 } ?? 0 }

private func sign<Value: Comparable>(_ a: Value, _ b: Value) -> Int {
  a < b ? -1 : (a == b ? 0 : 1)
}

/// Not-a-number comes first, so that the order is total.
private func sign(_ a: Double, _ b: Double) -> Int {
  if a.isNaN || b.isNaN { return (a.isNaN ? 0 : 1) - (b.isNaN ? 0 : 1) }
  return a < b ? -1 : (a == b ? 0 : 1)
}

private func sign<Value: Comparable>(_ column: [Value], _ a: Int, _ b: Int) -> Int {
  column.isEmpty ? 0 : sign(column[a], column[b])
}

private func sign(_ column: [Double], _ a: Int, _ b: Int) -> Int {
  column.isEmpty ? 0 : sign(column[a], column[b])
}
