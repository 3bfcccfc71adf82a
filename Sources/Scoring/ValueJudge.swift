internal import Histories
internal import Interventions
internal import Lifetime
internal import Units

/// Judges every method of foretelling spend on a window whose spend is known, with constants and
/// models learned before it.
struct ValueJudge {
  let training: ValueTraining
  /// The first day of the window.
  let date: Day
  /// Snapshots whose churn horizon ends at or before the date, latest first; empty where the log
  /// has no room for one.
  let snapshots: [Snapshot]
  /// The customers known at the date.
  let judged: Snapshot
  /// The churn model's probabilities for them, learned from `snapshots`.
  let churn: [Double]?

  private var days: Int { training.valueHorizonInDays }

  /// What was found, and forecasts with what came of them, from which intervals are learned.
  struct Finding {
    let evaluation: ValueEvaluation
    let intervals: ValueIntervals?
  }

  func finding() throws(ScoringError) -> Finding {
    let columns = LifetimeColumns(of: training.store, asOf: date, threads: training.threads)
    let judge = try lifetimeJudge(of: columns, holdoutInDays: days)
    let fits = LifetimeModelName.allCases.map(judge.fitted)
    let models = fits.map(judge.evaluation)
    guard let (name, _) = lifetimeWinner(among: models),
      let best = fits.first(where: { $0.name.rawValue == name })
    else { preconditionFailure("a holdout without a winner") }
    let lifetime = try model(best, of: columns)
    let customers = ValueCustomers(
      judged, columns: columns, churn: churn, periodInDays: days, in: training.store,
      threads: training.threads)
    let constants = try training.fitted(at: date, snapshots: snapshots)
    let forecasts = lifetime.forecasts(
      of: columns, horizonInDays: training.horizonInDays, valueHorizonInDays: days,
      periodInDays: days, discounting: nil, threads: training.threads)
    let spent = spend(
      of: columns.customers, in: training.store, from: date, days: days,
      threads: training.threads)
    var found: [(ValueMethod, ValueForecast)] = []
    for method in ValueMethod.allCases where churn != nil || !method.usesChurn {
      if let forecast = constants.forecast(
        by: method, of: customers, lifetime: forecasts, threads: training.threads)
      {
        found.append((method, forecast))
      }
    }
    let methods = found.map { method, forecast in
      ValueMethodEvaluation(
        method: method, errors: ForecastErrors(expected: forecast.total, actual: spent))
    }
    let (winner, reason) = ValueEvaluation.choice(among: methods)
    guard let forecast = found.first(where: { $0.0 == winner })?.1 else {
      preconditionFailure("a winner that was not judged")
    }
    let earlier = try intervals(best.name)
    return Finding(
      evaluation: ValueEvaluation(
        asOf: date, horizonInDays: days, customers: columns.customers.count, lifetime: models,
        lifetimeWinner: name, methods: methods, winner: winner, reason: reason,
        groups: groups(forecast, spent),
        intervalCoverage: earlier?.coverage(
          forecasts: forecast.total, spent: spent, horizonInDays: days)),
      intervals: ValueIntervals(forecasts: forecast.total, spent: spent, horizonInDays: days))
  }

  /// The winner's forecasts for all, and given what customers then did.
  private func groups(_ forecast: ValueForecast, _ spent: [Double]) -> [String: ForecastErrors] {
    var groups = ["all": ForecastErrors(expected: forecast.total, actual: spent)]
    for (name, values, churned) in [
      ("kept", forecast.ifKept, 0.0), ("not_kept", forecast.ifNot, 1.0),
    ] {
      let members = judged.churned.indices.filter { judged.churned[$0] == churned }
      guard !members.isEmpty else { continue }
      groups[name] = ForecastErrors(
        expected: members.map { values[$0] }, actual: members.map { spent[$0] })
    }
    return groups
  }

  /// Intervals from the window before the one judged, as the lifetime model would have foretold it.
  private func intervals(_ name: LifetimeModelName) throws(ScoringError) -> ValueIntervals? {
    guard let begin = training.store.ordersBegin, date - days > begin else { return nil }
    let columns = LifetimeColumns(
      of: training.store, asOf: date - days, threads: training.threads)
    let judge = try lifetimeJudge(of: columns, holdoutInDays: nil)
    let lifetime = try model(judge.fitted(name), of: columns)
    let forecasts = lifetime.forecasts(
      of: columns, horizonInDays: training.horizonInDays, valueHorizonInDays: days,
      periodInDays: days, discounting: nil, threads: training.threads)
    return ValueIntervals(
      forecasts: zip(forecasts.orders, forecasts.orderValue).map { $0 * $1 },
      spent: spend(
        of: columns.customers, in: training.store, from: columns.asOf, days: days,
        threads: training.threads),
      horizonInDays: days)
  }

  private func lifetimeJudge(
    of columns: LifetimeColumns, holdoutInDays: Int?
  ) throws(ScoringError) -> LifetimeJudge {
    do {
      return try LifetimeJudge(
        of: columns, in: training.store, holdoutInDays: holdoutInDays, unit: .day,
        threads: training.threads)
    } catch {
      throw .lifetime(error)
    }
  }

  private func model(
    _ orders: LearnedOrders, of columns: LifetimeColumns
  ) throws(ScoringError) -> LifetimeModel {
    do {
      return LifetimeModel(
        orders, spend: try columns.fittedSpend(FitSettings(threads: training.threads)),
        of: columns, moneyScale: training.store.moneyScale)
    } catch {
      throw .lifetime(error)
    }
  }
}
