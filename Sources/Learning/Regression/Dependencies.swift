internal import Dense

/// Which columns are linear combinations of earlier ones.
///
/// A Cholesky factorisation of the correlation matrix, column by column, whose pivots are 1 − R² of
/// each column on the independent ones before it. Earlier columns are kept, later ones named: which
/// are named then does not hang on rounding, as it would under complete pivoting.
struct Dependencies: Sendable {
  private(set) var independent: [Int] = []
  private(set) var diagnoses: [ColumnDiagnosis] = []
  /// What each dependent column is of independent ones, all centred.
  private(set) var combinations: [Combination] = []
  /// 1 − R² of each column on the independent ones before it; nil where the column is dependent.
  private(set) var remainders: [Double?] = []

  /// A column as a sum of others, each times its coefficient.
  struct Combination: Sendable {
    let column: Int
    let terms: [(column: Int, coefficient: Double)]
  }

  /// Columns with 1 − R² at or below this are dependent.
  ///
  /// Rounding leaves about 10⁻¹⁵ of an exact
  /// dependence, and designs with a condition number of 10⁹ can still be fitted.
  static let tolerance = 1e-11

  /// Finds the dependent columns.
  ///
  /// - Parameters:
  ///   - gramian: XᵀWX of an intercept and the centred columns, its upper triangle.
  ///   - columns: the columns' names.
  init(gramian: Matrix, columns: [Int]) {
    let scales = columns.indices.map { gramian[$0 + 1, $0 + 1].squareRoot() }
    var factor = CorrelationFactor()
    for j in columns.indices {
      let correlations = factor.basis.map { k in
        gramian[k + 1, j + 1] / (scales[k] * scales[j])
      }
      let (projection, remainder) = factor.project(correlations)
      if remainder > Self.tolerance {
        remainders.append(remainder)
        factor.append(j, projection: projection, remainder: remainder)
        independent.append(columns[j])
      } else {
        remainders.append(nil)
        let coefficients = factor.coefficients(projection)
        combinations.append(
          Combination(
            column: columns[j],
            terms: zip(factor.basis, coefficients).map { k, coefficient in
              (columns[k], coefficient * scales[j] / scales[k])
            }))
        let sources = factor.sources(coefficients).map { columns[$0] }
        diagnoses.append(
          sources.count == 1
            ? .duplicate(column: columns[j], of: sources[0])
            : .collinear(column: columns[j], with: sources))
      }
    }
  }
}

/// The growing factor R = UᵀU of the correlations of independent columns.
private struct CorrelationFactor {
  /// Positions of the independent columns.
  private(set) var basis: [Int] = []
  /// Columns of U, the k-th with k + 1 elements.
  private var columns: [[Double]] = []

  /// Solves Uᵀu = r for a column's correlations with the basis; the remainder is 1 − uᵀu = 1 − R².
  func project(_ correlations: [Double]) -> (projection: [Double], remainder: Double) {
    var u = correlations
    var remainder = 1.0
    for k in u.indices {
      for l in 0..<k { u[k] -= columns[k][l] * u[l] }
      u[k] /= columns[k][k]
      remainder -= u[k] * u[k]
    }
    return (u, remainder)
  }

  mutating func append(_ position: Int, projection: [Double], remainder: Double) {
    basis.append(position)
    columns.append(projection + [remainder.squareRoot()])
  }

  /// Standardised coefficients c of Uc = u: of each column of the basis in a dependent one.
  func coefficients(_ projection: [Double]) -> [Double] {
    var c = projection
    for k in c.indices.reversed() {
      c[k] /= columns[k][k]
      for l in 0..<k { c[l] -= columns[k][l] * c[k] }
    }
    return c
  }

  /// Positions of the columns whose coefficients are not rounding.
  func sources(_ coefficients: [Double]) -> [Int] {
    let largest = coefficients.reduce(0) { max($0, abs($1)) }
    return basis.indices.filter { abs(coefficients[$0]) > 1e-4 * largest }.map { basis[$0] }
  }
}
