internal import Dense
private import RealModule

/// A straight line from predicted to true log-odds: logit P(yes) = intercept + slope · logit p.
struct Recalibration: Sendable {
  var intercept: Double
  var slope: Double
}

extension RankedOutcomes {
  /// The intercept of greatest likelihood with the slope held at 1.
  func calibrationIntercept(of sample: WeightedRanks) -> Double? {
    guard sample.positives > 0, sample.negatives > 0 else { return nil }
    return ascent(from: Recalibration(intercept: 0, slope: 1), over: sample) { derivatives in
      guard derivatives.curvature.0 > 0 else { return nil }
      return Recalibration(intercept: derivatives.gradient.0 / derivatives.curvature.0, slope: 0)
    }?.intercept
  }

  /// Intercept and slope of greatest likelihood, started from the rate alone.
  ///
  /// At slope 0 every observation has its say in the curvature; at slope 1 probabilities next to 0
  /// and 1 have none, and the first step would leap.
  func recalibration(of sample: WeightedRanks) -> Recalibration? {
    guard sample.positives > 0, sample.negatives > 0 else { return nil }
    let rate = Recalibration(
      intercept: .log(Double(sample.positives) / Double(sample.negatives)), slope: 0)
    return ascent(from: rate, over: sample) { $0.newtonStep }
  }

  /// Newton's method on the log-likelihood, which is concave; nil where it has no maximum.
  private func ascent(
    from start: Recalibration, over sample: WeightedRanks,
    newtonStep: (LikelihoodDerivatives) -> Recalibration?
  ) -> Recalibration? {
    var line = start
    var here = derivatives(at: line, over: sample)
    for _ in 0..<60 {
      guard var step = newtonStep(here) else { return nil }
      let slopeHere = abs(here.along(step))
      var next = line + step
      var there = derivatives(at: next, over: sample)
      // A concave function rises along the step for as long as its slope shrinks in size, so the
      // gradient alone tells a step that went too far.
      var halvings = 0
      while !(abs(there.along(step)) <= slopeHere * 1.000_001), halvings < 40,
        !step.isTiny(at: line)
      {
        step = step.halved
        halvings += 1
        next = line + step
        there = derivatives(at: next, over: sample)
      }
      let isLast = step.isTiny(at: line)
      line = next
      here = there
      if isLast { return line }
    }
    return nil
  }

  private func derivatives(
    at line: Recalibration, over sample: WeightedRanks
  ) -> LikelihoodDerivatives {
    var (g0, g1, h00, h01, h11) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for rank in 0..<count where sample.weights[rank] > 0 {
      let (weight, x) = (Double(sample.weights[rank]), logOdds[rank])
      let p = 1 / (1 + Double.exp(-(line.intercept + line.slope * x)))
      let residual = weight * ((outcomes[rank] ? 1 : 0) - p)
      let curvature = weight * (p * (1 - p))
      g0 += residual
      g1 += residual * x
      h00 += curvature
      h01 += curvature * x
      h11 += curvature * (x * x)
    }
    return LikelihoodDerivatives(gradient: (g0, g1), curvature: (h00, h01, h11))
  }
}

/// Gradient of a log-likelihood in intercept and slope, and the negative of its Hessian.
struct LikelihoodDerivatives {
  var gradient: (Double, Double)
  var curvature: (Double, Double, Double)

  /// The step to the maximum of the quadratic; nil where all log-odds are equal, or the likelihood
  /// is flat because they separate the classes.
  var newtonStep: Recalibration? {
    let (g0, g1) = gradient
    let (h00, h01, h11) = curvature
    let determinant = h00 * h11 - h01 * h01
    guard determinant > 1e-12 * h00 * h11 else { return nil }
    return Recalibration(
      intercept: (h11 * g0 - h01 * g1) / determinant,
      slope: (h00 * g1 - h01 * g0) / determinant)
  }

  /// The derivative in the direction of a step.
  func along(_ step: Recalibration) -> Double {
    gradient.0 * step.intercept + gradient.1 * step.slope
  }
}

extension Recalibration {
  fileprivate static func + (line: Recalibration, step: Recalibration) -> Recalibration {
    Recalibration(intercept: line.intercept + step.intercept, slope: line.slope + step.slope)
  }

  fileprivate var halved: Recalibration {
    Recalibration(intercept: intercept / 2, slope: slope / 2)
  }

  /// Whether a Newton step from here, after which the error is of its square, is the last needed.
  fileprivate func isTiny(at line: Recalibration) -> Bool {
    max(abs(intercept), abs(slope)) <= 1e-9 * max(1, abs(line.intercept), abs(line.slope))
  }
}
