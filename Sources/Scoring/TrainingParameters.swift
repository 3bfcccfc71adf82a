package import Units

/// What a user may set about training; every default is shown in the command's help.
package struct TrainingParameters: Sendable {
  /// Churn horizon H in days.
  package var horizonInDays: Int
  /// The judging date, by default the last whose horizon is complete.
  package var judgeAt: Day?
  /// Training as-of dates at most, one horizon apart; nil to choose inside the training time.
  package var snapshots: Int?
  /// λ of the churn model's penalty, on standardised columns; nil to choose inside the training time.
  package var l2Strength: Double?
  /// λ of the spend regressions' penalty.
  package var valueL2Strength = 1e-2
  /// The window that values are learned over, at least H, shortened to what the log can teach.
  package var valueHorizonInDays: Int
  package var clusterCount = 8
  /// Features that clusters are formed on.
  package var clusterOn = defaultClusterOn
  /// Days that the F and M scores look at, nil for the whole history.
  package var scoreWindowInDays: Int? = 365
  package var ruleSet = "rfm125"
  package var timeZone = "UTC"
  package var seed: UInt64 = 1
  package var threads = 1
  /// Bootstrap replicates behind every interval.
  package var replicates = 200

  package static let defaultClusterOn = [
    "days_since_last_order", "orders", "average_order_value", "current_gap_to_own_gap",
    "engagement_90",
  ]

  /// Training dates that a choice is made among.
  static let mostSnapshots = 8
  /// Training dates that value is learned from.
  static let valueSnapshots = 2
  /// Rows that a chosen number of snapshots may come to; two are taken whatever they come to.
  static let mostRows = 400_000

  /// Chooses what the user has not set.
  ///
  /// - Parameter dates: labelled rows that a model may learn from, latest first, one horizon apart.
  /// - Returns: the settings.
  /// - Throws: where a candidate cannot be fitted.
  func churnChoice(from dates: [LabelledRows]) throws(ScoringError) -> ChurnChoice {
    if let l2Strength {
      return ChurnChoice(
        given: ChurnSettings(
          basis: .splines,
          snapshots: min(snapshots ?? ChurnSettings.usualSnapshots, dates.count),
          l2Strength: l2Strength))
    }
    var validation = ForwardValidation(horizonInDays: horizonInDays, threads: threads)
    if let snapshots { validation.snapshotCounts = [snapshots] }
    return try validation.choice(from: dates)
  }

  /// How many of the dates there is room for, with so many customers at the latest.
  func affordableSnapshots(customers: Int) -> Int {
    snapshots ?? max(2, min(Self.mostSnapshots, Self.mostRows / max(1, customers)))
  }

  package init(horizonInDays: Int) {
    self.horizonInDays = horizonInDays
    valueHorizonInDays = max(365, horizonInDays)
  }
}
