internal import Exports
internal import Files
internal import Intake

/// What became of the rows of one kind of file.
struct RowTally {
  private(set) var read = 0
  private(set) var used = 0
  private(set) var filtered = 0
  private(set) var refused: [RejectedRow.Reason: Int] = [:]
  /// The first refused rows that count against the limit.
  private(set) var firstRefused: [RejectedRow] = []
  /// Whether a row was refused whose amount is one as people write it.
  private(set) var hasMoneyForPeople = false

  mutating func countRead() { read += 1 }
  mutating func countUsed() { used += 1 }
  mutating func countFiltered() { filtered += 1 }

  /// Counts the rows of a block that are not refused, and all that were read.
  mutating func count(_ outcome: BlockOutcome) {
    read += outcome.read
    filtered += outcome.filtered
    used += outcome.used
  }

  mutating func refuse(_ row: RejectedRow) {
    refused[row.reason, default: 0] += 1
    hasMoneyForPeople = hasMoneyForPeople || row.isMoneyForPeople
    show(row)
  }

  /// Counts the refused rows of a block that begins at a line.
  mutating func count(_ block: Refusals, from line: Int) {
    refused.merge(block.counts, uniquingKeysWith: +)
    hasMoneyForPeople = hasMoneyForPeople || block.hasMoneyForPeople
    for var row in block.rows.prefix(firstRefused.count < Refusals.shown ? .max : 0) {
      row.line += line
      show(row)
    }
  }

  private mutating func show(_ row: RejectedRow) {
    if row.reason != .noCustomer, firstRefused.count < Refusals.shown { firstRefused.append(row) }
  }

  /// Counts what became of exports' rows before they were plain ones.
  mutating func count(_ exports: ReadExports) {
    let counts = exports.counts
    read += counts.leftOut - counts.extras
    used -= counts.extras
    filtered += counts.filtered
    for row in exports.rejected { refuse(row) }
  }

  /// Moves rows from used to filtered: duplicates that were dropped.
  mutating func drop(_ count: Int) {
    used -= count
    filtered += count
  }

  var refusedTotal: Int { refused.values.reduce(0, +) }

  /// Throws where more rows were refused than may be.
  func checkLimit(_ limit: Double) throws(IngestionError) {
    let counted = refusedTotal - refused[.noCustomer, default: 0]
    if Double(counted) > limit * Double(read) {
      throw .tooManyRejected(firstRefused, rejected: counted, read: read, limit: limit)
    }
  }

  var refusedByReason: [String: Int] {
    Dictionary(uniqueKeysWithValues: refused.map { ($0.key.rawValue, $0.value) })
  }
}
