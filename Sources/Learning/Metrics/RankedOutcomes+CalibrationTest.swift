extension RankedOutcomes {
  /// The score test of calibration: whether logit P(yes) = a + b · logit p with a = 0 and b = 1.
  ///
  /// U = Σ (y − p)·(1, logit p) has variance I = Σ p(1 − p)·(1, logit p)ᵀ(1, logit p) where the
  /// probabilities hold, and UᵀI⁻¹U is then χ² with two degrees of freedom (Cox 1958; Rao 1948).
  ///
  /// Probabilities count as at least one in a million, and as many below 1, so that a score of 0 or 1 can
  /// be found wrong.
  /// - Returns: χ² and its degrees of freedom, 1 where all probabilities are equal; nil of nobody.
  public func calibrationTest() -> (chiSquare: Double, degrees: Int)? {
    var (u0, u1, i00, i01, i11) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for rank in probabilities.indices {
      let p = min(max(probabilities[rank], 1e-6), 1 - 1e-6)
      let x = min(max(logOdds[rank], -13.815510), 13.815510)
      let residual = (outcomes[rank] ? 1 : 0) - p
      u0 += residual
      u1 += residual * x
      i00 += p * (1 - p)
      i01 += p * (1 - p) * x
      i11 += p * (1 - p) * x * x
    }
    guard i00 > 0 else { return nil }
    let determinant = i00 * i11 - i01 * i01
    guard determinant > 1e-9 * i00 * i11 else { return (u0 * u0 / i00, 1) }
    return ((i11 * u0 * u0 - 2 * i01 * u0 * u1 + i00 * u1 * u1) / determinant, 2)
  }
}
