internal import Dense

/// What customers are expected to spend over a value horizon, one element a customer, in money.
struct ValueForecast: Sendable {
  /// Unconditional: (1 − p) · kept + p · not.
  let total: [Double]
  /// Given an order in the churn horizon.
  let ifKept: [Double]
  /// Given none.
  let ifNot: [Double]

  /// Splits a total into what those who order would spend and what the others would.
  ///
  /// - Parameters:
  ///   - total: expected of each customer.
  ///   - notToKept: what a customer without an order in the churn horizon spends as a share of one
  ///     with.
  ///   - churn: p, the probability of no order.
  init(total: [Double], notToKept: (Int) -> Double, churn: [Double]) {
    self.total = total
    // Where neither an order nor anything without one is to be hoped for, the split is left finite.
    ifKept = total.indices.map {
      total[$0] / max((1 - churn[$0]) + churn[$0] * notToKept($0), 1e-9)
    }
    let kept = ifKept
    ifNot = total.indices.map { kept[$0] * notToKept($0) }
  }

  init(ifKept: [Double], notToKept: (Int) -> Double, churn: [Double]) {
    self.ifKept = ifKept
    ifNot = ifKept.indices.map { ifKept[$0] * notToKept($0) }
    let not = ifNot
    total = ifKept.indices.map { (1 - churn[$0]) * ifKept[$0] + churn[$0] * not[$0] }
  }
}

extension ValueConstants {
  /// Undiscounted spend by a method; nil where it could not be learned.
  func forecast(
    by method: ValueMethod, of customers: ValueCustomers, lifetime: LifetimeForecasts,
    threads: Int
  ) -> ValueForecast? {
    // Without a churn model, the lifetime model's own word on whether there is an order.
    let churn = customers.churnProbability ?? lifetime.probabilityOfOrder.map { 1 - $0 }
    func baseline(isWhole: Bool = false, _ total: (Int) -> Double) -> ValueForecast {
      ValueForecast(
        total: churn.indices.map { (isWhole ? 1 : lifetime.periods[$0]) * total($0) },
        notToKept: lifetime.notToKept, churn: churn)
    }
    func byLifetime() -> [Double] {
      churn.indices.map { lifetime.orderValue[$0] * lifetime.ifKept[$0] }
    }
    func byAmounts() -> [Double]? {
      amounts?.amounts(of: customers.features, names: customers.names, threads: threads)
        .enumerated().map { $1 * (lifetime.ifKept[$0] / lifetime.firstIfKept[$0]) }
    }
    switch method {
    case .mean: return baseline { _ in mean }
    case .lastPeriod:
      let isWhole = customers.lastPeriodInDays == lifetime.horizonInDays
      return customers.lastPeriod.map { spent in baseline(isWhole: isWhole) { spent[$0] } }
    case .recency:
      return recency.map { line in baseline { line.value(customers.daysSinceLastOrder[$0]) } }
    case .frequency:
      return frequency.map { line in baseline { line.value(customers.orders[$0]) } }
    case .lifetime:
      return ValueForecast(
        total: churn.indices.map { lifetime.orderValue[$0] * lifetime.orders[$0] },
        notToKept: lifetime.notToKept, churn: churn)
    case .lifetimeByChurn:
      return ValueForecast(ifKept: byLifetime(), notToKept: lifetime.notToKept, churn: churn)
    case .twoPart:
      return byAmounts().map {
        ValueForecast(ifKept: $0, notToKept: lifetime.notToKept, churn: churn)
      }
    case .combined:
      return byAmounts().map { amounts in
        ValueForecast(
          ifKept: zip(amounts, byLifetime()).map { ($0 * $1).squareRoot() },
          notToKept: lifetime.notToKept, churn: churn)
      }
    }
  }
}
