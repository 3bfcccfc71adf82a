package import Dense

/// Takes out of an outcome what was known before the experiment (CUPED: Deng, Xu, Kohavi & Walker 2013).
///
/// Y − θ(X − x̄), eq. 3, with θ the slopes of Y on X within arms, as in the analysis of covariance: no
/// effect of a treatment leaks into θ. The difference of means stays what it estimates, and its variance
/// falls by the share of Y that X explains.
package struct CovariateAdjustment: Sendable {
  /// Names of the covariates that are used: those that vary and repeat no earlier ones.
  package let names: [String]
  private let columns: [Int]
  private let means: [Double]
  private let slopes: [Double]

  /// Below this share of a column's own variance it is held to repeat earlier ones.
  private static let leastOwnVariance = 1e-8

  /// Learns the slopes.
  ///
  /// - Parameters:
  ///   - covariates: one row a customer, known before the experiment.
  ///   - names: one a column.
  ///   - outcome: one a customer.
  ///   - arms: arm of each customer, below `armCount`.
  ///   - armCount: number of arms.
  /// - Throws: where no covariate varies within arms.
  package init(
    covariates: Matrix, names: [String], outcome: [Double], arms: [Int], armCount: Int
  ) throws(ExperimentError) {
    precondition(covariates.rows == outcome.count && covariates.columns == names.count)
    let width = covariates.columns
    let means = (0..<width).map { column in
      covariates.column(column).reduce(0, +) / Double(max(1, covariates.rows))
    }
    let within = WithinArms(covariates, outcome: outcome, arms: arms, armCount: armCount)
    let columns = Self.independent(within.gramian)
    guard !columns.isEmpty else { throw .uselessCovariates(names) }
    var gramian = Matrix(rows: columns.count, columns: columns.count)
    for (i, a) in columns.enumerated() {
      for (j, b) in columns.enumerated() { gramian[i, j] = within.gramian[a, b] }
    }
    let products = columns.map { within.products[$0] }
    guard let factor = try? Cholesky(gramian) else { throw .uselessCovariates(names) }
    slopes = factor.solve(products)
    self.columns = columns
    self.means = columns.map { means[$0] }
    self.names = columns.map { names[$0] }
  }

  /// The outcome less what the covariates tell of it.
  package func adjusted(_ outcome: [Double], by covariates: Matrix) -> [Double] {
    outcome.indices.map { row in
      columns.indices.reduce(outcome[row]) { value, k in
        value - slopes[k] * (covariates[row, columns[k]] - means[k])
      }
    }
  }

  /// Columns with a variance of their own, the first of several that depend on each other.
  private static func independent(_ gramian: Matrix) -> [Int] {
    var chosen: [Int] = []
    // Rows of the factor, over the chosen columns.
    var rows: [[Double]] = []
    for column in 0..<gramian.columns {
      let own = gramian[column, column]
      guard own > 0 else { continue }
      var row: [Double] = []
      for (k, other) in chosen.enumerated() {
        let known = zip(row, rows[k]).reduce(0) { $0 + $1.0 * $1.1 }
        row.append((gramian[other, column] - known) / rows[k][k])
      }
      let left = own - row.reduce(0) { $0 + $1 * $1 }
      guard left > leastOwnVariance * own else { continue }
      rows.append(row + [left.squareRoot()])
      chosen.append(column)
    }
    return chosen
  }
}

/// Sums of squares and products about the means of each arm.
private struct WithinArms {
  private(set) var gramian: Matrix
  private(set) var products: [Double]

  init(_ x: Matrix, outcome: [Double], arms: [Int], armCount: Int) {
    let width = x.columns
    var counts = [Double](repeating: 0, count: armCount)
    var sums = [[Double]](repeating: [Double](repeating: 0, count: width + 1), count: armCount)
    for row in 0..<x.rows {
      counts[arms[row]] += 1
      for column in 0..<width { sums[arms[row]][column] += x[row, column] }
      sums[arms[row]][width] += outcome[row]
    }
    let means = zip(sums, counts).map { sum, count in sum.map { count > 0 ? $0 / count : 0 } }
    gramian = Matrix(rows: width, columns: width)
    products = [Double](repeating: 0, count: width)
    for row in 0..<x.rows {
      let mean = means[arms[row]]
      let y = outcome[row] - mean[width]
      for a in 0..<width {
        let value = x[row, a] - mean[a]
        products[a] += value * y
        for b in a..<width { gramian[a, b] += value * (x[row, b] - mean[b]) }
      }
    }
    gramian.mirrorUpperTriangle()
  }
}
