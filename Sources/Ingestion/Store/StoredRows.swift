internal import Files
internal import Histories
internal import Stores
internal import Units

/// Rows of a block as they were read: those of the customers that are wanted.
struct StoredRows: Sendable {
  var lineOffsets: [Int32] = [0]
  var lines: [Line] = []
  var quantity: [Double] = []
  var returnedAt: [Int64] = []
  var eventOffsets: [Int32] = [0]
  var events: [Event] = []
  var lineCopies = 0
  var eventCopies = 0
}

/// What a block is read by.
struct StoredForm: Sendable {
  let terms: StoredTerms
  let ranks: StoreRanks
  /// What amounts are multiplied by, so that all have the store's decimals.
  let factor: Int64
}

extension StoredRows {
  /// Reads the rows of a block.
  ///
  /// - Parameters:
  ///   - bytes: of the block's part.
  ///   - block: its figures.
  ///   - form: what the store knows of all blocks.
  ///   - isWanted: for each customer whether its rows are to be read.
  /// - Throws: where the bytes are no such block.
  init(
    _ bytes: [UInt8], _ block: StoreManifest.Block, _ form: StoredForm, isWanted: [Bool]
  ) throws(BlockFault) {
    var reader = BlockReader(bytes)
    let columns = try reader.numbers(1)[0]
    let lineCounts = try reader.counts(block.customers, adding: block.lines)
    let eventCounts = try reader.counts(block.customers, adding: block.events)
    let copies = (
      try reader.numbers(block.customers), try reader.numbers(block.customers)
    )
    for customer in isWanted.indices where isWanted[customer] {
      lineCopies += Int(truncatingIfNeeded: copies.0[customer] & 0xffff_ffff)
      eventCopies += Int(truncatingIfNeeded: copies.1[customer] & 0xffff_ffff)
    }
    try readLines(&reader, columns, lineCounts, block.lines, form, isWanted)
    try readEvents(&reader, columns, eventCounts, block.events, form, isWanted)
    guard reader.isAtEnd else { throw BlockFault() }
  }

  private mutating func readLines(
    _ reader: inout BlockReader, _ columns: UInt64, _ counts: [UInt64], _ count: Int,
    _ form: StoredForm, _ isWanted: [Bool]
  ) throws(BlockFault) {
    let times = try reader.numbers(count)
    let amounts = try reader.numbers(count)
    let occasions = try reader.numbers(count)
    let categories = columns & StoredColumns.category != 0 ? try reader.numbers(count) : []
    let channels = columns & StoredColumns.channel != 0 ? try reader.numbers(count) : []
    let pieces = columns & StoredColumns.quantity != 0 ? try reader.decimals(count) : []
    let returns = columns & StoredColumns.returnedAt != 0 ? try reader.numbers(count) : []
    let categoryRanks = form.ranks.categories.rankOfNumber
    let channelRanks = form.ranks.channels.rankOfNumber
    let (timesOf, amountsOf, occasionsOf) = (times.span, amounts.span, occasions.span)
    var lines: [Line] = []
    lines.reserveCapacity(count)
    var isSound = true
    var row = 0
    for customer in counts.indices {
      let end = row &+ Int(counts[customer])
      guard isWanted[customer] else {
        row = end
        continue
      }
      var instant: Int64 = 0
      var next: UInt64 = 0
      let first = row
      while row < end {
        instant =
          row == first
          ? unzigzag(timesOf[row]) : instant &+ Int64(bitPattern: timesOf[row])
        let back = occasionsOf[row]
        var (category, channel): (Int32, Int32) = (-1, -1)
        var isDiscounted = false
        if !categories.isEmpty, categories[row] > 0 {
          guard categories[row] <= UInt64(categoryRanks.count) else { throw BlockFault() }
          category = categoryRanks[Int(categories[row]) - 1]
        }
        if !channels.isEmpty {
          let number = channels[row] >> 1
          isDiscounted = channels[row] & 1 == 1
          guard number <= UInt64(channelRanks.count) else { throw BlockFault() }
          if number > 0 { channel = channelRanks[Int(number) - 1] }
        }
        guard instant.magnitude < 1 << 39, back <= next else {
          isSound = false
          break
        }
        lines.append(
          Line(
            instant: instant, amount: unzigzag(amountsOf[row]) &* form.factor,
            occasion: Int32(truncatingIfNeeded: next &- back), category: category,
            channel: channel, isDiscounted: isDiscounted))
        if !returns.isEmpty {
          returnedAt.append(
            returns[row] == 0 ? .max : instant &+ unzigzag(returns[row] &- 1))
        }
        if back == 0 { next &+= 1 }
        row &+= 1
      }
      guard isSound else { throw BlockFault() }
      if !pieces.isEmpty { quantity += pieces[first..<end] }
      lineOffsets.append(Int32(lines.count))
    }
    if form.terms.hasQuantity, quantity.isEmpty {
      quantity = [Double](repeating: .nan, count: lines.count)
    }
    if form.terms.hasReturnTimes, returnedAt.isEmpty {
      returnedAt = [Int64](repeating: .max, count: lines.count)
    }
    self.lines = lines
  }

  private mutating func readEvents(
    _ reader: inout BlockReader, _ columns: UInt64, _ counts: [UInt64], _ count: Int,
    _ form: StoredForm, _ isWanted: [Bool]
  ) throws(BlockFault) {
    let times = try reader.numbers(count)
    let kinds = try reader.numbers(count)
    let values = columns & StoredColumns.value != 0 ? try reader.decimals(count) : []
    let ranks = form.ranks.kinds.rankOfNumber
    let (timesOf, kindsOf, valuesOf, ranksOf) = (times.span, kinds.span, values.span, ranks.span)
    let hasValues = !values.isEmpty
    var events: [Event] = []
    events.reserveCapacity(count)
    var row = 0
    for customer in counts.indices {
      let end = row &+ Int(counts[customer])
      guard isWanted[customer] else {
        row = end
        continue
      }
      var instant: Int64 = 0
      let first = row
      while row < end {
        instant =
          row == first
          ? unzigzag(timesOf[row]) : instant &+ Int64(bitPattern: timesOf[row])
        let kind = kindsOf[row]
        guard instant.magnitude < 1 << 39, kind < UInt64(ranksOf.count) else {
          throw BlockFault()
        }
        events.append(
          Event(
            instant: Instant(seconds: instant), kind: ranksOf[Int(kind)],
            value: hasValues ? valuesOf[row] : .nan))
        row &+= 1
      }
      eventOffsets.append(Int32(events.count))
    }
    self.events = events
  }
}

/// The rest of a block: what is needed to add rows to those that it has.
struct StoredDetails: Sendable {
  /// Of the counted customers: orders of several lines, and those whose lines have one amount.
  var several = 0
  var alike = 0
  private let orderIDs: TextColumn?
  private let amounts: [UInt64]
  private let lineMarks: [UInt64]
  private let eventMarks: [UInt64]

  init(_ bytes: [UInt8], _ block: StoreManifest.Block, isCounted: [Bool]) throws(BlockFault) {
    var reader = BlockReader(bytes)
    let columns = try reader.numbers(1)[0]
    let counts = (try reader.numbers(block.customers), try reader.numbers(block.customers))
    for customer in isCounted.indices where isCounted[customer] {
      several += Int(truncatingIfNeeded: counts.0[customer] & 0xffff_ffff)
      alike += Int(truncatingIfNeeded: counts.1[customer] & 0xffff_ffff)
    }
    orderIDs = columns & StoredColumns.orderIDs != 0 ? try reader.texts(block.lines) : nil
    amounts = columns & StoredColumns.amounts != 0 ? try reader.numbers(block.lines) : []
    lineMarks = columns & StoredColumns.lineMarks != 0 ? try reader.numbers(block.lines) : []
    eventMarks = columns & StoredColumns.eventMarks != 0 ? try reader.numbers(block.events) : []
    guard reader.isAtEnd else { throw BlockFault() }
  }

  /// Rows with all that the files have of them.
  ///
  /// - Parameters:
  ///   - rows: of the block's wanted customers.
  ///   - lines: which of the block's lines they are, customer by customer.
  ///   - events: which of the block's events they are.
  ///   - factor: what amounts are multiplied by.
  /// - Returns: the rows.
  func historyRows(
    _ rows: StoredRows, lines: [Range<Int>], events: [Range<Int>], factor: Int64
  ) -> HistoryRows {
    var all = HistoryRows()
    all.lineOffsets = rows.lineOffsets
    all.eventOffsets = rows.eventOffsets
    all.orders.lines = rows.lines
    all.orders.quantity = rows.quantity
    all.orders.returnedAt = rows.returnedAt
    all.events.events = rows.events
    var next = 0
    for range in lines {
      for line in range {
        if let orderIDs {
          all.orders.orders.append(
            orderIDs.bytes.span, orderIDs.offsets[line]..<orderIDs.offsets[line + 1])
        }
        if !amounts.isEmpty { all.orders.lines[next].amount = unzigzag(amounts[line]) &* factor }
        next += 1
      }
      if !lineMarks.isEmpty { all.orders.marks += lineMarks[range] }
    }
    if !eventMarks.isEmpty { for range in events { all.events.marks += eventMarks[range] } }
    return all
  }
}

extension BlockReader {
  /// Reads how many rows each customer has, which must add up.
  fileprivate mutating func counts(_ customers: Int, adding sum: Int) throws(BlockFault) -> [UInt64]
  {
    let counts = try numbers(customers)
    var rest = UInt64(sum)
    for count in counts {
      guard count <= rest else { throw BlockFault() }
      rest -= count
    }
    guard rest == 0 else { throw BlockFault() }
    return counts
  }

  fileprivate mutating func decimals(_ count: Int) throws(BlockFault) -> [Double] {
    let scale = try numbers(1)[0]
    return try DecimalColumn.decoded(try numbers(count), scale: scale)
  }

  /// How many lines and events each customer of a block has.
  static func counts(
    _ bytes: [UInt8], _ block: StoreManifest.Block
  ) throws(BlockFault) -> (lines: [UInt64], events: [UInt64]) {
    var reader = BlockReader(bytes)
    _ = try reader.numbers(1)
    return (
      try reader.counts(block.customers, adding: block.lines),
      try reader.counts(block.customers, adding: block.events)
    )
  }
}
