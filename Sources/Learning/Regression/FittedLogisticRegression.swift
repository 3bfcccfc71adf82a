public import Dense

/// A logistic regression that has learned its coefficients.
public struct FittedLogisticRegression: Sendable {
  /// Intercept and coefficients; its values are logits.
  public let predictor: LinearPredictor
  /// Roots of the diagonal of H⁻¹, H being the Hessian of Σwℓ + Σw(λ/2)‖β‖² (observed information
  /// plus penalty, on the scale of sums); nil where H is singular or a bound holds a coefficient at 0.
  ///
  /// They take rows for independent. Of many rows H is taken where predictors differ from the final
  /// ones by 10⁻⁴ at most, in root mean square, which leaves the errors four digits or more.
  public let standardErrors: CoefficientErrors?
  /// Sandwich errors that allow rows of one group to depend on each other, times √(G/(G − 1)) for G
  /// groups; nil without groups, with one group, or where those above are.
  public let robustStandardErrors: CoefficientErrors?
  public let convergence: Convergence
  /// Constant, dependent and separating columns.
  public let diagnoses: [ColumnDiagnosis]

  init(_ fit: RegressionFit) {
    predictor = fit.predictor
    standardErrors = fit.standardErrors
    robustStandardErrors = fit.robustStandardErrors
    convergence = fit.convergence
    diagnoses = fit.diagnoses
  }

  public var intercept: Double { predictor.intercept }
  public var coefficients: [Double] { predictor.coefficients }

  /// log(p/(1 − p)) of each row.
  ///
  /// - Parameters:
  ///   - x: rows with the columns that were learned from.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: one logit a row.
  public func predictedLogits(for x: Matrix, workers: Workers = .one) -> [Double] {
    predictor.values(for: x, workers: workers)
  }

  /// The probability of the positive class for each row.
  ///
  /// - Parameters:
  ///   - x: rows with the columns that were learned from.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: one probability a row.
  public func predictedProbabilities(for x: Matrix, workers: Workers = .one) -> [Double] {
    predictedLogits(for: x, workers: workers).map(logistic)
  }
}
