internal import Files
internal import Histories
internal import Stores
internal import Units

// The rows of successive customers as bytes: docs/file-formats.md has the layout.

/// Columns that a block may have.
enum StoredColumns {
  static let quantity: UInt64 = 1
  static let returnedAt: UInt64 = 2
  static let category: UInt64 = 4
  static let channel: UInt64 = 8
  static let value: UInt64 = 16

  static let orderIDs: UInt64 = 1
  static let amounts: UInt64 = 2
  static let lineMarks: UInt64 = 4
  static let eventMarks: UInt64 = 8
}

/// The three parts of a block.
struct EncodedBlock: Sendable {
  var customers = 0
  var lines = 0
  var events = 0
  var ids: [UInt8] = []
  var rows: [UInt8] = []
  var details: [UInt8] = []
}

/// What is counted of each customer of a block.
struct CustomerCounts: Sendable {
  /// Rows that are exact copies of another.
  var lineCopies: [UInt64]
  var eventCopies: [UInt64]
  /// Orders of several lines, and those of them whose lines have one amount.
  var several: [UInt64]
  var alike: [UInt64]

  init(customers: Int) {
    lineCopies = [UInt64](repeating: 0, count: customers)
    (eventCopies, several, alike) = (lineCopies, lineCopies, lineCopies)
  }
}

extension EncodedBlock {
  /// - Parameters:
  ///   - rows: of the block's customers.
  ///   - joined: the lines of `rows` with their occasions, and with amounts as they count.
  ///   - counts: of each customer.
  ///   - ranks: numbers of names.
  init(_ rows: HistoryRows, joined: [Line], counts: CustomerCounts, ranks: StoreRanks) {
    self.init(rows, joined, counts, ranks, compresses: true)
    let block = StoreManifest.Block(
      customers: customers, lines: lines, events: events,
      ids: .init(start: 0, size: ids.count, checksum: 0),
      rows: .init(start: 0, size: self.rows.count, checksum: 0),
      details: .init(start: 0, size: details.count, checksum: 0))
    if !block.isDense { self.init(rows, joined, counts, ranks, compresses: false) }
  }

  private init(
    _ rows: HistoryRows, _ joined: [Line], _ counts: CustomerCounts, _ ranks: StoreRanks,
    compresses: Bool
  ) {
    customers = rows.ids.count
    lines = joined.count
    events = rows.events.events.count
    var writer = BlockWriter(compresses: compresses)
    writer.append(rows.ids)
    ids = writer.bytes
    writer = BlockWriter(compresses: compresses)
    writer.append(rows: rows, joined, counts, ranks)
    self.rows = writer.bytes
    writer = BlockWriter(compresses: compresses)
    writer.append(details: rows, joined, counts)
    details = writer.bytes
  }
}

extension BlockWriter {
  fileprivate mutating func append(
    rows: HistoryRows, _ joined: [Line], _ counts: CustomerCounts, _ ranks: StoreRanks
  ) {
    let hasCategory = joined.contains { $0.category >= 0 }
    let hasChannel = joined.contains { $0.channel >= 0 || $0.isDiscounted }
    let (quantity, returnedAt) = (rows.orders.quantity, rows.orders.returnedAt)
    let values = rows.events.events.map(\.value)
    let hasValues = values.contains { $0.bitPattern != Double.nan.bitPattern }
    var columns: UInt64 = 0
    if !quantity.isEmpty { columns |= StoredColumns.quantity }
    if !returnedAt.isEmpty { columns |= StoredColumns.returnedAt }
    if hasCategory { columns |= StoredColumns.category }
    if hasChannel { columns |= StoredColumns.channel }
    if hasValues { columns |= StoredColumns.value }
    append([columns])
    append(rowCounts(rows.lineOffsets))
    append(rowCounts(rows.eventOffsets))
    append(counts.lineCopies)
    append(counts.eventCopies)
    append(secondsBetween(rows.lineOffsets) { joined[$0].instant })
    append(joined.map { zigzag($0.amount) })
    append(occasionsBack(rows.lineOffsets, joined))
    if hasCategory {
      append(joined.map { $0.category < 0 ? 0 : numberOrNone($0.category, ranks.categories) })
    }
    if hasChannel {
      append(
        joined.map { line in
          (line.channel < 0 ? 0 : numberOrNone(line.channel, ranks.channels)) << 1
            | (line.isDiscounted ? 1 : 0)
        })
    }
    if !quantity.isEmpty { append(decimals: quantity) }
    if !returnedAt.isEmpty {
      append(
        joined.indices.map { row in
          returnedAt[row] == .max ? 0 : zigzag(returnedAt[row] &- joined[row].instant) &+ 1
        })
    }
    append(secondsBetween(rows.eventOffsets) { rows.events.events[$0].instant.seconds })
    append(rows.events.events.map { UInt64(ranks.kinds.numberOfRank[Int($0.kind)]) })
    if hasValues { append(decimals: values) }
  }

  fileprivate mutating func append(
    details rows: HistoryRows, _ joined: [Line], _ counts: CustomerCounts
  ) {
    let orders = rows.orders
    let hasOwnAmounts = zip(orders.lines, joined).contains { $0.amount != $1.amount }
    var columns: UInt64 = 0
    if !orders.orders.isEmpty { columns |= StoredColumns.orderIDs }
    if hasOwnAmounts { columns |= StoredColumns.amounts }
    if !orders.marks.isEmpty { columns |= StoredColumns.lineMarks }
    if !rows.events.marks.isEmpty { columns |= StoredColumns.eventMarks }
    append([columns])
    append(counts.several)
    append(counts.alike)
    if !orders.orders.isEmpty { append(orders.orders.texts) }
    if hasOwnAmounts { append(orders.lines.map { zigzag($0.amount) }) }
    if !orders.marks.isEmpty { append(orders.marks) }
    if !rows.events.marks.isEmpty { append(rows.events.marks) }
  }

  private mutating func append(decimals values: [Double]) {
    let (scale, numbers) = DecimalColumn.encoded(values)
    append([scale])
    append(numbers)
  }
}

private func numberOrNone(_ rank: Int32, _ names: NameRanks) -> UInt64 {
  UInt64(names.numberOfRank[Int(rank)]) + 1
}

private func rowCounts(_ offsets: [Int32]) -> [UInt64] {
  zip(offsets, offsets.dropFirst()).map { UInt64($1 - $0) }
}

/// Seconds since the row before, and of each customer's first row since 1970.
private func secondsBetween(_ offsets: [Int32], _ instant: (Int) -> Int64) -> [UInt64] {
  var differences: [UInt64] = []
  differences.reserveCapacity(Int(offsets[offsets.count - 1]))
  for customer in 0..<offsets.count - 1 {
    var last: Int64?
    for row in Int(offsets[customer])..<Int(offsets[customer + 1]) {
      let seconds = instant(row)
      differences.append(last.map { UInt64(bitPattern: seconds &- $0) } ?? zigzag(seconds))
      last = seconds
    }
  }
  return differences
}

/// How far each line's occasion lies behind the customer's next one, 0 for a new occasion.
private func occasionsBack(_ offsets: [Int32], _ lines: [Line]) -> [UInt64] {
  var numbers: [UInt64] = []
  numbers.reserveCapacity(lines.count)
  for customer in 0..<offsets.count - 1 {
    var next: Int32 = 0
    for row in Int(offsets[customer])..<Int(offsets[customer + 1]) {
      numbers.append(UInt64(next - lines[row].occasion))
      if lines[row].occasion == next { next += 1 }
    }
  }
  return numbers
}
