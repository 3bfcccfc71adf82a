extension Matrix {
  /// Creates a matrix whose rows are written in parallel, where they will lie.
  ///
  /// Memory that is touched for the first time costs more than what is written to it, so that one
  /// thread that collects what others have made would hold them up.
  /// - Parameters:
  ///   - rows: rows, all zeros at first.
  ///   - columns: columns.
  ///   - workers: how many threads it may take; what they write must not depend on it.
  ///   - write: writes a range of rows; its span begins with the first of them.
  public init(
    rows: Int, columns: Int, workers: Workers,
    writing write: @Sendable (Range<Int>, inout MutableSpan<Double>) -> Void
  ) {
    let chunks = Chunks(rows: rows, rowsPerChunk: 256)
    let storage: [Double] = arrayOfSlices(
      cuts: [0] + chunks.all.map { $0.upperBound * columns }, workers: workers
    ) { number, span in
      span.update(repeating: 0)
      write(chunks[number], &span)
    }
    self.init(rows: rows, columns: columns, storage: storage)
  }
}
