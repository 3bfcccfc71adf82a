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
  /// Whether products are taken with x as it lies and the means taken off them, not off its rows:
  /// faster, and as good where all columns take part and no mean is large beside its spread.
  private let usesRawRows: Bool

  package init(x: Matrix, columns: [Int], means: [Double], areMeansSmall: Bool = false) {
    precondition(columns.count == means.count)
    usesRawRows = areMeansSmall && columns.count == x.columns
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

  /// Calls `body` with ranges of at most `blockRows` rows: consecutive ones, or one in `stride`.
  static func forEachBlock(
    of rows: Range<Int>, stride: Int = 1, _ body: (Range<Int>) -> Void
  ) {
    for start in Swift.stride(from: rows.lowerBound, to: rows.upperBound, by: blockRows * stride) {
      body(start..<min(start + blockRows, rows.upperBound))
    }
  }

  /// Predictors of rows at a point.
  ///
  /// - Parameters:
  ///   - rows: at most `blockRows` of them.
  ///   - point: the intercept and one coefficient a column.
  ///   - block: scratch; holds the rows of the design where `addScores` needs them.
  ///   - predictor: output, one a row.
  func predict(
    _ rows: Range<Int>, at point: [Double], using block: inout Matrix,
    into predictor: inout [Double]
  ) {
    guard usesRawRows else {
      fill(&block, with: rows)
      block.multiply(rows: 0..<rows.count, by: point, into: &predictor)
      return
    }
    x.multiply(rows: rows, by: Array(point.dropFirst()), into: &predictor)
    let offset = means.indices.reduce(point[0]) { $0 - means[$1] * point[$1 + 1] }
    for index in 0..<rows.count { predictor[index] += offset }
  }

  /// Adds the gradient of rows: the sum of their rows of the design, each times its slope.
  ///
  /// - Parameters:
  ///   - rows: at most `blockRows` of them.
  ///   - slope: one a row.
  ///   - block: as `predict` has left it for the same rows.
  ///   - gradient: added to.
  func addScores(
    _ rows: Range<Int>, slope: [Double], using block: Matrix, to gradient: inout [Double]
  ) {
    guard usesRawRows else {
      block.addTransposedProduct(rows: 0..<rows.count, by: slope, to: &gradient)
      return
    }
    var products = [Double](repeating: 0, count: x.columns)
    x.addTransposedProduct(rows: rows, by: slope, to: &products)
    let sum = slope[..<rows.count].reduce(0, +)
    gradient[0] += sum
    for k in means.indices { gradient[k + 1] += products[k] - means[k] * sum }
  }

  /// Writes rows of the design, each times a factor, to the first rows of a block.
  func fill(_ block: inout Matrix, with rows: Range<Int>, scaledBy factors: [Double]? = nil) {
    let source = x.storage.span
    let (columns, means) = (columns.span, means.span)
    let (width, sourceWidth) = (width, x.columns)
    let isWhole = columns.count == sourceWidth
    var target = block.storage.mutableSpan
    for (index, row) in rows.enumerated() {
      let (start, sourceStart) = (index * width, row * sourceWidth)
      let factor = factors?[index] ?? 1
      target[start] = factor
      if isWhole {
        // Without the look-up of columns the loop runs on vectors.
        let values = source.extracting(sourceStart..<sourceStart + sourceWidth)
        var written = target._mutatingExtracting(start + 1..<start + width)
        for k in 0..<sourceWidth { written[k] = factor * (values[k] - means[k]) }
      } else {
        for k in 0..<width - 1 {
          target[start + 1 + k] = factor * (source[sourceStart + columns[k]] - means[k])
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
