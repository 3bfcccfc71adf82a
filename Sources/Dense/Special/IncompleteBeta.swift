internal import RealModule

/// The regularised incomplete beta function I_x(a, b): P(X ≤ x) for X ~ Beta(a, b).
///
/// - Parameters:
///   - x: in [0, 1].
///   - a: above 0.
///   - b: above 0.
/// - Returns: a number in [0, 1], to 1e-13 relative for a and b up to a thousand.
///
/// Source: the continued fraction of Abramowitz & Stegun 26.5.8 by Lentz's method, which converges
/// fast for x below (a + 1) ÷ (a + b + 2); above it the symmetry I_x(a, b) = 1 − I_{1−x}(b, a)
/// holds. Checked against `Tests/Oracles/retention.json`.
public func regularizedIncompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
  precondition(x >= 0 && x <= 1 && a > 0 && b > 0, "I of \(x), \(a), \(b)")
  if x == 0 || x == 1 { return x }
  if x > (a + 1) / (a + b + 2) { return 1 - regularizedIncompleteBeta(1 - x, b, a) }
  let scale = Double.exp(a * .log(x) + b * .log(onePlus: -x) - logBeta(a, b)) / a
  // Keeps the denominators off 0, as Lentz's method asks.
  let tiny = 1e-300
  func offZero(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
  var (numerator, denominator) = (1.0, 1 / offZero(1 - (a + b) * x / (a + 1)))
  var fraction = denominator
  for step in 1...10_000 {
    let m = Double(step)
    let terms = [
      m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
      -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
    ]
    var change = 1.0
    for term in terms {
      denominator = 1 / offZero(1 + term * denominator)
      numerator = offZero(1 + term / numerator)
      change = numerator * denominator
      fraction *= change
    }
    if abs(change - 1) <= 2 * .ulpOfOne { break }
  }
  return min(max(scale * fraction, 0), 1)
}
