internal import RealModule

/// Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations (Golub & Van Loan
/// 2013, §8.5), which find small eigenvalues beside large ones.
public struct SymmetricEigensystem: Sendable {
  /// In no particular order.
  public let values: [Double]
  /// Column j belongs to `values[j]`; columns are orthonormal.
  public let vectors: Matrix

  /// Rotates until nothing is left off the diagonal.
  ///
  /// - Parameter matrix: square and symmetric, of finite values.
  /// - Complexity: O(n³) a sweep, of which some eight are needed.
  public init(_ matrix: Matrix) {
    precondition(matrix.rows == matrix.columns)
    var a = matrix
    var v = Matrix(rows: a.rows, columns: a.rows)
    for k in 0..<a.rows { v[k, k] = 1 }
    for _ in 0..<50 {
      var isDiagonal = true
      for p in 0..<a.rows {
        for q in p + 1..<max(p + 1, a.rows) {
          let size = (abs(a[p, p]) * abs(a[q, q])).squareRoot()
          guard abs(a[p, q]) > 1e-17 * size, a[p, q] != 0 else { continue }
          isDiagonal = false
          rotate(&a, &v, p, q)
        }
      }
      if isDiagonal { break }
    }
    values = (0..<a.rows).map { a[$0, $0] }
    vectors = v
  }
}

/// Takes the element (p, q) to 0.
private func rotate(_ a: inout Matrix, _ v: inout Matrix, _ p: Int, _ q: Int) {
  let theta = (a[q, q] - a[p, p]) / (2 * a[p, q])
  let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
  let c = 1 / (t * t + 1).squareRoot()
  let s = t * c
  for k in 0..<a.rows {
    (a[k, p], a[k, q]) = (c * a[k, p] - s * a[k, q], s * a[k, p] + c * a[k, q])
  }
  for k in 0..<a.rows {
    (a[p, k], a[q, k]) = (c * a[p, k] - s * a[q, k], s * a[p, k] + c * a[q, k])
    (v[k, p], v[k, q]) = (c * v[k, p] - s * v[k, q], s * v[k, p] + c * v[k, q])
  }
  a[p, q] = 0
  a[q, p] = 0
}
