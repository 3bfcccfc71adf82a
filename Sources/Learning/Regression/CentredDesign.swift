package import Dense

/// A column of ones beside the chosen columns of some rows, each less its mean.
///
/// The intercept is not penalised, so centring only renames it: β stays as it is, and
/// β₀ = γ₀ − means · β. It keeps XᵀWX well conditioned where means are large beside spreads.
package struct CentredDesign: Sendable {
  package let rows: DesignRows
  /// The columns that take part, rising; element k is column k + 1 of the design.
  package let columns: [Int]
  /// What is taken off each of them.
  package let means: [Double]
  /// The sums over blocks of rows, as the rows lie in memory.
  let blocks: any DesignBlocks

  package init(x: Matrix, columns: [Int], means: [Double], areMeansSmall: Bool = false) {
    self.init(.matrix(x), columns: columns, means: means, areMeansSmall: areMeansSmall)
  }

  /// - Parameters:
  ///   - rows: what the columns are of.
  ///   - columns: which take part, rising.
  ///   - means: what is taken off each of them.
  ///   - areMeansSmall: whether no mean is large beside its column's spread.
  package init(
    _ rows: DesignRows, columns: [Int], means: [Double], areMeansSmall: Bool = false
  ) {
    precondition(columns.count == means.count)
    precondition(
      zip(columns, columns.dropFirst()).allSatisfy(<) && (columns.last ?? -1) < rows.columns)
    self.rows = rows
    self.columns = columns
    self.means = means
    switch rows {
    case .matrix(let x):
      blocks = MatrixBlocks(x: x, columns: columns, means: means, areMeansSmall: areMeansSmall)
    case .made(let source):
      blocks = MadeBlocks(
        source: source, columns: columns, means: means, areMeansSmall: areMeansSmall)
    }
  }

  /// Parameters: the intercept and one a column.
  package var width: Int { columns.count + 1 }

  /// A block this small stays in cache between its passes.
  static let blockRows = 256

  /// Calls `body` with ranges of at most `blockRows` rows: consecutive ones, or one in `stride`.
  static func forEachBlock(
    of rows: Range<Int>, stride: Int = 1, _ body: (Range<Int>) -> Void
  ) {
    for start in Swift.stride(from: rows.lowerBound, to: rows.upperBound, by: blockRows * stride) {
      body(start..<min(start + blockRows, rows.upperBound))
    }
  }

  /// Parameters of the centred design as coefficients of all columns as they are; columns that do
  /// not take part get 0.
  package func linearPredictor(_ point: [Double]) -> LinearPredictor {
    var coefficients = [Double](repeating: 0, count: rows.columns)
    var intercept = point[0]
    for (k, column) in columns.enumerated() {
      coefficients[column] = point[k + 1]
      intercept -= means[k] * point[k + 1]
    }
    return LinearPredictor(intercept: intercept, coefficients: coefficients)
  }
}

/// Sums over blocks of a centred design's rows.
///
/// A block is scratch of the implementation's own layout, `blockRows × width` elements.
protocol DesignBlocks: Sendable {
  func emptyBlock() -> Matrix

  /// Predictors of rows at a point.
  ///
  /// - Parameters:
  ///   - rows: at most `blockRows` of them.
  ///   - point: the intercept and one coefficient a column.
  ///   - block: scratch; holds what the other functions need of these rows.
  ///   - predictor: output, one a row; elements after those may be overwritten.
  func predict(
    _ rows: Range<Int>, at point: [Double], using block: inout Matrix,
    into predictor: inout [Double])

  /// Adds the gradient of rows: the sum of their rows of the design, each times its slope.
  ///
  /// - Parameters:
  ///   - rows: at most `blockRows` of them.
  ///   - slope: one a row.
  ///   - block: as `predict` has left it for the same rows.
  ///   - gradient: added to.
  func addScores(
    _ rows: Range<Int>, slope: [Double], using block: Matrix, to gradient: inout [Double])

  /// Adds XᵀDX of rows to the upper triangle of a matrix.
  ///
  /// - Parameters:
  ///   - rows: at most `blockRows` of them.
  ///   - roots: √D, one a row.
  ///   - block: scratch.
  ///   - sum: added to.
  func addGramian(
    _ rows: Range<Int>, scaledBy roots: [Double], using block: inout Matrix, to sum: inout Matrix)

  /// The same in single precision; the block is as `predict` has left it for the same rows.
  func addGramian(
    _ rows: Range<Int>, scaledBy roots: [Double], using block: Matrix, _ scratch: inout [Float],
    to sum: inout SingleGramian)

  /// Writes sums of rows of the design, each times its factor, and adds their products to a matrix.
  ///
  /// - Parameters:
  ///   - sets: the rows of each sum; at most `blockRows` sums.
  ///   - factors: one a row of the whole.
  ///   - scratch: for the sums and for rows.
  ///   - products: what the products of the sums with each other are added to.
  func addGramian(
    ofSums sets: [ArraySlice<Int>], factors: [Double], using scratch: inout SumScratch,
    to products: inout SumProducts)
}

/// Scratch for sums of rows.
struct SumScratch {
  var sums: Matrix
  var rows: Matrix

  init(_ blocks: any DesignBlocks) {
    sums = blocks.emptyBlock()
    rows = blocks.emptyBlock()
  }
}

/// Products of sums of rows with each other, in the precision that a Hessian has.
enum SumProducts {
  case double(Matrix)
  case single(SingleGramian)

  init(order: Int, _ precision: HessianPrecision) {
    switch precision {
    case .double: self = .double(Matrix(rows: order, columns: order))
    case .single: self = .single(SingleGramian(order: order))
    }
  }

  /// The upper triangle.
  consuming func total() -> Matrix {
    switch self {
    case .double(let sum): return sum
    case .single(var sum): return sum.total()
    }
  }
}
