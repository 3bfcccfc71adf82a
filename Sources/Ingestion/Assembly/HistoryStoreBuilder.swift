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
  /// Whether rows are kept as the files have them, for `rows()` in place of `store()`.
  private let keepsRows: Bool
  private var hasOrderIDs = false

  init(customers: CustomerParts, options: ReadOptions, keepsRows: Bool = false) {
    self.customers = customers
    self.options = options
    self.keepsRows = keepsRows
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
    let keepsRows = keepsRows
    let found = assembly.map(customers: customers.counts, workers: options.workers) {
      part, rows, grouping in
      var sorted = SortedOrders(rows, grouping, dropsCopies: options.dropDuplicates) { worker in
        let category = categories.ranks[worker]
        let channel = channels.ranks[worker]
        return { $0.recoded(category: category, channel: channel) }
      }
      if keepsRows { return AssembledLines(kept: sorted) }
      return AssembledLines(
        taking: &sorted, customers: customers.texts(of: part), amountPer: options.amountPer)
    }
    duplicateOrderRows = found.reduce(0) { $0 + $1.copies }
    if found.reduce(Int128(0), { $0 + $1.total }) > Int128(Int64.max / 4) {
      throw .amountsTooLarge(scale: moneyScale)
    }
    if options.amountPer == nil, !keepsRows {
      repeatedTotal = OccasionJoin.Repeats(uniting: found.map(\.repeats)).fault(moneyScale)
    }
    hasOrderIDs = presence.order
    assembledLines = found
  }

  /// Takes the event rows over.
  ///
  /// - Throws: where there are too many kinds.
  mutating func add(_ rows: consuming CollectedRows<EventRows>) throws(IngestionError) {
    let assembly = PartAssembly(rows)
    let pseudonyms = options.pseudonyms
    // Two spellings of one kind may have become one: a second list has them looked at.
    let kinds = UnitedTexts(
      pseudonyms.map { known in
        assembly.names.map { known.kinds($0.kinds.texts) } + [TextColumn()]
      } ?? assembly.names.map(\.kinds.texts))
    if kinds.texts.count > Event.mostKinds { throw .tooManyKinds }
    events = EventTerms(
      hasValues: assembly.names.first?.hasValues ?? false, kinds: kinds.texts.strings)
    let (dropsCopies, keepsRows) = (options.dropDuplicates, keepsRows)
    let found = assembly.map(customers: customers.counts, workers: options.workers) {
      _, rows, grouping in
      let sorted = SortedEvents(rows, grouping, dropsCopies: dropsCopies) { worker in
        let rank = kinds.ranks[worker]
        return { $0.recoded(by: rank) }
      }
      if keepsRows { return AssembledEvents(kept: sorted) }
      return AssembledEvents(
        offsets: sorted.offsets, events: sorted.columns.events, copies: sorted.copies,
        tally: EventTally(sorted.columns.events, kinds: kinds.texts.count))
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

  /// The rows of all that was added, as the files have them, by pseudonym where there is a key.
  ///
  /// - Throws: where a customer has an id in some rows and its pseudonym in others.
  mutating func rows() throws(IngestionError) -> BatchRows {
    let counts = customers.counts
    var ids = TextColumn(joining: counts.indices.map(customers.texts))
    if let pseudonyms = options.pseudonyms {
      ids = pseudonyms.names(of: ids, workers: options.workers)
    }
    let (sorted, rank) = ids.sortedByBytes(workers: options.workers)
    if let twice = PseudonymTwice(sorted: sorted) { throw .pseudonymBesideID(twice.pseudonym) }
    var places = [CustomerPlace](repeating: CustomerPlace(part: 0, number: 0), count: ids.count)
    var first = 0
    for (part, count) in counts.enumerated() {
      for number in 0..<count {
        places[Int(rank[first + number])] = CustomerPlace(part: Int32(part), number: Int32(number))
      }
      first += count
    }
    defer { (assembledLines, assembledEvents) = ([], []) }
    return BatchRows(
      ids: sorted, places: places, orders: assembledLines.map(\.kept),
      events: assembledEvents.map(\.kept), lines: lines, eventTerms: events,
      hasOrderIDs: hasOrderIDs, moneyScale: moneyScale, currency: currency)
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
  /// The rows as they are kept for a stored file, in place of lines.
  var kept = SortedOrders()
}

extension AssembledLines {
  /// Joins sorted rows to occasions.
  init(taking sorted: inout SortedOrders, customers: TextColumn, amountPer: AmountPer?) {
    offsets = sorted.offsets
    // Taken, so that they have one owner and are changed in place.
    swap(&lines, &sorted.columns.lines)
    let join = OccasionJoin(
      offsets: offsets, orders: sorted.columns.orders, customers: customers, amountPer: amountPer)
    repeats = join.join(&lines)
    survey = PartSurvey(offsets: offsets, lines)
    quantity = sorted.columns.quantity
    returnedAt = sorted.columns.returnedAt
    total = sorted.total
    copies = sorted.copies
  }

  init(kept: SortedOrders) {
    self.kept = kept
    total = kept.total
    copies = kept.copies
  }
}

private struct AssembledEvents: Sendable {
  var offsets: [Int32] = [0]
  var events: [Event] = []
  var copies = 0
  var tally: EventTally
  /// The rows as they are kept for a stored file, in place of events.
  var kept = SortedEvents()
}

extension AssembledEvents {
  init(kinds: Int) { tally = EventTally(kinds: kinds) }

  init(kept: SortedEvents) {
    self.init(kinds: 0)
    self.kept = kept
    copies = kept.copies
  }
}

extension [Int32] {
  fileprivate func extended(to count: Int) -> [Int32] {
    self + repeatElement(self[self.count - 1], count: count - self.count)
  }
}
