internal import Dense
internal import Files
internal import Histories
internal import Intake
internal import Units

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
