internal import Dense
internal import Files
internal import Histories
internal import Intake
import Units

/// Puts rows into the canonical order of a store, and joins order rows to occasions.
struct HistoryStoreBuilder {
  private let customers: CustomerParts
  private let options: ReadOptions
  /// By part; empty where no rows of a kind were added.
  private var assembledLines: [AssembledLines] = []
  private var assembledEvents: [AssembledEvents] = []
  private var lines = LineTerms()
  private var events = EventTerms()
  private var moneyScale = 0
  private var currency: String?
  /// Found among the orders; told when the events are read too.
  private var repeatedTotal: IngestionError?
  /// Exact copies of another row among the used ones.
  private(set) var duplicateOrderRows = 0
  private(set) var duplicateEventRows = 0

  init(customers: CustomerParts, options: ReadOptions) {
    self.customers = customers
    self.options = options
  }

  /// Takes the order rows over.
  ///
  /// - Throws: where the sums of the store would overflow.
  mutating func add(_ rows: consuming CollectedRows<OrderRows>) throws(IngestionError) {
    let assembly = PartAssembly(rows)
    let presence = assembly.names[0].presence
    let categories = UnitedTexts(assembly.names.map(\.categories.texts))
    let channels = UnitedTexts(assembly.names.map(\.channels.texts))
    moneyScale = assembly.names[0].moneyScale
    currency = assembly.names[0].currency
    lines = LineTerms(
      columns: presence.columns, hasQuantity: presence.quantity,
      hasReturnTimes: presence.returnedAt, categories: categories.texts.strings,
      channels: channels.texts.strings)
    let (customers, options) = (customers, options)
    let found = assembly.map(customers: customers.counts, workers: options.workers) {
      part, rows, grouping in
      var grouping = grouping
      var columns = OrderColumns(rows, grouping) { worker in
        let category = categories.ranks[worker]
        let channel = channels.ranks[worker]
        return { $0.recoded(category: category, channel: channel) }
      }
      let total = columns.lines.reduce(Int128(0)) { $0 + Int128($1.amount.magnitude) }
      let order = columns
      let moves = grouping.moves(isRising: order.isRising, order: order.order)
      columns.apply(moves)
      if options.dropDuplicates {
        grouping.drop(moves.copies)
        columns.drop(moves.copies)
      }
      let join = OccasionJoin(
        offsets: grouping.offsets, orders: columns.orders, customers: customers.texts(of: part),
        amountPer: options.amountPer)
      let repeats = join.join(&columns.lines)
      return AssembledLines(
        offsets: grouping.offsets, lines: columns.lines,
        survey: PartSurvey(offsets: grouping.offsets, columns.lines), quantity: columns.quantity,
        returnedAt: columns.returnedAt, total: total, copies: moves.copies.count,
        repeats: repeats)
    }
    duplicateOrderRows = found.reduce(0) { $0 + $1.copies }
    if found.reduce(Int128(0), { $0 + $1.total }) > Int128(Int64.max / 4) {
      throw .amountsTooLarge(scale: moneyScale)
    }
    if options.amountPer == nil {
      repeatedTotal = OccasionJoin.Repeats(uniting: found.map(\.repeats)).fault(moneyScale)
    }
    assembledLines = found
  }

  /// Takes the event rows over.
  ///
  /// - Throws: where there are too many kinds.
  mutating func add(_ rows: consuming CollectedRows<EventRows>) throws(IngestionError) {
    let assembly = PartAssembly(rows)
    let kinds = UnitedTexts(assembly.names.map(\.kinds.texts))
    if kinds.texts.count > Event.mostKinds { throw .tooManyKinds }
    events = EventTerms(
      hasValues: assembly.names.first?.hasValues ?? false, kinds: kinds.texts.strings)
    let dropsCopies = options.dropDuplicates
    let found = assembly.map(customers: customers.counts, workers: options.workers) {
      part, rows, grouping in
      var grouping = grouping
      var events: [Event] = grouping.placed(rows.map(\.events)) { worker in
        let rank = kinds.ranks[worker]
        return { $0.recoded(by: rank) }
      }
      let hasMarks = rows.contains { !$0.marks.isEmpty }
      let marks = grouping.placed(
        rows.map { $0.marks.padded(to: hasMarks ? $0.events.count : 0) })
      let order = EventOrder(events: events, marks: marks)
      let moves = grouping.moves(isRising: order.isRising, order: order.order)
      moves.apply(to: &events)
      if dropsCopies {
        grouping.drop(moves.copies)
        drop(moves.copies, from: &events)
      }
      return AssembledEvents(
        offsets: grouping.offsets, events: events, copies: moves.copies.count,
        tally: EventTally(events, kinds: kinds.texts.count))
    }
    duplicateEventRows = found.reduce(0) { $0 + $1.copies }
    assembledEvents = found
  }

  /// The store of all that was added.
  ///
  /// - Throws: where order totals repeat on each line and the user has not said what that means.
  mutating func store() throws(IngestionError) -> HistoryStore {
    if let repeatedTotal { throw repeatedTotal }
    let counts = customers.counts
    let ids = TextColumn(joining: counts.indices.map(customers.texts))
    let (sorted, rank) = ids.sortedByBytes(workers: options.workers)
    var places = [CustomerPlace](repeating: CustomerPlace(part: 0, number: 0), count: ids.count)
    var parts: [HistoryPart] = []
    var first = 0
    for (part, count) in counts.enumerated() {
      let own = Array(rank[first..<first + count])
      first += count
      for (number, customer) in own.enumerated() {
        places[Int(customer)] = CustomerPlace(part: Int32(part), number: Int32(number))
      }
      parts.append(historyPart(part, own))
    }
    (assembledLines, assembledEvents) = ([], [])
    return HistoryStore(
      customers: sorted, places: places, parts: parts, lines: lines, events: events,
      moneyScale: moneyScale, currency: currency, refundPolicy: options.refundPolicy)
  }

  private func historyPart(_ part: Int, _ customers: [Int32]) -> HistoryPart {
    let kinds = events.kinds.count
    let lines = assembledLines.isEmpty ? AssembledLines() : assembledLines[part]
    let events = assembledEvents.isEmpty ? AssembledEvents(kinds: kinds) : assembledEvents[part]
    // Customers who came with the events have no lines, and the other way round.
    return HistoryPart(
      customers: customers, columns: self.lines.columns,
      lineOffsets: lines.offsets.extended(to: customers.count + 1), lines: lines.lines,
      survey: lines.survey, quantity: lines.quantity, returnedAt: lines.returnedAt,
      eventOffsets: events.offsets.extended(to: customers.count + 1), events: events.events,
      eventTally: events.tally)
  }
}

private struct AssembledLines: Sendable {
  var offsets: [Int32] = [0]
  var lines: [Line] = []
  var survey = PartSurvey()
  var quantity: [Double] = []
  var returnedAt: [Int64] = []
  /// Sum of all magnitudes.
  var total: Int128 = 0
  var copies = 0
  var repeats = OccasionJoin.Repeats()
}

private struct AssembledEvents: Sendable {
  var offsets: [Int32] = [0]
  var events: [Event] = []
  var copies = 0
  var tally: EventTally
}

extension AssembledEvents {
  init(kinds: Int) { tally = EventTally(kinds: kinds) }
}

extension [Int32] {
  fileprivate func extended(to count: Int) -> [Int32] {
    self + repeatElement(self[self.count - 1], count: count - self.count)
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
    _ rows: [OrderPart], _ grouping: RowGrouping, recoder: (_ worker: Int) -> (Line) -> Line
  ) {
    lines = grouping.placed(rows.map(\.lines), recoder)
    let hasMarks = rows.contains { !$0.marks.isEmpty }
    marks = grouping.placed(rows.map { $0.marks.padded(to: hasMarks ? $0.lines.count : 0) })
    quantity = grouping.placed(rows.map(\.quantity))
    returnedAt = grouping.placed(rows.map(\.returnedAt))
    var longTexts: [Int] = []
    for row in rows { longTexts.append((longTexts.last ?? 0) + row.ids.longTexts.count) }
    orders = OrderIDs(
      keys: grouping.placed(rows.map(\.ids.keys)) { worker in
        let before = longTexts[worker] - rows[worker].ids.longTexts.count
        return { $0.renumbered(by: before) }
      },
      longTexts: TextColumn(joining: rows.map(\.ids.longTexts)))
  }

  func isRising(_ place: Int) -> Bool { lines[place - 1].instant < lines[place].instant }

  /// Time, order id, amount, quantity, discount, category, channel, return, and the mark of the whole
  /// row.
  func order(_ a: Int, _ b: Int) -> Int {
    let (x, y) = (lines[a], lines[b])
    if x.instant != y.instant { return x.instant < y.instant ? -1 : 1 }
    if !orders.isEmpty {
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
    moves.apply(to: &orders.keys)
    moves.apply(to: &quantity)
    moves.apply(to: &returnedAt)
    moves.apply(to: &marks)
  }

  mutating func drop(_ copies: [Int]) {
    Ingestion.drop(copies, from: &lines)
    Ingestion.drop(copies, from: &orders.keys)
    Ingestion.drop(copies, from: &quantity)
    Ingestion.drop(copies, from: &returnedAt)
    Ingestion.drop(copies, from: &marks)
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
