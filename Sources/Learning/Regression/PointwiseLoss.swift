internal import Dense
internal import RealModule

/// A loss of one row as a function of its linear predictor η: convex, twice differentiable.
package protocol PointwiseLoss: Sendable {
  /// The losses of four rows and their derivatives in η.
  static func terms(response: SIMD4<Double>, predictor: SIMD4<Double>) -> LossTerms

  /// Whether the loss stays bounded as η grows without end in a direction.
  ///
  /// Where it does in some direction for all rows, the sum has no minimum (Albert & Anderson 1984).
  static func isBounded(response: Double, as direction: FloatingPointSign) -> Bool
}

/// The losses of four rows and their derivatives in the linear predictor.
package struct LossTerms {
  package var value: SIMD4<Double>
  package var slope: SIMD4<Double>
  package var curvature: SIMD4<Double>
}

/// Negative log-likelihood of a Bernoulli response with a logit link: log(1 + e^η) − yη.
package enum LogisticLoss: PointwiseLoss {
  @inline(__always)
  package static func terms(response y: SIMD4<Double>, predictor eta: SIMD4<Double>) -> LossTerms {
    // In e^−|η| nothing overflows, and neither μ nor 1 − μ is taken by subtraction from 1.
    let isPositive = eta .> 0
    let decay = exp(eta.replacing(with: -eta, where: isPositive))
    let larger = 1 / (1 + decay)
    let smaller = decay * larger
    let mean = smaller.replacing(with: larger, where: isPositive)
    let complement = larger.replacing(with: smaller, where: isPositive)
    let linear = (-y * eta).replacing(with: (1 - y) * eta, where: isPositive)
    return LossTerms(
      value: linear + logOnePlus(decay),
      slope: (1 - y) * mean - y * complement,
      curvature: larger * smaller)
  }

  package static func isBounded(response: Double, as direction: FloatingPointSign) -> Bool {
    response == (direction == .plus ? 1 : 0)
  }
}

/// Negative quasi-log-likelihood of a response ≥ 0 with a log link: e^η − yη.
package enum PoissonLoss: PointwiseLoss {
  @inline(__always)
  package static func terms(response y: SIMD4<Double>, predictor eta: SIMD4<Double>) -> LossTerms {
    let mean = exp(eta)
    return LossTerms(value: mean - y * eta, slope: mean - y, curvature: mean)
  }

  package static func isBounded(response: Double, as direction: FloatingPointSign) -> Bool {
    direction == .minus && response == 0
  }
}

/// The logistic function 1 / (1 + e^−z), exact to rounding at both ends.
public func logistic(_ z: Double) -> Double {
  let decay = Double.exp(-abs(z))
  return (z > 0 ? 1 : decay) / (1 + decay)
}

/// log(p/(1 − p)), kept finite where weights of very different sizes round p to 0 or 1.
func logOdds(_ p: Double) -> Double {
  let inside = min(max(p, 1e-12), 1 - 1e-12)
  return Double.log(inside) - Double.log(onePlus: -inside)
}
