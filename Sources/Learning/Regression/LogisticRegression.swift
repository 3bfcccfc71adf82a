public import Dense

/// Logistic regression with a ridge penalty, fitted by Newton's method.
///
/// It minimises Σw(log(1 + e^η) − yη)/Σw + (λ/2)‖β − m‖² with η = β₀ + xβ, on the columns as they are:
/// standardise them first if the penalty is to treat them alike. The intercept β₀ is free, and m is 0
/// unless `penaltyMeans` says otherwise. `bounds` keep coefficients to one side of 0.
/// With scikit-learn's C this is λ = 1/(C · Σw).
public struct LogisticRegression: RidgeRegression {
  public var settings: RegressionSettings

  public init(settings: RegressionSettings) { self.settings = settings }

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
  /// - Complexity: O(rows · columns²) an iteration; of many rows (16,384 and more, and 200 a column) few
  ///   take so long, others O(rows · columns).
  public func fitted(
    to x: Matrix, labels: [Double], weights: [Double]? = nil, groups: [Int]? = nil
  ) throws(FitError) -> FittedLogisticRegression {
    try fitted(to: .matrix(x), labels: labels, weights: weights, groups: groups)
  }

  /// The same of rows whose columns may be made as they are asked for, some dozen times: memory for a
  /// matrix of them is not taken then; from a predictor that is known to be near, where there is one.
  package func fitted(
    to x: DesignRows, labels: [Double], weights: [Double]? = nil, groups: [Int]? = nil,
    from start: LinearPredictor? = nil, progress: Progress = .untold
  ) throws(FitError) -> FittedLogisticRegression {
    try settings.check(columns: x.columns)
    let data = try RegressionData(
      x: x, response: labels, responseName: "labels", weights: weights, groups: groups,
      workers: settings.workers)
    try checkLabels(data)
    let fit = RegressionFit(
      data, loss: LogisticLoss.self, intercept: logOdds(data.meanResponse),
      settings: settings, start: start, progress: progress)
    return FittedLogisticRegression(fit)
  }
}
