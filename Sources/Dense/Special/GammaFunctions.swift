internal import RealModule

// The gamma function's relatives that likelihoods need beyond `Double.logGamma`. All of them shift
// the argument above 12 by their recurrence and go on with Stirling's series, whose first term left
// out is then below 1e-17 (Abramowitz & Stegun 6.1.40, 6.3.18, 6.4.12).

private let stirlingStart = 12.0

/// The logarithmic derivative of the gamma function, ψ(x).
///
/// - Parameter x: above 0.
/// - Returns: ψ(x), to 1e-14 relative, or absolute near its root at 1.46.
public func digamma(_ x: Double) -> Double {
  precondition(x > 0, "digamma of \(x)")
  var (x, shifted) = (x, 0.0)
  while x < stirlingStart {
    shifted -= 1 / x
    x += 1
  }
  let y = 1 / (x * x)
  let series =
    y * (1 / 12 - y * (1 / 120 - y * (1 / 252 - y * (1 / 240 - y * (1 / 132 - y * 691 / 32_760)))))
  return shifted + Double.log(x) - 0.5 / x - series
}

/// The derivative of the digamma function, ψ′(x).
///
/// - Parameter x: above 0.
/// - Returns: ψ′(x), to 1e-14 relative.
public func trigamma(_ x: Double) -> Double {
  precondition(x > 0, "trigamma of \(x)")
  var (x, shifted) = (x, 0.0)
  while x < stirlingStart {
    shifted += 1 / (x * x)
    x += 1
  }
  let y = 1 / (x * x)
  let series =
    1 / 6 - y
    * (1 / 30 - y * (1 / 42 - y * (1 / 30 - y * (5 / 66 - y * (691 / 2_730 - y * 7 / 6)))))
  return shifted + 1 / x + 0.5 * y + series * y / x
}

/// log Γ(x + n) − log Γ(x), without the cancellation that two large logarithms would bring.
///
/// - Parameters:
///   - x: above 0.
///   - n: at least 0, whole or not.
/// - Returns: the logarithm of the rising factorial, to 1e-14 of the sum of its parts' magnitudes.
public func logRisingFactorial(_ x: Double, _ n: Double) -> Double {
  precondition(x > 0 && n >= 0, "the rising factorial of \(x), \(n)")
  if n == 0 { return 0 }
  var (x, shifted) = (x, 0.0)
  while x < stirlingStart {
    shifted -= Double.log(onePlus: n / x)
    x += 1
  }
  let end = x + n
  let leading = (end - 0.5) * Double.log(onePlus: n / x) + n * (Double.log(x) - 1)
  return shifted + leading + (stirlingCorrection(end) - stirlingCorrection(x))
}

/// log B(a, b), the logarithm of the beta function.
public func logBeta(_ a: Double, _ b: Double) -> Double {
  let (small, large) = (min(a, b), max(a, b))
  return Double.logGamma(small) - logRisingFactorial(large, small)
}

/// log Γ(x) − (x − ½) log x + x − ½ log 2π.
private func stirlingCorrection(_ x: Double) -> Double {
  let y = 1 / (x * x)
  let series =
    1 / 12 - y * (1 / 360 - y * (1 / 1_260 - y * (1 / 1_680 - y * (1 / 1_188 - y * 691 / 360_360))))
  return series / x
}
