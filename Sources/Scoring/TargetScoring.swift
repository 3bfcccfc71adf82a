package import Dense
package import Features
package import Histories
internal import Interventions
internal import Learning
package import Models
package import Snapshots
package import Units

/// Customers of one as-of date with the probability of a target, in canonical order.
package struct TargetScores: Sendable {
  package let facts: CustomerFacts
  package let features: FeatureMatrix
  /// Numbered from 1.
  package let cluster: [Int]
  /// That the target holds in the window after the date.
  package let probability: [Double]
  /// Why the target is what it is asked for: the rule as it was given.
  package let rule: String
  package let drift: PopulationDrift?
  package let asOf: Day
  package let horizonInDays: Int
  /// Digits after the point of money.
  package let moneyScale: Int
  package let modelDigest: String
  /// The rows, the likeliest first, then by id.
  package let table: ScoreTable

  package var count: Int { facts.count }
}

extension Model {
  /// Scores every customer with an order before the as-of date by a model of a target.
  ///
  /// - Parameters:
  ///   - store: the histories.
  ///   - asOf: by default the day after the last order.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: the scores; nil where the model predicts churn.
  /// - Throws: where there is nobody to score, a section is missing, or the money differs.
  package func targetScores(
    of store: HistoryStore, asOf: Day?, workers: Workers
  ) throws(ScoringError) -> TargetScores? {
    guard let target else { return nil }
    try requireFit(to: store)
    guard let clusters else { throw .sectionMissing(.clusters, neededFor: .predict) }
    guard let scores else { throw .sectionMissing(.scores, neededFor: .predict) }
    let orderDays = store.orderDayRange
    guard let date = asOf ?? orderDays.map({ $0.upperBound + 1 }) else {
      throw .nobodyToScore(asOf: data.asOf, firstOrder: nil)
    }
    var wants = SnapshotVisitor.Wants()
    wants.outlook = target.model.outlook
    let snapshot = Snapshot(
      store.walk(
        asOf: date,
        SnapshotVisitor(
          of: store, asOf: date, scoreWindowInDays: scores.windowInDays,
          engagement: scores.engagementWeights, wants: wants),
        workers: workers))
    guard snapshot.count > 0 else {
      throw .nobodyToScore(asOf: date, firstOrder: orderDays?.lowerBound)
    }
    let (facts, features) = (snapshot.facts, snapshot.features)
    let families = target.model.program(of: features).families(
      of: features.values, workers: workers)
    let probability = families.probabilities(ofRows: facts.count)
    var table = ScoreTable(
      layout: ScoreColumn.targets, ids: store.customers, rows: facts.customers,
      ranking: rankedRows(
        Array(probability.indices), descending: probability, workers: workers, ties: <),
      modelDigest: shortDigest
    ) { row, count in
      families.reasons(ofRow: row, count: count) { features.value(row, $0) }.map { .chance($0) }
    }
    table[.targetProbability] = .numbers(probability)
    table[.reliable] = .flags(
      target.model.reliability(
        daysSinceLastOrder: facts.daysSinceLastOrder, orders: facts.orders,
        horizonInDays: data.horizonInDays))
    table.fillHistory(netSpend: facts.netSpend, margin: 1, scale: store.moneyScale)
    table[.daysSinceLastOrder] = .counts(facts.daysSinceLastOrder)
    table.fillOrders(facts.orders, grossSpend: facts.grossSpend, scale: store.moneyScale)
    let assignments = clusters.assignments(of: features, workers: workers)
    table[.cluster] = .counts(assignments)
    table[.asOf] = .one(.day(date))
    table[.horizonDays] = .one(.count(data.horizonInDays))
    return TargetScores(
      facts: facts, features: features, cluster: assignments, probability: probability,
      rule: target.rule,
      drift: population?.drift(
        of: features.values, columns: features.names, scores: probability, workers: workers),
      asOf: date, horizonInDays: data.horizonInDays, moneyScale: store.moneyScale,
      modelDigest: shortDigest, table: table)
  }
}
