package import Histories
internal import Lifetime
package import Units

/// Fits lifetime models to the orders before a split and judges them on those after it.
///
/// - Parameters:
///   - store: the histories.
///   - split: the first day of the holdout; nil to fit on everything and judge nothing.
///   - names: the models.
///   - unit: unit of time.
///   - threads: workers; the result does not depend on it.
/// - Returns: fits and holdout figures, with the winner.
/// - Throws: where nobody has an order before the split, or nothing comes after it.
package func lifetimeEvaluation(
  of store: HistoryStore, split: Day?, names: [LifetimeModelName], unit: LifetimeUnit, threads: Int
) throws(ScoringError) -> LifetimeEvaluation {
  guard let orderDays = store.orderDayRange else { throw .tooFewCustomers(0) }
  let end = orderDays.upperBound + 1
  if let split, !(orderDays.lowerBound + 1..<end).contains(split) {
    throw .splitOutside(split, earliest: orderDays.lowerBound + 1, latest: orderDays.upperBound)
  }
  let columns = LifetimeColumns(of: store, asOf: split ?? end, threads: threads)
  guard !columns.customers.isEmpty else {
    throw .nobodyToScore(asOf: columns.asOf, firstOrder: orderDays.lowerBound)
  }
  do {
    let judge = try LifetimeJudge(
      of: columns, in: store, holdoutInDays: split.map { end - $0 }, unit: unit, threads: threads)
    let models = names.map { judge.evaluation(of: judge.fitted($0)) }
    let spend = try columns.fittedSpend(FitSettings(threads: threads)).map {
      SpendModelEvaluation($0.fit, name: "gamma-gamma")
    }
    let winner = lifetimeWinner(among: models)
    return LifetimeEvaluation(
      customers: columns.customers.count,
      orders: columns.frequency.reduce(columns.customers.count, +), unit: unit.rawValue,
      models: models, baselines: [], spend: spend.map { [$0] } ?? [], value: [],
      excluded: columns.exclusions, winner: winner?.name, reason: winner?.reason)
  } catch {
    throw .lifetime(error)
  }
}

extension SpendModelEvaluation {
  fileprivate init(_ fit: PurchaseFit, name: String) {
    self.init(
      name: name, parameters: fit.named.parameters, standardErrors: fit.named.errors,
      logLikelihood: fit.logLikelihood, gradientNorm: fit.gradientNorm, diagnosis: fit.sentences,
      customers: Int(fit.customers))
  }
}

extension LifetimeColumns {
  /// Customers that a model leaves out, by reason.
  fileprivate var exclusions: [String: Int] {
    let free = withoutRepeatSpend
    return free > 0 ? ["gamma-gamma: repeat orders cost nothing": free] : [:]
  }
}
