package import Dense
internal import Features
package import Histories
package import Snapshots
internal import Units

/// What the forecasts of value need to know of the customers of one date, one element or row each.
package struct ValueCustomers: Sendable {
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

  package init(
    daysSinceLastOrder: [Int], orders: [Int], features: Matrix, names: [String],
    purchases: PurchaseColumns, churnProbability: [Double]?, lastPeriod: [Double]?,
    lastPeriodInDays: Int
  ) {
    self.daysSinceLastOrder = daysSinceLastOrder
    self.orders = orders
    self.features = features
    self.names = names
    self.purchases = purchases
    self.churnProbability = churnProbability
    self.lastPeriod = lastPeriod
    self.lastPeriodInDays = lastPeriodInDays
  }
}

extension ValueCustomers {
  package init(
    _ snapshot: Snapshot, columns: LifetimeColumns, churn: [Double]?, lastPeriodInDays: Int,
    in store: HistoryStore, workers: Workers
  ) {
    self.init(
      snapshot, columns: columns, churn: churn,
      lastPeriod: spend(
        of: snapshot.facts.customers, in: store, from: snapshot.asOf - lastPeriodInDays,
        days: lastPeriodInDays, workers: workers),
      lastPeriodInDays: lastPeriodInDays)
  }

  /// Takes what each customer of the snapshot spent in the days before its date.
  package init(
    _ snapshot: Snapshot, columns: LifetimeColumns, churn: [Double]?, lastPeriod: [Double]?,
    lastPeriodInDays: Int
  ) {
    let facts = snapshot.facts
    precondition(columns.customers == facts.customers)
    self.init(
      daysSinceLastOrder: facts.daysSinceLastOrder, orders: facts.orders,
      features: snapshot.features.values, names: snapshot.features.names,
      purchases: columns.purchases, churnProbability: churn, lastPeriod: lastPeriod,
      lastPeriodInDays: lastPeriodInDays)
  }
}
