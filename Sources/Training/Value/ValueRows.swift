package import Dense
package import Histories
internal import Lifetime
package import Models
internal import Snapshots
package import Units

/// Forecast and actual spend, one element a customer: the rows that the evaluation of value is
/// computed from.
package struct ValueRows: Sendable {
  package let asOf: Day
  package let horizonInDays: Int
  /// Of the store.
  package let customers: [Int]
  /// In money.
  package let expected: [Double]
  package let actual: [Double]
}

extension Model {
  /// Fits the evaluated forecasts of value again and makes them for the customers of that date.
  ///
  /// - Parameters:
  ///   - store: the histories that the model learned from, and maybe later rows.
  ///   - evaluation: of the model.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: nil where the evaluation has no values, or the rows do not give its figures again, as
  ///   where the model was trained with settings that it does not keep.
  /// - Throws: where a fit gives up.
  package func valueRows(
    of store: HistoryStore, evaluation: Evaluation, workers: Workers
  ) throws(TrainingError) -> ValueRows? {
    guard let value = evaluation.value, let ordersBegin = store.ordersBegin,
      let plan = try? SnapshotPlan(
        ordersBegin: ordersBegin, lastOrderDay: data.lastOrderDay,
        horizonInDays: evaluation.horizonInDays, evaluateAt: evaluation.asOf,
        snapshots: SnapshotPlan.valueSnapshots, valueHorizonInDays: value.horizonInDays),
      plan.valueEvaluationDate == value.asOf, plan.valueHorizonInDays == value.horizonInDays
    else { return nil }
    let sample = evaluation.learnedShare.map { CustomerSample(of: store, share: $0) } ?? .all
    func snapshot(_ asOf: Day, among sample: CustomerSample) -> Snapshot {
      Snapshot(
        of: store, asOf: asOf, horizonInDays: plan.horizonInDays,
        scoreWindowInDays: scores?.windowInDays, among: sample, workers: workers)
    }
    let training = plan.valueTraining.map { snapshot($0, among: sample) }
    let holdout = snapshot(value.asOf, among: .all)
    let churn: [Double]?
    if value.asOf == evaluation.asOf {
      churn = try holdoutRows(of: store, evaluation: evaluation, workers: workers)
        .probability
    } else {
      churn = try ChurnTraining(
        horizonInDays: plan.horizonInDays, settings: .usual(for: training), workers: workers
      ).fittedWhereTwoClasses(to: training, outlook: holdout.outlook)?
      .probabilities(of: holdout.features, workers: workers)
    }
    let defaults = TrainingParameters(horizonInDays: plan.horizonInDays)
    let found = try ValueEvaluator(
      training: ValueTraining(
        store: store, horizonInDays: plan.horizonInDays, periodInDays: plan.valueHorizonInDays,
        l2Strength: defaults.valueL2Strength, workers: workers),
      date: value.asOf, days: value.horizonInDays, unit: .day, names: [value.lifetimeWinner],
      snapshots: training, holdout: holdout, churn: churn
    ).run()
    guard found.evaluation.winner == value.winner, let one = found.evaluation.groups["all"],
      let other = value.groups["all"], one.isClose(to: other)
    else { return nil }
    return ValueRows(
      asOf: value.asOf, horizonInDays: value.horizonInDays, customers: found.customers,
      expected: found.forecast, actual: found.spent)
  }
}

extension ForecastErrors {
  /// Whether two sets of figures are the same but for the order of their sums.
  fileprivate func isClose(to other: ForecastErrors) -> Bool {
    [(expected, other.expected), (actual, other.actual), (rmse, other.rmse)].allSatisfy {
      abs($0 - $1) <= 1e-9 * max(1, abs($1))
    }
  }
}
