package import Dense
internal import Features
package import Models
package import Snapshots
internal import Units

extension Snapshot {
  /// Features that tell who left almost without error, and so must have been filled in afterwards.
  ///
  /// Only customers who ordered lately are looked at: that the long-dead do not return is no secret.
  /// Dates of orders cannot know what comes, however well they tell it; a feature that tells little more
  /// than they do, as spend in the last days does where everybody orders weekly, is no leak.
  package func suspicions(horizonInDays: Int, workers: Workers) -> [LeakageWarning] {
    let members = CustomerGroup.active.members(of: facts, horizonInDays: horizonInDays)
    let found = LeakageWarning.found(
      count: features.names.count, labels: members.map { churned[$0] }, workers: workers
    ) { number, rows in
      SingleFeature(
        name: features.names[number], values: rows.map { features.values[members[$0], number] })
    }
    func isOfOrderDates(_ finding: LeakageWarning) -> Bool {
      [.silence, .tenure, .orders, .rhythm].contains(
        FeatureCatalogue.current.family(of: finding.feature))
    }
    let errorOfDates = found.filter(isOfOrderDates).map { 1 - $0.areaUnderCurve }.min() ?? 1
    return found.filter { !isOfOrderDates($0) && 1 - $0.areaUnderCurve < errorOfDates / 2 }
  }
}

extension LeakageWarning {
  /// Notices of features made of a log: one each of the most telling ones, and one of all others, as one
  /// leak shows in many features.
  package static func notices(of findings: [LeakageWarning]) -> [ChurnNotice] {
    let ordered = findings.sorted {
      ($1.areaUnderCurve, $0.feature) < ($0.areaUnderCurve, $1.feature)
    }
    let others = ordered.dropFirst(mostTold).map(\.feature)
    return ordered.prefix(mostTold).map(ChurnNotice.leakage)
      + (others.isEmpty ? [] : [.leakageOfOthers(others)])
  }

  private static let mostTold = 3
}
