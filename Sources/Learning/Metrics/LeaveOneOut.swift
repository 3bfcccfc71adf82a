public import Dense

extension LinearPredictor {
  /// The logit of every row as a ridge logistic regression of all other rows would have it, without
  /// fitting any of them: one Newton step away from the fit of all.
  ///
  /// With A = XᵀWX + nλI (the intercept free), w = p(1 − p) and a = xᵀA⁻¹x it is
  /// η + a ÷ (1 − wa) · (p − y).
  ///
  /// Source: Rad & Maleki (2020), "A scalable estimate of the out-of-sample prediction error via
  /// approximate leave-one-out cross-validation", *JRSS B* 82.
  /// - Parameters:
  ///   - x: the rows that this was fitted to.
  ///   - labels: 1 or 0 a row.
  ///   - l2Strength: λ of the fit, above 0.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: one logit a row; nil where the Hessian cannot be inverted.
  /// - Complexity: O(rows · columns²).
  public func leaveOneOutLogits(
    of x: Matrix, labels: [Double], l2Strength: Double, workers: Workers
  ) -> [Double]? {
    precondition(x.columns == coefficients.count && x.rows == labels.count && l2Strength > 0)
    let order = x.columns + 1
    let logits = values(for: x, workers: workers)
    let chunks = Chunks(rows: x.rows, rowsPerChunk: 1_024)
    let parts = workers.map(chunks.count) { chunk in
      var block: [Double] = []
      for row in chunks[chunk] {
        let p = logistic(logits[row])
        let root = (p * (1 - p)).squareRoot()
        block.append(root)
        for column in 0..<x.columns { block.append(root * x[row, column]) }
      }
      var information = Matrix(rows: order, columns: order)
      information.addGramian(of: block, rows: chunks[chunk].count)
      return information
    }
    var information = Matrix(rows: order, columns: order)
    for part in parts {
      for index in part.storage.indices { information.storage[index] += part.storage[index] }
    }
    information.mirrorUpperTriangle()
    for column in 1..<order { information[column, column] += Double(x.rows) * l2Strength }
    guard let factor = try? Cholesky(information) else { return nil }
    return workers.map(chunks.count) { chunk in
      chunks[chunk].map { row -> Double in
        let point = [1] + (0..<x.columns).map { x[row, $0] }
        let leverage = zip(point, factor.solve(point)).reduce(0) { $0 + $1.0 * $1.1 }
        let p = logistic(logits[row])
        let left = max(1 - p * (1 - p) * leverage, 1e-9)
        return logits[row] + leverage / left * (p - labels[row])
      }
    }.flatMap(\.self)
  }
}
