internal import Dense

/// Whether arms have the sizes that were planned.
///
/// A sample-ratio mismatch is the sign of a fault in the assignment or of customers lost on the way, and
/// no readout survives it (Fabijan et al. 2019).
package struct SampleRatioCheck: Sendable, Equatable, Encodable {
  package let counts: [Int]
  /// Pearson's statistic, with one degree of freedom less than there are arms.
  package let chiSquared: Double
  package let pValue: Double

  /// Below this p-value the check fails: one false alarm in a thousand.
  package static let alarm = 0.001

  package var isMismatch: Bool { pValue < Self.alarm }

  /// - Parameters:
  ///   - counts: customers of each arm, not all 0.
  ///   - shares: planned, one an arm, above 0, with the sum 1.
  package init(counts: [Int], shares: [Double]) {
    precondition(counts.count == shares.count && counts.count >= 2)
    let total = Double(counts.reduce(0, +))
    self.counts = counts
    chiSquared = zip(counts, shares).reduce(0) { sum, arm in
      let expected = total * arm.1
      let off = Double(arm.0) - expected
      return expected > 0 ? sum + off * off / expected : sum
    }
    pValue = chiSquaredTail(chiSquared, degreesOfFreedom: counts.count - 1)
  }

  enum CodingKeys: String, CodingKey {
    case counts
    case chiSquared = "chi_squared"
    case pValue = "p_value"
  }
}
