internal import Dense
internal import Features
internal import Histories
internal import Interventions
internal import Learning
internal import Lifetime
internal import Models
internal import RealModule
internal import Snapshots
internal import Units

/// Learns every method's constants from what was known, and what was spent, before a date.
struct ValueTraining {
  let store: HistoryStore
  let horizonInDays: Int
  /// The window that means and lines are learned over, at least a horizon.
  let periodInDays: Int
  let l2Strength: Double
  let workers: Workers

  /// Learns from the orders before a date.
  ///
  /// - Parameters:
  ///   - date: nothing at or after it is looked at.
  ///   - snapshots: whose churn horizon ends at or before the date, latest first.
  /// - Returns: the constants of all methods; those of amounts only where there were enough customers.
  /// - Throws: where a regression gives up.
  func fitted(
    at date: Day, snapshots: [Snapshot]
  ) throws(TrainingError) -> ValueConstants {
    let past = CustomerFacts(
      of: store, asOf: date - periodInDays, windowInDays: nil, workers: workers)
    let spent = spend(
      of: past.customers, in: store, from: past.asOf, days: periodInDays, workers: workers)
    let mean = spent.reduce(0, +) / Double(max(1, spent.count))
    let (recency, frequency) = try fitting(.valueBaseline) { () throws(FitError) in
      (
        try ValueLine(past.daysSinceLastOrder, spent, workers: workers),
        try ValueLine(past.orders, spent, workers: workers)
      )
    }
    return ValueConstants(
      periodInDays: periodInDays, mean: mean, recency: recency, frequency: frequency,
      amounts: try amounts(snapshots))
  }

  /// A gamma regression of what was spent in a churn horizon by those who ordered in it.
  ///
  /// Its level is that of the latest snapshot: prices and baskets drift.
  private func amounts(_ snapshots: [Snapshot]) throws(TrainingError) -> AmountRegression? {
    var matrices: [FeatureMatrix] = []
    var responses: [[Double]] = []
    for snapshot in snapshots {
      let kept = snapshot.churned.indices.filter { snapshot.churned[$0] == 0 }
      guard !kept.isEmpty else { continue }
      let spent = spend(
        of: kept.map { snapshot.facts.customers[$0] }, in: store, from: snapshot.asOf,
        days: horizonInDays, workers: workers)
      matrices.append(snapshot.features.rows(kept))
      responses.append(spent)
    }
    let all = responses.flatMap { $0 }
    let mean = all.reduce(0, +) / Double(max(1, all.count))
    guard all.count >= 20, mean > 0, let latest = matrices.first else { return nil }
    let design = Recipes.value.fitted(to: matrices)
    let matrix = stacked(matrices.map { design.design(of: $0, workers: workers) })
    do {
      let fit = try GammaRegression(l2Strength: l2Strength, workers: workers).fitted(
        to: matrix, responses: all.map { $0 / mean })
      var regression = AmountRegression(
        design: design, intercept: fit.intercept, coefficients: fit.coefficients, scale: mean,
        customers: all.count)
      let expected = regression.amounts(
        of: latest.values, names: latest.names, workers: workers
      ).reduce(0, +)
      if expected > 0 { regression.scale *= responses[0].reduce(0, +) / expected }
      return regression
    } catch {
      throw .fit(.spendRegression, error)
    }
  }
}
