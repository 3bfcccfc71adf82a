internal import Dense
internal import Histories
internal import Interventions
internal import Learning
internal import Lifetime
internal import Models
internal import Snapshots
internal import Units

/// Evaluates models of orders, and every method of predicting spend, on a window whose orders are
/// known, with constants and models learned before it.
struct ValueEvaluator {
  let training: ValueTraining
  /// The first day of the window, and its length.
  let date: Day
  let days: Int
  /// Unit of time in which parameters are given.
  let unit: LifetimeUnit
  /// Models of orders to fit.
  let names: [LifetimeModelName]
  /// Snapshots whose churn horizon ends at or before the date, latest first; empty where the log
  /// has no room for one.
  let snapshots: [Snapshot]
  /// The customers known at the date.
  let holdout: Snapshot
  /// The churn model's probabilities for them, learned from `snapshots`.
  let churn: [Double]?

  /// The errors, and prediction intervals from the winner's forecasts and actual spend, over the window
  /// and, where that is shorter, over the churn horizon.
  struct Result {
    let evaluation: ValueEvaluation
    let intervals: ValueIntervals?
    let horizonIntervals: ValueIntervals?
    /// The winner's forecast and the actual spend, one element a customer of `customers`.
    let customers: [Int]
    let forecast: [Double]
    let spent: [Double]
  }

  func run(_ progress: Progress = .untold) throws(TrainingError) -> Result {
    let steps = progress.parts([4, 2, 4])
    let columns = LifetimeColumns(of: training.store, asOf: date, workers: training.workers)
    let evaluator = try LifetimeEvaluator(
      of: columns, in: training.store, holdoutInDays: days, unit: unit,
      workers: training.workers)
    let fits = evaluator.fitted(names, steps[0])
    let models = fits.map(evaluator.evaluation)
    guard let (name, lifetimeReason) = ValueEvaluation.lifetimeChoice(among: models) else {
      preconditionFailure("no lifetime models were named")
    }
    let lifetime = try lifetimeModel(name, fits: fits, evaluator)
    let spent = evaluator.spent.values
    steps[1].begin("methods of forecasting spend")
    let constants = try training.fitted(at: date, snapshots: snapshots)
    let found = forecasts(
      by: ValueMethod.allCases, constants, lifetime, of: columns, days: days)
    let methods = evaluations(of: found, spent: evaluator.spent)
    guard let (winner, reason) = ValueEvaluation.choice(among: methods),
      let forecast = found.first(where: { $0.0 == winner })?.1
    else { preconditionFailure("the mean can always be predicted") }
    steps[2].begin("intervals and tracked orders")
    let earlier = earlierIntervals(by: lifetime)
    var evaluation = ValueEvaluation(
      asOf: date, horizonInDays: days, customers: columns.customers.count, lifetime: models,
      lifetimeWinner: name, lifetimeReason: lifetimeReason, methods: methods, winner: winner,
      reason: reason, groups: groups(forecast, spent),
      intervalCoverage: earlier?.coverage(
        forecasts: forecast.total, spent: spent, horizonInDays: days))
    evaluation.calibration = ValueBin.tenths(expected: forecast.total, actual: spent)
    evaluation.tracking = fits.first { $0.name == name }.map {
      evaluator.tracking($0.process, days: days, in: training.store)
    }
    return Result(
      evaluation: evaluation,
      intervals: ValueIntervals(forecasts: forecast.total, spent: spent, horizonInDays: days),
      horizonIntervals: horizonIntervals(by: winner, constants, lifetime, of: columns),
      customers: columns.customers, forecast: forecast.total, spent: spent)
  }

  /// What the winner forecast for the churn horizon at the head of the window, and what was spent there.
  private func horizonIntervals(
    by winner: ValueMethod, _ constants: ValueConstants, _ lifetime: LifetimeModel,
    of columns: LifetimeColumns
  ) -> ValueIntervals? {
    let horizon = training.horizonInDays
    guard horizon < days,
      let forecast = forecasts(by: [winner], constants, lifetime, of: columns, days: horizon).first
    else { return nil }
    return ValueIntervals(
      forecasts: forecast.1.total,
      spent: spend(
        of: columns.customers, in: training.store, from: date, days: horizon,
        workers: training.workers),
      horizonInDays: horizon)
  }

  /// The best model with times in days; fitted again where it was evaluated in another unit.
  private func lifetimeModel(
    _ name: LifetimeModelName, fits: [LearnedOrders], _ evaluator: LifetimeEvaluator
  ) throws(TrainingError) -> LifetimeModel {
    let scale = training.store.moneyScale
    if unit == .day, let fit = fits.first(where: { $0.name == name }) {
      return LifetimeModel(fit, spend: evaluator.spendFit, of: evaluator.columns, moneyScale: scale)
    }
    do {
      return try LifetimeModel(
        name, to: evaluator.columns, moneyScale: scale, workers: training.workers)
    } catch { throw .purchases(error) }
  }

  /// The methods' forecasts over some days from the date, of those that could be learned.
  private func forecasts(
    by methods: [ValueMethod], _ constants: ValueConstants, _ lifetime: LifetimeModel,
    of columns: LifetimeColumns, days: Int
  ) -> [(ValueMethod, ValueForecast)] {
    let known = training.store.ordersBegin.map { date - days >= $0 } ?? false
    let customers = ValueCustomers(
      holdout, columns: columns, churn: churn,
      lastPeriodInDays: known ? days : training.periodInDays, in: training.store,
      workers: training.workers)
    var forecasts = lifetime.forecasts(
      of: columns.purchases, horizonInDays: training.horizonInDays, valueHorizonInDays: days,
      periodInDays: training.periodInDays, discounting: nil, workers: training.workers)
    // Baselines are evaluated as what they are, without a lifetime model's help.
    let proportion = Double(days) / Double(training.periodInDays)
    forecasts.periods = forecasts.periods.map { _ in proportion }
    var found: [(ValueMethod, ValueForecast)] = []
    for method in methods where churn != nil || !method.usesChurn {
      if let forecast = constants.forecast(
        by: method, of: customers, lifetime: forecasts, workers: training.workers)
      {
        found.append((method, forecast))
      }
    }
    return found
  }

  private func evaluations(
    of forecasts: [(ValueMethod, ValueForecast)], spent: KnownAmounts
  ) -> [ValueMethodEvaluation] {
    let name = ValueMethod.usual(among: forecasts.map(\.0))
    guard let usual = forecasts.first(where: { $0.0 == name })?.1.total else { return [] }
    return forecasts.map { method, forecast in
      ValueMethodEvaluation(
        method: method, errors: ForecastErrors(expected: forecast.total, actual: spent),
        levelled: LevelledErrors(expected: forecast.total, usual: usual, actual: spent))
    }
  }

  /// The winner's forecasts for all, and given what customers then did.
  private func groups(_ forecast: ValueForecast, _ spent: [Double]) -> [String: ForecastErrors] {
    var groups = ["all": ForecastErrors(expected: forecast.total, actual: spent)]
    for (name, values, churned) in [
      ("kept", forecast.ifKept, 0.0), ("not_kept", forecast.ifNot, 1.0),
    ] {
      let members = holdout.churned.indices.filter { holdout.churned[$0] == churned }
      guard !members.isEmpty else { continue }
      groups[name] = ForecastErrors(
        expected: members.map { values[$0] }, actual: members.map { spent[$0] })
    }
    return groups
  }

  /// Intervals from the period before the window: the lifetime model's forecasts and actual spend there.
  ///
  /// The model has seen that period, but nothing of the window in which the intervals are evaluated.
  private func earlierIntervals(by lifetime: LifetimeModel) -> ValueIntervals? {
    let period = training.periodInDays
    guard let begin = training.store.ordersBegin, date - period > begin else { return nil }
    let columns = LifetimeColumns(
      of: training.store, asOf: date - period, workers: training.workers)
    let forecasts = lifetime.forecasts(
      of: columns.purchases, horizonInDays: training.horizonInDays, valueHorizonInDays: period,
      periodInDays: period, discounting: nil, workers: training.workers)
    return ValueIntervals(
      forecasts: zip(forecasts.orders, forecasts.orderValue).map { $0 * $1 },
      spent: spend(
        of: columns.customers, in: training.store, from: columns.asOf, days: period,
        workers: training.workers),
      horizonInDays: period)
  }
}
