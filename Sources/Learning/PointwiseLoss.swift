internal import RealModule

/// A loss of one row as a function of its linear predictor η: convex, twice differentiable.
package protocol PointwiseLoss: Sendable {
  /// The loss and its derivatives in η.
  static func terms(response: Double, predictor: Double) -> LossTerms

  /// Whether the loss stays bounded as η grows without end in a direction.
  ///
  /// Where it does in some direction for all rows, the sum has no minimum (Albert & Anderson 1984).
  static func isBounded(response: Double, as direction: FloatingPointSign) -> Bool
}

/// The loss of one row and its derivatives in the linear predictor.
package struct LossTerms {
  package let value: Double
  package let slope: Double
  package let curvature: Double
}

/// Negative log-likelihood of a Bernoulli response with a logit link: log(1 + e^η) − yη.
package enum LogisticLoss: PointwiseLoss {
  @inline(__always)
  package static func terms(response y: Double, predictor eta: Double) -> LossTerms {
    // In e^−|η| nothing overflows, and neither μ nor 1 − μ is taken by subtraction from 1.
    let decay = Double.exp(-abs(eta))
    let larger = 1 / (1 + decay)
    let smaller = decay * larger
    let isPositive = eta > 0
    let mean = isPositive ? larger : smaller
    let complement = isPositive ? smaller : larger
    let linear = isPositive ? (1 - y) * eta : -y * eta
    return LossTerms(
      value: linear + Double.log(onePlus: decay),
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
  package static func terms(response y: Double, predictor eta: Double) -> LossTerms {
    let mean = Double.exp(eta)
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
