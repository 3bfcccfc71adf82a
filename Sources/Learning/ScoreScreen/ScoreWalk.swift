internal import Dense

/// Walks over rows whose columns are made as they are needed, for sums that score statistics are made of.
struct ScoreWalk: Sendable {
  private let further: Int
  private let workers: Workers
  private let furtherColumns: @Sendable (Range<Int>) -> [Double]
  private let chunks: Chunks
  /// √(p(1 − p)) of each row.
  private var roots: [Double] = []
  /// Sums of the design, and of each further column by itself and with the design.
  private(set) var sums: ScoreSums

  init(
    further: Int, labels: [Double], predictor: LinearPredictor, workers: Workers,
    design: @Sendable (Range<Int>) -> [Double],
    furtherColumns: @escaping @Sendable (Range<Int>) -> [Double]
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
      design: (Range<Int>) -> [Double], furtherColumns: (Range<Int>) -> [Double]
    ) {
      let width = predictor.coefficients.count
      sums = ScoreSums(width: width + 1, further: further)
      var known = Matrix(rows: CentredDesign.blockRows, columns: width + 1)
      var block = Matrix(rows: CentredDesign.blockRows, columns: further)
      CentredDesign.forEachBlock(of: chunk) { range in
        let (x, more) = (design(range), furtherColumns(range))
        precondition(x.count == range.count * width && more.count == range.count * further)
        for (index, row) in range.enumerated() {
          let p = logistic(predictor.value(x.span, at: index * width))
          let root = (p * (1 - p)).squareRoot()
          roots.append(root)
          known[index, 0] = root
          write(x.span, index, columns: width, times: root, to: &known, after: 1)
          write(more.span, index, columns: further, times: root, to: &block, after: 0)
          addSquares(
            block.storage.span, from: index * further,
            times: root > 0 ? (labels[row] - p) / root : 0,
            to: &sums.squares, &sums.score)
        }
        sums.information.addGramian(of: known.storage, rows: range.count)
        block.addColumnProducts(
          rows: range.count, columns: 0..<further, with: known, columns: 0..<width + 1,
          to: &sums.crossProducts.storage)
      }
    }
  }

  /// Weighted products of some further columns with all further ones, one a row.
  func products(of picked: [Int]) -> Matrix {
    var sum = Matrix(rows: picked.count, columns: further)
    inSequence(of: chunks, workers: workers) { chunk in
      var part = Matrix(rows: picked.count, columns: further)
      var block = Matrix(rows: CentredDesign.blockRows, columns: further)
      var own = Matrix(rows: CentredDesign.blockRows, columns: picked.count)
      CentredDesign.forEachBlock(of: chunk) { range in
        let x = furtherColumns(range)
        for (index, row) in range.enumerated() {
          write(x.span, index, columns: further, times: roots[row], to: &block, after: 0)
          for (place, column) in picked.enumerated() { own[index, place] = block[index, column] }
        }
        own.addColumnProducts(
          rows: range.count, columns: 0..<picked.count, with: block, columns: 0..<further,
          to: &part.storage)
      }
      return part
    } consume: {
      sum.add($0)
    }
    return sum
  }
}

/// Writes a row times a factor to a row of a block, after some columns.
private func write(
  _ x: Span<Double>, _ index: Int, columns: Int, times root: Double, to block: inout Matrix,
  after first: Int
) {
  let values = x.extracting(index * columns..<(index + 1) * columns)
  let start = index * block.columns + first
  var target = block.storage.mutableSpan
  var written = target._mutatingExtracting(start..<start + columns)
  for column in 0..<columns { written[column] = root * values[column] }
}

private func addSquares(
  _ block: Span<Double>, from start: Int, times residual: Double, to squares: inout [Double],
  _ score: inout [Double]
) {
  let values = block.extracting(start..<start + squares.count)
  var squares = squares.mutableSpan
  var score = score.mutableSpan
  for column in 0..<values.count {
    squares[column] += values[column] * values[column]
    score[column] += residual * values[column]
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
