internal import Dense
internal import RealModule

/// What a treated arm has more than control, with an interval and a two-sided test.
package struct ArmDifference: Sendable, Equatable, Encodable {
  package let difference: Double
  package let low: Double
  package let high: Double
  package let pValue: Double

  enum CodingKeys: String, CodingKey {
    case difference, low, high
    case pValue = "p_value"
  }

  package init(difference: Double, low: Double, high: Double, pValue: Double) {
    (self.difference, self.low, self.high) = (difference, low, high)
    self.pValue = pValue
  }
}

extension ArmDifference {
  /// The difference of two shares.
  ///
  /// The interval is Newcombe's hybrid of two score intervals (1998, method 10), which holds its level
  /// for rare outcomes too; the test is that of the pooled share.
  /// - Parameters:
  ///   - hits: customers of the treated arm with the outcome, of `count`.
  ///   - count: customers of the treated arm.
  ///   - controlHits: the same of control, of `controlCount`.
  ///   - controlCount: customers of control.
  ///   - alpha: 1 − confidence.
  package init(
    hits: Int, of count: Int, against controlHits: Int, of controlCount: Int, alpha: Double
  ) {
    precondition(count > 0 && controlCount > 0, "shares of nobody")
    let z = -normalQuantile(alpha / 2)
    let (p1, p0) = (Double(hits) / Double(count), Double(controlHits) / Double(controlCount))
    let (treated, control) = (
      scoreInterval(p1, of: count, z: z), scoreInterval(p0, of: controlCount, z: z)
    )
    func root(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
    let pooled = Double(hits + controlHits) / Double(count + controlCount)
    let error = (pooled * (1 - pooled) * (1 / Double(count) + 1 / Double(controlCount)))
      .squareRoot()
    self.init(
      difference: p1 - p0,
      low: p1 - p0 - root(p1 - treated.low, control.high - p0),
      high: p1 - p0 + root(treated.high - p1, p0 - control.low),
      pValue: error > 0 ? 2 * normalCDF(-abs(p1 - p0) / error) : 1)
  }

  /// The difference of two means, whatever their variances (Welch 1947).
  ///
  /// - Parameters:
  ///   - treated: moments of the treated arm, of at least two values.
  ///   - control: of control.
  ///   - alpha: 1 − confidence.
  package init(_ treated: Moments, against control: Moments, alpha: Double) {
    precondition(treated.count > 1 && control.count > 1, "means of fewer than two")
    let difference = treated.mean - control.mean
    let parts = [treated, control].map { $0.variance / Double($0.count) }
    let variance = parts[0] + parts[1]
    guard variance > 0 else {
      self.init(
        difference: difference, low: difference, high: difference,
        pValue: difference == 0 ? 1 : 0)
      return
    }
    let freedom =
      variance * variance
      / (parts[0] * parts[0] / Double(treated.count - 1) + parts[1] * parts[1]
        / Double(control.count - 1))
    let error = variance.squareRoot()
    let half = error * studentQuantile(tails: alpha, degreesOfFreedom: freedom)
    self.init(
      difference: difference, low: difference - half, high: difference + half,
      pValue: studentTails(difference / error, degreesOfFreedom: freedom))
  }
}

/// The score interval of a share (Wilson 1927).
private func scoreInterval(_ p: Double, of count: Int, z: Double) -> (low: Double, high: Double) {
  let n = Double(count)
  let (centre, scale) = (p + z * z / (2 * n), 1 + z * z / n)
  let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
  return ((centre - half) / scale, (centre + half) / scale)
}

/// p-values raised so that testing several comparisons gives a false alarm in any of them no more often
/// than testing one (Holm 1979).
///
/// - Parameter pValues: of the comparisons of one family.
/// - Returns: adjusted p-values, in the same order.
package func holmAdjusted(_ pValues: [Double]) -> [Double] {
  let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
  var adjusted = pValues
  var least = 0.0
  for (rank, index) in order.enumerated() {
    least = max(least, min(1, Double(pValues.count - rank) * pValues[index]))
    adjusted[index] = least
  }
  return adjusted
}
