package import Units

/// The training dates of a model, its evaluation date, and the value horizon.
///
/// All labels of the training snapshots end at or before the evaluation date J, so the last of them is
/// J − H. The saved model is refitted on snapshots that end with J itself.
package struct SnapshotPlan: Sendable, Equatable {
  /// Churn horizon H in days.
  package let horizonInDays: Int
  package let evaluationDate: Day
  /// As-of dates whose labels end at or before J, latest first.
  package private(set) var training: [Day]
  /// As-of dates of the refit, latest (J) first.
  package private(set) var refit: [Day]
  /// The day after the last order: where the data end and predictions begin.
  package let dataEnd: Day
  /// Length of the window that values are evaluated over, at least H: a multiple of H or the wanted
  /// length.
  package let valueHorizonInDays: Int
  /// The length that was asked for.
  package let wantedValueHorizonInDays: Int
  /// The evaluation date of values, `dataEnd` − value horizon or earlier.
  package let valueEvaluationDate: Day
  /// Training dates of the evaluated forecasts of value, latest first.
  package let valueTraining: [Day]
  /// Training dates of the saved forecasts of value, latest first, one horizon apart.
  package let valueRefit: [Day]
  private let ordersBegin: Day

  /// Training dates that value is learned from.
  package static let valueSnapshots = 2

  /// The same with other training dates, so many at most, one horizon apart.
  package func learning(at count: Int) -> SnapshotPlan {
    func dates(from latest: Day) -> [Day] {
      Self.dates(
        from: latest, spacing: horizonInDays, count: count, ordersBegin: ordersBegin,
        horizonInDays: horizonInDays)
    }
    var plan = self
    plan.training = dates(from: evaluationDate - horizonInDays)
    plan.refit = Array(dates(from: evaluationDate).prefix(plan.training.count))
    return plan
  }

  /// The same with fewer training dates, the latest ones.
  package func limited(to snapshots: Int) -> SnapshotPlan {
    var plan = self
    plan.training = Array(training.prefix(snapshots))
    plan.refit = Array(refit.prefix(snapshots))
    return plan
  }

  /// Lays out the dates.
  ///
  /// - Parameters:
  ///   - ordersBegin: day of the first order.
  ///   - lastOrderDay: day of the last order.
  ///   - horizonInDays: churn horizon H.
  ///   - evaluateAt: the evaluation date, by default the last whose horizon is complete.
  ///   - snapshots: training as-of dates at most.
  ///   - wanted: the window that values are wanted over, in days.
  /// - Throws: where the log has no room for one training and one evaluation window, or values are
  ///   wanted over less than a horizon.
  package init(
    ordersBegin: Day, lastOrderDay: Day, horizonInDays: Int, evaluateAt: Day?, snapshots: Int,
    valueHorizonInDays wanted: Int
  ) throws(PlanError) {
    guard wanted >= horizonInDays else {
      throw .valueHorizonTooShort(wanted, horizonInDays: horizonInDays)
    }
    let dataEnd = lastOrderDay + 1
    let latest = dataEnd - horizonInDays
    let earliest = ordersBegin + horizonInDays + 1
    guard latest >= earliest else {
      throw .logTooShort(first: ordersBegin, last: lastOrderDay, horizonInDays: horizonInDays)
    }
    let evaluationDate = evaluateAt ?? latest
    guard (earliest...latest).contains(evaluationDate) else {
      throw .evaluationDateOutside(evaluationDate, earliest: earliest, latest: latest)
    }
    self.ordersBegin = ordersBegin
    self.horizonInDays = horizonInDays
    self.evaluationDate = evaluationDate
    self.dataEnd = dataEnd
    let training = Self.dates(
      from: evaluationDate - horizonInDays, spacing: horizonInDays, count: snapshots,
      ordersBegin: ordersBegin, horizonInDays: horizonInDays)
    self.training = training
    refit = Self.dates(
      from: evaluationDate, spacing: horizonInDays, count: training.count,
      ordersBegin: ordersBegin, horizonInDays: horizonInDays)
    valueRefit = Array(refit.prefix(Self.valueSnapshots))
    wantedValueHorizonInDays = wanted
    valueHorizonInDays = Self.teachableHorizon(
      wanted: wanted, step: horizonInDays, ordersBegin: ordersBegin,
      end: evaluationDate + horizonInDays)
    valueEvaluationDate = evaluationDate + horizonInDays - valueHorizonInDays
    valueTraining = Self.dates(
      from: valueEvaluationDate - horizonInDays, spacing: horizonInDays,
      count: min(training.count, Self.valueSnapshots),
      ordersBegin: ordersBegin, horizonInDays: horizonInDays)
  }

  /// Dates back from the latest, as long as a horizon of history lies before each.
  private static func dates(
    from latest: Day, spacing: Int, count: Int, ordersBegin: Day, horizonInDays: Int
  ) -> [Day] {
    var dates = [latest]
    while dates.count < count, let last = dates.last,
      last - spacing >= ordersBegin + horizonInDays
    {
      dates.append(last - spacing)
    }
    return dates
  }

  /// The longest window of which one can be learned and the next evaluated, after a horizon of history.
  private static func teachableHorizon(
    wanted: Int, step: Int, ordersBegin: Day, end: Day
  ) -> Int {
    let candidates = [wanted] + stride(from: wanted / step * step, to: step, by: -step)
    return candidates.first { end - 2 * $0 >= ordersBegin + step } ?? step
  }
}
