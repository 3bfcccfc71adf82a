public import Dense

/// Logistic regressions with an elastic net penalty, from the strongest to the weakest.
public struct ElasticNetPath: Sendable {
  /// The regression at one strength.
  public struct Point: Sendable {
    /// λ.
    public let strength: Double
    public let intercept: Double
    /// The columns whose coefficients are not 0, rising.
    public let columns: [Int]
    /// One for each of `columns`.
    public let coefficients: [Double]
    /// Twice the weighted sum of the rows' losses, relative to the saturated model.
    public let deviance: Double
    /// `gradientNorm` is the largest violation of the Karush-Kuhn-Tucker conditions among all columns.
    public let convergence: Convergence
  }

  /// α.
  public let l1Share: Double
  /// Columns that were learned from.
  public let columnCount: Int
  /// λ_max: the least strength at which all penalised coefficients are 0.
  ///
  /// For a share of L1 below 0.001, where there is none or a vast one, that of this share.
  public let strengthOfNone: Double
  /// The deviance where all penalised coefficients are 0.
  public let nullDeviance: Double
  /// At least one.
  public let points: [Point]
  /// Constant columns, and those without a penalty that depend on each other.
  public let diagnoses: [ColumnDiagnosis]

  /// The share of the null deviance that a point explains.
  public func explainedDeviance(at point: Int) -> Double {
    nullDeviance > 0 ? 1 - points[point].deviance / nullDeviance : 0
  }

  /// Intercept and all coefficients of a point; its values are logits.
  public func predictor(at point: Int) -> LinearPredictor {
    var coefficients = [Double](repeating: 0, count: columnCount)
    for (column, coefficient) in zip(points[point].columns, points[point].coefficients) {
      coefficients[column] = coefficient
    }
    return LinearPredictor(intercept: points[point].intercept, coefficients: coefficients)
  }

  /// The probability of the positive class for each row, by the regression at a point.
  ///
  /// - Parameters:
  ///   - x: rows with the columns that were learned from.
  ///   - point: index of the point.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: one probability a row.
  public func predictedProbabilities(for x: Matrix, at point: Int, workers: Workers = .one)
    -> [Double]
  {
    predictor(at: point).values(for: x, workers: workers).map(logistic)
  }
}

extension ElasticNetPath.Point {
  /// Reads a solver's point as coefficients of columns as they are.
  init(
    strength: Double, _ means: [Double], _ solver: ElasticNetSolver, deviance: Double,
    convergence: Convergence
  ) {
    let present = zip(solver.columns, solver.point.dropFirst())
      .filter { $0.1 != 0 }.sorted { $0.0 < $1.0 }
    self.strength = strength
    columns = present.map(\.0)
    coefficients = present.map(\.1)
    intercept = present.reduce(solver.point[0]) { $0 - means[$1.0] * $1.1 }
    self.deviance = deviance
    self.convergence = convergence
  }
}
