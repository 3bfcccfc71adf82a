internal import Dense
internal import Histories
internal import Models
internal import Snapshots
internal import Units

/// The rows of the dates a year before others, of a sample of the customers of then.
struct YearsBefore {
  let source: any LearningSource
  let horizonInDays: Int
  let target: Target?
  let scoreWindowInDays: Int?
  let workers: Workers

  init(of source: any LearningSource, parameters: TrainingParameters, target: Target? = nil) {
    self.source = source
    self.target = target
    horizonInDays = parameters.horizonInDays
    scoreWindowInDays = parameters.scoreWindowInDays
    workers = parameters.workers
  }

  /// Customers that a level is learned from, at least.
  static let fewestCustomers = 100

  /// The rows of a year before a date, with labels that had ended by it.
  ///
  /// - Returns: nil where the log had not run for a horizon by then or holds too few customers of then,
  ///   or where a kind of events that is known at the date had not begun.
  func rows(before date: Day) -> LabelledRows? {
    let past = date - SeasonShift.daysOfAYear
    guard horizonInDays <= SeasonShift.daysOfAYear,
      let begin = source.ordersBegin, past >= begin + horizonInDays,
      holdsEvents(of: date, at: past), source.missing([past], withOutcomes: true).isEmpty
    else { return nil }
    let snapshot = source.snapshot(
      asOf: past, horizonInDays: horizonInDays, target: target,
      scoreWindowInDays: scoreWindowInDays,
      among: source.sample(most: mostChosenBy, asOf: past, workers: workers), workers: workers)
    return snapshot.count >= Self.fewestCustomers ? snapshot.labelledRows : nil
  }

  private func holdsEvents(of date: Day, at past: Day) -> Bool {
    zip(
      source.visibleLog(asOf: date).eventsBegin, source.visibleLog(asOf: past).eventsBegin
    ).allSatisfy { now, then in now == nil || then != nil }
  }
}
