internal import Exports
internal import Intake

/// Whole records of one file.
struct RowBlock: Sendable {
  /// Place among the blocks of all files of a kind.
  var number: Int
  var file: Int
  var bytes: [UInt8]
  /// Which bytes are the block.
  var range: Range<Int>
}

/// What became of the rows of a block.
struct BlockOutcome: Sendable {
  var number: Int
  var read = 0
  var used = 0
  var filtered = 0
  private(set) var refused = Refusals()
  var lines = 0

  mutating func refuse(_ row: RejectedRow, keepsAll: Bool) { refused.add(row, keepsAll: keepsAll) }
}

/// Rows that cannot be used: how many for each reason, and the first.
///
/// A file may hold nothing else, and a row that is kept takes a hundred times the bytes of the line.
struct Refusals: Sendable {
  private(set) var counts: [RejectedRow.Reason: Int] = [:]
  /// The first that count against the limit, or all; lines are counted from 0 where the rows begin.
  private(set) var rows: [RejectedRow] = []
  /// Whether the amount of any is one as people write it.
  private(set) var hasMoneyForPeople = false

  /// How many are shown.
  static let shown = 10

  mutating func add(_ row: RejectedRow, keepsAll: Bool) {
    counts[row.reason, default: 0] += 1
    hasMoneyForPeople = hasMoneyForPeople || row.isMoneyForPeople
    if keepsAll || row.reason != .noCustomer && rows.count < Self.shown { rows.append(row) }
  }
}

extension RejectedRow {
  /// Whether the amount is one as people write it.
  var isMoneyForPeople: Bool {
    reason == .amount && ExportCells.isMoneyForPeople(Array(found.utf8))
  }
}
