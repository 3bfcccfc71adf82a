// The one unsafe step: several threads write rows of one array, each its own.

extension Matrix {
  /// Creates a matrix whose rows are written in parallel, where they will lie.
  ///
  /// Memory that is touched for the first time costs more than what is written to it, so that one
  /// thread that collects what others have made would hold them up.
  /// - Parameters:
  ///   - rows: rows, all zeros at first.
  ///   - columns: columns.
  ///   - threads: workers; what they write must not depend on it.
  ///   - write: writes a range of rows; its span begins with the first of them.
  public init(
    rows: Int, columns: Int, threads: Int,
    writing write: @Sendable (Range<Int>, inout MutableSpan<Double>) -> Void
  ) {
    let chunks = Chunks(rows: rows, rowsPerChunk: 256)
    let storage = unsafe [Double](unsafeUninitializedCapacity: rows * columns) { buffer, count in
      let target = unsafe Target(buffer: buffer)
      _ = parallelMap(count: chunks.count, threads: threads) { chunk in
        let own = chunks[chunk]
        let part = unsafe UnsafeMutableBufferPointer(
          rebasing: target.buffer[own.lowerBound * columns..<own.upperBound * columns])
        unsafe part.initialize(repeating: 0)
        var span = unsafe part.mutableSpan
        write(own, &span)
      }
      count = rows * columns
    }
    self.init(rows: rows, columns: columns, storage: storage)
  }
}

/// Shared between threads that write different parts of it.
@unsafe private struct Target: @unchecked Sendable {
  let buffer: UnsafeMutableBufferPointer<Double>
}
