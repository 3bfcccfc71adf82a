internal import Dense
internal import Learning
internal import RealModule

/// The expected outcome given columns: logistic regression where outcomes are 0 and 1, ridge least
/// squares where they are not.
struct OutcomeModel: Sendable {
  private let predictor: LinearPredictor
  private let isBinary: Bool

  /// λ of the logistic regression, that of `table train`.
  private static let l2Strength = 1e-3

  /// Learns from some rows.
  ///
  /// - Parameters:
  ///   - x: one row an outcome, standardised columns.
  ///   - outcome: of each row.
  ///   - isBinary: whether all outcomes that there may be are 0 or 1.
  init(_ x: Matrix, outcome: [Double], isBinary: Bool) {
    self.isBinary = isBinary
    let mean = outcome.reduce(0, +) / Double(max(1, outcome.count))
    guard isBinary else {
      predictor = RidgeLeastSquares().fitted(
        to: x, responses: outcome, rows: Array(outcome.indices))
      return
    }
    let fit = try? LogisticRegression(l2Strength: Self.l2Strength).fitted(to: x, labels: outcome)
    // Of one class alone nothing is learned but its share.
    let share = min(max(mean, 1e-9), 1 - 1e-9)
    predictor =
      fit?.predictor
      ?? LinearPredictor(
        intercept: .log(share / (1 - share)),
        coefficients: [Double](repeating: 0, count: x.columns))
  }

  /// The expected outcome of each row.
  func values(for x: Matrix) -> [Double] {
    let values = predictor.values(for: x)
    return isBinary ? values.map { 1 / (1 + .exp(-$0)) } : values
  }
}
