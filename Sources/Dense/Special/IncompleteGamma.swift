internal import RealModule

/// P(X > x) for X ~ χ² with some degrees of freedom: the p-value of a chi-squared statistic.
///
/// - Parameters:
///   - x: at least 0.
///   - degreesOfFreedom: at least 1.
/// - Returns: a number in [0, 1], to 1e-12 relative for up to a thousand degrees.
///
/// Source: Q(a, x) with a = ν ÷ 2 at x ÷ 2 (Abramowitz & Stegun 26.4.19): the series 6.5.29 below
/// a + 1, the continued fraction 6.5.31 by Lentz's method above.
public func chiSquaredTail(_ x: Double, degreesOfFreedom: Int) -> Double {
  precondition(x >= 0 && degreesOfFreedom >= 1, "χ² of \(x) at \(degreesOfFreedom) degrees")
  guard x > 0 else { return 1 }
  guard x.isFinite else { return 0 }
  let (a, y) = (0.5 * Double(degreesOfFreedom), 0.5 * x)
  let scale = Double.exp(a * .log(y) - y - .logGamma(a))
  return y < a + 1 ? 1 - scale * lowerSeries(a, y) : scale * upperFraction(a, y)
}

/// γ(a, y) ÷ (yᵃ e^−y).
private func lowerSeries(_ a: Double, _ y: Double) -> Double {
  var (term, sum, n) = (1 / a, 1 / a, a)
  while term > sum * 0.5 * .ulpOfOne {
    n += 1
    term *= y / n
    sum += term
  }
  return sum
}

/// Γ(a, y) ÷ (yᵃ e^−y).
private func upperFraction(_ a: Double, _ y: Double) -> Double {
  let tiny = 1e-300
  var b = y + 1 - a
  var (c, d) = (1 / tiny, 1 / b)
  var fraction = d
  for step in 1...10_000 {
    let factor = -Double(step) * (Double(step) - a)
    b += 2
    d = factor * d + b
    if abs(d) < tiny { d = tiny }
    c = b + factor / c
    if abs(c) < tiny { c = tiny }
    d = 1 / d
    fraction *= d * c
    if abs(d * c - 1) <= 2 * .ulpOfOne { break }
  }
  return fraction
}
