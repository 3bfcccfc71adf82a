internal import Models
package import Segments
internal import Snapshots
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
  /// The absolute values' share of that penalty; nil for ridge.
  package var l1Share: Double?
  /// λ of the spend regressions' penalty.
  package var valueL2Strength = 1e-2
  /// The window that values are learned over, at least H, shortened to what the log can teach.
  package var valueHorizonInDays: Int
  package var clusterCount = 8
  /// Numbers of clusters to choose from by worth out of time, in place of `clusterCount`.
  package var clusterCounts: ClosedRange<Int>?
  /// Features that clusters are formed on.
  package var clusterOn = defaultClusterOn
  /// Days that the F and M scores look at, nil for the whole history.
  package var scoreWindowInDays: Int? = 365
  package var rules = RuleSetText.rfm125
  package var engagementWeights = EngagementWeights.standard
  /// In place of learned cut-offs.
  package var givenCutOffs = GivenCutOffs()
  package var timeZone = "UTC"
  package var seed: UInt64 = 1
  package var threads = 1
  /// Customers that models learn from, about, in a shop of more; all are judged and scored.
  package var mostCustomers = mostRows / fewestDates
  /// Bootstrap replicates behind every interval.
  package var replicates = 200

  package static let defaultClusterOn = [
    "days_since_last_order", "orders", "average_order_value", "current_gap_to_own_gap",
    "engagement_90",
  ]

  /// Rows that training dates may come to.
  static let mostRows = 800_000
  /// Training dates that there is room for, however many customers a shop has.
  private static let fewestDates = 2

  /// Numbers of training dates, one horizon apart, that are tried where so many customers are known at
  /// the latest; the usual first.
  ///
  /// In a small shop more of the past is needed to learn from; in a large one less, and the past
  /// would outweigh the present.
  func snapshotCounts(customers: Int) -> [Int] {
    if let snapshots { return [snapshots] }
    let usual = max(Self.fewestDates, min(8, ChurnSettings.usualRows / max(1, customers)))
    return [usual, 2 * usual, usual / 2].filter {
      $0 <= 8 && $0 <= max(Self.fewestDates, Self.mostRows / max(1, customers))
    }
  }

  /// A plan with the dates that a model may learn from, and those before them that its settings are
  /// chosen by.
  func learningPlan(_ plan: SnapshotPlan, customers: Int) -> SnapshotPlan {
    let most = snapshotCounts(customers: customers).max() ?? 1
    return plan.learning(at: most + (l2Strength == nil ? ForwardValidation.mostDates : 0))
  }

  /// Chooses what the user has not set.
  ///
  /// - Parameter dates: labelled rows that a model may learn from and be chosen by, latest first.
  /// - Returns: the settings, and forecasts of past dates where they were chosen by these.
  /// - Throws: where a candidate cannot be fitted.
  func churnFinding(
    from dates: [LabelledRows]
  ) throws(TrainingError) -> ForwardValidation.Finding {
    let counts = snapshotCounts(customers: dates[0].count)
    if let l2Strength {
      let given = ChurnSettings(
        basis: .splines, snapshots: counts[0], l2Strength: l2Strength, l1Share: l1Share)
      return ForwardValidation.Finding(choice: ChurnChoice(given: given), forecasts: [])
    }
    var validation = ForwardValidation(
      horizonInDays: horizonInDays, threads: threads, snapshotCounts: counts)
    validation.l1Share = l1Share
    return try validation.finding(from: dates)
  }

  package init(horizonInDays: Int) {
    self.horizonInDays = horizonInDays
    valueHorizonInDays = max(365, horizonInDays)
  }
}
