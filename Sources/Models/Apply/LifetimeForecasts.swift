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

  /// The probability of not being lost.
  var probabilityAlive: [Double] = []
  /// Whole days, the as-of date being the first, by which an order is as likely as not to have come;
  /// nil where a year is not enough, or nobody asked.
  var daysToNextOrder: [Int?] = []

  /// Forecasts with a learned process.
  ///
  /// - Complexity: O(customers), each some microseconds at most.
  init(
    _ process: LearnedProcess, orderValue: [Double], of columns: PurchaseColumns,
    horizonInDays: Int, valueHorizonInDays: Int, periodInDays: Int, datesOrders: Bool,
    discounting: Discounting?, workers: Workers
  ) {
    precondition(valueHorizonInDays >= horizonInDays)
    let forecasts = process.forecasts(
      of: (0..<columns.count).map(columns.customer),
      over: ForecastWindows(
        first: Double(horizonInDays), time: Double(valueHorizonInDays),
        period: Double(periodInDays),
        rate: discounting.map { Double.log(onePlus: $0.annualRate) / 365 } ?? 0,
        // Tenure ends on the day before the as-of date, so the first day ahead is the as-of date.
        mostToNextOrder: datesOrders ? 365 : nil),
      workers: workers)
    self.horizonInDays = valueHorizonInDays
    self.orderValue = orderValue
    let splits = forecasts.map(\.split)
    orders = splits.map { split in
      let q = split.probability
      return q * split.ifKept + (1 - q) * split.ifNot
    }
    periods = forecasts.map(\.growth)
    probabilityOfOrder = splits.map(\.probability)
    firstIfKept = splits.map(\.firstIfKept)
    ifKept = splits.map(\.ifKept)
    ifNot = splits.map(\.ifNot)
    keptDiscount = splits.map { $0.discountedIfKept / $0.ifKept }
    notDiscount = splits.map { $0.ifNot > 0 ? $0.discountedIfNot / $0.ifNot : 1 }
    probabilityAlive = forecasts.map(\.probabilityAlive)
    daysToNextOrder = forecasts.map(\.unitsToNextOrder)
  }

  /// What is spent of those without an order in the churn horizon as a share of those with one.
  func notToKept(_ row: Int) -> Double { ifNot[row] / ifKept[row] }
}
