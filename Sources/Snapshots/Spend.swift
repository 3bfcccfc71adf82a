package import Histories
internal import Learning
package import Units

/// What each customer spent in a window, in money; a window of refunds alone counts 0, as nothing
/// was bought.
package func spend(
  of customers: [Int], in store: HistoryStore, from day: Day, days: Int, threads: Int
) -> [Double] {
  outcomes(of: customers, in: store, asOf: day, horizonInDays: days, threads: threads)
    .map { max(0, money($0.spend, scale: store.moneyScale)) }
}
