package import Dense
package import Expressions
package import Models
package import Segments
package import Units

/// What a user may set about training; every default is shown in the command's help.
package struct TrainingParameters: Sendable {
  /// Churn horizon H in days.
  package var horizonInDays: Int
  /// What is predicted in place of churn; its windows are at most a horizon.
  package var target: TargetRule?
  /// The evaluation date, by default the last whose horizon is complete.
  package var evaluateAt: Day?
  /// Training as-of dates at most, one horizon apart; nil to choose inside the training time.
  package var snapshots: Int?
  /// λ of the churn model's penalty, on standardised columns; nil to choose inside the training time.
  package var l2Strength: Double?
  /// The absolute values' share of that penalty; nil for ridge.
  package var l1Share: Double?
  /// What coefficients are drawn to where rows are few; nil for 0.
  package var prior = DonorPrior.mean()
  /// λ of the spend regressions' penalty.
  package var valueL2Strength = 1e-2
  /// The window that values are learned over, at least H, shortened to what the log is long enough for.
  package var valueHorizonInDays: Int
  package var clusterCount = 8
  /// Numbers of clusters to choose from by D² out of time, in place of `clusterCount`.
  package var clusterCounts: ClosedRange<Int>?
  /// Clusters whose numbers are kept, as many.
  package var clustersLike: EarlierClusters?
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
  package var workers: Workers = 1
  /// Customers that models learn from, about, in a shop of more; all are evaluated and scored.
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
  static let fewestDates = 2

  package init(horizonInDays: Int) {
    self.horizonInDays = horizonInDays
    valueHorizonInDays = max(365, horizonInDays)
  }
}
