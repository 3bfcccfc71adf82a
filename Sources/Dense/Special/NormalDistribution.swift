internal import RealModule

/// Φ(z), the share of a standard normal variable below z.
///
/// - Parameter z: any number.
/// - Returns: Φ(z), to 1e-15 relative in the lower tail.
public func normalCDF(_ z: Double) -> Double { 0.5 * Double.erfc(-z * 0.5.squareRoot()) }

/// The z below which a share of a standard normal variable lies: the inverse of Φ.
///
/// For a quantile far up take that of the upper tail with its sign turned: `-normalQuantile(tail)`.
/// - Parameter share: above 0 and below 1.
/// - Returns: z, to 1e-14 relative or absolute.
///
/// Source: the start is Abramowitz & Stegun 26.2.23, good to 4.5e-4; two steps of Halley's method on Φ
/// take it to the last digits.
public func normalQuantile(_ share: Double) -> Double {
  precondition(share > 0 && share < 1, "no normal quantile of \(share)")
  if share > 0.5 { return -normalQuantile(1 - share) }
  let t = (-2 * Double.log(share)).squareRoot()
  var z =
    (2.515517 + t * (0.802853 + t * 0.010328))
    / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
  for _ in 0..<3 {
    let density = Double.exp(-0.5 * z * z) / (2 * Double.pi).squareRoot()
    let step = (normalCDF(z) - share) / density
    z -= step / (1 + 0.5 * z * step)
  }
  return z
}

/// P(|T| > t) of Student's distribution.
///
/// - Parameters:
///   - t: any number.
///   - degreesOfFreedom: above 0, whole or not.
/// - Returns: a number in [0, 1], to 1e-10 relative for up to a million degrees.
///
/// Source: Abramowitz & Stegun 26.7.1 with 26.5.27.
public func studentTails(_ t: Double, degreesOfFreedom: Double) -> Double {
  precondition(degreesOfFreedom > 0, "\(degreesOfFreedom) degrees of freedom")
  guard t.isFinite else { return 0 }
  return regularizedIncompleteBeta(
    degreesOfFreedom / (degreesOfFreedom + t * t), 0.5 * degreesOfFreedom, 0.5)
}

/// The t ≥ 0 that Student's variable exceeds in magnitude with a probability.
///
/// - Parameters:
///   - tails: P(|T| > t), above 0 and below 1.
///   - degreesOfFreedom: above 0, whole or not.
/// - Returns: t, to 1e-9 relative.
///
/// Newton's method from the normal quantile, which lies below: the tail is convex, so no step goes too
/// far.
public func studentQuantile(tails: Double, degreesOfFreedom: Double) -> Double {
  precondition(tails > 0 && tails < 1, "no quantile for tails of \(tails)")
  let half = 0.5 * degreesOfFreedom
  let scale = Double.exp(-logBeta(0.5, half)) / degreesOfFreedom.squareRoot()
  var t = -normalQuantile(0.5 * tails)
  for _ in 0..<200 {
    let density = scale * .exp(-(half + 0.5) * .log(onePlus: t * t / degreesOfFreedom))
    let step = (studentTails(t, degreesOfFreedom: degreesOfFreedom) - tails) / (2 * density)
    t += step
    if abs(step) <= 1e-13 * abs(t) { break }
  }
  return t
}
