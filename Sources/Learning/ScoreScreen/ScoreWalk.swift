internal import Dense

/// Walks over rows whose columns are made as they are needed, for sums that score statistics are made of.
struct ScoreWalk: Sendable {
  /// Columns of the design and further ones together.
  private let columns: Int
  /// An intercept and the columns of the design.
  private let order: Int
  private let workers: Workers
  private let rows: @Sendable (Range<Int>) -> [Double]
  private let chunks: Chunks
  /// √(p(1 − p)) of each row.
  private var roots: [Double] = []
  /// Sums of the design, and of each further column by itself and with the design.
  private(set) var sums: ScoreSums

  init(
    columns: Int, labels: [Double], predictor: LinearPredictor, workers: Workers,
    rows: @escaping @Sendable (Range<Int>) -> [Double]
  ) {
    self.columns = columns
    let order = predictor.coefficients.count + 1
    self.order = order
    self.workers = workers
    self.rows = rows
    chunks = rowChunks(labels.count)
    sums = ScoreSums(width: order, further: columns + 1 - order)
    inSequence(of: chunks, workers: workers) { chunk in
      Part(of: chunk, columns: columns, labels: labels, predictor: predictor, rows: rows)
    } consume: { part in
      roots += part.roots
      sums.add(part.sums)
    }
  }

  private var further: Int { columns + 1 - order }

  /// The sums of a chunk of rows.
  private struct Part: Sendable {
    var roots: [Double] = []
    var sums: ScoreSums

    init(
      of chunk: Range<Int>, columns: Int, labels: [Double], predictor: LinearPredictor,
      rows: (Range<Int>) -> [Double]
    ) {
      let order = predictor.coefficients.count + 1
      sums = ScoreSums(width: order, further: columns + 1 - order)
      var block = Matrix(rows: CentredDesign.blockRows, columns: columns + 1)
      var known = Matrix(rows: CentredDesign.blockRows, columns: order)
      CentredDesign.forEachBlock(of: chunk) { range in
        let x = rows(range)
        precondition(x.count == range.count * columns)
        for (index, row) in range.enumerated() {
          let p = logistic(predictor.value(x.span, at: index * columns))
          let root = (p * (1 - p)).squareRoot()
          roots.append(root)
          write(x.span, index, columns: columns, times: root, to: &block)
          for column in 0..<order { known[index, column] = block[index, column] }
          addSquares(
            block.storage.span, from: index * block.columns + order,
            times: root > 0 ? (labels[row] - p) / root : 0, to: &sums.squares, &sums.score)
        }
        sums.information.addGramian(of: known.storage, rows: range.count)
        block.addColumnProducts(
          rows: range.count, columns: order..<block.columns, with: known, columns: 0..<order,
          to: &sums.crossProducts.storage)
      }
    }
  }

  /// Weighted products of some further columns with all further ones, one a row.
  func products(of picked: [Int]) -> Matrix {
    var sum = Matrix(rows: picked.count, columns: further)
    inSequence(of: chunks, workers: workers) { chunk in
      var part = Matrix(rows: picked.count, columns: further)
      var block = Matrix(rows: CentredDesign.blockRows, columns: columns + 1)
      var own = Matrix(rows: CentredDesign.blockRows, columns: picked.count)
      CentredDesign.forEachBlock(of: chunk) { range in
        let x = rows(range)
        for (index, row) in range.enumerated() {
          write(x.span, index, columns: columns, times: roots[row], to: &block)
          for (place, column) in picked.enumerated() {
            own[index, place] = block[index, order + column]
          }
        }
        own.addColumnProducts(
          rows: range.count, columns: 0..<picked.count, with: block,
          columns: order..<block.columns, to: &part.storage)
      }
      return part
    } consume: {
      sum.add($0)
    }
    return sum
  }
}

private func write(
  _ x: Span<Double>, _ index: Int, columns: Int, times root: Double, to block: inout Matrix
) {
  let values = x.extracting(index * columns..<(index + 1) * columns)
  let start = index * (columns + 1)
  var target = block.storage.mutableSpan
  target[start] = root
  var written = target._mutatingExtracting(start + 1..<start + 1 + columns)
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
