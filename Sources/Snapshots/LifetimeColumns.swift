package import Dense
package import Histories
internal import Learning
package import Lifetime
internal import RealModule
package import Units

/// The columns that lifetime models learn from: x, t_x and T in days, and repeat spend, of every
/// customer with an order before a date.
package struct LifetimeColumns: Sendable {
  package let asOf: Day
  /// Indices into the store's customers.
  package private(set) var customers: [Int] = []
  /// Order days after the first.
  package private(set) var frequency: [Int] = []
  /// Days from the first order day to the last.
  package private(set) var recencyInDays: [Int] = []
  /// Days from the first order day to the day before `asOf`.
  package private(set) var tenureInDays: [Int] = []
  /// Mean money of the repeat order days; 0 where there are none.
  package private(set) var meanRepeatSpend: [Double] = []
  /// Σ log of the days between successive order days, by which models of regular buyers compare.
  package var sumOfLogGapsInDays: Double {
    // From counts, so that the bits do not depend on how customers were shared out.
    gapCounts.sorted { $0.key < $1.key }
      .reduce(0) { $0 + Double($1.value) * Double.log(Double($1.key)) }
  }
  /// How often so many days lie between successive order days.
  private var gapCounts: [Int: Int] = [:]
  private var gross: Int128 = 0
  private var refunded: Int128 = 0

  package init(
    asOf: Day, customers: [Int] = [], frequency: [Int] = [], recencyInDays: [Int] = [],
    tenureInDays: [Int] = [], meanRepeatSpend: [Double] = [], gapCounts: [Int: Int] = [:],
    gross: Int128 = 0, refunded: Int128 = 0
  ) {
    self.asOf = asOf
    self.customers = customers
    self.frequency = frequency
    self.recencyInDays = recencyInDays
    self.tenureInDays = tenureInDays
    self.meanRepeatSpend = meanRepeatSpend
    self.gapCounts = gapCounts
    self.gross = gross
    self.refunded = refunded
  }

  /// Share of what was spent that refunds have left, where the store nets them: from 0 to 1.
  package var netShare: Double {
    gross > 0 ? max(0, Double(gross - refunded) / Double(gross)) : 1
  }

  /// Mean money of an order day, before refunds.
  package func meanOrderValue(moneyScale: Int) -> Double {
    let orderDays = frequency.reduce(customers.count, +)
    // A power of ten divides exactly, so a finer scale changes no bit.
    let unit = (0..<moneyScale).reduce(1.0) { power, _ in 10 * power }
    return Double(gross) / unit / Double(max(1, orderDays))
  }

  /// Customers whose repeat orders cost nothing on average: no spend model can use them.
  package var withoutRepeatSpend: Int {
    zip(frequency, meanRepeatSpend).count { $0 > 0 && $1 <= 0 }
  }

  /// Collects the columns.
  ///
  /// - Complexity: O(rows before the date), customers in parallel chunks.
  package init(of store: HistoryStore, asOf: Day, workers: Workers) {
    self = store.walk(asOf: asOf, LifetimeVisitor(of: store, asOf: asOf), workers: workers).columns
  }

  fileprivate mutating func append(_ customer: Int, _ purchases: PurchaseTotals, scale: Int) {
    let repeats = purchases.gaps.count
    for gap in purchases.gaps { gapCounts[Int(gap), default: 0] += 1 }
    gross += Int128(purchases.gross)
    refunded += Int128(purchases.refunded)
    customers.append(customer)
    frequency.append(repeats)
    recencyInDays.append(purchases.lastDay - purchases.firstDay)
    tenureInDays.append((asOf - 1) - purchases.firstDay)
    meanRepeatSpend.append(
      repeats > 0 ? money(purchases.repeatGross, scale: scale) / Double(repeats) : 0)
  }

  fileprivate mutating func append(_ later: LifetimeColumns) {
    customers += later.customers
    frequency += later.frequency
    recencyInDays += later.recencyInDays
    tenureInDays += later.tenureInDays
    meanRepeatSpend += later.meanRepeatSpend
    gapCounts.merge(later.gapCounts, uniquingKeysWith: +)
    gross += later.gross
    refunded += later.refunded
  }

  /// Summaries in a unit of time, equal customers merged to weights: what models learn from.
  package func merged(daysPerUnit: Double) throws(PurchaseDataError) -> PurchaseSummaries {
    try PurchaseSummaries(
      frequency: frequency, recencyInDays: recencyInDays, tenureInDays: tenureInDays,
      daysPerUnit: daysPerUnit, sumOfLogGapsInDays: sumOfLogGapsInDays)
  }

  /// Summaries in a unit of time, one row a customer: what is forecast.
  package func byCustomer(daysPerUnit: Double) throws(PurchaseDataError) -> PurchaseSummaries {
    try PurchaseSummaries(
      frequency: frequency, recency: recencyInDays.map { Double($0) / daysPerUnit },
      tenure: tenureInDays.map { Double($0) / daysPerUnit })
  }
}

/// Gathers the columns of every customer with an order.
package struct LifetimeVisitor: CustomerVisitor {
  package private(set) var columns: LifetimeColumns
  private let scale: Int

  package init(of store: HistoryStore, asOf: Day) {
    columns = LifetimeColumns(asOf: asOf)
    scale = store.moneyScale
  }

  package mutating func visit(_ customer: Int, _ prefix: HistoryPrefix) {
    if !prefix.orders.isEmpty { columns.append(customer, prefix.purchases, scale: scale) }
  }

  package mutating func append(_ later: LifetimeVisitor) { columns.append(later.columns) }
}
