package import Units

/// Why no dates to train and to evaluate at can be laid over a log.
package enum PlanError: Error, Sendable, Equatable {
  /// The log ends too early for one training window and one holdout window.
  case logTooShort(first: Day, last: Day, horizonInDays: Int)
  /// An evaluation date leaves no room before or after it.
  case evaluationDateOutside(Day, earliest: Day, latest: Day)
  /// The value horizon is shorter than the churn horizon that it is split by.
  case valueHorizonTooShort(Int, horizonInDays: Int)
}
