internal import Dense

/// Walks over rows whose columns are made as they are needed, for sums that score statistics are made of.
struct ScoreWalk: Sendable {
  private let further: Int
  private let workers: Workers
  private let furtherColumns: @Sendable (Range<Int>) -> Matrix
  private let furtherSingles: (@Sendable (Range<Int>, [Double]) -> [Float])?
  private let chunks: Chunks
  /// √(p(1 − p)) of each row.
  private var roots: [Double] = []
  /// Sums of the design, and of each further column by itself and with the design.
  private(set) var sums: ScoreSums

  init(
    further: Int, labels: [Double], predictor: LinearPredictor, workers: Workers,
    design: any ColumnSource,
    furtherColumns: @escaping @Sendable (Range<Int>) -> Matrix,
    furtherSingles: (@Sendable (Range<Int>, [Double]) -> [Float])?
  ) {
    self.furtherSingles = furtherSingles
    self.further = further
    self.workers = workers
    self.furtherColumns = furtherColumns
    chunks = rowChunks(labels.count)
    sums = ScoreSums(width: predictor.coefficients.count + 1, further: further)
    inSequence(of: chunks, workers: workers) { chunk in
      Part(
        of: chunk, further: further, labels: labels, predictor: predictor, design: design,
        furtherColumns: furtherColumns)
    } consume: { part in
      roots += part.roots
      sums.add(part.sums)
    }
  }

  /// Of each further column the sums that are its own.
  static func sumsAlone(
    of further: Int, labels: [Double], predictor: LinearPredictor, workers: Workers,
    design: any ColumnSource, furtherColumns: @escaping @Sendable (Range<Int>) -> Matrix
  ) -> (score: [Double], squares: [Double]) {
    var score = [Double](repeating: 0, count: further)
    var squares = score
    inSequence(of: rowChunks(labels.count), workers: workers) { chunk in
      Part(
        of: chunk, further: further, labels: labels, predictor: predictor, design: design,
        furtherColumns: furtherColumns, isAlone: true)
    } consume: { part in
      Dense.add(part.sums.score, times: 1, to: &score)
      Dense.add(part.sums.squares, times: 1, to: &squares)
    }
    return (score, squares)
  }

  /// The sums of a chunk of rows.
  private struct Part: Sendable {
    var roots: [Double] = []
    var sums: ScoreSums

    init(
      of chunk: Range<Int>, further: Int, labels: [Double], predictor: LinearPredictor,
      design: any ColumnSource, furtherColumns: (Range<Int>) -> Matrix, isAlone: Bool = false
    ) {
      let width = predictor.coefficients.count + 1
      let columns = Array(0..<width - 1)
      let point = [predictor.intercept] + predictor.coefficients
      sums = ScoreSums(width: isAlone ? 0 : width, further: further)
      RowBlocks.forEach(of: chunk) { range in
        // Column after column, an intercept before them.
        var known = Matrix(rows: width, columns: range.count, repeating: 1)
        design.load(columns, of: range, to: &known, from: 1)
        var block = furtherColumns(range)
        precondition(block.rows == further && block.columns == range.count)
        var predictors = [Double](repeating: 0, count: range.count)
        known.addTransposedProduct(rows: 0..<width, by: point, to: &predictors)
        var (rowRoots, residuals): ([Double], [Double]) = ([], [])
        for (predictor, row) in zip(predictors, range) {
          let p = logistic(predictor)
          let root = (p * (1 - p)).squareRoot()
          rowRoots.append(root)
          residuals.append(root > 0 ? (labels[row] - p) / root : 0)
        }
        scale(&block, by: rowRoots)
        addSquares(block, times: residuals, to: &sums.squares, &sums.score)
        if isAlone { return }
        scale(&known, by: rowRoots)
        roots += rowRoots
        sums.information.addGramian(ofRows: known)
        block.addProduct(
          rows: 0..<further, byTransposed: known, leading: width, to: &sums.crossProducts.storage)
      }
    }
  }

  /// Rows from which on products of further columns are taken in single precision.
  private static let rowsForSingle = 16_384

  /// Weighted products of some further columns with all further ones, one a row.
  func products(of picked: [Int]) -> Matrix {
    chunks.rows < Self.rowsForSingle ? doubleProducts(of: picked) : singleProducts(of: picked)
  }

  private func singleProducts(of picked: [Int]) -> Matrix {
    var sum = Matrix(rows: picked.count, columns: further)
    inSequence(of: chunks, workers: workers) { chunk in
      var part = SingleProducts(picked.count, by: further)
      RowBlocks.forEach(of: chunk) { range in
        let count = range.count
        let weights = Array(roots[range])
        let block =
          furtherSingles?(range, weights) ?? singlePrecision(furtherColumns(range), times: weights)
        part.add(
          picked.flatMap { block[$0 * count..<($0 + 1) * count] }, block, rows: count)
      }
      return part.total()
    } consume: {
      sum.add($0)
    }
    return sum
  }

  private func doubleProducts(of picked: [Int]) -> Matrix {
    var sum = Matrix(rows: picked.count, columns: further)
    inSequence(of: chunks, workers: workers) { chunk in
      var part = Matrix(rows: picked.count, columns: further)
      RowBlocks.forEach(of: chunk) { range in
        var block = furtherColumns(range)
        scale(&block, by: Array(roots[range]))
        let own = Matrix(
          rows: picked.count, columns: range.count, storage: picked.flatMap { block.row($0) })
        own.addProduct(
          rows: 0..<picked.count, byTransposed: block, leading: further, to: &part.storage)
      }
      return part
    } consume: {
      sum.add($0)
    }
    return sum
  }
}

/// The elements of a block in single precision, those of each column times its factor.
private func singlePrecision(_ block: Matrix, times factors: [Double]) -> [Float] {
  let count = block.columns
  var rounded = [Float](repeating: 0, count: block.storage.count)
  let (elements, factors) = (block.storage.span, factors.span.extracting(0..<count))
  var target = rounded.mutableSpan
  for row in 0..<block.rows {
    let values = elements.extracting(row * count..<(row + 1) * count)
    var run = target._mutatingExtracting(row * count..<(row + 1) * count)
    for index in 0..<count { run[index] = Float(values[index] * factors[index]) }
  }
  return rounded
}

/// Multiplies each column of a block by its factor.
private func scale(_ block: inout Matrix, by factors: [Double]) {
  let count = block.columns
  let factors = factors.span.extracting(0..<count)
  var elements = block.storage.mutableSpan
  for row in 0..<elements.count / max(1, count) {
    var run = elements._mutatingExtracting(row * count..<(row + 1) * count)
    for index in 0..<count { run[index] *= factors[index] }
  }
}

/// Adds each row's square, and its product with residuals.
private func addSquares(
  _ block: Matrix, times residuals: [Double], to squares: inout [Double], _ score: inout [Double]
) {
  let count = block.columns
  let residuals = residuals.span.extracting(0..<count)
  for row in 0..<block.rows {
    let values = block.storage.span.extracting(row * count..<(row + 1) * count)
    var (square, product) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
    var index = 0
    while index + 4 <= count {
      let four = SIMD4(values[index], values[index + 1], values[index + 2], values[index + 3])
      square += four * four
      product +=
        four
        * SIMD4(residuals[index], residuals[index + 1], residuals[index + 2], residuals[index + 3])
      index += 4
    }
    while index < count {
      square[0] += values[index] * values[index]
      product[0] += values[index] * residuals[index]
      index += 1
    }
    squares[row] += square.sum()
    score[row] += product.sum()
  }
}
