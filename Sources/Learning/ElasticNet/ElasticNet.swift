public import Dense
internal import RealModule

/// Logistic regression with an elastic net penalty, along a path of strengths.
///
/// At each strength λ it minimises Σw(log(1 + e^η) − yη)/Σw + λΣv((1 − α)/2 · β² + α|β|) with
/// η = β₀ + xβ, on the columns as they are: standardise them first if the penalty is to treat them
/// alike. The intercept β₀ is free. With α = 0 it is `LogisticRegression` with `l2Strength` λ; with
/// scikit-learn's C, λ = 1/(C · Σw).
///
/// Source: Zou & Hastie (2005); the path as in Friedman, Hastie & Tibshirani (2010).
public struct ElasticNet: Sendable {
  /// The strengths of a path.
  public enum Strengths: Sendable, Equatable {
    /// So many, from the least at which all penalised coefficients are 0, each the same share of the
    /// one before, down to a share of the first. The path ends early where the deviance does not fall
    /// any more.
    case falling(count: Int, to: Double)
    /// These, each above 0 and less than the one before.
    case given([Double])
  }

  /// α, the absolute values' share of the penalty, from 0 (ridge) to 1 (lasso).
  public var l1Share: Double
  public var strengths: Strengths
  /// v, what the strength is multiplied by for each column; 0 leaves a column without a penalty; nil
  /// for ones.
  public var penaltyFactors: [Double]?
  /// By how much the Karush-Kuhn-Tucker conditions, which are those of a gradient of 0, may be violated
  /// at most.
  ///
  /// Coefficients are then off by about so much by the loss's curvature along their columns.
  public var gradientTolerance: Double
  /// Proximal Newton steps allowed at each strength, at least 1.
  public var maximumIterations: Int
  /// Workers to use; the path is the same to the bit whatever their number.
  public var workers: Workers

  public init(
    l1Share: Double, strengths: Strengths = .falling(count: 50, to: 1e-3),
    penaltyFactors: [Double]? = nil, gradientTolerance: Double = 1e-6,
    maximumIterations: Int = 100, workers: Workers = .one
  ) {
    self.l1Share = l1Share
    self.strengths = strengths
    self.penaltyFactors = penaltyFactors
    self.gradientTolerance = gradientTolerance
    self.maximumIterations = maximumIterations
    self.workers = workers
  }

  /// Learns an intercept and coefficients at each strength.
  ///
  /// Constant columns get the coefficient 0, and so do columns without a penalty that depend on others
  /// without one; `diagnoses` names them. Where columns with a penalty are equal and α is 1, any
  /// division of their effect is a minimum, and one is returned.
  /// - Parameters:
  ///   - x: one row an observation; finite values of magnitude up to 1e100.
  ///   - labels: one a row, 1 for the positive class, 0 for the other; shares between are allowed.
  ///   - weights: one a row, at least 0, or nil for ones. A weight counts like a repetition.
  /// - Returns: one point a strength, converged or not: see `convergence` of each.
  /// - Throws: `FitError` naming the first fault.
  /// - Complexity: O(rows · columns) a strength and, for k columns that ever come into question,
  ///   O(rows · k) an iteration and O(rows · k²) a few times; memory for a second x and k² numbers for
  ///   each of up to 16 parts of the rows.
  public func fitted(
    to x: Matrix, labels: [Double], weights: [Double]? = nil
  ) throws(FitError) -> ElasticNetPath {
    try fitted(to: x, labels: labels, weights: weights, progress: .untold)
  }

  /// The same, which tells of each strength.
  package func fitted(
    to x: Matrix, labels: [Double], weights: [Double]? = nil, progress: Progress
  ) throws(FitError) -> ElasticNetPath {
    try checkSettings(columns: x.columns)
    let data = try RegressionData(
      x: .matrix(x), response: labels, responseName: "labels", weights: weights, groups: nil,
      workers: workers)
    try checkLabels(data)
    let problem = try ElasticNetProblem(
      x, data, factors: penaltyFactors ?? [Double](repeating: 1, count: x.columns))
    return path(of: problem, data, progress)
  }

  private func path(
    of problem: ElasticNetProblem, _ data: RegressionData, _ progress: Progress
  ) -> ElasticNetPath {
    let saturated = saturatedLoss(data)
    func deviance(_ meanLoss: Double) -> Double {
      2 * max(0, meanLoss * data.totalWeight - saturated)
    }
    var solver = problem.solver(
      l1Share: l1Share, tolerance: gradientTolerance, maximumIterations: maximumIterations)
    let strengthOfNone = solver.strengthOfNone
    let nullDeviance = deviance(solver.value)
    var points: [ElasticNetPath.Point] = []
    var previous = strengthOfNone
    let strengths = self.strengths.values(from: strengthOfNone)
    for (number, strength) in strengths.enumerated() {
      let convergence = solver.descend(to: strength, from: previous)
      previous = strength
      let point = ElasticNetPath.Point(
        strength: strength, problem.means, solver, deviance: deviance(solver.value),
        convergence: convergence)
      points.append(point)
      progress.reach(number + 1, of: strengths.count)
      if case .falling = self.strengths, isAtEnd(points, nullDeviance: nullDeviance) { break }
    }
    return ElasticNetPath(
      l1Share: l1Share, columnCount: data.x.columns, strengthOfNone: strengthOfNone,
      nullDeviance: nullDeviance, points: points, diagnoses: problem.diagnoses)
  }

  /// Whether the last of five strengths or more has lowered the deviance by less than 10⁻⁵ of what has
  /// been explained, or all but a thousandth is (as glmnet has it): weaker ones would only fit noise.
  private func isAtEnd(_ points: [ElasticNetPath.Point], nullDeviance: Double) -> Bool {
    guard points.count >= 5 else { return false }
    let (last, before) = (points[points.count - 1].deviance, points[points.count - 2].deviance)
    return before - last < 1e-5 * (nullDeviance - last) || last < 1e-3 * nullDeviance
  }

  private func checkSettings(columns: Int) throws(FitError) {
    try RegressionSettings(
      gradientTolerance: gradientTolerance, maximumIterations: maximumIterations, workers: workers
    ).check()
    guard 0...1 ~= l1Share else {
      throw .settingOutOfRange(
        name: "l1Share", found: "\(l1Share)", expected: "a number from 0 to 1")
    }
    try strengths.check()
    guard let penaltyFactors else { return }
    guard penaltyFactors.count == columns else {
      throw .settingOutOfRange(
        name: "penaltyFactors", found: "\(penaltyFactors.count) elements",
        expected: "one for each of \(columns) columns")
    }
    for (column, factor) in penaltyFactors.enumerated() where !(0...largestMagnitude ~= factor) {
      throw .settingOutOfRange(
        name: "penaltyFactors", found: "\(factor) for column \(column)",
        expected: "a number from 0 to 1e100")
    }
  }
}

extension ElasticNet.Strengths {
  fileprivate func values(from strengthOfNone: Double) -> [Double] {
    switch self {
    case .given(let strengths): return strengths
    // Where nothing is penalised, or nothing says anything, one strength is like another.
    case .falling where strengthOfNone == 0: return [0]
    case .falling(let count, let share):
      return (0..<count).map { index in
        index == 0
          ? strengthOfNone
          : strengthOfNone * Double.exp(Double.log(share) * Double(index) / Double(count - 1))
      }
    }
  }

  fileprivate func check() throws(FitError) {
    switch self {
    case .falling(let count, let share):
      guard 1...100_000 ~= count else {
        throw .settingOutOfRange(
          name: "strengths", found: "\(count) of them", expected: "1 to 100,000")
      }
      guard share > 0, share < 1 else {
        throw .settingOutOfRange(
          name: "strengths", found: "a fall to \(share) of the first",
          expected: "a share above 0 and below 1")
      }
    case .given(let strengths):
      var bound = Double.infinity
      for strength in strengths {
        guard strength > 0, strength < bound else {
          throw .settingOutOfRange(
            name: "strengths", found: "\(strength)",
            expected: "finite numbers above 0, each less than the one before")
        }
        bound = strength
      }
      guard !strengths.isEmpty else {
        throw .settingOutOfRange(name: "strengths", found: "none", expected: "at least one")
      }
    }
  }
}

/// Σwℓ of the saturated model: 0 but for labels between 0 and 1.
private func saturatedLoss(_ data: RegressionData) -> Double {
  var sum = 0.0
  for (label, weight) in zip(data.response, data.weights) where label > 0 && label < 1 && weight > 0
  {
    sum -= weight * (label * .log(label) + (1 - label) * .log(onePlus: -label))
  }
  return sum
}
