internal import Dense

/// Walks over rows whose columns are made as they are needed, for sums that score statistics are made of.
struct ScoreWalk: Sendable {
  private let further: Int
  private let workers: Workers
  private let furtherColumns: @Sendable (Range<Int>) -> Matrix
  private let chunks: Chunks
  /// √(p(1 − p)) of each row.
  private var roots: [Double] = []
  /// Sums of the design, and of each further column by itself and with the design.
  private(set) var sums: ScoreSums

  init(
    further: Int, labels: [Double], predictor: LinearPredictor, workers: Workers,
    design: @Sendable (Range<Int>) -> [Double],
    furtherColumns: @escaping @Sendable (Range<Int>) -> Matrix
  ) {
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

  /// The sums of a chunk of rows.
  private struct Part: Sendable {
    var roots: [Double] = []
    var sums: ScoreSums

    init(
      of chunk: Range<Int>, further: Int, labels: [Double], predictor: LinearPredictor,
      design: (Range<Int>) -> [Double], furtherColumns: (Range<Int>) -> Matrix
    ) {
      let width = predictor.coefficients.count
      sums = ScoreSums(width: width + 1, further: further)
      var known = Matrix(rows: CentredDesign.blockRows, columns: width + 1)
      CentredDesign.forEachBlock(of: chunk) { range in
        let x = design(range)
        var block = furtherColumns(range)
        precondition(x.count == range.count * width && block.rows == further)
        var (rowRoots, residuals): ([Double], [Double]) = ([], [])
        for (index, row) in range.enumerated() {
          let p = logistic(predictor.value(x.span, at: index * width))
          let root = (p * (1 - p)).squareRoot()
          rowRoots.append(root)
          residuals.append(root > 0 ? (labels[row] - p) / root : 0)
          write(x.span, index, columns: width, times: root, to: &known)
        }
        scale(&block, by: rowRoots)
        addSquares(block, times: residuals, to: &sums.squares, &sums.score)
        roots += rowRoots
        sums.information.addGramian(of: known.storage, rows: range.count)
        block.addProduct(by: known, to: &sums.crossProducts.storage)
      }
    }
  }

  /// Weighted products of some further columns with all further ones, one a row.
  func products(of picked: [Int]) -> Matrix {
    var sum = Matrix(rows: picked.count, columns: further)
    inSequence(of: chunks, workers: workers) { chunk in
      var part = Matrix(rows: picked.count, columns: further)
      CentredDesign.forEachBlock(of: chunk) { range in
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

/// Writes a row of the design, an intercept before it, times a factor to a row of a block.
private func write(
  _ x: Span<Double>, _ index: Int, columns: Int, times root: Double, to block: inout Matrix
) {
  let values = x.extracting(index * columns..<(index + 1) * columns)
  let start = index * block.columns
  var target = block.storage.mutableSpan
  target[start] = root
  var written = target._mutatingExtracting(start + 1..<start + 1 + columns)
  for column in 0..<columns { written[column] = root * values[column] }
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

extension LinearPredictor {
  /// η of a row that begins at an element.
  fileprivate func value(_ x: Span<Double>, at start: Int) -> Double {
    let values = x.extracting(start..<start + coefficients.count)
    var sum = intercept
    for column in 0..<values.count { sum += coefficients[column] * values[column] }
    return sum
  }
}
