internal import Dense
private import RealModule

/// The likelihood of calibration around its maximum over all observations, from which the lines of
/// resampled observations follow by one Newton step each.
struct CalibrationExpansion: Sendable {
  /// The fit over all observations; nil where there is none.
  private let line: Recalibration?
  private let largeIntercept: Double?
  private let logOdds: [Double]
  /// Outcome − p and p(1 − p) by rank, p from `line`.
  private let lineTerms: [Term]
  /// The same, p from `largeIntercept` with the slope held at 1.
  private let interceptTerms: [Term]

  private struct Term {
    let residual: Double
    let curvature: Double
  }

  init(of outcomes: RankedOutcomes) {
    let whole = WeightedRanks(outcomes.ones, of: outcomes)
    line = outcomes.recalibration(of: whole)
    largeIntercept = outcomes.calibrationIntercept(of: whole)
    logOdds = outcomes.logOdds
    func terms(_ line: Recalibration?) -> [Term] {
      guard let line else { return [] }
      return zip(outcomes.logOdds, outcomes.outcomes).map { x, yes in
        let p = 1 / (1 + Double.exp(-(line.intercept + line.slope * x)))
        return Term(residual: (yes ? 1 : 0) - p, curvature: p * (1 - p))
      }
    }
    lineTerms = terms(line)
    interceptTerms = terms(largeIntercept.map { Recalibration(intercept: $0, slope: 1) })
  }

  /// The calibration in the large of a sample.
  func intercept(of sample: WeightedRanks) -> Double? {
    guard let largeIntercept else { return nil }
    var (gradient, curvature) = (0.0, 0.0)
    for (rank, term) in interceptTerms.enumerated() {
      let weight = Double(sample.weights[rank])
      gradient += weight * term.residual
      curvature += weight * term.curvature
    }
    return curvature > 0 ? largeIntercept + gradient / curvature : nil
  }

  /// The calibration slope of a sample.
  func slope(of sample: WeightedRanks) -> Double? {
    guard let line else { return nil }
    var (g0, g1, h00, h01, h11) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (rank, term) in lineTerms.enumerated() {
      let (weight, x) = (Double(sample.weights[rank]), logOdds[rank])
      let (residual, curvature) = (weight * term.residual, weight * term.curvature)
      g0 += residual
      g1 += residual * x
      h00 += curvature
      h01 += curvature * x
      h11 += curvature * (x * x)
    }
    let derivatives = LikelihoodDerivatives(gradient: (g0, g1), curvature: (h00, h01, h11))
    return derivatives.newtonStep.map { line.slope + $0.slope }
  }
}
