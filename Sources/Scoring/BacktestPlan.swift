internal import Units

/// The as-of dates of a backtest.
struct BacktestPlan {
  /// Each origin with what teaches it, the earliest first.
  let origins: [SnapshotPlan]

  /// Goes back from the last date whose horizon is complete.
  ///
  /// An origin needs a horizon to learn from, with a horizon of history before that; only where
  /// the log has no such date, the last possible one is taken.
  /// - Throws: where the log has no room for one training and one judged window.
  init(
    ordersBegin: Day, lastOrderDay: Day, customers: Int, parameters: BacktestParameters
  ) throws(ScoringError) {
    let training = parameters.training
    let horizon = training.horizonInDays
    func plan(judgeAt: Day?) throws(ScoringError) -> SnapshotPlan {
      try SnapshotPlan(
        ordersBegin: ordersBegin, lastOrderDay: lastOrderDay, horizonInDays: horizon,
        judgeAt: judgeAt, snapshots: TrainingParameters.valueSnapshots,
        valueHorizonInDays: training.valueHorizonInDays)
    }
    let latest = try plan(judgeAt: nil)
    let step = parameters.everyDays ?? horizon
    let most = parameters.origins ?? BacktestParameters.mostOrigins
    var origins = [latest]
    while origins.count < most, let last = origins.last,
      last.judgingDate - step - 2 * horizon >= ordersBegin
    {
      origins.append(try plan(judgeAt: last.judgingDate - step))
    }
    self.origins = origins.reversed().map { training.learningPlan($0, customers: customers) }
  }

  /// The dates that the origins after one need first.
  func nextDates(after number: Int, atMost most: Int) -> Set<Day> {
    var dates: Set<Day> = []
    for origin in origins[(number + 1)...] {
      for date in origin.training + [origin.judgingDate] {
        if dates.count == most { return dates }
        dates.insert(date)
      }
    }
    return dates
  }
}
