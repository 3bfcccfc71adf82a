internal import RealModule

/// 1 ÷ (1 + e^−x), without overflow for large negative x.
func logistic(_ x: Double) -> Double {
  guard x < 0 else { return 1 / (1 + .exp(-x)) }
  let power = Double.exp(x)
  return power / (1 + power)
}
