internal import Dense
internal import RealModule

/// A quasi-Poisson regression that has learned its coefficients.
public struct FittedPoissonRegression: Sendable {
  /// Intercept and coefficients; its values are logarithms of means.
  public let predictor: LinearPredictor
  /// Roots of the diagonal of H⁻¹, H being the Hessian of Σwℓ + Σw(λ/2)‖β‖²; nil where H is singular.
  ///
  /// They are those of true Poisson responses: times √dispersion they are quasi-Poisson's.
  public let standardErrors: CoefficientErrors?
  /// Sandwich errors that allow rows of one group to depend on each other, times √(G/(G − 1)) for G
  /// groups; nil without groups, with one group, or where H is singular.
  public let robustStandardErrors: CoefficientErrors?
  /// Σw(y − μ)²/μ divided by Σw less the number of coefficients in use; 1 for Poisson responses, nil
  /// where nothing is left to divide by.
  public let dispersion: Double?
  public let convergence: Convergence
  /// Constant, dependent and separating columns.
  public let diagnoses: [ColumnDiagnosis]

  init(_ fit: RegressionFit, dispersion: Double?) {
    predictor = fit.predictor
    standardErrors = fit.standardErrors
    robustStandardErrors = fit.robustStandardErrors
    self.dispersion = dispersion
    convergence = fit.convergence
    diagnoses = fit.diagnoses
  }

  public var intercept: Double { predictor.intercept }
  public var coefficients: [Double] { predictor.coefficients }
}
