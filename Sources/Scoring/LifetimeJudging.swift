package import Histories
internal import Learning
internal import Lifetime
internal import RealModule
package import Units

/// The models of orders that `clv` knows, by name.
package enum LifetimeModelName: String, Sendable, CaseIterable {
  case bgNBD = "bg-nbd"
  case mbgNBD = "mbg-nbd"
  case paretoNBD = "pareto-nbd"
}

/// The unit of time in which parameters and log-likelihoods are given.
package enum LifetimeUnit: String, Sendable, CaseIterable {
  case day, week, month

  package var days: Double {
    switch self {
    case .day: 1
    case .week: 7
    case .month: 365.0 / 12
    }
  }
}

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
    return try LifetimeJudge(
      store: store, columns: columns, holdoutInDays: split.map { end - $0 }, unit: unit,
      threads: threads
    ).evaluation(of: names)
  } catch {
    throw .fit("the lifetime models cannot learn from these orders: \(error)")
  }
}

private struct LifetimeJudge {
  let store: HistoryStore
  let columns: LifetimeColumns
  /// Days from the split to the day after the last order; nil without a holdout.
  let holdoutInDays: Int?
  let unit: LifetimeUnit
  let threads: Int

  func evaluation(
    of names: [LifetimeModelName]
  ) throws(PurchaseDataError) -> LifetimeEvaluation {
    let merged = try columns.merged(daysPerUnit: unit.days)
    let byCustomer = try columns.byCustomer(daysPerUnit: unit.days)
    let actual = holdoutInDays.map { days in
      outcomes(
        of: columns.customers, in: store, asOf: columns.asOf, horizonInDays: days,
        threads: threads
      ).map { Double($0.orderDays) }
    }
    let settings = FitSettings(threads: threads)
    let models = names.map { name in
      switch name {
      case .bgNBD:
        judged(BetaGeometric.bgNBD.fitted(to: merged, settings: settings), byCustomer, actual)
      case .mbgNBD:
        judged(BetaGeometric.mbgNBD.fitted(to: merged, settings: settings), byCustomer, actual)
      case .paretoNBD:
        judged(ParetoNBD().fitted(to: merged, settings: settings), byCustomer, actual)
      }
    }
    let (winner, reason) = winner(among: models)
    return LifetimeEvaluation(
      customers: columns.customers.count,
      orders: columns.frequency.reduce(columns.customers.count, +), unit: unit.rawValue,
      models: models, spend: try spend(settings), winner: winner, reason: reason)
  }

  private func judged<Process: PurchaseProcess>(
    _ fitted: FittedPurchaseModel<Process>, _ byCustomer: PurchaseSummaries, _ actual: [Double]?
  ) -> LifetimeModelEvaluation {
    let (parameters, errors) = named(fitted.fit)
    return LifetimeModelEvaluation(
      name: fitted.name, parameters: parameters, standardErrors: errors,
      logLikelihood: fitted.fit.logLikelihood, bic: fitted.fit.bic,
      gradientNorm: fitted.fit.gradientNorm, diagnosis: sentences(fitted.fit),
      holdout: actual.map { holdout(fitted.process, byCustomer, $0) })
  }

  private func holdout(
    _ process: some PurchaseProcess, _ byCustomer: PurchaseSummaries, _ actual: [Double]
  ) -> LifetimeHoldout {
    let length = Double(holdoutInDays ?? 0) / unit.days
    let expected = process.figures(for: byCustomer, threads: threads) {
      $0.expectedOrders($1, within: length)
    }
    let alive = process.figures(for: byCustomer, threads: threads) { $0.probabilityAlive($1) }
    let count = Double(actual.count)
    let difference = zip(actual, expected).map { $0 - $1 }
    let mean = difference.reduce(0, +) / count
    return LifetimeHoldout(
      expected: expected.reduce(0, +), actual: actual.reduce(0, +),
      differenceError: difference.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot(),
      mae: difference.reduce(0) { $0 + abs($1) } / count,
      rmse: (difference.reduce(0) { $0 + $1 * $1 } / count).squareRoot(),
      deviance: zip(actual, expected).reduce(0) { $0 + poissonDeviance($1.0, mean: $1.1) } / count,
      auc: auc(ranking: expected, actual), aucProbabilityAlive: auc(ranking: alive, actual),
      calibration: calibration(expected, actual))
  }

  /// The area under the ROC curve of a ranking for "ordered at all".
  private func auc(ranking: [Double], _ actual: [Double]) -> Double? {
    let largest = ranking.max() ?? 0
    return RankedOutcomes(
      probabilities: ranking.map { largest > 0 ? max(0, $0 / largest) : 0 },
      outcomes: actual.map { $0 > 0 }
    ).metrics().auc
  }

  private func calibration(_ expected: [Double], _ actual: [Double]) -> [LifetimeBin] {
    let order = expected.indices.sorted { (expected[$0], $0) < (expected[$1], $1) }
    return (0..<10).compactMap { bin in
      let members = order[bin * order.count / 10..<(bin + 1) * order.count / 10]
      guard !members.isEmpty else { return nil }
      let count = Double(members.count)
      return LifetimeBin(
        customers: members.count, expected: members.reduce(0) { $0 + expected[$1] } / count,
        actual: members.reduce(0) { $0 + actual[$1] } / count)
    }
  }

  private func spend(_ settings: FitSettings) throws(PurchaseDataError) -> [SpendModelEvaluation] {
    let buyers = columns.frequency.indices.filter {
      columns.frequency[$0] > 0 && columns.meanRepeatSpend[$0] > 0
    }
    guard !buyers.isEmpty else { return [] }
    let fitted = try GammaGamma().fitted(
      frequency: buyers.map { columns.frequency[$0] },
      meanSpend: buyers.map { columns.meanRepeatSpend[$0] }, settings: settings)
    let (parameters, errors) = named(fitted.fit)
    return [
      SpendModelEvaluation(
        name: "gamma-gamma", parameters: parameters, standardErrors: errors,
        logLikelihood: fitted.fit.logLikelihood, gradientNorm: fitted.fit.gradientNorm,
        diagnosis: sentences(fitted.fit), customers: buyers.count)
    ]
  }

  /// The model of least deviance among those whose bias is within two errors; RMSE breaks near-ties.
  private func winner(among models: [LifetimeModelEvaluation]) -> (String?, String?) {
    let judged = models.compactMap { model in model.holdout.map { (model.name, $0) } }
    guard !judged.isEmpty else { return (nil, nil) }
    let unbiased = judged.filter { abs($1.actual - $1.expected) <= 2 * $1.differenceError }
    let candidates = unbiased.isEmpty ? judged : unbiased
    let best = candidates.min { a, b in
      (a.1.deviance, a.1.rmse, a.0) < (b.1.deviance, b.1.rmse, b.0)
    }
    let reason =
      unbiased.isEmpty
      ? "least deviance; every model's total is off by more than two errors"
      : "least deviance among the models whose total is within two errors of what came"
    return (best?.0, reason)
  }

  private func named(_ fit: PurchaseFit) -> ([String: Double], [String: Double]) {
    let parameters = Dictionary(uniqueKeysWithValues: zip(fit.names, fit.estimates))
    let errors = zip(fit.names, fit.standardErrors).compactMap { name, error in
      error.map { (name, $0) }
    }
    return (parameters, Dictionary(uniqueKeysWithValues: errors))
  }

  private func sentences(_ fit: PurchaseFit) -> String {
    fit.diagnoses.map(\.description).joined(separator: " ")
  }
}

/// Twice the log-likelihood that a Poisson count loses against a perfect forecast.
private func poissonDeviance(_ count: Double, mean: Double) -> Double {
  let mean = max(mean, 1e-12)
  return 2 * ((count > 0 ? count * .log(count / mean) : 0) - (count - mean))
}
