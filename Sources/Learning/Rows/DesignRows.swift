package import Dense

/// The rows that a regression is of: a matrix in memory, or columns that are made as they are asked for.
package enum DesignRows: Sendable {
  case matrix(Matrix)
  case made(any ColumnSource)

  package var rows: Int {
    switch self {
    case .matrix(let x): x.rows
    case .made(let source): source.rows
    }
  }

  package var columns: Int {
    switch self {
    case .matrix(let x): x.columns
    case .made(let source): source.columns
    }
  }
}

extension ColumnSource {
  /// Calls `body` with blocks of rows and columns of them: column after column, each a run of
  /// `RowBlocks.length` elements whose last ones may be zeros beyond the rows.
  func forEachTile(
    of rows: Range<Int>, columns: [Int], stride: Int = 1,
    _ body: (Range<Int>, borrowing Matrix) -> Void
  ) {
    var tile = Matrix(rows: columns.count, columns: RowBlocks.length)
    RowBlocks.forEach(of: rows, stride: stride) { rows in
      load(columns, of: rows, to: &tile, from: 0)
      body(rows, tile)
    }
  }

  /// Writes columns of at most `RowBlocks.length` rows to the rows of a tile from one on, zeros beyond them.
  func load(_ columns: [Int], of rows: Range<Int>, to tile: inout Matrix, from first: Int) {
    let (length, end) = (tile.columns, tile.storage.count)
    precondition(rows.count <= length && tile.rows == first + columns.count)
    var elements = tile.storage.mutableSpan
    var runs = elements._mutatingExtracting(first * length..<end)
    write(columns, of: rows, to: &runs, stride: length)
    guard rows.count < length else { return }
    for column in columns.indices {
      for index in column * length + rows.count..<(column + 1) * length { runs[index] = 0 }
    }
  }
}
