internal import Dense
package import Features
package import Histories
internal import Learning
package import Segments
package import Units

/// The customers of one as-of date: what was known of each, and whether each then left.
package struct Snapshot: Sendable {
  /// The catalogue's features and, where a future is asked for, the outlook on orders.
  package let features: FeatureMatrix
  package let facts: CustomerFacts
  /// 1 where the customer had no order in `[asOf, asOf + H)`, else 0; empty where the future is not
  /// asked for.
  package let churned: [Double]
  /// The lifetime model that was learned from these customers; nil where no future is asked for.
  package let outlook: OrderOutlook?

  package var asOf: Day { facts.asOf }
  package var count: Int { facts.count }

  /// Takes a snapshot with its labels, of the customers of a sample.
  package init(
    of store: HistoryStore, asOf: Day, horizonInDays: Int, scoreWindowInDays: Int?,
    engagement: EngagementWeights = .standard, among sample: CustomerSample = .all, threads: Int
  ) {
    self.init(
      of: store, asOf: asOf, scoreWindowInDays: scoreWindowInDays, engagement: engagement,
      outlookHorizonInDays: horizonInDays, among: sample, threads: threads
    ) {
      outcomes(of: $0, in: store, asOf: asOf, horizonInDays: horizonInDays, threads: threads)
        .map { $0.orders == 0 ? 1 : 0 }
    }
  }

  /// Takes a snapshot without a future: what prediction sees.
  package init(
    of store: HistoryStore, asOf: Day, scoreWindowInDays: Int?,
    engagement: EngagementWeights = .standard, threads: Int
  ) {
    self.init(
      of: store, asOf: asOf, scoreWindowInDays: scoreWindowInDays, engagement: engagement,
      outlookHorizonInDays: nil, among: .all, threads: threads
    ) { _ in [] }
  }

  /// What a walk has gathered, without a future.
  package init(_ walk: SnapshotVisitor) {
    self.init(walk, outlookHorizonInDays: nil, threads: 1) { _ in [] }
  }

  private init(
    of store: HistoryStore, asOf: Day, scoreWindowInDays: Int?, engagement: EngagementWeights,
    outlookHorizonInDays: Int?, among sample: CustomerSample, threads: Int,
    labels: ([Int]) -> [Double]
  ) {
    let visitor = SnapshotVisitor(
      of: store, asOf: asOf, scoreWindowInDays: scoreWindowInDays, engagement: engagement)
    self.init(
      store.walk(asOf: asOf, visitor, threads: threads, of: sample.holds),
      outlookHorizonInDays: outlookHorizonInDays, threads: threads, labels: labels)
  }

  private init(
    _ walk: SnapshotVisitor, outlookHorizonInDays: Int?, threads: Int, labels: ([Int]) -> [Double]
  ) {
    let features = walk.features.matrix
    facts = walk.facts.facts
    outlook = outlookHorizonInDays.flatMap {
      OrderOutlook(learnedFrom: features, horizonInDays: $0, threads: threads)
    }
    self.features = outlook?.appended(to: features, threads: threads) ?? features
    precondition(features.customers == facts.customers)
    churned = labels(facts.customers)
  }
}
