internal import Dense
package import Files

/// How alike the arms are before anything is done: sizes, strata, and means of columns.
package struct ArmBalance: Sendable, Equatable, Encodable {
  /// One stratum: its name and customers by arm.
  package struct Stratum: Sendable, Equatable, Encodable {
    package let name: String
    package let counts: [Int]
  }

  /// The mean of a column in a treated arm, less that in control, in standard deviations.
  package struct Difference: Sendable, Equatable, Encodable {
    package let column: String
    package let arm: String
    package let standardised: Double

    /// From here on a difference is called large (Austin 2009).
    package static let large = 0.1
  }

  package let ratio: SampleRatioCheck
  package let strata: [Stratum]
  /// p-value of the strata's sizes by arm, against the planned shares; nil with one stratum.
  ///
  /// Strata in which an arm expects fewer than five customers are left out.
  package let strataPValue: Double?
  package let differences: [Difference]

  enum CodingKeys: String, CodingKey {
    case ratio, strata
    case strataPValue = "strata_p_value"
    case differences
  }

  /// Compares arms.
  ///
  /// - Parameters:
  ///   - arms: arm of each customer.
  ///   - plan: the arms.
  ///   - strata: of the customers.
  ///   - columns: of numbers; categories are passed over.
  package init(of arms: [Int], plan: ArmPlan, strata: Strata, columns: [TypedColumn]) {
    var counts = [Int](repeating: 0, count: plan.arms.count)
    var cells = [[Int]](repeating: counts, count: strata.names.count)
    for (customer, arm) in arms.enumerated() {
      counts[arm] += 1
      cells[strata.ofCustomer[customer]][arm] += 1
    }
    let shares = plan.arms.map(\.share)
    ratio = SampleRatioCheck(counts: counts, shares: shares)
    self.strata = zip(strata.names, cells).map { Stratum(name: $0, counts: $1) }
    let checked = cells.filter { cell in
      let total = Double(cell.reduce(0, +))
      return shares.allSatisfy { total * $0 >= 5 }
    }
    let sum = checked.reduce(0) { $0 + SampleRatioCheck(counts: $1, shares: shares).chiSquared }
    strataPValue =
      cells.count > 1 && !checked.isEmpty
      ? chiSquaredTail(sum, degreesOfFreedom: checked.count * (shares.count - 1)) : nil
    differences = columns.flatMap { column -> [Difference] in
      guard case .numbers(let values) = column.cells else { return [] }
      let moments = plan.arms.indices.map { arm in
        Moments(
          of: values.indices.lazy.filter { arms[$0] == arm && !values[$0].isNaN }.map { values[$0] }
        )
      }
      return plan.arms.indices.filter { $0 != plan.control }.compactMap { arm in
        standardisedDifference(moments[arm], moments[plan.control]).map {
          Difference(column: column.name, arm: plan.arms[arm].name, standardised: $0)
        }
      }
    }
  }
}

/// The difference of two means in units of the root of their mean variance (Austin 2009); nil where a
/// side has fewer than two values or all values are equal.
///
/// Where each side has one value of its own, in standard deviations over both sides together: about 2 for
/// sides of one size.
package func standardisedDifference(_ treated: Moments, _ control: Moments) -> Double? {
  guard treated.count >= 2, control.count >= 2 else { return nil }
  let difference = treated.mean - control.mean
  let spread = (0.5 * (treated.variance + control.variance)).squareRoot()
  // Sums of equal values differ in their last digits.
  let negligible = 1e-12 * max(abs(treated.mean), abs(control.mean))
  if spread > negligible { return difference / spread }
  guard abs(difference) > negligible else { return nil }
  let (one, other) = (Double(treated.count), Double(control.count))
  let overBoth = (one * other / ((one + other) * (one + other - 1))).squareRoot()
  return (difference > 0 ? 1 : -1) / overBoth
}
