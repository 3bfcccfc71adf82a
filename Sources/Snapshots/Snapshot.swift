package import Dense
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
  /// 1 where the customer had no order in `[asOf, asOf + H)`, or where another target held then, else 0;
  /// empty where the future is not asked for.
  package let churned: [Double]
  /// The lifetime model that was learned from these customers; nil where no future is asked for.
  package let outlook: OrderOutlook?

  package var asOf: Day { facts.asOf }
  package var count: Int { facts.count }

  /// Takes a snapshot with its labels, of the customers of a sample: churn, or a target of the same log.
  package init(
    of store: HistoryStore, asOf: Day, horizonInDays: Int, target: Target? = nil,
    scoreWindowInDays: Int?, engagement: EngagementWeights = .standard,
    among sample: CustomerSample = .all, workers: Workers
  ) {
    self.init(
      of: store, asOf: asOf, scoreWindowInDays: scoreWindowInDays, engagement: engagement,
      outlookHorizonInDays: horizonInDays, among: sample, workers: workers
    ) {
      target?.labels(of: $0, in: store, asOf: asOf, workers: workers)
        ?? outcomes(of: $0, in: store, asOf: asOf, horizonInDays: horizonInDays, workers: workers)
        .map { $0.orders == 0 ? 1 : 0 }
    }
  }

  /// Takes a snapshot without a future: what prediction sees.
  package init(
    of store: HistoryStore, asOf: Day, scoreWindowInDays: Int?,
    engagement: EngagementWeights = .standard, workers: Workers
  ) {
    self.init(
      of: store, asOf: asOf, scoreWindowInDays: scoreWindowInDays, engagement: engagement,
      outlookHorizonInDays: nil, among: .all, workers: workers
    ) { _ in [] }
  }

  /// What a walk has gathered, without a future.
  package init(_ walk: consuming SnapshotVisitor) {
    self.init(walk, outlookHorizonInDays: nil, workers: 1) { _ in [] }
  }

  /// Takes what was collected elsewhere.
  ///
  /// - Parameters:
  ///   - features: of the catalogue, with the outlook's column or without; written in place where nobody else
  ///     holds them, since they are most of what a snapshot takes.
  ///   - facts: of the same customers.
  ///   - churned: 1 or 0 of each; empty where no future is asked for.
  ///   - outlookHorizonInDays: of the outlook on orders; nil where no future is asked for.
  ///   - workers: how many threads it may take; the result does not depend on it.
  package init(
    features: consuming FeatureMatrix, facts: CustomerFacts, churned: [Double],
    outlookHorizonInDays: Int?, workers: Workers
  ) {
    self.facts = facts
    self.churned = churned
    guard let outlookHorizonInDays else {
      outlook = nil
      self.features = features
      return
    }
    outlook = OrderOutlook(
      learnedFrom: copy features, horizonInDays: outlookHorizonInDays, workers: workers)
    if let outlook {
      self.features = outlook.appended(to: features, workers: workers)
    } else if features.names.last == OrderOutlook.feature {
      self.features = features.withoutLastColumn()
    } else {
      self.features = features
    }
    precondition(self.features.customers == facts.customers)
  }

  private init(
    of store: HistoryStore, asOf: Day, scoreWindowInDays: Int?, engagement: EngagementWeights,
    outlookHorizonInDays: Int?, among sample: CustomerSample, workers: Workers,
    labels: ([Int]) -> [Double]
  ) {
    var wants = SnapshotVisitor.Wants()
    wants.leavesRoomForOutlook = outlookHorizonInDays != nil
    let visitor = SnapshotVisitor(
      of: store, asOf: asOf, scoreWindowInDays: scoreWindowInDays, engagement: engagement,
      wants: wants)
    self.init(
      store.walk(asOf: asOf, visitor, workers: workers, of: sample.holds),
      outlookHorizonInDays: outlookHorizonInDays, workers: workers, labels: labels)
  }

  private init(
    _ walk: consuming SnapshotVisitor, outlookHorizonInDays: Int?, workers: Workers,
    labels: ([Int]) -> [Double]
  ) {
    let facts = walk.facts.facts
    self.init(
      features: walk.takeFeatures(), facts: facts, churned: labels(facts.customers),
      outlookHorizonInDays: outlookHorizonInDays, workers: workers)
  }
}
