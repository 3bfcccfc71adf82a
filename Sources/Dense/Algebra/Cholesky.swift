/// The Cholesky factor of a symmetric positive definite matrix: A = UᵀU.
public struct Cholesky: Sendable {
  private let factor: Matrix

  /// Factors a matrix of which only the upper triangle is read.
  ///
  /// - Parameter matrix: square, symmetric, positive definite.
  /// - Throws: `FactorizationError.notPositiveDefinite` naming the first leading minor that fails.
  /// - Complexity: n³/3 operations.
  public init(_ matrix: Matrix) throws(FactorizationError) {
    var factor = matrix
    try factor.factorCholesky()
    self.factor = factor
  }

  /// The solution x of A · x = b.
  public func solve(_ b: [Double]) -> [Double] {
    precondition(b.count == factor.rows)
    var x = b
    factor.solveFactored(&x)
    return x
  }

  /// The solutions of A · x = b for each row b of a matrix, one a row.
  package func solve(rowsOf b: Matrix) -> Matrix {
    precondition(b.columns == factor.rows)
    var x = b
    factor.solveFactored(&x.storage)
    return x
  }

  /// A⁻¹, both triangles: for covariances, where the elements themselves are wanted.
  ///
  /// To solve equations use `solve(_:)`, which is faster and more accurate.
  public func inverse() -> Matrix {
    var inverse = factor
    inverse.invertFactored()
    inverse.mirrorUpperTriangle()
    return inverse
  }
}

extension Matrix {
  /// Copies the upper triangle onto the lower one.
  public mutating func mirrorUpperTriangle() {
    precondition(rows == columns)
    for row in 0..<rows {
      for column in 0..<row { self[row, column] = self[column, row] }
    }
  }
}
