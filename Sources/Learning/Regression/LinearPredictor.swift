public import Dense

/// An intercept and one coefficient a column: η = intercept + x · coefficients.
public struct LinearPredictor: Sendable, Equatable, Codable {
  public var intercept: Double
  public var coefficients: [Double]

  public init(intercept: Double, coefficients: [Double]) {
    self.intercept = intercept
    self.coefficients = coefficients
  }

  /// One value of η a row.
  ///
  /// A row's value depends on that row alone, to the bit: BLAS would sum it differently by its place
  /// in a block.
  /// - Parameters:
  ///   - x: one row a prediction, `coefficients.count` columns.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: `x.rows` values.
  public func values(for x: Matrix, workers: Workers = .one) -> [Double] {
    precondition(
      x.columns == coefficients.count,
      "\(x.columns) columns for \(coefficients.count) coefficients")
    let chunks = Chunks(rows: x.rows)
    return workers.map(chunks.count) { values(rows: chunks[$0], of: x) }
      .flatMap { $0 }
  }

  private func values(rows: Range<Int>, of x: Matrix) -> [Double] {
    let elements = x.storage.span
    let weights = coefficients.span
    let width = weights.count
    var result = [Double](repeating: intercept, count: rows.count)
    for (index, row) in rows.enumerated() {
      let start = row * width
      // Four running sums, so that an addition need not wait for the one before it.
      var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
      var column = 0
      while column + 4 <= width {
        a += elements[start + column] * weights[column]
        b += elements[start + column + 1] * weights[column + 1]
        c += elements[start + column + 2] * weights[column + 2]
        d += elements[start + column + 3] * weights[column + 3]
        column += 4
      }
      while column < width {
        a += elements[start + column] * weights[column]
        column += 1
      }
      result[index] += (a + b) + (c + d)
    }
    return result
  }
}
