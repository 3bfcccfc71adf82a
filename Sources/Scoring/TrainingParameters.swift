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

  /// Training dates that value is learned from.
  static let valueSnapshots = 2
  /// Rows that training dates may come to; two dates are taken whatever they come to.
  static let mostRows = 200_000

  /// How many dates a model may learn from, and how far apart, where so many customers are known at
  /// the latest.
  ///
  /// Dates a third of a horizon apart follow a shop's change more closely; where there is no room for
  /// many, they are a horizon apart, so that each tells something new.
  func learningDates(customers: Int) -> (count: Int, spacing: Int) {
    let affordable = max(2, Self.mostRows / max(1, customers))
    let isRoomy = affordable >= ChurnSettings.usualSnapshots
    return (
      snapshots ?? min(affordable, 2 * ChurnSettings.usualSnapshots),
      isRoomy ? max(1, horizonInDays / 3) : horizonInDays
    )
  }

  /// A plan with the dates that a model may learn from, and those before them that its settings are
  /// chosen by.
  func learningPlan(_ plan: SnapshotPlan, customers: Int) -> SnapshotPlan {
    let (count, spacing) = learningDates(customers: customers)
    let before = ForwardValidation.mostDates * ((horizonInDays + spacing - 1) / spacing)
    return plan.learning(at: count + (l2Strength == nil ? before : 0), every: spacing)
  }

  /// Chooses what the user has not set.
  ///
  /// - Parameter dates: labelled rows that a model may learn from and be chosen by, latest first.
  /// - Returns: the settings.
  /// - Throws: where a candidate cannot be fitted.
  func churnChoice(from dates: [LabelledRows]) throws(ScoringError) -> ChurnChoice {
    let most = learningDates(customers: dates[0].count).count
    let usual = min(most, ChurnSettings.usualSnapshots)
    if let l2Strength {
      return ChurnChoice(
        given: ChurnSettings(
          basis: .splines, snapshots: snapshots ?? usual, l2Strength: l2Strength))
    }
    let counts = [usual, usual / 2, 2 * usual, usual / 4].filter { (1...most).contains($0) }
    return try ForwardValidation(
      horizonInDays: horizonInDays, threads: threads,
      snapshotCounts: snapshots.map { [$0] } ?? counts
    ).choice(from: dates)
  }

  package init(horizonInDays: Int) {
    self.horizonInDays = horizonInDays
    valueHorizonInDays = max(365, horizonInDays)
  }
}
