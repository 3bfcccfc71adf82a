internal import Snapshots
internal import Units

/// The as-of dates of a backtest.
struct BacktestPlan {
  /// One an origin, the earliest first; its training dates follow from how many customers it had.
  private let origins: [SnapshotPlan]
  private let training: TrainingParameters

  var count: Int { origins.count }

  /// Goes back from the last date whose horizon is complete.
  ///
  /// An origin needs a horizon to learn from, with a horizon of history before that; only where
  /// the log has no such date, the last possible one is taken.
  /// - Throws: where the log has no room for one training and one evaluated window.
  init(
    ordersBegin: Day, lastOrderDay: Day, parameters: BacktestParameters
  ) throws(TrainingError) {
    let training = parameters.training
    let horizon = training.horizonInDays
    func plan(evaluateAt: Day?) throws(TrainingError) -> SnapshotPlan {
      do {
        return try SnapshotPlan(
          ordersBegin: ordersBegin, lastOrderDay: lastOrderDay, horizonInDays: horizon,
          evaluateAt: evaluateAt, snapshots: SnapshotPlan.valueSnapshots,
          valueHorizonInDays: training.valueHorizonInDays)
      } catch { throw .plan(error) }
    }
    let latest = try plan(evaluateAt: nil)
    let step = parameters.everyDays ?? horizon
    let most = parameters.origins ?? BacktestParameters.mostOrigins
    var origins = [latest]
    while origins.count < most, let last = origins.last,
      last.evaluationDate - step - 2 * horizon >= ordersBegin
    {
      origins.append(try plan(evaluateAt: last.evaluationDate - step))
    }
    self.origins = origins.reversed()
    self.training = training
  }

  func evaluationDate(of number: Int) -> Day { origins[number].evaluationDate }

  /// The latest training date of an origin, whose customers are counted.
  func latestTrainingDate(of number: Int) -> Day { origins[number].training[0] }

  /// An origin with its training dates, as `train` would lay them out then.
  ///
  /// - Parameters:
  ///   - number: of the origin, the earliest 0.
  ///   - customers: those of its latest training date; who comes later has no say.
  /// - Returns: its dates.
  func origin(_ number: Int, customers: Int) -> SnapshotPlan {
    learningPlan(origins[number], customers: customers, parameters: training)
  }

  /// The dates that the origins after one need first, if customers are as many as there.
  func nextDates(after number: Int, customers: Int, atMost most: Int) -> Set<Day> {
    var dates: Set<Day> = []
    for next in (number + 1)..<count {
      let origin = origin(next, customers: customers)
      for date in origin.training + [origin.evaluationDate] {
        if dates.count == most { return dates }
        dates.insert(date)
      }
    }
    return dates
  }
}
