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
  /// Earlier customers of whom the log has no order; they are in no other figure.
  package let customersNotInLog: Int
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
      let left = Double(churned.count { $0 })
      predicted = sum / count
      actual = left / count
      // A score of 0 or 1 claims too much; one in a million is doubt enough to tell that it was wrong.
      let variance = probabilities.reduce(0) { $0 + max($1 * (1 - $1), 1e-6) }
      deviation = variance > 0 ? (left - sum) / variance.squareRoot() : 0
    }
  }

  package enum Verdict: String, Sendable, Encodable {
    /// The log begins later than the earlier run, or lacks many of its customers.
    case logIncomplete = "log_incomplete"
    /// Too few customers stayed, or left, to tell.
    case tooFew = "too_few"
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
    case customersNotInLog = "customers_not_in_log"
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
  ///   - store: the histories.
  ///   - now: nothing at or after this date is looked at.
  ///   - workers: how many threads it may take; the result does not depend on it.
  package init?(
    of previous: PreviousScores, in store: HistoryStore, before now: Day, workers: Workers
  ) {
    guard let asOf = previous.asOf, let horizon = previous.horizonInDays,
      let probabilities = previous.earlierNumbers(.churnProbability),
      !probabilities.contains(where: \.isNaN), let ordered = store.orderDayRange,
      asOf + horizon <= min(now, ordered.upperBound + 1)
    else { return nil }
    let rows = previous.earlierRows(of: store.customers)
    let known = rows.indices.filter { rows[$0] != nil }
    let earlier = known.compactMap { rows[$0] }
    let predicted = earlier.map { probabilities[$0] }
    let churned = outcomes(
      of: known, in: store, asOf: asOf, horizonInDays: horizon, workers: workers
    ).map { $0.orderDays == 0 }
    file = previous.file
    self.asOf = asOf
    horizonInDays = horizon
    customersNotInLog = previous.count - known.count
    all = Group(probabilities: predicted, churned: churned)
    lists = Self.byList(previous, earlier, predicted, churned)
    let ranked = RankedOutcomes(probabilities: predicted, outcomes: churned)
    let interval = ranked.bootstrapIntervals(replicates: 500, seed: 1, workers: workers)[.auc]
    auc = ranked.metrics().auc
    (aucLow, aucHigh) = (interval?.low, interval?.high)
    aucOfRecency = previous.earlierNumbers(.daysSinceLastOrder).flatMap { days in
      Self.areaUnderCurve(ranking: earlier.map { days[$0] }, churned)
    }
    let isCovered =
      asOf >= ordered.lowerBound
      && Double(customersNotInLog) <= Self.mostNotInLog * Double(previous.count)
    let fewest = min(churned.count { $0 }, churned.count { !$0 })
    verdict =
      if !isCovered {
        .logIncomplete
      } else if fewest < Self.fewestOfEither {
        .tooFew
      } else {
        Verdict(all, aucLow: aucLow, aucHigh: aucHigh, aucOfRecency: aucOfRecency)
      }
  }

  /// The share of earlier customers that the log may lack.
  static let mostNotInLog = 0.02
  /// Customers who stayed, and who left, that a verdict takes.
  static let fewestOfEither = 30

  private static func byList(
    _ previous: PreviousScores, _ rows: [Int], _ predicted: [Double], _ churned: [Bool]
  ) -> [String: Group] {
    guard let list = previous.earlierColumn(.list) else { return [:] }
    return Dictionary(grouping: rows.indices) { list.text(of: rows[$0]) }
      .filter { !$0.key.isEmpty }
      .mapValues { members in
        Group(
          probabilities: members.map { predicted[$0] }, churned: members.map { churned[$0] })
      }
  }

  /// Of days since the last order; nil where they are not known of all, or all did the same.
  private static func areaUnderCurve(ranking days: [Double], _ churned: [Bool]) -> Double? {
    guard let longest = days.max(), longest > 0, !days.contains(where: \.isNaN) else { return nil }
    return RankedOutcomes(probabilities: days.map { $0 / longest }, outcomes: churned)
      .metrics().auc
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
