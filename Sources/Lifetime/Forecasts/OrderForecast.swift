package import Dense

/// What a process says of one customer's orders over the windows that score rows look at.
package struct OrderForecast: Sendable, Equatable {
  package let probabilityAlive: Double
  package let split: ConditionalOrders
  /// Orders expected over the window as a multiple of those over the period; in proportion to their
  /// lengths where none are expected.
  package let growth: Double
  /// The fewest whole units of time within which an order is as likely as not; nil where they are more
  /// than were asked for, or nobody asked.
  package let unitsToNextOrder: Int?
}

/// The windows ahead that customers are forecast over, in the unit of the process.
package struct ForecastWindows: Sendable {
  /// The part by which orders of the window are split, above 0.
  package let first: Double
  /// The whole window, at least the first part.
  package let time: Double
  /// The period that growth is a multiple of.
  package let period: Double
  /// Continuous rate of discount, at least 0.
  package let rate: Double
  /// Units of time that the next order is looked for in; nil to leave it out.
  package let mostToNextOrder: Int?

  package init(
    first: Double, time: Double, period: Double, rate: Double, mostToNextOrder: Int? = nil
  ) {
    self.first = first
    self.time = time
    self.period = period
    self.rate = rate
    self.mostToNextOrder = mostToNextOrder
  }
}

extension LearnedProcess {
  /// Forecasts for customers, each with the bits that it has by itself.
  ///
  /// - Parameters:
  ///   - customers: in any order; those of one tenure share most of the work, and equal ones all of it.
  ///   - windows: what is looked at.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: one forecast a customer.
  /// - Complexity: O(customers · log(customers)), some microseconds each.
  package func forecasts(
    of customers: [PurchaseSummary], over windows: ForecastWindows, workers: Workers
  ) -> [OrderForecast] {
    let order = customers.indices.sorted { customers[$0].precedes(customers[$1]) }
    let chunks = Chunks(rows: order.count, rowsPerChunk: 2_048)
    let parts = workers.map(chunks.count) { index in
      let part = order[chunks[index]].map { customers[$0] }
      switch self {
      case .nbd(let process):
        return told(part, windows, by: PlainTeller(process: process, rate: windows.rate))
      case .betaGeometric(let process):
        return told(part, windows, by: PlainTeller(process: process, rate: windows.rate))
      case .pareto(let process):
        return told(part, windows, by: ParetoTeller(process, rate: windows.rate))
      }
    }
    var places = [Int](repeating: 0, count: order.count)
    for (place, customer) in order.enumerated() { places[customer] = place }
    return places.map { parts[$0 / chunks.rowsPerChunk][$0 % chunks.rowsPerChunk] }
  }
}

/// Forecasts for customers in their order.
private func told<Teller: OrderTeller>(
  _ customers: [PurchaseSummary], _ windows: ForecastWindows, by teller: Teller
) -> [OrderForecast] {
  var teller = teller
  var forecasts: [OrderForecast] = []
  forecasts.reserveCapacity(customers.count)
  for (index, customer) in customers.enumerated() {
    if index > 0, customer == customers[index - 1] {
      forecasts.append(forecasts[index - 1])
    } else {
      forecasts.append(teller.forecast(of: customer, over: windows))
    }
  }
  return forecasts
}

extension OrderTeller {
  fileprivate mutating func forecast(
    of customer: PurchaseSummary, over windows: ForecastWindows
  ) -> OrderForecast {
    // What is asked of the customer as it is, before what is asked of a later one.
    let alive = probabilityAlive(customer)
    let next = windows.mostToNextOrder.flatMap { unitsToNextOrder(customer, atMost: $0) }
    var growth = 1.0
    if windows.period != windows.time {
      let inPeriod = expectedOrders(customer, within: windows.period)
      growth =
        inPeriod > 0
        ? expectedOrders(customer, within: windows.time) / inPeriod : windows.time / windows.period
    }
    return OrderForecast(
      probabilityAlive: alive,
      split: conditionalOrders(customer, first: windows.first, within: windows.time),
      growth: growth, unitsToNextOrder: next)
  }
}

extension PurchaseSummary {
  /// By tenure first, then frequency.
  fileprivate func precedes(_ other: PurchaseSummary) -> Bool {
    if tenure != other.tenure { return tenure < other.tenure }
    if frequency != other.frequency { return frequency < other.frequency }
    return recency < other.recency
  }
}
