package import Features
package import Segments
internal import Snapshots

/// The columns that the rules of lapse look at, of customers of whom features are known.
package struct RhythmColumns: Sendable {
  /// Features that they are made of.
  package static let features = [
    "days_since_last_order", "own_gap", "gap_variation", "order_days",
  ]

  private static let rules = try? RuleSet(.lapse)

  private let silence: [Double]
  /// Nil with one order day.
  private let gaps: [LogGaps?]
  private let horizonInDays: Int
  /// Of all customers; nil where nobody has a rhythm.
  package let rhythm: RhythmPopulation?

  /// Nil where a feature is missing.
  ///
  /// - Parameters:
  ///   - rhythm: of all customers; nil for that of these.
  ///   - horizonInDays: of churn.
  ///   - feature: one value a customer; not-a-number where it is unknown.
  package init?(
    rhythm: RhythmPopulation? = nil, horizonInDays: Int, feature: (String) -> [Double]?
  ) {
    let columns = Self.features.compactMap(feature)
    guard columns.count == Self.features.count else { return nil }
    silence = columns[0]
    let gaps = columns[0].indices.map { row in
      LogGaps(count: columns[3][row] - 1, median: columns[1][row], variation: columns[2][row])
    }
    self.gaps = gaps
    self.horizonInDays = horizonInDays
    self.rhythm = rhythm ?? RhythmPopulation(of: gaps.compactMap(\.self))
  }

  package func column(_ name: String) -> RuleColumn? {
    switch name {
    case "rhythm_tail":
      rhythm.map { rhythm in
        RuleColumn(silence.indices.map { rhythm.tail(silence: silence[$0], of: gaps[$0]) })
      }
    case "silent_horizons": RuleColumn(silence.map { $0 / Double(horizonInDays) })
    case "rhythm_basis": RuleColumn(texts: gaps.map { $0 == nil ? "population" : "own" })
    default: nil
    }
  }

  /// Where each stands by the rhythm alone; nil where nobody has one.
  package var lapses: [Lapse?] {
    guard let rules = Self.rules else { return silence.map { _ in nil } }
    return rules.assignments(count: silence.count, column: column).primary.map {
      Lapse(rawValue: rules.segments[$0].lowercased())
    }
  }
}
