internal import Files
internal import Histories
internal import Intake
internal import Stores

/// A customer of a new segment, by its places in what is known and in what comes.
struct MergedCustomer: Sendable {
  /// The block of the old segments, and the number among its wanted customers; nil for new ones.
  var known: CustomerPlace?
  /// The number in the batch; −1 where nothing comes.
  var batch: Int32
  var rows: Int
}

/// A block of a new segment, and what was found in the making of it.
struct MergedBlock: Sendable {
  var encoded = EncodedBlock()
  var addedLines = 0
  var knownLines = 0
  var addedEvents = 0
  var knownEvents = 0
  var changed = ChangedOrders()
  var repeats = OccasionJoin.Repeats()
  /// Sum of the magnitudes of all amounts.
  var total: Int128 = 0
}

/// What blocks of a new segment are made of.
struct MergeSource: Sendable {
  let batch: BatchRows
  /// The wanted rows of the old segments' blocks.
  let known: [HistoryRows]
  let ranks: StoreRanks
  let presence: RowPresence
  let amountPer: AmountPer?

  /// Merges the rows of some customers.
  ///
  /// - Parameters:
  ///   - customers: in the order of their ids' bytes.
  ///   - ids: of the customers.
  /// - Returns: the block.
  func block(
    _ customers: ArraySlice<MergedCustomer>, ids: TextColumn
  ) -> MergedBlock {
    var block = MergedBlock()
    var rows = HistoryRows()
    rows.ids = ids
    let noEvents = EventColumns()
    let noOrders = OrderColumns()
    var lines = RowMerge()
    var all = OrderColumns()
    var changed = ChangedOrders()
    for (number, customer) in customers.enumerated() {
      let place = customer.known
      let old = place.map { known[Int($0.part)] }
      let start = all.lines.count
      if let old, let place {
        all.append(old.orders, old.lineRange(of: Int(place.number)), presence)
      }
      let middle = all.lines.count
      if customer.batch >= 0 {
        let range = batch.lineRange(of: Int(customer.batch))
        let part = Int(batch.places[Int(customer.batch)].part)
        all.append(batch.orders.isEmpty ? noOrders : batch.orders[part].columns, range, presence)
      }
      changed.begin()
      let columns = all
      lines.take(start..<middle, middle..<all.lines.count, order: columns.order) {
        changed.take($0, isAdded: $1, of: columns, customer: ids[number])
      }
      rows.lineOffsets.append(Int32(lines.places.count))
    }
    if !lines.isWhole { all = all.gathered(lines.places) }
    rows.orders = all
    var events = RowMerge()
    var allEvents = EventColumns()
    for customer in customers {
      let start = allEvents.events.count
      if let place = customer.known {
        let old = known[Int(place.part)]
        allEvents.append(old.events, old.eventRange(of: Int(place.number)))
      }
      let middle = allEvents.events.count
      if customer.batch >= 0 {
        let range = batch.eventRange(of: Int(customer.batch))
        let part = Int(batch.places[Int(customer.batch)].part)
        allEvents.append(batch.events.isEmpty ? noEvents : batch.events[part].columns, range)
      }
      let columns = allEvents
      events.take(start..<middle, middle..<allEvents.events.count, order: columns.order) { _, _ in }
      rows.eventOffsets.append(Int32(events.places.count))
    }
    if !events.isWhole { allEvents = allEvents.gathered(events.places) }
    rows.events = allEvents
    block.changed = changed
    (block.addedLines, block.knownLines) = (lines.added, lines.known)
    (block.addedEvents, block.knownEvents) = (events.added, events.known)
    block.finish(rows, ranks: ranks, amountPer: amountPer)
    return block
  }
}

extension MergedBlock {
  /// Joins lines to occasions, counts copies, and makes bytes of it all.
  fileprivate mutating func finish(_ rows: HistoryRows, ranks: StoreRanks, amountPer: AmountPer?) {
    var counts = CustomerCounts(customers: rows.ids.count)
    for customer in 0..<rows.ids.count {
      for line in rows.lineRange(of: customer).dropFirst()
      where !rows.orders.isRising(line) && rows.orders.order(line - 1, line) == 0 {
        counts.lineCopies[customer] += 1
      }
      for event in rows.eventRange(of: customer).dropFirst()
      where !rows.events.isRising(event) && rows.events.order(event - 1, event) == 0 {
        counts.eventCopies[customer] += 1
      }
    }
    total = rows.orders.lines.reduce(Int128(0)) { $0 + Int128($1.amount.magnitude) }
    let join = OccasionJoin(
      offsets: rows.lineOffsets, orders: rows.orders.orders, customers: rows.ids,
      amountPer: amountPer)
    var joined = rows.orders.lines
    repeats = join.join(&joined) { customer, several, alike in
      counts.several[customer] = UInt64(several)
      counts.alike[customer] = UInt64(alike)
    }
    encoded = EncodedBlock(rows, joined: joined, counts: counts, ranks: ranks)
  }
}
