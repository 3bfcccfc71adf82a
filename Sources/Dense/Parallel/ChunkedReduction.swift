/// How a range of rows is cut into chunks whose boundaries depend on the row count alone.
///
/// Partial results are combined in chunk order, so sums have the same bits whatever the number of
/// threads.
public struct Chunks: Sendable {
  /// Number of rows that the chunks cover.
  public let rows: Int
  /// Rows in every chunk but possibly the last.
  public let rowsPerChunk: Int

  public init(rows: Int, rowsPerChunk: Int = 4_096) {
    precondition(rows >= 0 && rowsPerChunk > 0)
    self.rows = rows
    self.rowsPerChunk = rowsPerChunk
  }

  public var count: Int { (rows + rowsPerChunk - 1) / rowsPerChunk }

  public subscript(index: Int) -> Range<Int> {
    index * rowsPerChunk..<min(rows, (index + 1) * rowsPerChunk)
  }

  /// The chunks in order.
  public var all: [Range<Int>] { (0..<count).map { self[$0] } }
}
