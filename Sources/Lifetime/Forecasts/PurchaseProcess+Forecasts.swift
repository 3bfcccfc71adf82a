public import Dense
internal import RealModule

extension PurchaseProcess {
  /// The probability that the customer is not lost now.
  public func probabilityAlive(_ customer: PurchaseSummary) -> Double {
    probabilityAlive(customer, after: 0)
  }

  /// The number of orders expected up to a time ahead.
  public func expectedOrders(_ customer: PurchaseSummary, within time: Double) -> Double {
    expectedOrders(customer, within: [time])[0]
  }

  /// The number of orders expected in a window ahead.
  public func expectedOrders(
    _ customer: PurchaseSummary, in window: ClosedRange<Double>
  ) -> Double {
    let orders = expectedOrders(customer, within: [window.lowerBound, window.upperBound])
    return max(0, orders[1] - orders[0])
  }

  /// Expected orders up to a horizon, each worth exp(−rate · time) of one now: with an infinite
  /// horizon the discounted expected residual transactions (DERT).
  ///
  /// By parts, this is e^(−dh) E(h) + d ∫₀ʰ e^(−dt) E(t) dt, whose integrand is smooth and positive.
  /// - Parameters:
  ///   - customer: whose orders.
  ///   - rate: continuous rate of discount per unit of time, above 0 where the horizon is infinite.
  ///   - horizon: how far ahead orders count, finite or not.
  /// - Returns: at most `expectedOrders(customer, within: horizon)`.
  public func discountedOrders(
    _ customer: PurchaseSummary, rate: Double, horizon: Double
  ) -> Double {
    precondition(rate >= 0 && (rate > 0 || horizon.isFinite), "an endless sum")
    guard rate > 0 else { return expectedOrders(customer, within: horizon) }
    let rule = discountRule(rate: rate, horizon: horizon, tenure: customer.tenure)
    return zip(expectedOrders(customer, within: rule.times), rule.weights)
      .reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The times at which expected orders are looked at to discount them, and the weight of each.
  ///
  /// - Parameters:
  ///   - rate: continuous rate of discount, above 0.
  ///   - horizon: how far ahead orders count, finite or not.
  ///   - tenure: of the customer, by which panels are cut.
  /// - Returns: Σ weight · E(time) is the discounted expectation.
  func discountRule(
    rate: Double, horizon: Double, tenure: Double
  ) -> (times: [Double], weights: [Double]) {
    // What lies beyond is discounted below the last bit.
    let end = min(horizon, 45 / rate)
    let rule = hasSteps ? GaussLegendre.thirtyTwo : .sixteen
    var (times, weights): ([Double], [Double]) = ([], [])
    for panel in discountPanels(end: end, rate: rate, tenure: tenure) {
      let length = panel.upperBound - panel.lowerBound
      for (node, weight) in zip(rule.nodes, rule.weights) {
        let time = panel.lowerBound + node * length
        times.append(time)
        weights.append(weight * length * rate * Double.exp(-rate * time))
      }
    }
    times.append(end)
    weights.append(Double.exp(-rate * end))
    return (times, weights)
  }

  /// Panels over which the discount falls by at most e⁻⁴, and which grow at most threefold in time
  /// since the first order, as expected orders bend on that scale.
  private func discountPanels(
    end: Double, rate: Double, tenure: Double
  ) -> [ClosedRange<Double>] {
    var panels: [ClosedRange<Double>] = []
    var start = 0.0
    let scale = max(timeScale + tenure, 1e-6 * end)
    while start < end {
      let next = min(end, start + min(4 / rate, 2 * (scale + start)))
      panels.append(start...next)
      start = next
    }
    return panels
  }

  /// A figure of each row, computed in parallel.
  ///
  /// - Parameters:
  ///   - summaries: the customers.
  ///   - workers: how many threads it may take; the result does not depend on it.
  ///   - figure: called once a row.
  /// - Returns: one figure a row.
  public func figures(
    for summaries: PurchaseSummaries, workers: Workers = .one,
    _ figure: @Sendable (Self, PurchaseSummary) -> Double
  ) -> [Double] {
    let chunks = Chunks(rows: summaries.count)
    return workers.map(chunks.count) { index in
      chunks[index].map { figure(self, summaries[$0]) }
    }.flatMap { $0 }
  }
}
