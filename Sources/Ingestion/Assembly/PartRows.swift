internal import Dense
internal import Expressions
internal import Files
internal import Histories
internal import Units

/// Rows of one part of the customers, as one worker collects them out of blocks.
protocol PartRows: Sendable {
  associatedtype Block: BlockRows

  init()

  /// The rows' customers by their numbers within the part.
  var numbers: [Int32] { get }

  /// How many rows there were behind each block; blocks at the end that added none may be missing.
  var ends: [Int32] { get set }

  /// Makes room for so many rows; memory is not touched before it is used.
  mutating func reserve(_ rows: Int, like block: Block)

  /// Appends rows of a block.
  ///
  /// - Parameters:
  ///   - block: the block.
  ///   - numbers: the customers of its rows.
  ///   - rows: which rows.
  mutating func append(_ block: Block, _ numbers: [Int32], at rows: ArraySlice<Int32>)

  /// Brings the rows to the form of a block's, where it has changed since the last.
  mutating func rescale(from scale: Int, to finer: Int) throws(IngestionError)
}

/// Order rows of one part.
struct OrderPart: PartRows {
  var numbers: [Int32] = []
  var ends: [Int32] = []
  var lines: [Line] = []
  /// Empty where no file has order ids; likewise `quantity` and `returnedAt`.
  var ids = OrderIDs()
  var quantity: [Double] = []
  var returnedAt: [Int64] = []
  /// Marks of what is not kept of the rows; empty where all are 0.
  var marks: [UInt64] = []

  init() {}

  mutating func reserve(_ rows: Int, like block: OrderRows) {
    numbers.reserveCapacity(rows)
    lines.reserveCapacity(rows)
    if block.presence.order { ids.keys.reserveCapacity(rows) }
    if block.presence.quantity { quantity.reserveCapacity(rows) }
    if block.presence.returnedAt { returnedAt.reserveCapacity(rows) }
    if !block.marks.isEmpty { marks.reserveCapacity(rows) }
  }

  mutating func append(_ block: OrderRows, _ customers: [Int32], at rows: ArraySlice<Int32>) {
    marks.append(block.marks, at: rows, after: lines.count)
    numbers.append(customers, at: rows)
    lines.append(block.lines, at: rows)
    if block.presence.order { ids.append(block.orderIDs, at: rows) }
    if block.presence.quantity { quantity.append(block.quantity, at: rows) }
    if block.presence.returnedAt { returnedAt.append(block.returnedAt, at: rows) }
  }

  mutating func rescale(from scale: Int, to finer: Int) throws(IngestionError) {
    try lines.rescale(from: scale, to: finer)
  }
}

/// Event rows of one part.
struct EventPart: PartRows {
  var numbers: [Int32] = []
  var ends: [Int32] = []
  var events: [Event] = []
  /// Marks of what is not kept of the rows; empty where all are 0.
  var marks: [UInt64] = []

  init() {}

  mutating func reserve(_ rows: Int, like block: EventRows) {
    numbers.reserveCapacity(rows)
    events.reserveCapacity(rows)
    if !block.marks.isEmpty { marks.reserveCapacity(rows) }
  }

  mutating func append(_ block: EventRows, _ customers: [Int32], at rows: ArraySlice<Int32>) {
    marks.append(block.marks, at: rows, after: events.count)
    numbers.append(customers, at: rows)
    events.append(block.events, at: rows)
  }

  mutating func rescale(from scale: Int, to finer: Int) {}
}

extension [Line] {
  /// Brings all amounts to as many decimals, at least those they have.
  mutating func rescale(from scale: Int, to finer: Int) throws(IngestionError) {
    for index in indices {
      let amount = FixedDecimal(mantissa: self[index].amount, scale: scale)
      guard let rescaled = amount.rescaled(to: finer) else {
        throw .amountsTooLarge(scale: finer)
      }
      self[index].amount = rescaled.mantissa
    }
  }
}

extension [UInt64] {
  /// Appends the marks of chosen rows of a block, which has none where all are 0.
  fileprivate mutating func append(
    _ marks: [UInt64], at rows: ArraySlice<Int32>, after count: Int
  ) {
    if marks.isEmpty && isEmpty { return }
    if self.count < count { append(contentsOf: repeatElement(0, count: count - self.count)) }
    // A block's marks may end before its rows do.
    for row in rows { append(Int(row) < marks.count ? marks[Int(row)] : 0) }
  }

  /// The marks with zeros behind them.
  func padded(to count: Int) -> [UInt64] {
    self.count == count ? self : self + repeatElement(0, count: count - self.count)
  }
}
