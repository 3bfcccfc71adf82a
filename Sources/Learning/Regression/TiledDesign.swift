internal import Dense

/// A column of ones and centred columns of a matrix, laid out for work on some of the columns.
///
/// Rows are cut into tiles, and within a tile each column is one run of memory. Columns stand in
/// places that can be changed, so that those at work come first: every product with them is then one
/// BLAS call a tile, whatever columns they are. The intercept is in place 0.
struct TiledDesign: Sendable {
  /// Rows of a tile: a few hundred columns of this length stay in cache between their uses.
  static let tileRows = 256

  /// Each has one row a place and `tileRows` columns; the last one is filled up with zeros.
  private(set) var tiles: [Matrix]
  /// The column of x in each place after the first.
  private(set) var columns: [Int]

  /// Copies columns of a matrix.
  ///
  /// - Parameters:
  ///   - x: the matrix.
  ///   - rows: rows of it that take part.
  ///   - columns: columns of it that take part, in the order of their places.
  ///   - means: what is taken off each column of x.
  ///   - workers: how many threads it may take.
  init(x: Matrix, rows: [Int], columns: [Int], means: [Double], workers: Workers) {
    let ranges = Chunks(rows: rows.count, rowsPerChunk: Self.tileRows)
    tiles = workers.map(ranges.count) {
      tile(rows[ranges[$0]], of: x, columns: columns, means: means)
    }
    self.columns = columns
  }

  /// Places: one for the intercept and one a column.
  var width: Int { columns.count + 1 }

  /// Exchanges the columns of two places other than the first.
  mutating func swapAt(_ place: Int, _ other: Int) {
    precondition(place > 0 && other > 0)
    if place == other { return }
    columns.swapAt(place - 1, other - 1)
    let (start, otherStart) = (place * Self.tileRows, other * Self.tileRows)
    for index in tiles.indices {
      var elements = tiles[index].storage.mutableSpan
      for k in 0..<Self.tileRows { elements.swapAt(start + k, otherStart + k) }
    }
  }

  /// Tiles that one worker takes at once.
  ///
  /// There are 16 such chunks at most: of each, a whole matrix of partial sums may be kept.
  var chunks: Chunks {
    Chunks(rows: tiles.count, rowsPerChunk: max(16, (tiles.count + 15) / 16))
  }
}

private func tile(_ rows: ArraySlice<Int>, of x: Matrix, columns: [Int], means: [Double]) -> Matrix
{
  let tileRows = TiledDesign.tileRows
  var tile = Matrix(rows: columns.count + 1, columns: tileRows)
  let source = x.storage.span
  let (columns, means) = (columns.span, means.span)
  var target = tile.storage.mutableSpan
  for index in 0..<rows.count { target[index] = 1 }
  // Eight columns at a time read each cache line of x once.
  for first in stride(from: 0, to: columns.count, by: 8) {
    let places = first..<min(first + 8, columns.count)
    for (index, row) in rows.enumerated() {
      let start = row * x.columns
      for k in places {
        target[(k + 1) * tileRows + index] = source[start + columns[k]] - means[columns[k]]
      }
    }
  }
  return tile
}
