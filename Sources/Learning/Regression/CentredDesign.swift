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
  /// faster, and as good where most columns take part and no mean is large beside its spread.
  private let usesRawRows: Bool
  /// Columns that stand next to each other, with the place of the first.
  private let runs: [Run]

  private struct Run: Sendable {
    let columns: Range<Int>
    let place: Int
  }

  package init(x: Matrix, columns: [Int], means: [Double], areMeansSmall: Bool = false) {
    precondition(columns.count == means.count)
    usesRawRows = areMeansSmall && 2 * columns.count > x.columns
    runs = Self.runs(of: columns)
    precondition(
      zip(columns, columns.dropFirst()).allSatisfy(<) && (columns.last ?? -1) < x.columns)
    self.x = x
    self.columns = columns
    self.means = means
  }

  private static func runs(of columns: [Int]) -> [Run] {
    var runs: [Run] = []
    for (place, column) in columns.enumerated() {
      if let last = runs.last, last.columns.upperBound == column {
        runs[runs.count - 1] = Run(
          columns: last.columns.lowerBound..<column + 1, place: last.place)
      } else {
        runs.append(Run(columns: column..<column + 1, place: place))
      }
    }
    return runs
  }

  /// Parameters: the intercept and one a column.
  package var width: Int { columns.count + 1 }

  /// A block this small stays in cache between its passes.
  static let blockRows = 256

  func emptyBlock() -> Matrix { Matrix(rows: Self.blockRows, columns: width) }

  /// A block in single precision, for the Hessian alone.
  func emptySingleBlock() -> [Float] { [Float](repeating: 0, count: Self.blockRows * width) }

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
    var coefficients = [Double](repeating: 0, count: x.columns)
    for (k, column) in columns.enumerated() { coefficients[column] = point[k + 1] }
    x.multiply(rows: rows, by: coefficients, into: &predictor)
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
    for (k, column) in columns.enumerated() {
      gradient[k + 1] += products[column] - means[k] * sum
    }
  }

  /// Writes rows of the design, each times a factor, to the first rows of a block.
  func fill(_ block: inout Matrix, with rows: Range<Int>, scaledBy factors: [Double]? = nil) {
    let source = x.storage.span
    let means = means.span
    let (width, sourceWidth) = (width, x.columns)
    var target = block.storage.mutableSpan
    for (index, row) in rows.enumerated() {
      let (start, sourceStart) = (index * width, row * sourceWidth)
      let factor = factors?[index] ?? 1
      target[start] = factor
      // Without a look-up of each column the loop runs on vectors.
      for run in runs {
        let count = run.columns.count
        let first = sourceStart + run.columns.lowerBound
        let values = source.extracting(first..<first + count)
        let offsets = means.extracting(run.place..<run.place + count)
        let place = start + 1 + run.place
        var written = target._mutatingExtracting(place..<place + count)
        for k in 0..<count { written[k] = factor * (values[k] - offsets[k]) }
      }
    }
  }

  /// The same in single precision, as it is rounded last.
  func fill(_ block: inout [Float], with rows: Range<Int>, scaledBy factors: [Double]) {
    let source = x.storage.span
    let means = means.span
    let (width, sourceWidth) = (width, x.columns)
    var target = block.mutableSpan
    for (index, row) in rows.enumerated() {
      let (start, sourceStart) = (index * width, row * sourceWidth)
      let factor = factors[index]
      target[start] = Float(factor)
      for run in runs {
        let count = run.columns.count
        let first = sourceStart + run.columns.lowerBound
        let values = source.extracting(first..<first + count)
        let offsets = means.extracting(run.place..<run.place + count)
        let place = start + 1 + run.place
        var written = target._mutatingExtracting(place..<place + count)
        for k in 0..<count { written[k] = Float(factor * (values[k] - offsets[k])) }
      }
    }
  }

  /// Adds a multiple of one row of the design to a row of a block.
  func add(row: Int, times factor: Double, to block: inout Matrix, at index: Int) {
    let source = x.storage.span
    let means = means.span
    let (start, sourceStart) = (index * width, row * x.columns)
    var target = block.storage.mutableSpan
    target[start] += factor
    for run in runs {
      let count = run.columns.count
      let first = sourceStart + run.columns.lowerBound
      let values = source.extracting(first..<first + count)
      let offsets = means.extracting(run.place..<run.place + count)
      let place = start + 1 + run.place
      var sums = target._mutatingExtracting(place..<place + count)
      for k in 0..<count { sums[k] += factor * (values[k] - offsets[k]) }
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
