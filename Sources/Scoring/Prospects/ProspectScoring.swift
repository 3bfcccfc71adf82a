package import Dense
package import Features
internal import Files
package import Histories
internal import Interventions
internal import Learning
internal import Lifetime
package import Models
internal import Snapshots
package import Units

/// Prospects of one as-of date with the probability of a first order, in canonical order.
package struct ProspectScores: Sendable {
  /// Store indices of the prospects.
  package let customers: [Int]
  /// Of an order within the horizon; the base rate for all where the model carries no information.
  package let firstOrderProbability: [Double]
  package let baseRate: Double
  package let reliable: Bool
  package let features: FeatureMatrix
  package let contributions: FamilyContributions
  /// Rows, the likeliest first, then by id.
  package let ranking: [Int]
  package let asOf: Day
  package let horizonInDays: Int
  package let modelDigest: String

  /// Of the store's customers.
  let ids: TextColumn

  package var count: Int { customers.count }

  /// The score rows.
  package var table: ScoreTable {
    var table = ScoreTable(
      layout: ScoreColumn.prospects, ids: ids, rows: customers, ranking: ranking,
      modelDigest: modelDigest
    ) { row, count in
      reasons(of: row, count: count).map { .chance($0) }
    }
    table[.firstOrderProbability] = .numbers(firstOrderProbability)
    table[.baseRate] = .one(.number(baseRate))
    table[.reliable] = .one(.flag(reliable))
    table[.asOf] = .one(.day(asOf))
    table[.horizonDays] = .one(.count(horizonInDays))
    return table
  }

  /// What moves a prospect's chance most, the largest first; none where the model is not used.
  package func reasons(of row: Int, count: Int) -> [Reason] {
    guard reliable else { return [] }
    return contributions.reasons(ofRow: row, count: count) { features.value(row, $0) }
  }
}

extension Model {
  /// Scores every customer with an event and no order before the as-of date.
  ///
  /// - Parameters:
  ///   - store: the histories.
  ///   - asOf: by default the day after the last order.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: the scores.
  /// - Throws: where the model has learned nothing of prospects, or there are none.
  package func prospectScores(
    of store: HistoryStore, asOf: Day?, workers: Workers
  ) throws(ScoringError) -> ProspectScores {
    try requireFit(to: store)
    guard let prospects else { throw .noProspectModel }
    guard let date = asOf ?? store.orderDayRange.map({ $0.upperBound + 1 }) else {
      throw .nobodyToScore(asOf: data.asOf, firstOrder: nil)
    }
    let features = store.prospectFeatures(asOf: date, workers: workers)
    guard !features.customers.isEmpty else { throw .noProspects(asOf: date) }
    let contributions = prospects.program(names: features.names)
      .families(of: features.values, workers: workers)
    let probabilities = features.customers.indices.map {
      prospects.isInformative ? logistic(contributions.logit(ofRow: $0)) : prospects.baseRate
    }
    return ProspectScores(
      customers: features.customers, firstOrderProbability: probabilities,
      baseRate: prospects.baseRate, reliable: prospects.isInformative, features: features,
      contributions: contributions,
      ranking: rankedRows(
        Array(probabilities.indices), descending: probabilities, workers: workers, ties: <),
      asOf: date, horizonInDays: data.horizonInDays, modelDigest: shortDigest,
      ids: store.customers)
  }
}
