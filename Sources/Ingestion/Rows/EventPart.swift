internal import Dense
internal import Histories

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
