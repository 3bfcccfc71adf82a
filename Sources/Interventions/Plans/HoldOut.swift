/// Customers who are left alone by lot, so that the effect of the list can be measured.
///
/// Everybody has a lot of their own, by a keyed hash. Within each stratum those with the lowest lots are
/// left out, so that both arms have the same mix of risk and value.
package struct HoldOut: Sendable {
  /// In [0, 1).
  package let share: Double

  /// Groups by risk, and by value within all: fifths of either.
  static let parts = 5

  /// - Returns: nil for a share outside [0, 1).
  package init?(share: Double) {
    guard share >= 0, share < 1 else { return nil }
    self.share = share
  }

  /// Draws those who are left out.
  ///
  /// - Parameters:
  ///   - lots: one a customer, as good as random and the same on every run.
  ///   - risks: one number a customer, finite.
  ///   - values: the same.
  ///   - kept: who is left out already (true) or was not (false), by an earlier run; nil for who is new.
  /// - Returns: whether each is left out: of those who are new share · n, rounded up or down by lot and
  ///   spread over the strata likewise, lowest lots first, so that everybody's chance is the share.
  /// - Complexity: O(n log n).
  package func drawn(
    lots: [UInt64], risks: [Double], values: [Double], kept: [Bool?]
  ) -> [Bool] {
    precondition(
      lots.count == risks.count && lots.count == values.count && lots.count == kept.count)
    let new = kept.indices.filter { kept[$0] == nil }
    let (riskEnds, valueEnds) = (
      Self.ends(new.map { risks[$0] }), Self.ends(new.map { values[$0] })
    )
    func stratum(_ customer: Int) -> Int {
      riskEnds.count { $0 < risks[customer] } * Self.parts
        + valueEnds.count { $0 < values[customer] }
    }
    let strata = Dictionary(grouping: new, by: stratum).sorted { $0.key < $1.key }.map(\.value)
    // Systematic rounding along the strata, from a start that is a lot too.
    var reached = Double(new.reduce(0) { $0 ^ lots[$1] } >> 11) * 0x1p-53
    let sizes = strata.map { members in
      let before = reached.rounded(.down)
      reached += share * Double(members.count)
      return Int(reached.rounded(.down) - before)
    }
    var isHeld = kept.map { $0 ?? false }
    for (members, size) in zip(strata, sizes) {
      for customer in members.sorted(by: { (lots[$0], $0) < (lots[$1], $1) }).prefix(size) {
        isHeld[customer] = true
      }
    }
    return isHeld
  }

  /// The upper ends of all parts but the last.
  private static func ends(_ values: [Double]) -> [Double] {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return [] }
    return (1..<parts).map { sorted[max(0, $0 * sorted.count / parts - 1)] }
  }
}
