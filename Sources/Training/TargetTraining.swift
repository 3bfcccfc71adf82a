internal import Expressions
internal import Histories
internal import Snapshots

extension TrainingParameters {
  /// The target that is asked for, bound to a log; nil for churn.
  func target(of store: HistoryStore) throws(TrainingError) -> Target? {
    guard let target else { return nil }
    do {
      return try Target(target, of: store, horizonInDays: horizonInDays)
    } catch { throw .target(error) }
  }
}

/// Runs a training, with what it throws in words of the target where there is one.
///
/// - Parameters:
///   - rule: of the target; nil for churn.
///   - run: trains.
/// - Returns: what it returns.
/// - Throws: what it throws.
func inWords<Result>(
  of rule: TargetRule?, _ run: () throws(TrainingError) -> Result
) throws(TrainingError) -> Result {
  guard let rule else { return try run() }
  do {
    return try run()
  } catch .oneClass(let always, let rows, let window) {
    throw .target(
      .constant(rule: rule.text, always: always, rows: rows, windowInDays: window))
  } catch .plan(.logTooShort(let first, let last, let window)) {
    throw .target(.logTooShort(first: first, last: last, windowInDays: window))
  }
}
