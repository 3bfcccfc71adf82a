public import Dense

/// Logistic regressions with an elastic-net penalty, one for each of some falling strengths.
///
/// Each minimises Σw(log(1 + e^η) − yη)/Σw + λ(α‖β‖₁ + (1 − α)/2 · ‖β‖²) with η = β₀ + xβ, on the
/// columns as they are: standardise them first if the penalty is to treat them alike. The intercept is
/// free. With scikit-learn's C and `l1_ratio` this is λ = 1/(C · Σw) and α = `l1_ratio`.
///
/// A fit starts from the one before. Where α is above 0, columns that the strong rule of Tibshirani et
/// al. (2012) leaves out take no part until their gradient says that they must; the rest move by
/// proximal Newton steps (Lee, Sun & Saunders 2014) on their Gram matrix, which is kept for as long as
/// it shortens the way.
public struct LogisticPath: Sendable {
  /// α, 0 … 1: the share of the penalty on ‖β‖₁; 0 is ridge regression.
  public var l1Share: Double
  /// The largest violation of the optimality conditions that is left, in units of the gradient.
  public var tolerance: Double
  /// Steps allowed for each strength, at least 1.
  public var maximumIterations: Int
  /// Workers to use; the fits are the same to the bit whatever their number.
  public var threads: Int

  public init(
    l1Share: Double = 0, tolerance: Double = 1e-7, maximumIterations: Int = 100, threads: Int = 1
  ) {
    self.l1Share = l1Share
    self.tolerance = tolerance
    self.maximumIterations = maximumIterations
    self.threads = threads
  }

  /// Learns an intercept and one coefficient a column for each strength.
  ///
  /// - Parameters:
  ///   - x: one row an observation; finite values of magnitude up to 1e100. Constant columns get 0.
  ///   - labels: one a row, 1 for the positive class, 0 for the other; shares between are allowed.
  ///   - strengths: λ of each fit, above 0, from the strongest to the weakest.
  ///   - weights: one a row, at least 0, or nil for ones. A weight counts like a repetition.
  /// - Returns: one fit a strength.
  /// - Throws: `FitError` naming the first fault.
  /// - Complexity: for each strength some O(rows · columns), and where the last Gram matrix no longer
  ///   serves O(rows · k²) for the k columns that take part.
  public func fitted(
    to x: Matrix, labels: [Double], strengths: [Double], weights: [Double]? = nil
  ) throws(FitError) -> [PathPoint] {
    try check(strengths)
    let data = try RegressionData(
      x: x, response: labels, responseName: "labels", weights: weights, groups: nil,
      threads: threads)
    try checkLabels(data)
    var search = PathSearch(data, settings: self)
    return strengths.map { search.minimise(strength: $0) }
  }

  private func check(_ strengths: [Double]) throws(FitError) {
    for strength in strengths {
      try RegressionSettings(
        l2Strength: strength, gradientTolerance: tolerance,
        maximumIterations: maximumIterations, threads: threads
      ).check()
    }
    guard (0...1).contains(l1Share) else {
      throw .settingOutOfRange(
        name: "l1Share", found: "\(l1Share)", expected: "a number from 0 to 1")
    }
    guard strengths.allSatisfy({ $0 > 0 }), zip(strengths, strengths.dropFirst()).allSatisfy(>)
    else {
      throw .settingOutOfRange(
        name: "strengths", found: "\(strengths)", expected: "numbers above 0, falling")
    }
  }
}

/// One fit of a path.
public struct PathPoint: Sendable, Equatable {
  /// λ.
  public let strength: Double
  public let predictor: LinearPredictor
  /// What is left of the violation of the optimality conditions: the fit has converged where it is
  /// within the tolerance.
  public let violation: Double
  /// Steps taken.
  public let iterations: Int
}
