package import Dense
internal import RealModule

/// A design with its responses and weights, checked.
struct RegressionData: Sendable {
  let x: DesignRows
  let response: [Double]
  /// One weight a row, at least one of them above 0.
  let weights: [Double]
  /// Rows of one group may depend on each other; nil where no groups are known.
  let groups: [Int]?
  let totalWeight: Double
  let workers: Workers

  init(
    x: DesignRows, response: [Double], responseName: String, weights: [Double]?, groups: [Int]?,
    workers: Workers
  ) throws(FitError) {
    try checkCount(response.count, of: responseName, rows: x.rows)
    if let weights { try checkCount(weights.count, of: "weights", rows: x.rows) }
    if let groups { try checkCount(groups.count, of: "groups", rows: x.rows) }
    self.x = x
    self.response = response
    self.weights = weights ?? [Double](repeating: 1, count: x.rows)
    self.groups = groups
    self.workers = workers
    for (row, weight) in self.weights.enumerated() where !(0...largestMagnitude ~= weight) {
      throw .weightOutOfRange(row: row, found: weight)
    }
    totalWeight = self.weights.reduce(0, +)
    guard totalWeight > 0 else { throw .noRows }
    try checkMagnitudes(of: x, workers: workers)
  }

  /// Weighted mean of the responses.
  var meanResponse: Double {
    zip(weights, response).reduce(0) { $0 + $1.0 * $1.1 } / totalWeight
  }
}

private func checkCount(_ count: Int, of name: String, rows: Int) throws(FitError) {
  if count != rows { throw .countMismatch(name: name, found: count, rows: rows) }
}

/// Squares and sums of squares of numbers up to this stay finite.
let largestMagnitude = 1e100

private func checkMagnitudes(of x: DesignRows, workers: Workers) throws(FitError) {
  switch x {
  case .matrix(let x): try checkMagnitudes(of: x, workers: workers)
  case .made(let source): try checkMagnitudes(of: source, workers: workers)
  }
}

private func checkMagnitudes(of x: Matrix, workers: Workers) throws(FitError) {
  let chunks = rowChunks(x.rows)
  let faults = workers.map(chunks.count) { chunk -> Int? in
    let elements = x.storage.span
    let rows = chunks[chunk]
    for index in rows.lowerBound * x.columns..<rows.upperBound * x.columns
    where !(abs(elements[index]) <= largestMagnitude) {
      return index
    }
    return nil
  }
  if let index = faults.lazy.compactMap({ $0 }).first {
    throw .valueOutOfRange(
      row: index / x.columns, column: index % x.columns, found: x.storage[index])
  }
}

private func checkMagnitudes(of source: any ColumnSource, workers: Workers) throws(FitError) {
  let chunks = rowChunks(source.rows)
  let faults = workers.map(chunks.count) { chunk -> FitError? in
    var fault: FitError?
    source.forEachTile(of: chunks[chunk], columns: Array(0..<source.columns)) { rows, tile in
      guard fault == nil, !isWithinMagnitude(tile.storage.span) else { return }
      for (index, row) in rows.enumerated() {
        for column in 0..<tile.rows
        where fault == nil && !(abs(tile[column, index]) <= largestMagnitude) {
          fault = .valueOutOfRange(row: row, column: column, found: tile[column, index])
        }
      }
    }
    return fault
  }
  if let fault = faults.lazy.compactMap({ $0 }).first { throw fault }
}

/// Whether no element is too large, or no number.
private func isWithinMagnitude(_ elements: Span<Double>) -> Bool {
  var fits = SIMDMask<SIMD4<Int64>>(repeating: true)
  for index in stride(from: 0, to: elements.count, by: 4) {
    let values = elements.four(from: index)
    fits = fits .& (values .<= largestMagnitude) .& (values .>= -largestMagnitude)
  }
  return all(fits)
}

/// Chunks of at least 4,096 rows and at most 64 of them: partial sums are whole matrices.
package func rowChunks(_ rows: Int) -> Chunks {
  Chunks(rows: rows, rowsPerChunk: max(4_096, (rows + 63) / 64))
}

/// Checks that labels are between 0 and 1 and that rows with a weight hold both classes.
func checkLabels(_ data: RegressionData) throws(FitError) {
  for (row, label) in data.response.enumerated() where !(0...1 ~= label) {
    throw .responseOutOfRange(row: row, found: label, expected: "a label from 0 to 1")
  }
  for label in [0.0, 1.0]
  where zip(data.response, data.weights).allSatisfy({ $0 == label || $1 == 0 }) {
    throw .oneClassOnly(label: label)
  }
}
