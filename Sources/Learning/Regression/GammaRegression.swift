public import Dense
internal import RealModule

/// Gamma regression with a log link and a ridge penalty, fitted by Newton's method: means of
/// positive amounts whose spread grows with their size.
///
/// It minimises Σw(ye^−η + η)/Σw + (λ/2)‖β‖² with η = β₀ + xβ, on the columns as they are. The
/// intercept β₀ is free. Rows pull by their relative error, so that a few large amounts do not rule
/// the fit as they do with `PoissonRegression` (McCullagh & Nelder 1989, chapter 8).
public struct GammaRegression: RidgeRegression {
  public var settings: RegressionSettings

  public init(settings: RegressionSettings) { self.settings = settings }

  /// Learns an intercept and one coefficient a column.
  ///
  /// Constant columns get the coefficient 0, and so do, without a penalty, columns that depend on
  /// earlier ones; `diagnoses` names them.
  /// - Parameters:
  ///   - x: one row an observation; finite values of magnitude up to 1e100.
  ///   - responses: one a row, at least 0, not all of them 0.
  ///   - weights: one a row, at least 0, or nil for ones. A weight counts like a repetition.
  /// - Returns: the fitted model, converged or not: see `convergence`.
  /// - Throws: `FitError` naming the first fault.
  /// - Complexity: O(rows · columns²) an iteration.
  public func fitted(
    to x: Matrix, responses: [Double], weights: [Double]? = nil
  ) throws(FitError) -> FittedGammaRegression {
    try settings.check(columns: x.columns)
    let data = try RegressionData(
      x: .matrix(x), response: responses, responseName: "responses", weights: weights, groups: nil,
      workers: settings.workers)
    for (row, response) in responses.enumerated() where !(0...largestMagnitude ~= response) {
      throw .responseOutOfRange(row: row, found: response, expected: "a number from 0 to 1e100")
    }
    guard data.meanResponse > 0 else { throw .noPositiveResponse }
    return FittedGammaRegression(
      RegressionFit(
        data, loss: GammaLoss.self, intercept: .log(data.meanResponse),
        settings: settings))
  }
}

/// Negative log-likelihood of a gamma response of known shape with a log link: ye^−η + η.
package enum GammaLoss: PointwiseLoss {
  @inline(__always)
  package static func terms(response y: SIMD4<Double>, predictor eta: SIMD4<Double>) -> LossTerms {
    let ratio = y * exp(-eta)
    return LossTerms(value: ratio + eta, slope: 1 - ratio, curvature: ratio)
  }

  package static func isBounded(response: Double, as direction: FloatingPointSign) -> Bool {
    direction == .minus && response == 0
  }
}

/// A gamma regression that has learned its coefficients.
public struct FittedGammaRegression: Sendable {
  /// Its values are logarithms of means.
  public let predictor: LinearPredictor
  public let convergence: Convergence
  /// Constant and dependent columns.
  public let diagnoses: [ColumnDiagnosis]

  init(_ fit: RegressionFit) {
    predictor = fit.predictor
    convergence = fit.convergence
    diagnoses = fit.diagnoses
  }

  public var intercept: Double { predictor.intercept }
  public var coefficients: [Double] { predictor.coefficients }
}
