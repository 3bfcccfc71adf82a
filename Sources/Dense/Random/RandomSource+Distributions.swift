internal import RealModule

// Continuous distributions, from uniform draws and elementary functions alone.

extension RandomSource {
  /// An exponential number of mean 1, above 0, by inversion.
  public mutating func exponential() -> Double {
    // uniform() < 1, so the logarithm is finite; 1 − 2⁻⁵⁴ stands for 0, which has no logarithm.
    let u = uniform()
    return -.log(onePlus: -(u > 0 ? u : 0x1p-54))
  }

  /// A normal number of mean 0 and variance 1.
  ///
  /// Source: Marsaglia & Bray (1964), the polar method; the second number of each pair is dropped, so
  /// that a draw depends on no draw before it.
  public mutating func normal() -> Double {
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let square = x * x + y * y
      if square > 0, square < 1 { return x * (-2 * .log(square) / square).squareRoot() }
    }
  }

  /// A gamma number of mean `shape`, variance `shape`; divide by a rate for another scale.
  ///
  /// Source: Marsaglia & Tsang (2000), A Simple Method for Generating Gamma Variables; shapes below 1
  /// by their U^(1/shape), section 6.
  /// - Parameter shape: above 0.
  /// - Returns: the number, above 0 but for what underflows.
  public mutating func gamma(shape: Double) -> Double {
    precondition(shape > 0 && shape.isFinite, "no gamma distribution of shape \(shape)")
    guard shape >= 1 else {
      let power = Double.exp(-exponential() / shape)
      return gamma(shape: shape + 1) * power
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let root = 1 + c * x
      guard root > 0 else { continue }
      let v = root * root * root
      let u = uniform()
      let square = x * x
      if u < 1 - 0.0331 * square * square { return d * v }
      if u > 0, .log(u) < 0.5 * square + d * (1 - v + .log(v)) { return d * v }
    }
  }

  /// True with a probability.
  public mutating func chance(_ probability: Double) -> Bool { uniform() < probability }
}
