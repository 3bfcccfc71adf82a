package import Dense

/// A column of ones beside the chosen columns of a matrix, each less its mean.
///
/// The intercept is not penalised, so centring only renames it: β stays as it is, and
/// β₀ = γ₀ − means · β. It keeps XᵀWX well conditioned where means are large beside spreads.
package struct CentredDesign: Sendable {
  package let x: Matrix
  /// The columns that take part, rising; element k is column k + 1 of the design.
  package let columns: [Int]
  /// What is taken off each of them.
  package let means: [Double]

  package init(x: Matrix, columns: [Int], means: [Double]) {
    precondition(columns.count == means.count)
    precondition(
      zip(columns, columns.dropFirst()).allSatisfy(<) && (columns.last ?? -1) < x.columns)
    self.x = x
    self.columns = columns
    self.means = means
  }

  /// Parameters: the intercept and one a column.
  package var width: Int { columns.count + 1 }

  /// A block this small stays in cache between its passes.
  static let blockRows = 256

  func emptyBlock() -> Matrix { Matrix(rows: Self.blockRows, columns: width) }

  /// Calls `body` with consecutive ranges of at most `blockRows` rows.
  func forEachBlock(of rows: Range<Int>, _ body: (Range<Int>) -> Void) {
    var start = rows.lowerBound
    while start < rows.upperBound {
      let end = min(start + Self.blockRows, rows.upperBound)
      body(start..<end)
      start = end
    }
  }

  /// Writes rows of the design to the first rows of a block.
  func fill(_ block: inout Matrix, with rows: Range<Int>) {
    let source = x.storage.span
    let (columns, means) = (columns.span, means.span)
    let (width, sourceWidth) = (width, x.columns)
    var target = block.storage.mutableSpan
    let isWhole = columns.count == sourceWidth
    for (index, row) in rows.enumerated() {
      let (start, sourceStart) = (index * width, row * sourceWidth)
      target[start] = 1
      if isWhole {
        // Without the look-up of columns the loop runs on vectors.
        for k in 0..<sourceWidth { target[start + 1 + k] = source[sourceStart + k] - means[k] }
      } else {
        for k in 0..<width - 1 {
          target[start + 1 + k] = source[sourceStart + columns[k]] - means[k]
        }
      }
    }
  }

  /// Adds a multiple of one row of the design to a row of a block.
  func add(row: Int, times factor: Double, to block: inout Matrix, at index: Int) {
    let source = x.storage.span
    let (columns, means) = (columns.span, means.span)
    let (start, sourceStart) = (index * width, row * x.columns)
    var target = block.storage.mutableSpan
    target[start] += factor
    for k in columns.indices {
      target[start + 1 + k] += factor * (source[sourceStart + columns[k]] - means[k])
    }
  }

  /// Parameters of the centred design as coefficients of all columns as they are; columns that do
  /// not take part get 0.
  package func linearPredictor(_ point: [Double]) -> LinearPredictor {
    var coefficients = [Double](repeating: 0, count: x.columns)
    var intercept = point[0]
    for (k, column) in columns.enumerated() {
      coefficients[column] = point[k + 1]
      intercept -= means[k] * point[k + 1]
    }
    return LinearPredictor(intercept: intercept, coefficients: coefficients)
  }
}

extension Matrix {
  /// Multiplies each of the first rows by a factor of its own.
  mutating func scaleRows(_ count: Int, by factors: [Double]) {
    let width = columns
    let factors = factors.span
    var elements = storage.mutableSpan
    for row in 0..<count {
      let factor = factors[row]
      for index in row * width..<(row + 1) * width { elements[index] *= factor }
    }
  }
}
