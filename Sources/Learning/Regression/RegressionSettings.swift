public import Dense

/// What every regression fitted by Newton's method can be told.
public struct RegressionSettings: Sendable, Equatable {
  /// λ ≥ 0, what the penalty (λ/2)‖β‖² is weighted by.
  public var l2Strength: Double
  /// What the penalty draws coefficients to, in place of 0: (λ/2)‖β − m‖², one a column; nil for zeros.
  ///
  /// Of a normal prior of coefficients its mean. Without a penalty it has no say.
  public var penaltyMeans: [Double]?
  /// To which side of 0 each coefficient keeps, one a column; nil for none.
  ///
  /// They want a penalty.
  public var bounds: [CoefficientBound]?
  /// The gradient's ∞-norm at which one last full Newton step is taken.
  public var gradientTolerance: Double
  /// Newton steps allowed, at least 1.
  public var maximumIterations: Int
  /// Workers to use; the fit is the same to the bit whatever their number.
  public var workers: Workers

  public init(
    l2Strength: Double = 0, penaltyMeans: [Double]? = nil, bounds: [CoefficientBound]? = nil,
    gradientTolerance: Double = 1e-8, maximumIterations: Int = 100, workers: Workers = .one
  ) {
    self.l2Strength = l2Strength
    self.penaltyMeans = penaltyMeans
    self.bounds = bounds
    self.gradientTolerance = gradientTolerance
    self.maximumIterations = maximumIterations
    self.workers = workers
  }

  /// Throws the first setting that is out of its range, or does not fit some columns.
  func check(columns: Int) throws(FitError) {
    if let penaltyMeans {
      try check(
        penaltyMeans.count == columns, "penaltyMeans", "\(penaltyMeans.count) elements",
        "one for each of \(columns) columns")
      for (column, mean) in penaltyMeans.enumerated() {
        try check(
          abs(mean) <= largestMagnitude, "penaltyMeans", "\(mean) for column \(column)",
          "a number from -1e100 to 1e100")
      }
    }
    if let bounds {
      try check(
        bounds.count == columns, "bounds", "\(bounds.count) elements",
        "one for each of \(columns) columns")
      try check(l2Strength > 0, "l2Strength", l2Strength, "a number above 0, as there are bounds")
    }
    try check()
  }

  /// Throws the first setting that is out of its range, whatever the columns.
  func check() throws(FitError) {
    try check(
      l2Strength >= 0 && l2Strength.isFinite, "l2Strength", l2Strength,
      "a finite number that is not negative")
    try check(
      gradientTolerance > 0 && gradientTolerance.isFinite, "gradientTolerance", gradientTolerance,
      "a finite number above 0")
    try check(maximumIterations >= 1, "maximumIterations", maximumIterations, "at least 1")
    try check(workers.count >= 1, "threads", workers.count, "at least 1")
  }

  private func check(_ holds: Bool, _ name: String, _ found: some Any, _ expected: String)
    throws(FitError)
  {
    if !holds { throw .settingOutOfRange(name: name, found: "\(found)", expected: expected) }
  }
}

/// A regression with a ridge penalty, fitted by Newton's method.
public protocol RidgeRegression: Sendable {
  var settings: RegressionSettings { get set }

  init(settings: RegressionSettings)
}

extension RidgeRegression {
  /// A regression told what `RegressionSettings` holds.
  public init(
    l2Strength: Double = 0, penaltyMeans: [Double]? = nil, bounds: [CoefficientBound]? = nil,
    gradientTolerance: Double = 1e-8, maximumIterations: Int = 100, workers: Workers = .one
  ) {
    self.init(
      settings: RegressionSettings(
        l2Strength: l2Strength, penaltyMeans: penaltyMeans, bounds: bounds,
        gradientTolerance: gradientTolerance, maximumIterations: maximumIterations,
        workers: workers))
  }
}

/// To which side of 0 a coefficient keeps.
public enum CoefficientBound: Sendable, Equatable {
  case none, atLeastZero, atMostZero

  /// The factor that makes the bound one from below; 0 where there is none.
  var sign: Double {
    switch self {
    case .none: 0
    case .atLeastZero: 1
    case .atMostZero: -1
    }
  }
}
