public import Dense
internal import RealModule

/// Quasi-Poisson regression with a log link and a ridge penalty, fitted by Newton's method: means of
/// counts or money, of which zeros may be many.
///
/// It minimises Σw(e^η − yη)/Σw + (λ/2)‖β‖² with η = β₀ + xβ, on the columns as they are. The
/// intercept β₀ is free. λ is in units of the response, as the loss grows with its scale and the
/// penalty does not; the gradient's tolerance is relative to the mean response.
///
/// Means are estimated well whatever the responses' distribution (Gourieroux, Monfort & Trognon 1984);
/// errors are not, so look at the robust ones or scale by the dispersion.
public struct PoissonRegression: RidgeRegression {
  public var settings: RegressionSettings

  public init(settings: RegressionSettings) { self.settings = settings }

  /// Learns an intercept and one coefficient a column.
  ///
  /// Constant columns get the coefficient 0, and so do, without a penalty, columns that depend on
  /// earlier ones; `diagnoses` names them. Where columns tell rows without a response apart and
  /// there is no penalty, the fit stops with `Convergence.Reason.separated`.
  /// - Parameters:
  ///   - x: one row an observation; finite values of magnitude up to 1e100.
  ///   - responses: one a row, at least 0, not all of them 0.
  ///   - weights: one a row, at least 0, or nil for ones. A weight counts like a repetition.
  ///   - groups: one a row, rows with equal numbers being of one customer; nil gives no robust
  ///     errors.
  /// - Returns: the fitted model, converged or not: see `convergence`.
  /// - Throws: `FitError` naming the first fault.
  /// - Complexity: O(rows · columns²) an iteration.
  public func fitted(
    to x: Matrix, responses: [Double], weights: [Double]? = nil, groups: [Int]? = nil
  ) throws(FitError) -> FittedPoissonRegression {
    try settings.check(columns: x.columns)
    let data = try RegressionData(
      x: .matrix(x), response: responses, responseName: "responses", weights: weights,
      groups: groups, workers: settings.workers)
    for (row, response) in responses.enumerated() where !(0...largestMagnitude ~= response) {
      throw .responseOutOfRange(row: row, found: response, expected: "a number from 0 to 1e100")
    }
    let mean = data.meanResponse
    guard mean > 0 else { throw .noPositiveResponse }
    var settings = settings
    settings.gradientTolerance *= mean
    let fit = RegressionFit(
      data, loss: PoissonLoss.self, intercept: .log(mean), settings: settings)
    return FittedPoissonRegression(fit, dispersion: dispersion(of: fit, x, data))
  }

  /// Pearson's statistic by its degrees of freedom; nil where there are none.
  private func dispersion(of fit: RegressionFit, _ x: Matrix, _ data: RegressionData)
    -> Double?
  {
    let parameters = 1 + fit.predictor.coefficients.count { $0 != 0 }
    let degreesOfFreedom = data.totalWeight - Double(parameters)
    guard degreesOfFreedom > 0 else { return nil }
    var statistic = 0.0
    let predictors = fit.predictor.values(for: x, workers: settings.workers)
    for (row, predictor) in predictors.enumerated() where data.weights[row] > 0 {
      let mean = Double.exp(predictor)
      let residual = data.response[row] - mean
      if residual != 0 { statistic += data.weights[row] * residual * residual / mean }
    }
    return statistic.isFinite ? statistic / degreesOfFreedom : nil
  }
}
