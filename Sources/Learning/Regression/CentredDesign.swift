package import Dense

/// A column of ones beside the chosen columns of some rows, each less its mean.
///
/// The intercept is not penalised, so centring only renames it: β stays as it is, and
/// β₀ = γ₀ − means · β. It keeps XᵀWX well conditioned where means are large beside spreads.
package struct CentredDesign: Sendable {
  package let rows: DesignRows
  /// The columns that take part, rising; element k is column k + 1 of the design.
  package let columns: [Int]
  /// What is taken off each of them.
  package let means: [Double]
  /// The sums over blocks of rows, as the rows lie in memory.
  let blocks: any DesignBlocks

  package init(x: Matrix, columns: [Int], means: [Double], areMeansSmall: Bool = false) {
    self.init(.matrix(x), columns: columns, means: means, areMeansSmall: areMeansSmall)
  }

  /// - Parameters:
  ///   - rows: what the columns are of.
  ///   - columns: which take part, rising.
  ///   - means: what is taken off each of them.
  ///   - areMeansSmall: whether no mean is large beside its column's spread.
  package init(
    _ rows: DesignRows, columns: [Int], means: [Double], areMeansSmall: Bool = false
  ) {
    precondition(columns.count == means.count)
    precondition(
      zip(columns, columns.dropFirst()).allSatisfy(<) && (columns.last ?? -1) < rows.columns)
    self.rows = rows
    self.columns = columns
    self.means = means
    switch rows {
    case .matrix(let x):
      blocks = MatrixBlocks(x: x, columns: columns, means: means, areMeansSmall: areMeansSmall)
    case .made(let source):
      blocks = MadeBlocks(
        source: source, columns: columns, means: means, areMeansSmall: areMeansSmall)
    }
  }

  /// Parameters: the intercept and one a column.
  package var width: Int { columns.count + 1 }

  /// Parameters of the centred design as coefficients of all columns as they are; columns that do
  /// not take part get 0.
  package func linearPredictor(_ point: [Double]) -> LinearPredictor {
    var coefficients = [Double](repeating: 0, count: rows.columns)
    var intercept = point[0]
    for (k, column) in columns.enumerated() {
      coefficients[column] = point[k + 1]
      intercept -= means[k] * point[k + 1]
    }
    return LinearPredictor(intercept: intercept, coefficients: coefficients)
  }

  /// The parameters of the centred design that a predictor of all columns has.
  func point(_ predictor: LinearPredictor) -> [Double] {
    let own = columns.map { predictor.coefficients[$0] }
    return [predictor.intercept + dot(means, own)] + own
  }
}
