internal import Dense
internal import Interventions
internal import Lifetime
internal import RealModule
internal import Snapshots

/// A lifetime model's forecasts for the customers of one date, one element a customer.
package struct LifetimeForecasts: Sendable {
  /// Days of the value horizon.
  let horizonInDays: Int
  /// Orders expected over the value horizon.
  package var orders: [Double] = []
  /// The same as a multiple of those expected over the period that baselines were learned over.
  package var periods: [Double] = []
  /// The probability of an order in the churn horizon.
  var probabilityOfOrder: [Double] = []
  /// Orders expected in the churn horizon of a customer who orders there.
  var firstIfKept: [Double] = []
  /// Orders expected over the value horizon, given an order in the churn horizon, and given none.
  var ifKept: [Double] = []
  var ifNot: [Double] = []
  /// What an order of the value horizon is worth today, given an order in the churn horizon, and
  /// given none.
  var keptDiscount: [Double] = []
  var notDiscount: [Double] = []
  /// Money expected of one order day.
  package var orderValue: [Double] = []

  /// Forecasts with a learned process.
  ///
  /// - Complexity: O(customers), each some microseconds; with a discount, some tens of them.
  init(
    _ process: LearnedProcess, orderValue: [Double], of columns: PurchaseColumns,
    horizonInDays: Int, valueHorizonInDays: Int, periodInDays: Int, discounting: Discounting?,
    workers: Workers
  ) {
    precondition(valueHorizonInDays >= horizonInDays)
    let period = Double(periodInDays)
    let (first, time) = (Double(horizonInDays), Double(valueHorizonInDays))
    let rate = discounting.map { Double.log(onePlus: $0.annualRate) / 365 } ?? 0
    let chunks = Chunks(rows: columns.count, rowsPerChunk: 512)
    let parts = workers.map(chunks.count) { index in
      var part = LifetimeForecasts(horizonInDays: valueHorizonInDays)
      for row in chunks[index] {
        let customer = columns.customer(row)
        part.append(
          process.conditionalOrders(customer, first: first, within: time, rate: rate))
        part.periods.append(process.growth(of: customer, from: period, to: time))
      }
      return part
    }
    self.horizonInDays = valueHorizonInDays
    for part in parts { append(part) }
    self.orderValue = orderValue
  }

  private init(horizonInDays: Int) {
    self.horizonInDays = horizonInDays
  }

  private mutating func append(_ split: ConditionalOrders) {
    let q = split.probability
    probabilityOfOrder.append(q)
    orders.append(q * split.ifKept + (1 - q) * split.ifNot)
    firstIfKept.append(split.firstIfKept)
    ifKept.append(split.ifKept)
    ifNot.append(split.ifNot)
    keptDiscount.append(split.discountedIfKept / split.ifKept)
    notDiscount.append(split.ifNot > 0 ? split.discountedIfNot / split.ifNot : 1)
  }

  private mutating func append(_ other: LifetimeForecasts) {
    orders += other.orders
    periods += other.periods
    probabilityOfOrder += other.probabilityOfOrder
    firstIfKept += other.firstIfKept
    ifKept += other.ifKept
    ifNot += other.ifNot
    keptDiscount += other.keptDiscount
    notDiscount += other.notDiscount
  }

  /// What is spent of those without an order in the churn horizon as a share of those with one.
  func notToKept(_ row: Int) -> Double { ifNot[row] / ifKept[row] }
}

extension LearnedProcess {
  /// Orders expected within a time as a multiple of those within a period; in proportion where none
  /// are expected.
  fileprivate func growth(
    of customer: PurchaseSummary, from period: Double, to time: Double
  ) -> Double {
    if period == time { return 1 }
    let inPeriod = expectedOrders(customer, within: period)
    return inPeriod > 0 ? expectedOrders(customer, within: time) / inPeriod : time / period
  }
}
