package import Features
package import Histories
package import Segments
package import Units

/// Gathers in one walk all that is wanted of the customers of one as-of date.
package struct SnapshotVisitor: CustomerVisitor {
  package private(set) var features: FeatureRows
  package private(set) var facts: CustomerFactsVisitor
  /// The others where they were asked for.
  package private(set) var lifetimes: LifetimeVisitor?
  package private(set) var lastPeriod: LastPeriodVisitor?
  package private(set) var census: BehaviourCensus?
  private let outlook: OutlookCells?
  private let leavesRoomForOutlook: Bool

  /// What is wanted beyond features and facts.
  package struct Wants: Sendable {
    package var lifetimes = false
    /// Days before the date whose spend is wanted.
    package var lastPeriodInDays: Int?
    package var population = false
    /// Gives the last feature, of the lifetime model that a churn model has with it.
    package var outlook: OrderOutlook?
    /// The last feature is missing everywhere, and is written when an outlook has been learned from the others.
    package var leavesRoomForOutlook = false

    package init() {}
  }

  package init(
    of store: HistoryStore, asOf: Day, scoreWindowInDays: Int?, engagement: EngagementWeights,
    wants: Wants = Wants()
  ) {
    leavesRoomForOutlook = wants.leavesRoomForOutlook
    let hasOutlook = wants.outlook != nil || leavesRoomForOutlook
    let features = FeatureRows(
      of: store, asOf: asOf, more: hasOutlook ? [OrderOutlook.feature] : [])
    self.features = features
    outlook = wants.outlook.map { OutlookCells($0, names: features.names) }
    facts = CustomerFactsVisitor(
      of: store, asOf: asOf, windowInDays: scoreWindowInDays, engagement: engagement)
    lifetimes = wants.lifetimes ? LifetimeVisitor(of: store, asOf: asOf) : nil
    lastPeriod = wants.lastPeriodInDays.map { LastPeriodVisitor(of: store, days: $0) }
    census = wants.population ? BehaviourCensus(of: store, asOf: asOf) : nil
  }

  package mutating func visit(_ customer: Int, _ prefix: HistoryPrefix) {
    features.visit(customer, prefix)
    if !prefix.orders.isEmpty {
      if let outlook {
        features.appendToLast { outlook.probability(of: $0) }
      } else if leavesRoomForOutlook {
        features.appendToLast { _ in .nan }
      }
    }
    facts.visit(customer, prefix)
    lifetimes.visit(customer, prefix)
    lastPeriod.visit(customer, prefix)
    census.visit(customer, prefix)
  }

  package mutating func reserve(_ customers: Int) { features.reserve(customers) }

  /// The features, which nobody else holds.
  mutating func takeFeatures() -> FeatureMatrix { features.takeMatrix() }

  package mutating func append(_ later: SnapshotVisitor) {
    features.append(later.features)
    facts.append(later.facts)
    lifetimes.append(later.lifetimes)
    lastPeriod.append(later.lastPeriod)
    census.append(later.census)
  }
}
