internal import Dense

/// Rows that are worked on together.
enum RowBlocks {
  /// Rows of a block: so small a one stays in cache between its passes.
  static let length = 256

  /// Calls `body` with ranges of at most `length` rows: consecutive ones, or one in `stride`.
  static func forEach(of rows: Range<Int>, stride: Int = 1, _ body: (Range<Int>) -> Void) {
    for start in Swift.stride(from: rows.lowerBound, to: rows.upperBound, by: length * stride) {
      body(start..<min(start + length, rows.upperBound))
    }
  }
}

/// Sums over blocks of a centred design's rows.
///
/// A block is scratch of the implementation's own layout, `RowBlocks.length × width` elements.
protocol DesignBlocks: Sendable {
  func emptyBlock() -> Matrix

  /// Predictors of rows at a point.
  ///
  /// - Parameters:
  ///   - rows: at most `RowBlocks.length` of them.
  ///   - point: the intercept and one coefficient a column.
  ///   - block: scratch; holds what the other functions need of these rows.
  ///   - predictor: output, one a row; elements after those may be overwritten.
  func predict(
    _ rows: Range<Int>, at point: [Double], using block: inout Matrix,
    into predictor: inout [Double])

  /// Adds the gradient of rows: the sum of their rows of the design, each times its slope.
  ///
  /// - Parameters:
  ///   - rows: at most `RowBlocks.length` of them.
  ///   - slope: one a row.
  ///   - block: as `predict` has left it for the same rows.
  ///   - gradient: added to.
  func addScores(
    _ rows: Range<Int>, slope: [Double], using block: Matrix, to gradient: inout [Double])

  /// Adds XᵀDX of rows to the upper triangle of a matrix.
  ///
  /// - Parameters:
  ///   - rows: at most `RowBlocks.length` of them.
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
  ///   - sets: the rows of each sum; at most `RowBlocks.length` sums.
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

func clear(_ block: inout Matrix) {
  var elements = block.storage.mutableSpan
  elements.update(repeating: 0)
}

/// What the sums of a Hessian are taken in.
package enum HessianPrecision: Sendable {
  case double
  /// Half the time, for steps that come near and standard errors to some digits.
  ///
  /// An element is off by some 10⁻⁷ of the roots of its diagonal elements, so that a penalty has to hold
  /// what nearly dependent columns leave open.
  case single
}
