internal import RealModule

/// Intervals that may be looked at early and often.
package enum AlwaysValid: Sendable, Equatable {
  /// Customers enter one after the other: a confidence sequence over their number, tuned to be tightest
  /// where all `planned` have been seen.
  case sequence(planned: Int)
  /// All customers enter at once and are looked at again and again: the k-th look takes α ÷ (k(k + 1)),
  /// which adds up to α over any number of looks, however they depend on each other.
  case look(Int)

  /// Half the width of a confidence sequence for a mean, in standard deviations of one value.
  ///
  /// Source: the asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2024),
  /// Time-uniform central limit theory and asymptotic confidence sequences, Theorem 2.2: with the
  /// probability 1 − α all intervals of the sequence hold at once, in the limit of many values before the
  /// first look. It is the two-sided normal mixture of Robbins (1970); Howard, Ramdas, McAuliffe & Sekhon
  /// (2021), eq. 14.
  /// - Parameters:
  ///   - count: values so far, above 0.
  ///   - planned: values at which it is to be tightest, above 0; it must not depend on the outcomes.
  ///   - alpha: chance that any interval misses.
  /// - Returns: the half width for a standard deviation of 1.
  package static func halfWidth(count: Double, planned: Double, alpha: Double) -> Double {
    precondition(count > 0 && planned > 0 && alpha > 0 && alpha < 1)
    let twoLogs = -2 * Double.log(alpha)
    let rho = planned / (twoLogs + .log(onePlus: twoLogs))
    return ((count + rho) * (.log(onePlus: count / rho) + twoLogs)).squareRoot() / count
  }
}
