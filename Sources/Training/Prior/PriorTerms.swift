internal import Dense
internal import Models
internal import RealModule
internal import Snapshots

/// What the coefficients of a prior belong to: terms of a few features that mean the same in every shop,
/// as times are in horizons and counts are those of windows as long as one, two and four horizons.
///
/// `Benchmarks/peers/donor_prior.py` has the same terms; they may only change with the prior's version.
package struct PriorTerms {
  let horizonInDays: Int

  /// The features that the terms are of.
  package static let features =
    ["days_since_last_order", "days_since_first_order", "orders", "current_gap_to_own_gap"]
    + windows.map { "orders_\($0)" }
  private static let windows = [30, 90, 180, 365]
  package static let count = 15

  package init(horizonInDays: Int) { self.horizonInDays = horizonInDays }

  /// The log-odds that a prior gives rows, but for a constant; 0 where its terms are others than these.
  ///
  /// - Parameters:
  ///   - rows: with the features of the terms among their columns.
  ///   - prior: whose coefficients they are.
  /// - Returns: log-odds of churn, one a row.
  func logOdds(of rows: LabelledRows, by prior: ShopPrior) -> [Double] {
    let positions = Self.features.compactMap(rows.names.firstIndex(of:))
    guard prior.coefficients.count == Self.count, positions.count == Self.features.count else {
      return [Double](repeating: 0, count: rows.count)
    }
    return (0..<rows.count).map { row in
      zip(terms(positions.map { rows.values[row, $0] }), prior.coefficients)
        .reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  /// The terms of one customer, from the values of `features`.
  package func terms(_ values: [Double]) -> [Double] {
    let horizon = Double(horizonInDays)
    let recency = Double.log(values[0] / horizon)
    let tenure = Double.log(values[1] / horizon)
    let frequency = Double.log(values[2])
    let isUnknown = values[3].isNaN
    let overdue = isUnknown ? 0 : Double.log(max(values[3], 1e-3))
    let unknown = isUnknown ? 1.0 : 0
    func hinge(_ value: Double, _ knot: Double) -> Double { max(0, value - .log(knot)) }
    return [
      recency, hinge(recency, 0.5), hinge(recency, 1.5),
      frequency, hinge(frequency, 4), tenure, hinge(tenure, 2),
      unknown, overdue, hinge(overdue, 1), recency * frequency, recency * unknown,
    ] + [1, 2, 4].map { orders(within: $0 * horizon, values) }
  }

  /// log1p of the orders of a window, between those of the catalogue's windows by the log of its length; a
  /// window that reaches before the log begins holds all orders.
  private func orders(within days: Double, _ values: [Double]) -> Double {
    let counts = values[4...].map { Double.log(onePlus: $0.isNaN ? values[2] : $0) }
    for (place, window) in Self.windows.enumerated() where days <= Double(window) {
      guard place > 0 else { return counts[0] }
      let short = Double(Self.windows[place - 1])
      let part = Double.log(days / short) / Double.log(Double(window) / short)
      return counts[place - 1] + (counts[place] - counts[place - 1]) * part
    }
    return counts[counts.count - 1]
  }
}
