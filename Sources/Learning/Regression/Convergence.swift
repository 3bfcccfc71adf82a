/// How an iterative fit ended.
public struct Convergence: Sendable, Equatable, Codable {
  /// Why the iteration stopped.
  public enum Reason: String, Sendable, Codable {
    /// The gradient came under its tolerance.
    case gradientTolerance
    /// Rounding leaves nothing to improve, although the gradient is above its tolerance.
    case limitOfPrecision
    /// Columns separate the responses, so that the objective has no minimum; coefficients are those
    /// at which the gradient came under its tolerance.
    case separated
    /// The allowed number of iterations was used up.
    case iterationLimit
  }

  public let reason: Reason
  /// Newton steps taken.
  public let iterations: Int
  /// Largest magnitude in the gradient of the objective at the coefficients returned.
  public let gradientNorm: Double
  /// The objective at the coefficients returned.
  public let objective: Double

  public init(reason: Reason, iterations: Int, gradientNorm: Double, objective: Double) {
    self.reason = reason
    self.iterations = iterations
    self.gradientNorm = gradientNorm
    self.objective = objective
  }

  /// Whether the coefficients are those of the minimum.
  public var isConverged: Bool { reason == .gradientTolerance || reason == .limitOfPrecision }
}
