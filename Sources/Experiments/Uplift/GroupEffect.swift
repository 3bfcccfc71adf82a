internal import Dense

/// The effect of a treatment in a group of customers, each weighted by the inverse of the chance of what
/// happened to them (Hájek 1971), with the interval of the weighted means.
package struct GroupEffect: Sendable, Equatable, Encodable {
  package let customers: Int
  package let difference: Double
  /// Root of the sum of squares Σw²(y − ȳ)² ÷ (Σw)² of both arms.
  package let standardError: Double
  package let low: Double
  package let high: Double

  enum CodingKeys: String, CodingKey {
    case customers, difference
    case standardError = "standard_error"
    case low, high
  }

  /// Nil where an arm has fewer than two customers in the group.
  ///
  /// - Parameters:
  ///   - members: rows of the group.
  ///   - rows: all customers.
  ///   - propensity: each one's chance of treatment.
  ///   - confidence: of the interval.
  package init?(
    of members: [Int], in rows: UpliftRows, propensity: [Double], confidence: Double = 0.95
  ) {
    var means: [Double] = []
    var squares: [Double] = []
    for isArm in [true, false] {
      let own = members.filter { rows.isTreated[$0] == isArm }
      guard own.count >= 2 else { return nil }
      let weights = own.map { 1 / (isArm ? propensity[$0] : 1 - propensity[$0]) }
      let total = weights.reduce(0, +)
      let mean = zip(own, weights).reduce(0) { $0 + $1.1 * rows.outcome[$1.0] } / total
      means.append(mean)
      squares.append(
        zip(own, weights).reduce(0) { sum, row in
          let off = row.1 * (rows.outcome[row.0] - mean) / total
          return sum + off * off
        })
    }
    customers = members.count
    difference = means[0] - means[1]
    standardError = squares.reduce(0, +).squareRoot()
    let half = -normalQuantile((1 - confidence) / 2) * standardError
    (low, high) = (difference - half, difference + half)
  }
}
