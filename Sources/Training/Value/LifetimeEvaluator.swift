internal import Dense
internal import Histories
internal import Learning
internal import Lifetime
internal import Models
internal import RealModule
internal import Snapshots
internal import Units

/// Fits models of orders to what was known at a date and compares them with the orders after it.
struct LifetimeEvaluator: Sendable {
  let columns: LifetimeColumns
  let unit: LifetimeUnit
  let workers: Workers
  /// Days evaluated; nil without a holdout.
  let holdoutInDays: Int?
  /// Order days in the holdout and money spent there, one number a customer; empty without one.
  let actual: KnownAmounts
  let spent: KnownAmounts
  /// Money expected of one order day of each customer.
  private let orderValues: [Double]
  let spendFit: FittedGammaGamma?
  private let byCustomer: PurchaseSummaries
  /// Equal customers in one row.
  let merged: PurchaseSummaries

  init(
    of columns: LifetimeColumns, in store: HistoryStore, holdoutInDays: Int?, unit: LifetimeUnit,
    workers: Workers
  ) throws(TrainingError) {
    self.columns = columns
    self.unit = unit
    self.workers = workers
    self.holdoutInDays = holdoutInDays
    do {
      byCustomer = try columns.byCustomer(daysPerUnit: unit.days)
      merged = try columns.merged(daysPerUnit: unit.days)
      spendFit = try columns.fittedSpend(FitSettings(workers: workers))
    } catch {
      throw .purchases(error)
    }
    orderValues = columns.orderValues(spendFit?.spend, moneyScale: store.moneyScale)
    let came = holdoutInDays.map { days in
      outcomes(
        of: columns.customers, in: store, asOf: columns.asOf, horizonInDays: days,
        workers: workers)
    }
    actual = KnownAmounts(came?.map { Double($0.orderDays) } ?? [])
    spent = KnownAmounts(came?.map { max(0, money($0.spend, scale: store.moneyScale)) } ?? [])
  }

  func fitted(_ name: LifetimeModelName) -> LearnedOrders {
    LearnedOrders(name, to: merged, settings: FitSettings(workers: workers))
  }

  /// Each of some models, one after the other.
  func fitted(_ names: [LifetimeModelName], _ progress: Progress) -> [LearnedOrders] {
    names.enumerated().map { number, name in
      progress.part(number, of: names.count).begin("fitting \(name.rawValue)")
      return fitted(name)
    }
  }

  func evaluation(of orders: LearnedOrders) -> LifetimeModelEvaluation {
    let errors = orders.fit.named.errors
    var parameters = orders.fit.named.parameters
    if let regularity = orders.regularity { parameters["k"] = Double(regularity) }
    return LifetimeModelEvaluation(
      name: orders.name, parameters: parameters, standardErrors: errors,
      logLikelihood: orders.fit.logLikelihood, bic: orders.fit.bic,
      gradientNorm: orders.fit.gradientNorm, diagnoses: orders.fit.diagnoses.map(Recorded.found),
      holdout: holdoutInDays.map { holdout(orders.process, days: $0) })
  }

  /// Orders expected of each customer in the holdout.
  func expectedOrders(_ process: LearnedProcess, days: Int) -> [Double] {
    let length = Double(days) / unit.days
    return process.figures(for: byCustomer, workers: workers) {
      $0.expectedOrders($1, within: length)
    }
  }

  private func holdout(_ process: LearnedProcess, days: Int) -> LifetimeHoldout {
    let alive = process.figures(for: byCustomer, workers: workers) { $0.probabilityAlive($1) }
    let expected = expectedOrders(process, days: days)
    return LifetimeHoldout(
      expected: expected, probabilityAlive: alive, actual: actual,
      spend: ForecastErrors(
        expected: zip(expected, orderValues).map { $0 * $1 }, actual: spent))
  }
}

extension LifetimeHoldout {
  init(
    expected: [Double], probabilityAlive: [Double]?, actual: KnownAmounts, spend: ForecastErrors?
  ) {
    self.init(
      errors: ForecastErrors(expected: expected, actual: actual),
      auc: areaUnderCurve(ranking: expected, actual.values),
      aucProbabilityAlive: probabilityAlive.flatMap { areaUnderCurve(ranking: $0, actual.values) },
      calibration: Self.calibration(expected, actual.values), spend: spend)
  }

  private static func calibration(_ expected: [Double], _ actual: [Double]) -> [LifetimeBin] {
    let order = expected.indices.sorted {
      expected[$0] != expected[$1] ? expected[$0] < expected[$1] : $0 < $1
    }
    return (0..<10).compactMap { bin in
      let members = order[bin * order.count / 10..<(bin + 1) * order.count / 10]
      guard !members.isEmpty else { return nil }
      let count = Double(members.count)
      return LifetimeBin(
        customers: members.count, expected: members.reduce(0) { $0 + expected[$1] } / count,
        actual: members.reduce(0) { $0 + actual[$1] } / count)
    }
  }
}

/// The area under the ROC curve of a ranking for "ordered at all".
private func areaUnderCurve(ranking: [Double], _ actual: [Double]) -> Double? {
  let largest = ranking.max() ?? 0
  return RankedOutcomes(
    probabilities: ranking.map { largest > 0 ? max(0, $0 / largest) : 0 },
    outcomes: actual.map { $0 > 0 }
  ).metrics().auc
}

extension PurchaseFit {
  /// Parameters and their standard errors by name.
  var named: (parameters: [String: Double], errors: [String: Double]) {
    let errors = zip(names, standardErrors).compactMap { name, error in error.map { (name, $0) } }
    return (
      Dictionary(uniqueKeysWithValues: zip(names, estimates)),
      Dictionary(uniqueKeysWithValues: errors)
    )
  }
}
