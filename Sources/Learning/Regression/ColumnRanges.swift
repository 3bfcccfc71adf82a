internal import Dense

/// Least and greatest values of each column among the rows that hold the predictor back.
///
/// One pair is over rows whose loss grows without bound when η rises, one over those for which it
/// does when η falls. Every row is among either or both.
struct ColumnRanges: Sendable {
  private var mayNotRise: Extremes
  private var mayNotFall: Extremes

  init(_ sums: MadeColumnSums) {
    mayNotRise = sums.rising
    mayNotFall = sums.falling
  }

  init<Loss: PointwiseLoss>(_ x: Matrix, _ data: RegressionData, loss: Loss.Type) {
    mayNotRise = Extremes(columns: x.columns)
    mayNotFall = mayNotRise
    let chunks = rowChunks(x.rows)
    let parts = data.workers.map(chunks.count) { chunk in
      var ranges = (
        rise: Extremes(columns: x.columns), fall: Extremes(columns: x.columns)
      )
      for row in chunks[chunk] where data.weights[row] > 0 {
        let response = data.response[row]
        if !Loss.isBounded(response: response, as: .plus) { ranges.rise.include(row, of: x) }
        if !Loss.isBounded(response: response, as: .minus) { ranges.fall.include(row, of: x) }
      }
      return ranges
    }
    for part in parts {
      mayNotRise.merge(part.rise)
      mayNotFall.merge(part.fall)
    }
  }

  /// Whether all values are equal, but for rounding.
  func isConstant(_ column: Int) -> Bool {
    let low = min(mayNotRise.least[column], mayNotFall.least[column])
    let high = max(mayNotRise.greatest[column], mayNotFall.greatest[column])
    return high - low <= 1e-13 * max(abs(low), abs(high))
  }

  /// Whether moving along this column alone, in either direction, leaves every loss bounded.
  func separates(_ column: Int) -> Bool {
    mayNotRise.greatest[column] <= mayNotFall.least[column]
      || mayNotFall.greatest[column] <= mayNotRise.least[column]
  }
}

/// Least and greatest values of columns.
struct Extremes: Sendable {
  var least: [Double]
  var greatest: [Double]

  init(columns: Int) {
    least = [Double](repeating: .infinity, count: columns)
    greatest = [Double](repeating: -.infinity, count: columns)
  }

  mutating func include(_ column: Int, _ lowest: Double, _ highest: Double) {
    least[column] = min(least[column], lowest)
    greatest[column] = max(greatest[column], highest)
  }

  mutating func include(_ row: Int, of x: Matrix) {
    let values = x.storage.span.extracting(row * x.columns..<(row + 1) * x.columns)
    lower(&least, to: values)
    raise(&greatest, to: values)
  }

  mutating func merge(_ other: Extremes) {
    for column in least.indices {
      least[column] = min(least[column], other.least[column])
      greatest[column] = max(greatest[column], other.greatest[column])
    }
  }
}

private func lower(_ least: inout [Double], to values: Span<Double>) {
  for index in values.indices { least[index] = min(least[index], values[index]) }
}

private func raise(_ greatest: inout [Double], to values: Span<Double>) {
  for index in values.indices { greatest[index] = max(greatest[index], values[index]) }
}
