package import Dense

/// What customers are expected to spend over a value horizon, one element a customer, in money.
package struct ValueForecast: Sendable {
  /// Unconditional: (1 − p) · kept + p · not.
  package let total: [Double]
  /// Given an order in the churn horizon.
  package let ifKept: [Double]
  /// Given none.
  package let ifNot: [Double]

  /// Splits a total into what those who order would spend and what the others would.
  ///
  /// A total that does not know of p may be far from what p and the lifetime model say together, as the
  /// mean spend is for someone surely gone. What is laid on an order is bounded then; the rest is
  /// expected without one.
  /// - Parameters:
  ///   - total: expected of each customer.
  ///   - notToKept: what a customer without an order in the churn horizon spends as a share of one
  ///     with, from 0 to 1.
  ///   - mostIfKept: the most that is laid on an order, unless the total is more.
  ///   - churn: p, the probability of no order.
  init(
    total: [Double], notToKept: (Int) -> Double, mostIfKept: (Int) -> Double, churn: [Double]
  ) {
    var (ifKept, ifNot): ([Double], [Double]) = ([], [])
    for row in total.indices {
      let (p, share) = (churn[row], notToKept(row))
      let most = max(total[row], mostIfKept(row))
      let split = total[row] / ((1 - p) + p * share)
      if split <= most {
        ifKept.append(split)
        ifNot.append(split * share)
      } else {
        ifKept.append(most)
        // At most the total, and so at most what is kept.
        ifNot.append(max(0, total[row] - (1 - p) * most) / p)
      }
    }
    self.total = total
    (self.ifKept, self.ifNot) = (ifKept, ifNot)
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
  package func forecast(
    by method: ValueMethod, of customers: ValueCustomers, lifetime: LifetimeForecasts,
    workers: Workers
  ) -> ValueForecast? {
    // Without a churn model, the lifetime model's own word on whether there is an order.
    let churn = customers.churnProbability ?? lifetime.probabilityOfOrder.map { 1 - $0 }
    func ifKeptByLifetime(_ row: Int) -> Double { lifetime.orderValue[row] * lifetime.ifKept[row] }
    func split(_ total: [Double], atMost multiple: Double) -> ValueForecast {
      ValueForecast(
        total: total, notToKept: lifetime.notToKept,
        mostIfKept: { multiple * ifKeptByLifetime($0) }, churn: churn)
    }
    func baseline(isWhole: Bool = false, _ total: (Int) -> Double) -> ValueForecast {
      // Baselines know nothing of single customers' orders: the lifetime model's word is taken.
      split(
        churn.indices.map { (isWhole ? 1 : lifetime.periods[$0]) * total($0) }, atMost: 1)
    }
    func byLifetime() -> [Double] { churn.indices.map(ifKeptByLifetime) }
    func byAmounts() -> [Double]? {
      amounts?.amounts(of: customers.features, names: customers.names, workers: workers)
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
      // Out of time the two models' split holds better than either's own; ten times is past doubt.
      return split(
        churn.indices.map { lifetime.orderValue[$0] * lifetime.orders[$0] }, atMost: 10)
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
