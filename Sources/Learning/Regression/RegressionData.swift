package import Dense
internal import RealModule

/// A design with its responses and weights, checked.
struct RegressionData: Sendable {
  let x: Matrix
  let response: [Double]
  /// One weight a row, at least one of them above 0.
  let weights: [Double]
  /// Rows of one group may depend on each other; nil where no groups are known.
  let groups: [Int]?
  let totalWeight: Double
  let workers: Workers

  init(
    x: Matrix, response: [Double], responseName: String, weights: [Double]?, groups: [Int]?,
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
