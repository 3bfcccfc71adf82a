package import Dense
package import Histories
internal import Learning
package import Units

/// What each of the given customers did in `[asOf, asOf + horizonInDays)`.
package func outcomes(
  of customers: [Int], in store: HistoryStore, asOf: Day, horizonInDays: Int, workers: Workers
) -> [Outcome] {
  let chunks = Chunks(rows: customers.count, rowsPerChunk: 8_192)
  return workers.map(chunks.count) { index in
    var prefix = HistoryPrefix()
    var outcomes: [Outcome] = []
    outcomes.reserveCapacity(chunks[index].count)
    store.forEachLoadedAhead(customers[chunks[index]]) {
      outcomes.append(
        store.outcome(customer: $0, asOf: asOf, horizonInDays: horizonInDays, using: &prefix))
    }
    return outcomes
  }.flatMap { $0 }
}

/// What each customer spent in a window, in money; a window of refunds alone counts 0, as nothing
/// was bought.
package func spend(
  of customers: [Int], in store: HistoryStore, from day: Day, days: Int, workers: Workers
) -> [Double] {
  outcomes(of: customers, in: store, asOf: day, horizonInDays: days, workers: workers)
    .map { max(0, money($0.spend, scale: store.moneyScale)) }
}

/// Gathers what every customer with an order spent in the days before the as-of date, in money, as
/// `spend(of:in:from:days:workers:)` has it.
package struct LastPeriodVisitor: CustomerVisitor {
  package private(set) var spend: [Double] = []
  private let store: HistoryStore
  private let days: Int
  private var scratch = HistoryPrefix()

  package init(of store: HistoryStore, days: Int) {
    self.store = store
    self.days = days
  }

  package mutating func visit(_ customer: Int, _ prefix: HistoryPrefix) {
    if prefix.orders.isEmpty { return }
    let units = store.spend(
      ofCustomer: customer, from: prefix.asOf - days, before: prefix.asOf, using: &scratch)
    spend.append(max(0, money(units, scale: store.moneyScale)))
  }

  package mutating func append(_ later: LastPeriodVisitor) { spend += later.spend }
}
