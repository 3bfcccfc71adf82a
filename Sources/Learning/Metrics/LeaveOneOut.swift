public import Dense

extension LinearPredictor {
  /// The logit of every row as a ridge logistic regression of all other rows would have it, without
  /// fitting any of them: one Newton step away from the fit of all.
  ///
  /// With A = XᵀWX + nλI (the intercept free), w = p(1 − p) and a = xᵀA⁻¹x it is
  /// η + a ÷ (1 − wa) · (p − y). Where a constraint holds coefficients at 0, A and x are of the others alone.
  ///
  /// Source: Rad & Maleki (2020), "A scalable estimate of the out-of-sample prediction error via
  /// approximate leave-one-out cross-validation", *JRSS B* 82.
  /// - Parameters:
  ///   - x: the rows that this was fitted to.
  ///   - labels: 1 or 0 a row.
  ///   - l2Strength: λ of the fit, above 0.
  ///   - columns: whose coefficients may move, rising; all others are 0. Nil for all.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: one logit a row; nil where the Hessian cannot be inverted.
  /// - Complexity: O(rows · columns²).
  public func leaveOneOutLogits(
    of x: Matrix, labels: [Double], l2Strength: Double, columns: [Int]? = nil, workers: Workers
  ) -> [Double]? {
    precondition(x.columns == coefficients.count && x.rows == labels.count && l2Strength > 0)
    let columns = columns ?? Array(0..<x.columns)
    let order = columns.count + 1
    let logits = values(for: x, workers: workers)
    let probabilities = logits.map(logistic)
    // The design as it is, an intercept before it.
    let design = MatrixBlocks(
      x: x, columns: columns, means: [Double](repeating: 0, count: columns.count))
    let chunks = Chunks(rows: x.rows, rowsPerChunk: 1_024)
    var information = Matrix(rows: order, columns: order)
    inSequence(of: chunks, workers: workers) { rows in
      var part = Matrix(rows: order, columns: order)
      var block = design.emptyBlock()
      RowBlocks.forEach(of: rows) { rows in
        design.fill(
          &block, with: rows,
          scaledBy: probabilities[rows].map { ($0 * (1 - $0)).squareRoot() })
        part.addGramian(of: block.storage, rows: rows.count)
      }
      return part
    } consume: {
      information.add($0)
    }
    for column in 1..<order { information[column, column] += Double(x.rows) * l2Strength }
    guard let inverse = (try? Cholesky(information))?.inverse() else { return nil }
    return workers.map(chunks.count) { chunk in
      var left: [Double] = []
      var block = design.emptyBlock()
      var products = [Double](repeating: 0, count: block.storage.count)
      RowBlocks.forEach(of: chunks[chunk]) { rows in
        design.fill(&block, with: rows)
        block.multiply(rows: 0..<rows.count, byTransposed: inverse, into: &products)
        for (index, row) in rows.enumerated() {
          let leverage = dot(
            block.storage.span, products.span, from: index * order, count: order)
          let p = probabilities[row]
          let rest = max(1 - p * (1 - p) * leverage, 1e-9)
          left.append(logits[row] + leverage / rest * (p - labels[row]))
        }
      }
      return left
    }.flatMap(\.self)
  }
}

private func dot(_ a: Span<Double>, _ b: Span<Double>, from start: Int, count: Int) -> Double {
  let (a, b) = (a.extracting(start..<start + count), b.extracting(start..<start + count))
  var sum = 0.0
  for index in 0..<count { sum += a[index] * b[index] }
  return sum
}
