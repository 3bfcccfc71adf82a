package import Dense
package import Learning

/// Sums of squares and products of rows, from which least squares are solved at any strength.
///
/// Moments of parts of the rows add up, so that cross-validation reads the rows once.
package struct LeastSquaresMoments: Sendable {
  /// (1, x, y)ᵀ(1, x, y) over the rows, both triangles.
  private var sums: Matrix

  package init(columns: Int) { sums = Matrix(rows: columns + 2, columns: columns + 2) }

  /// Sums over some rows.
  ///
  /// - Parameters:
  ///   - x: finite values.
  ///   - responses: one a row of x.
  ///   - rows: those that take part.
  /// - Complexity: O(rows · columns²), in BLAS.
  package init(_ x: Matrix, responses: [Double], rows: [Int]) {
    self.init(columns: x.columns)
    let (width, blockRows) = (x.columns + 2, 256)
    var block = [Double](repeating: 0, count: blockRows * width)
    for start in stride(from: 0, to: rows.count, by: blockRows) {
      let part = rows[start..<min(start + blockRows, rows.count)]
      for (index, row) in part.enumerated() {
        let first = index * width
        block[first] = 1
        for column in 0..<x.columns { block[first + 1 + column] = x[row, column] }
        block[first + width - 1] = responses[row]
      }
      sums.addGramian(of: block, rows: part.count)
    }
    sums.mirrorUpperTriangle()
  }

  package static func + (one: Self, other: Self) -> Self { one.adding(other, times: 1) }
  package static func - (one: Self, other: Self) -> Self { one.adding(other, times: -1) }

  private func adding(_ other: Self, times factor: Double) -> Self {
    var sum = self
    for index in sum.sums.storage.indices {
      sum.sums.storage[index] += factor * other.sums.storage[index]
    }
    return sum
  }

  private var count: Double { sums[0, 0] }
  private var columns: Int { sums.columns - 2 }

  /// Intercept and coefficients that minimise Σ(y − η)²/(2n) + (λ/2)‖β‖², the intercept free.
  ///
  /// - Parameter l2Strength: λ; above 0, so that columns may depend on each other.
  /// - Returns: the line of the means alone where the sums are beyond what can be factored.
  package func predictor(l2Strength: Double) -> LinearPredictor {
    precondition(l2Strength > 0 && count > 0, "λ \(l2Strength) of \(count) rows")
    let means = (1...columns + 1).map { sums[0, $0] / count }
    var system = Matrix(rows: columns, columns: columns)
    for a in 0..<columns {
      for b in 0..<columns { system[a, b] = sums[a + 1, b + 1] / count - means[a] * means[b] }
      system[a, a] += l2Strength
    }
    let products = (0..<columns).map {
      sums[$0 + 1, columns + 1] / count - means[$0] * means[columns]
    }
    let coefficients =
      (try? Cholesky(system))?.solve(products) ?? [Double](repeating: 0, count: columns)
    let intercept = zip(coefficients, means).reduce(means[columns]) { $0 - $1.0 * $1.1 }
    return LinearPredictor(intercept: intercept, coefficients: coefficients)
  }

  /// Sum of squared errors of a predictor over the rows of these sums.
  package func squaredError(of predictor: LinearPredictor) -> Double {
    let line = [predictor.intercept] + predictor.coefficients + [-1]
    return line.indices.reduce(0) { total, a in
      total + line.indices.reduce(0) { $0 + line[a] * sums[a, $1] * line[$1] }
    }
  }

  /// Share of the response's variance that a line through all columns explains, in [0, 1].
  package func explainedShare(l2Strength: Double) -> Double {
    let mean = sums[0, columns + 1] / count
    let total = sums[columns + 1, columns + 1] - count * mean * mean
    guard total > 0 else { return 0 }
    return max(0, 1 - squaredError(of: predictor(l2Strength: l2Strength)) / total)
  }
}

/// Linear least squares with a ridge penalty, its strength chosen by cross-validation.
///
/// Hoerl & Kennard (1970); the strength is the one of least squared error on rows left out.
package struct RidgeLeastSquares: Sendable {
  /// Strengths to choose from, above 0; of equal ones the first is taken.
  package var strengths: [Double]
  /// Parts that are left out in turn.
  package var folds = 5

  /// Powers of √10 from 10 down to 0.001: from a line that is nearly flat to one nearly unpenalised, for
  /// standardised columns and a response in units of its deviation.
  package static let usualStrengths = [
    10, 3.1622776601683795, 1, 0.31622776601683794, 0.1, 0.031622776601683791, 0.01,
    0.0031622776601683794, 0.001,
  ]

  package init(strengths: [Double] = RidgeLeastSquares.usualStrengths) {
    self.strengths = strengths
  }

  /// Learns a line.
  ///
  /// - Parameters:
  ///   - x: one row an observation, standardised columns, finite.
  ///   - responses: one a row, finite.
  ///   - rows: those to learn from, in an order that has nothing to do with the responses: row i is left
  ///     out in fold i mod `folds`.
  /// - Returns: the line at the chosen strength.
  package func fitted(to x: Matrix, responses: [Double], rows: [Int]) -> LinearPredictor {
    let parts = (0..<folds).map { fold in
      LeastSquaresMoments(
        x, responses: responses,
        rows: rows.indices.filter { $0 % folds == fold }.map { rows[$0] })
    }
    let all = parts.reduce(LeastSquaresMoments(columns: x.columns), +)
    let errors = strengths.map { strength in
      parts.reduce(0) { sum, part in
        sum + part.squaredError(of: (all - part).predictor(l2Strength: strength))
      }
    }
    let best = errors.indices.min { (errors[$0], $0) < (errors[$1], $1) } ?? 0
    return all.predictor(l2Strength: strengths[best])
  }
}
