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
  package var threads: Int

  package init(threshold: Double, limit: Int, threads: Int) {
    self.threshold = threshold
    self.limit = limit
    self.threads = threads
  }

  /// The columns worth taking, in the order of taking.
  ///
  /// - Parameters:
  ///   - x: the design of the fit, then the further columns; standardised.
  ///   - width: columns of the design.
  ///   - labels: one a row.
  ///   - predictor: the fit, on the first `width` columns.
  ///   - l2Strength: λ of the fit.
  /// - Returns: numbers of further columns, counted from 0.
  /// - Complexity: O(rows · columns²).
  package func selected(
    from x: Matrix, width: Int, labels: [Double], predictor: LinearPredictor, l2Strength: Double
  ) -> [Int] {
    precondition(labels.count == x.rows && predictor.coefficients.count == width)
    let sums = sums(x, width: width, labels: labels, predictor: predictor)
    let further = x.columns - width
    guard further > 0 else { return [] }
    var score = Array(sums.score[(width + 1)...])
    guard
      var variance = projected(
        sums.information, width: width + 1, ridge: l2Strength * Double(x.rows))
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
    _ x: Matrix, width: Int, labels: [Double], predictor: LinearPredictor
  ) -> (information: Matrix, score: [Double]) {
    let order = x.columns + 1
    let chunks = rowChunks(x.rows)
    let parts = parallelMap(count: chunks.count, threads: threads) { chunk in
      var information = Matrix(rows: order, columns: order)
      var score = [Double](repeating: 0, count: order)
      var block = Matrix(rows: CentredDesign.blockRows, columns: order)
      var residuals = [Double](repeating: 0, count: CentredDesign.blockRows)
      CentredDesign.forEachBlock(of: chunks[chunk]) { rows in
        for (index, row) in rows.enumerated() {
          let start = row * x.columns
          var logit = predictor.intercept
          for column in 0..<width {
            logit += predictor.coefficients[column] * x.storage[start + column]
          }
          let p = logistic(logit)
          let root = (p * (1 - p)).squareRoot()
          // Rows are scaled by √W, so residuals are divided by it.
          residuals[index] = root > 0 ? (labels[row] - p) / root : 0
          block[index, 0] = root
          for column in 0..<x.columns {
            block[index, column + 1] = root * x.storage[start + column]
          }
        }
        information.addGramian(of: block.storage, rows: rows.count)
        block.addTransposedProduct(rows: 0..<rows.count, by: residuals, to: &score)
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
