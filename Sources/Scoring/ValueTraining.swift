internal import Dense
internal import Features
internal import Histories
internal import Interventions
internal import Learning
internal import Lifetime
internal import RealModule
internal import Units

/// What the forecasts of value need to know of the customers of one date, one element or row each.
struct ValueCustomers: Sendable {
  let daysSinceLastOrder: [Int]
  let orders: [Int]
  /// Features by row, and the names of their columns.
  let features: Matrix
  let names: [String]
  let purchases: PurchaseColumns
  /// Nil where no churn model could be learned.
  let churnProbability: [Double]?
  /// What each spent in the days before the date, at least 0; nil where that is not known.
  let lastPeriod: [Double]?
  let lastPeriodInDays: Int
}

extension ValueCustomers {
  init(
    _ snapshot: Snapshot, columns: LifetimeColumns, churn: [Double]?, lastPeriodInDays: Int,
    in store: HistoryStore, threads: Int
  ) {
    let facts = snapshot.facts
    precondition(columns.customers == facts.customers)
    self.init(
      daysSinceLastOrder: facts.daysSinceLastOrder, orders: facts.orders,
      features: snapshot.features.values, names: snapshot.features.names,
      purchases: columns.purchases, churnProbability: churn,
      lastPeriod: spend(
        of: facts.customers, in: store, from: snapshot.asOf - lastPeriodInDays,
        days: lastPeriodInDays, threads: threads),
      lastPeriodInDays: lastPeriodInDays)
  }
}

/// What each customer spent in a window, in money; a window of refunds alone counts 0, as nothing
/// was bought.
func spend(
  of customers: [Int], in store: HistoryStore, from day: Day, days: Int, threads: Int
) -> [Double] {
  outcomes(of: customers, in: store, asOf: day, horizonInDays: days, threads: threads)
    .map { max(0, money($0.spend, scale: store.moneyScale)) }
}

/// Learns every method's constants from what was known, and what was spent, before a date.
struct ValueTraining {
  let store: HistoryStore
  let horizonInDays: Int
  /// The window that means and lines are learned over, at least a horizon.
  let periodInDays: Int
  let l2Strength: Double
  let threads: Int

  /// Learns from the orders before a date.
  ///
  /// - Parameters:
  ///   - date: nothing at or after it is looked at.
  ///   - snapshots: whose churn horizon ends at or before the date, latest first.
  /// - Returns: the constants of all methods; those of amounts only where enough customers taught them.
  /// - Throws: where a regression gives up.
  func fitted(
    at date: Day, snapshots: [Snapshot]
  ) throws(ScoringError) -> ValueConstants {
    let past = CustomerFacts(
      of: store, asOf: date - periodInDays, windowInDays: nil, threads: threads)
    let spent = spend(
      of: past.customers, in: store, from: past.asOf, days: periodInDays, threads: threads)
    let mean = spent.reduce(0, +) / Double(max(1, spent.count))
    return ValueConstants(
      periodInDays: periodInDays, mean: mean,
      recency: try ValueLine(past.daysSinceLastOrder, spent, threads: threads),
      frequency: try ValueLine(past.orders, spent, threads: threads),
      amounts: try amounts(snapshots))
  }

  /// A gamma regression of what was spent in a churn horizon by those who ordered in it.
  ///
  /// Its level is that of the latest snapshot: prices and baskets drift.
  private func amounts(_ snapshots: [Snapshot]) throws(ScoringError) -> AmountRegression? {
    var matrices: [FeatureMatrix] = []
    var responses: [[Double]] = []
    for snapshot in snapshots {
      let kept = snapshot.churned.indices.filter { snapshot.churned[$0] == 0 }
      guard !kept.isEmpty else { continue }
      let spent = spend(
        of: kept.map { snapshot.facts.customers[$0] }, in: store, from: snapshot.asOf,
        days: horizonInDays, threads: threads)
      matrices.append(snapshot.features.rows(kept))
      responses.append(spent)
    }
    let all = responses.flatMap { $0 }
    let mean = all.reduce(0, +) / Double(max(1, all.count))
    guard all.count >= 20, mean > 0, let latest = matrices.first else { return nil }
    let design = Recipes.value.fitted(to: matrices)
    let matrix = stacked(matrices.map { design.design(of: $0, threads: threads) })
    do {
      let fit = try GammaRegression(l2Strength: l2Strength, threads: threads).fitted(
        to: matrix, responses: all.map { $0 / mean })
      var regression = AmountRegression(
        design: design, intercept: fit.intercept, coefficients: fit.coefficients, scale: mean,
        customers: all.count)
      let expected = regression.amounts(
        of: latest.values, names: latest.names, threads: threads
      ).reduce(0, +)
      if expected > 0 { regression.scale *= responses[0].reduce(0, +) / expected }
      return regression
    } catch {
      throw .fit("the regression of spend could not be fitted: \(error)")
    }
  }
}

/// An amount as a number.
///
/// Divided once and so rounded once: a finer scale, brought by one later row, changes no bit.
func money(_ units: Int64, scale: Int) -> Double {
  Decimal(mantissa: units, scale: scale).doubleValue
}

extension FeatureMatrix {
  /// Some of the rows, in the given order.
  func rows(_ indices: [Int]) -> FeatureMatrix {
    var storage: [Double] = []
    storage.reserveCapacity(indices.count * names.count)
    for index in indices {
      storage += values.storage[index * names.count..<(index + 1) * names.count]
    }
    return FeatureMatrix(
      asOf: asOf, customers: indices.map { customers[$0] }, names: names,
      values: Matrix(rows: indices.count, columns: names.count, storage: storage))
  }
}
