internal import Dense

/// What one walk over made columns tells of each: its ends among rows of either kind, and its sums.
struct MadeColumnSums: Sendable {
  /// Among rows whose loss grows without bound as η rises, and those for which it does as η falls.
  private(set) var rising: Extremes
  private(set) var falling: Extremes
  /// Σwx and Σwx².
  private(set) var sums: [Double]
  private(set) var squares: [Double]

  private init(columns: Int) {
    rising = Extremes(columns: columns)
    falling = rising
    sums = [Double](repeating: 0, count: columns)
    squares = sums
  }

  init<Loss: PointwiseLoss>(_ source: any ColumnSource, _ data: RegressionData, loss: Loss.Type) {
    self.init(columns: source.columns)
    let chunks = rowChunks(source.rows)
    let parts = data.workers.map(chunks.count) { chunk in
      var part = MadeColumnSums(columns: source.columns)
      source.forEachTile(of: chunks[chunk], columns: Array(0..<source.columns)) { rows, tile in
        part.add(tile, TileRows(rows, data, loss: loss))
      }
      return part
    }
    for part in parts {
      rising.merge(part.rising)
      falling.merge(part.falling)
      Dense.add(part.sums, times: 1, to: &sums)
      Dense.add(part.squares, times: 1, to: &squares)
    }
  }

  /// What a block's rows weigh, and which of them are of which kind.
  private struct TileRows {
    var weights = [Double](repeating: 0, count: RowBlocks.length)
    /// 0 for a row of the kind, infinite for others: what is added so that they are no end.
    var rising = [Double](repeating: .infinity, count: RowBlocks.length)
    var falling = [Double](repeating: .infinity, count: RowBlocks.length)

    init<Loss: PointwiseLoss>(_ rows: Range<Int>, _ data: RegressionData, loss: Loss.Type) {
      for (index, row) in rows.enumerated() where data.weights[row] > 0 {
        weights[index] = data.weights[row]
        let response = data.response[row]
        if !Loss.isBounded(response: response, as: .plus) { rising[index] = 0 }
        if !Loss.isBounded(response: response, as: .minus) { falling[index] = 0 }
      }
    }
  }

  private mutating func add(_ tile: borrowing Matrix, _ rows: TileRows) {
    let length = tile.columns
    let (weights, rises, falls) = (rows.weights.span, rows.rising.span, rows.falling.span)
    for column in 0..<tile.rows {
      let run = tile.storage.span.extracting(column * length..<(column + 1) * length)
      var (sum, square) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
      var rising = FourEnds()
      var falling = FourEnds()
      for index in stride(from: 0, to: length, by: 4) {
        let values = run.four(from: index)
        let weighted = weights.four(from: index) * values
        sum += weighted
        square += weighted * values
        rising.include(values, apart: rises.four(from: index))
        falling.include(values, apart: falls.four(from: index))
      }
      sums[column] += sum.sum()
      squares[column] += square.sum()
      self.rising.include(column, rising.least.min(), rising.greatest.max())
      self.falling.include(column, falling.least.min(), falling.greatest.max())
    }
  }
}

/// The ends of a column, in four lanes.
private struct FourEnds {
  var least = SIMD4<Double>(repeating: .infinity)
  var greatest = SIMD4<Double>(repeating: -.infinity)

  @inline(__always)
  mutating func include(_ values: SIMD4<Double>, apart: SIMD4<Double>) {
    let (low, high) = (values + apart, values - apart)
    least.replace(with: low, where: low .< least)
    greatest.replace(with: high, where: high .> greatest)
  }
}

extension Span<Double> {
  @inline(__always)
  func four(from start: Int) -> SIMD4<Double> {
    SIMD4(self[start], self[start + 1], self[start + 2], self[start + 3])
  }
}
