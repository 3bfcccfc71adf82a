package import Dense

/// Finds which of some further columns a logistic regression lacks, without fitting it again.
///
/// For a column c beside the design X of a fit, Rao's score statistic is U²/V with U = Σ(y − p)c and
/// V = cᵀWc − cᵀWX(XᵀWX + nλI)⁻¹XᵀWc, W = p(1 − p): about χ² with one degree of freedom where c
/// carries nothing. Columns are taken one after the other, the largest statistic first; each is swept
/// out of the others, so that what two of them say counts once.
package struct ScoreScreen: Sendable {
  /// Statistic below which a column is not worth its place.
  package var threshold: Double
  /// Columns to take at most.
  package var limit: Int
  package var workers: Workers

  package init(threshold: Double, limit: Int, workers: Workers) {
    self.threshold = threshold
    self.limit = limit
    self.workers = workers
  }

  /// The columns worth taking, in the order of taking.
  ///
  /// - Parameters:
  ///   - columns: columns of the design and further ones together.
  ///   - labels: one a row.
  ///   - predictor: the fit, on the first columns.
  ///   - l2Strength: λ of the fit.
  ///   - rows: the standardised design of some rows, then the further columns, row-major; asked for
  ///     once a block and from several threads, so that the whole need not be in memory.
  /// - Returns: numbers of further columns, counted from 0.
  /// - Complexity: O(rows · columns²).
  package func selected(
    columns: Int, labels: [Double], predictor: LinearPredictor, l2Strength: Double,
    rows: @Sendable (Range<Int>) -> [Double]
  ) -> [Int] {
    let width = predictor.coefficients.count
    let further = columns - width
    guard further > 0 else { return [] }
    let sums = sums(columns: columns, labels: labels, predictor: predictor, rows: rows)
    var score = Array(sums.score[(width + 1)...])
    guard
      var variance = projected(
        sums.information, width: width + 1, ridge: l2Strength * Double(labels.count))
    else { return [] }
    let scale = (0..<further).map { variance[$0, $0] }
    var taken: [Int] = []
    while taken.count < min(limit, further) {
      let statistics = (0..<further).map { column in
        // What is left of a column that the others explain is rounding.
        variance[column, column] > 1e-6 * scale[column]
          ? score[column] * score[column] / variance[column, column] : 0
      }
      guard let best = statistics.indices.max(by: { statistics[$0] < statistics[$1] }),
        statistics[best] > threshold
      else { break }
      taken.append(best)
      sweep(best, &score, &variance)
    }
    return taken
  }

  /// Takes a column out of the others.
  private func sweep(_ column: Int, _ score: inout [Double], _ variance: inout Matrix) {
    let pivot = variance.row(column)
    let (own, value) = (pivot[column], score[column])
    for row in score.indices {
      let factor = pivot[row] / own
      score[row] -= factor * value
      for other in score.indices { variance[row, other] -= factor * pivot[other] }
    }
    for other in score.indices {
      variance[column, other] = 0
      variance[other, column] = 0
    }
    score[column] = 0
  }

  /// XᵀWX of an intercept and all columns (upper triangle), and Xᵀ(y − p).
  private func sums(
    columns: Int, labels: [Double], predictor: LinearPredictor,
    rows: @Sendable (Range<Int>) -> [Double]
  ) -> (information: Matrix, score: [Double]) {
    let order = columns + 1
    let chunks = rowChunks(labels.count)
    let parts = workers.map(chunks.count) { chunk in
      var information = Matrix(rows: order, columns: order)
      var score = [Double](repeating: 0, count: order)
      var block = Matrix(rows: CentredDesign.blockRows, columns: order)
      CentredDesign.forEachBlock(of: chunks[chunk]) { range in
        let x = rows(range)
        precondition(x.count == range.count * columns)
        let residuals = weigh(x, labels: labels[range], predictor: predictor, into: &block)
        information.addGramian(of: block.storage, rows: range.count)
        block.addTransposedProduct(rows: 0..<range.count, by: residuals, to: &score)
      }
      return (information, score)
    }
    var information = Matrix(rows: order, columns: order)
    var score = [Double](repeating: 0, count: order)
    for part in parts {
      information.add(part.0)
      add(part.1, times: 1, to: &score)
    }
    information.mirrorUpperTriangle()
    return (information, score)
  }

  /// Writes √W times rows, an intercept before them, to a block.
  ///
  /// - Returns: (y − p)/√W of the rows.
  private func weigh(
    _ x: [Double], labels: ArraySlice<Double>, predictor: LinearPredictor, into block: inout Matrix
  ) -> [Double] {
    let columns = block.columns - 1
    return labels.enumerated().map { index, label in
      let row = x[index * columns..<(index + 1) * columns]
      let logit = zip(predictor.coefficients, row).reduce(predictor.intercept) { $0 + $1.0 * $1.1 }
      let p = logistic(logit)
      let root = (p * (1 - p)).squareRoot()
      block[index, 0] = root
      for (column, value) in row.enumerated() { block[index, column + 1] = root * value }
      return root > 0 ? (label - p) / root : 0
    }
  }

  /// The information of the further columns that the first ones leave; nil where rounding leaves
  /// none.
  private func projected(_ information: Matrix, width: Int, ridge: Double) -> Matrix? {
    let further = information.columns - width
    var known = Matrix(rows: width, columns: width)
    for row in 0..<width {
      for column in 0..<width { known[row, column] = information[row, column] }
      // A trace of a ridge for the intercept too, where columns are combinations of each other.
      known[row, row] += row == 0 ? 1e-9 * information[0, 0] : max(ridge, 1e-9 * information[0, 0])
    }
    guard let factor = try? Cholesky(known) else { return nil }
    let solutions = (0..<further).map { column in
      factor.solve((0..<width).map { information[$0, width + column] })
    }
    var left = Matrix(rows: further, columns: further)
    for row in 0..<further {
      let products = (0..<width).map { information[$0, width + row] }
      for column in row..<further {
        let value = information[width + row, width + column] - dot(products, solutions[column])
        left[row, column] = value
        left[column, row] = value
      }
    }
    return left
  }
}
