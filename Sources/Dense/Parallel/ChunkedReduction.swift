internal import Dispatch

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

/// Computes one value a chunk, in parallel, and returns them in chunk order.
///
/// - Parameters:
///   - count: number of chunks.
///   - threads: workers to use, at least 1; the result does not depend on it.
///   - body: computes the value of one chunk; must not depend on any other.
/// - Returns: `count` values, in chunk order.
public func parallelMap<Value: Sendable>(
  count: Int, threads: Int, _ body: @Sendable (Int) -> Value
) -> [Value] {
  guard threads > 1, count > 1 else { return (0..<count).map(body) }
  let slots = ParallelSlots<Value>(count: count)
  let next = ParallelCounter()
  DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
    while let index = next.take(below: count) {
      slots.set(body(index), at: index)
    }
  }
  return slots.values
}
