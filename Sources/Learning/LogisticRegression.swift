public import Dense

internal import RealModule

/// Logistic regression with a ridge penalty, fitted by Newton's method.
///
/// It minimises Σw(log(1 + e^η) − yη)/Σw + (λ/2)‖β‖² with η = β₀ + xβ, on the columns as they are:
/// standardise them first if the penalty is to treat them alike. The intercept β₀ is free.
/// With scikit-learn's C this is λ = 1/(C · Σw).
public struct LogisticRegression: Sendable {
  /// λ ≥ 0.
  public var l2Strength: Double
  /// The gradient's ∞-norm at which one last full Newton step is taken.
  public var gradientTolerance: Double
  /// Newton steps allowed, at least 1.
  public var maximumIterations: Int
  /// Workers to use; the fit is the same to the bit whatever their number.
  public var threads: Int

  public init(
    l2Strength: Double = 0, gradientTolerance: Double = 1e-8, maximumIterations: Int = 100,
    threads: Int = 1
  ) {
    self.l2Strength = l2Strength
    self.gradientTolerance = gradientTolerance
    self.maximumIterations = maximumIterations
    self.threads = threads
  }

  /// Learns an intercept and one coefficient a column.
  ///
  /// Constant columns get the coefficient 0, and so do, without a penalty, columns that depend on
  /// earlier ones; `diagnoses` names them. Where the labels are separated and there is no penalty,
  /// the fit stops with `Convergence.Reason.separated`.
  /// - Parameters:
  ///   - x: one row an observation; finite values of magnitude up to 1e100.
  ///   - labels: one a row, 1 for the positive class, 0 for the other; shares between are allowed.
  ///   - weights: one a row, at least 0, or nil for ones. A weight counts like a repetition.
  ///   - groups: one a row, rows with equal numbers being of one customer; nil gives no robust
  ///     errors.
  /// - Returns: the fitted model, converged or not: see `convergence`.
  /// - Throws: `FitError` naming the first fault.
  /// - Complexity: O(rows · columns²) an iteration; of many rows (65,536 and more) only the last takes
  ///   so long, others O(rows · columns).
  public func fitted(
    to x: Matrix, labels: [Double], weights: [Double]? = nil, groups: [Int]? = nil
  ) throws(FitError) -> FittedLogisticRegression {
    try checkSettings(
      l2Strength: l2Strength, gradientTolerance: gradientTolerance,
      maximumIterations: maximumIterations, threads: threads)
    let data = try RegressionData(
      x: x, response: labels, responseName: "labels", weights: weights, groups: groups,
      threads: threads)
    try checkLabels(data)
    let fit = RegressionFit(
      data, loss: LogisticLoss.self, intercept: logOdds(data.meanResponse),
      l2Strength: l2Strength, gradientTolerance: gradientTolerance,
      maximumIterations: maximumIterations)
    return FittedLogisticRegression(fit)
  }
}

/// Checks that labels are shares and that both classes are among them.
func checkLabels(_ data: RegressionData) throws(FitError) {
  for (row, label) in data.response.enumerated() where !(0...1 ~= label) {
    throw .responseOutOfRange(row: row, found: label, expected: "a label from 0 to 1")
  }
  for label in [0.0, 1.0]
  where zip(data.response, data.weights).allSatisfy({ $0 == label || $1 == 0 }) {
    throw .oneClassOnly(label: label)
  }
}

/// log(p/(1 − p)), kept finite where weights of very different sizes round p to 0 or 1.
func logOdds(_ p: Double) -> Double {
  let inside = min(max(p, 1e-12), 1 - 1e-12)
  return Double.log(inside) - Double.log(onePlus: -inside)
}
