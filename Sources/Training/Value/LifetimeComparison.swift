package import Dense
package import Histories
internal import Learning
internal import Lifetime
package import Models
package import Snapshots
package import Units

/// Fits lifetime models to the orders before a split and evaluates them on those after it.
///
/// - Parameters:
///   - store: the histories.
///   - split: the first day of the holdout; nil to fit on everything and evaluate nothing.
///   - names: the models.
///   - comparesMethods: whether forecasts without a lifetime model, and of the machine-learned kind,
///     are to be evaluated beside them; that takes the features of every customer.
///   - unit: unit of time.
///   - workers: how many threads it may take; the result does not depend on it.
///   - progress: told of each model.
/// - Returns: fits and holdout figures, with the winner.
/// - Throws: where nobody has an order before the split, or nothing comes after it.
package func lifetimeEvaluation(
  of store: HistoryStore, split: Day?, names: [LifetimeModelName], comparesMethods: Bool = false,
  unit: LifetimeUnit, workers: Workers, progress: Progress = .untold
) throws(TrainingError) -> LifetimeEvaluation {
  guard let orderDays = store.orderDayRange else { throw .tooFewCustomers(0) }
  let end = orderDays.upperBound + 1
  if let split, !(orderDays.lowerBound + 1..<end).contains(split) {
    throw .holdoutOutside(split, earliest: orderDays.lowerBound + 1, latest: orderDays.upperBound)
  }
  let columns = LifetimeColumns(of: store, asOf: split ?? end, workers: workers)
  guard !columns.customers.isEmpty else {
    throw .scoring(.nobodyToScore(asOf: columns.asOf, firstOrder: orderDays.lowerBound))
  }
  let evaluator = try LifetimeEvaluator(
    of: columns, in: store, holdoutInDays: split.map { end - $0 }, unit: unit, workers: workers)
  let comparison =
    comparesMethods
    ? MethodComparison(store: store, columns: columns, end: end, unit: unit, workers: workers)
    : nil
  let holdout = try comparison?.evaluation(names, progress.split(at: 0.9).0)
  let models =
    holdout?.lifetime
    ?? evaluator.fitted(names, progress.split(at: 0.9).0).map(evaluator.evaluation)
  let winner = ValueEvaluation.lifetimeChoice(among: models)
  defer { progress.end() }
  return LifetimeEvaluation(
    customers: columns.customers.count,
    orders: columns.frequency.reduce(columns.customers.count, +), unit: unit.rawValue,
    models: models, baselines: try comparison?.baselines(evaluator) ?? [],
    spend: evaluator.spendFit.map { [SpendModelEvaluation($0.fit, name: "gamma-gamma")] } ?? [],
    value: holdout?.methods ?? [], valueWinner: holdout?.winner, valueReason: holdout?.reason,
    excluded: columns.exclusions(of: store, end: end, workers: workers), winner: winner?.name,
    reason: winner?.reason)
}

/// The forecasts that stand beside lifetime models, learned from the period before the split.
private struct MethodComparison {
  let store: HistoryStore
  let columns: LifetimeColumns
  let end: Day
  let unit: LifetimeUnit
  let workers: Workers
  /// Days before the split whose outcomes can be learned from: those of the holdout, or half of
  /// what there is.
  let period: Int

  private var split: Day { columns.asOf }
  private var days: Int { end - split }

  /// Nil without a holdout, or where fewer than two days lie before it.
  init?(
    store: HistoryStore, columns: LifetimeColumns, end: Day, unit: LifetimeUnit, workers: Workers
  ) {
    guard columns.asOf < end, let begin = store.ordersBegin, columns.asOf - begin >= 2 else {
      return nil
    }
    self.store = store
    self.columns = columns
    self.end = end
    self.unit = unit
    self.workers = workers
    period = min(end - columns.asOf, (columns.asOf - begin) / 2)
  }

  func evaluation(
    _ names: [LifetimeModelName], _ progress: Progress
  ) throws(TrainingError) -> ValueEvaluation {
    let steps = progress.parts([2, 2, 6])
    steps[0].begin("taking snapshots")
    let defaults = TrainingParameters(horizonInDays: period)
    func snapshot(_ date: Day) -> Snapshot {
      Snapshot(
        of: store, asOf: date, horizonInDays: period, scoreWindowInDays: nil, workers: workers)
    }
    let past = snapshot(split - period)
    let holdout = snapshot(split)
    steps[1].begin("fitting churn")
    let churnTraining = ChurnTraining(
      horizonInDays: period, settings: .usual(for: [past]), workers: workers)
    let churn = try churnTraining.fittedWhereTwoClasses(
      to: [past], outlook: holdout.outlook, steps[1])
    return try ValueEvaluator(
      training: ValueTraining(
        store: store, horizonInDays: period, periodInDays: period,
        l2Strength: defaults.valueL2Strength, workers: workers),
      date: split, days: days, unit: unit, names: names, snapshots: [past], holdout: holdout,
      churn: churn?.probabilities(of: holdout.features, workers: workers)
    ).run(steps[2]).evaluation
  }

  /// Orders by what needs no lifetime model, scaled in proportion where the period is shorter than
  /// the holdout.
  func baselines(_ evaluator: LifetimeEvaluator) throws(TrainingError) -> [BaselineEvaluation] {
    let now = CustomerFacts(of: store, asOf: split, windowInDays: nil, workers: workers)
    let past = CustomerFacts(of: store, asOf: split - period, windowInDays: nil, workers: workers)
    let came = orderDays(of: past.customers, from: past.asOf, days: period)
    let scale = Double(days) / Double(period)
    let (recency, frequency) = try fitting(.valueBaseline) { () throws(FitError) in
      (
        try ValueLine(past.daysSinceLastOrder, came, workers: workers),
        try ValueLine(past.orders, came, workers: workers)
      )
    }
    let before = min(days, split - (store.ordersBegin ?? split))
    let repeated = orderDays(of: now.customers, from: split - before, days: before)
    let forecasts: [(name: String, expected: [Double])] = [
      ("last period", repeated.map { Double(days) / Double(before) * $0 }),
      ("recency", now.daysSinceLastOrder.map { scale * recency.value($0) }),
      ("frequency", now.orders.map { scale * frequency.value($0) }),
    ]
    return forecasts.map { name, expected in
      BaselineEvaluation(
        name: name,
        holdout: LifetimeHoldout(
          expected: expected, probabilityAlive: nil, actual: evaluator.actual, spend: nil))
    }
  }

  private func orderDays(of customers: [Int], from day: Day, days: Int) -> [Double] {
    outcomes(of: customers, in: store, asOf: day, horizonInDays: days, workers: workers)
      .map { Double($0.orderDays) }
  }
}

extension SpendModelEvaluation {
  fileprivate init(_ fit: PurchaseFit, name: String) {
    self.init(
      name: name, parameters: fit.named.parameters, standardErrors: fit.named.errors,
      logLikelihood: fit.logLikelihood, gradientNorm: fit.gradientNorm, diagnoses: fit.diagnoses,
      customers: Int(fit.customers))
  }
}

extension LifetimeColumns {
  /// Customers that are left out, by reason.
  fileprivate func exclusions(of store: HistoryStore, end: Day, workers: Workers)
    -> [ExcludedCustomers:
    Int]
  {
    let later = LifetimeColumns(of: store, asOf: end, workers: workers).customers.count
    return [
      ExcludedCustomers.firstOrderAfterSplit: later - customers.count,
      .repeatOrdersWithoutSpend: withoutRepeatSpend,
    ].filter { $0.value > 0 }
  }
}
