internal import Dense
internal import RealModule
internal import Features
package import Snapshots

/// What may be chosen about a churn model before it is fitted.
package struct ChurnSettings: Sendable, Codable, Equatable {
  /// What the columns are made of.
  package var basis: ChurnBasis
  /// Training as-of dates at most, the latest ones.
  package var snapshots: Int
  /// λ of the penalty, on standardised columns.
  package var l2Strength: Double
  /// α, the absolute values' share of the penalty; nil for ridge.
  package var l1Share: Double?
  /// The line that log-odds are moved along; nil where they stand as they are fitted.
  package var calibration: CalibrationLine?
  /// Whether coefficients are drawn to those of other shops in place of 0; nil where none were at hand.
  package var usesPrior: Bool?

  package init(
    basis: ChurnBasis, snapshots: Int, l2Strength: Double, l1Share: Double? = nil,
    calibration: CalibrationLine? = nil, usesPrior: Bool? = nil
  ) {
    self.basis = basis
    self.snapshots = snapshots
    self.l2Strength = l2Strength
    self.l1Share = l1Share
    self.calibration = calibration
    self.usesPrior = usesPrior
  }

  enum CodingKeys: String, CodingKey {
    case basis, snapshots, calibration
    case l2Strength = "l2_strength"
    case l1Share = "l1_share"
    case usesPrior = "prior"
  }

  package var penalty: Penalty { Penalty(strength: l2Strength, l1Share: l1Share ?? 0) }

  /// Rows that so many snapshots are usually taken for, from 2 to 8 of them.
  package static let usualRows = 50_000

  /// The strength for so many rows: as if 1,000 of them were known to be average, and more of them where
  /// rows are few, so that core features, on which it weighs a hundred times less, are held back there too.
  package static func usualStrength(rows: Int) -> Double {
    let rows = Double(max(1, rows))
    return 1_000 / rows * (1 + .pow(2_000 / rows, 1.5))
  }

  /// The settings for some snapshots that nobody has chosen any for.
  package static func usual(for snapshots: [Snapshot]) -> ChurnSettings {
    ChurnSettings(
      basis: .splines, snapshots: snapshots.count,
      l2Strength: usualStrength(rows: snapshots.reduce(0) { $0 + $1.count }))
  }
}

/// What the columns of a churn model are made of.
package enum ChurnBasis: String, Sendable, Codable, CaseIterable {
  /// The first version's: lines, with a spline for four features.
  case lines
  /// A piecewise linear spline for each feature.
  case splines
  /// The same, and products of two features that the data ask for.
  case interactions
}
