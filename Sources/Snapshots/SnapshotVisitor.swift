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

  /// What is wanted beyond features and facts.
  package struct Wants: Sendable {
    package var lifetimes = false
    /// Days before the date whose spend is wanted.
    package var lastPeriodInDays: Int?
    package var population = false
    /// Gives the last feature, of the lifetime model that a churn model has with it.
    package var outlook: OrderOutlook?

    package init() {}
  }

  package init(
    of store: HistoryStore, asOf: Day, scoreWindowInDays: Int?, engagement: EngagementWeights,
    wants: Wants = Wants()
  ) {
    let features = FeatureRows(
      of: store, asOf: asOf, more: wants.outlook == nil ? [] : [OrderOutlook.feature])
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
    if let outlook, !prefix.orders.isEmpty {
      features.appendToLast { outlook.probability(of: $0) }
    }
    facts.visit(customer, prefix)
    lifetimes.visit(customer, prefix)
    lastPeriod.visit(customer, prefix)
    census.visit(customer, prefix)
  }

  package mutating func reserve(_ customers: Int) { features.reserve(customers) }

  package mutating func append(_ later: SnapshotVisitor) {
    features.append(later.features)
    facts.append(later.facts)
    lifetimes.append(later.lifetimes)
    lastPeriod.append(later.lastPeriod)
    census.append(later.census)
  }
}
