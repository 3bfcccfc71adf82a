package import Dense
package import Histories
internal import Ingestion
internal import Learning
internal import Snapshots
package import Units

/// What became of the customers of an earlier run, now that its horizon has passed.
package struct RunOutcome: Sendable, Encodable {
  /// The earlier rows.
  package let file: String
  package let asOf: Day
  package let horizonInDays: Int
  package let all: Group
  /// By the list they were on.
  package let lists: [String: Group]
  /// How well the probabilities ranked them, with its 95 % interval, and days since the last order
  /// beside it; nil where all did the same.
  package let auc: Double?
  package let aucLow: Double?
  package let aucHigh: Double?
  package let aucOfRecency: Double?
  package let verdict: Verdict

  /// Predicted and actual churn of some customers.
  package struct Group: Sendable, Encodable {
    package let customers: Int
    /// Mean probability, and the share who placed no order.
    package let predicted: Double
    package let actual: Double
    /// (actual − predicted) by the standard error of the share under the predictions.
    package let deviation: Double

    init(probabilities: [Double], churned: [Bool]) {
      customers = churned.count
      let count = Double(max(1, customers))
      let sum = probabilities.reduce(0, +)
      let came = Double(churned.count { $0 })
      predicted = sum / count
      actual = came / count
      let variance = probabilities.reduce(0) { $0 + $1 * (1 - $1) }
      deviation = variance > 0 ? (came - sum) / variance.squareRoot() : 0
    }
  }

  package enum Verdict: String, Sendable, Encodable {
    case keep
    /// The ranking holds and the level does not.
    case recalibrate
    /// Days since the last order rank customers better.
    case retrain
    /// The ranking is no better than one by lot.
    case noBetterThanChance = "no_better_than_chance"
  }

  enum CodingKeys: String, CodingKey {
    case file
    case asOf = "as_of"
    case horizonInDays = "horizon_days"
    case all, lists, auc
    case aucLow = "auc_low"
    case aucHigh = "auc_high"
    case aucOfRecency = "auc_of_recency"
    case verdict
  }
}

extension RunOutcome {
  /// Looks at what the customers of earlier rows did; nil where the rows do not say what they predicted and
  /// when, or the horizon has not passed.
  ///
  /// - Parameters:
  ///   - previous: rows of an earlier run.
  ///   - store: the histories up to now.
  ///   - workers: how many threads it may take; the result does not depend on it.
  package init?(of previous: PreviousScores, in store: HistoryStore, workers: Workers) {
    guard let asOf = previous.asOf, let horizon = previous.horizonInDays,
      let probabilities = previous.earlierNumbers(.churnProbability),
      probabilities.allSatisfy({ $0 >= 0 && $0 <= 1 }),
      let last = store.orderDayRange?.upperBound, asOf + horizon <= last + 1
    else { return nil }
    let rows = previous.earlierRows(of: store.customers)
    let known = rows.indices.filter { rows[$0] != nil }
    guard !known.isEmpty else { return nil }
    let earlier = known.compactMap { rows[$0] }
    let predicted = earlier.map { probabilities[$0] }
    let churned = outcomes(
      of: known, in: store, asOf: asOf, horizonInDays: horizon, workers: workers
    ).map { $0.orderDays == 0 }
    file = previous.file
    self.asOf = asOf
    horizonInDays = horizon
    all = Group(probabilities: predicted, churned: churned)
    var lists: [String: Group] = [:]
    if let list = previous.earlierColumn(.list) {
      for (name, members) in Dictionary(
        grouping: earlier.indices, by: { list.text(of: earlier[$0]) })
      where !name.isEmpty {
        lists[name] = Group(
          probabilities: members.map { predicted[$0] }, churned: members.map { churned[$0] })
      }
    }
    self.lists = lists
    let ranked = RankedOutcomes(probabilities: predicted, outcomes: churned)
    let interval = ranked.bootstrapIntervals(replicates: 500, seed: 1, workers: workers)[.auc]
    auc = ranked.metrics().auc
    (aucLow, aucHigh) = (interval?.low, interval?.high)
    aucOfRecency = previous.earlierNumbers(.daysSinceLastOrder).flatMap { days in
      let silence = earlier.map { days[$0] }
      guard let longest = silence.max(), longest > 0, !silence.contains(where: \.isNaN) else {
        return nil
      }
      return RankedOutcomes(probabilities: silence.map { max(0, $0) / longest }, outcomes: churned)
        .metrics().auc
    }
    verdict = Verdict(all, aucLow: aucLow, aucHigh: aucHigh, aucOfRecency: aucOfRecency)
  }
}

extension RunOutcome.Verdict {
  /// A level is off where it differs by more than chance (three standard errors) and by more than a
  /// tenth: the largest shops would be told of every difference.
  fileprivate init(
    _ all: RunOutcome.Group, aucLow: Double?, aucHigh: Double?, aucOfRecency: Double?
  ) {
    let isOff = abs(all.deviation) > 3 && abs(all.actual - all.predicted) > 0.1 * all.predicted
    self =
      if let aucLow, aucLow <= 0.5 {
        .noBetterThanChance
      } else if let aucHigh, let aucOfRecency, aucOfRecency > aucHigh {
        .retrain
      } else if isOff {
        .recalibrate
      } else {
        .keep
      }
  }
}
