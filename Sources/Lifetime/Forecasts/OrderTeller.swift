/// Answers what a process says of customers, one question after the other.
///
/// A teller may keep what the next question, or the next customer, shares with those before: whatever it
/// keeps, an answer has the bits that the process gives for the customer by itself.
protocol OrderTeller {
  /// The continuous rate of discount per unit of time.
  var rate: Double { get }
  mutating func probabilityAlive(_ customer: PurchaseSummary) -> Double
  mutating func expectedOrders(_ customer: PurchaseSummary, within time: Double) -> Double
  /// `PurchaseProcess.discountedOrders(_:rate:horizon:)` at the teller's rate.
  mutating func discountedOrders(_ customer: PurchaseSummary, horizon: Double) -> Double
  /// The probability of an order from now to a time ahead.
  mutating func probabilityOfOrder(_ customer: PurchaseSummary, within time: Double) -> Double
  /// The fewest whole units of time within which an order is as likely as not; nil where `most` are
  /// not enough.
  mutating func unitsToNextOrder(_ customer: PurchaseSummary, atMost most: Int) -> Int?
}

extension OrderTeller {
  mutating func unitsToNextOrder(_ customer: PurchaseSummary, atMost most: Int) -> Int? {
    // A chance is no larger than the expectation, which costs far less.
    guard expectedOrders(customer, within: Double(most)) >= 0.5 else { return nil }
    return unitsBySearch(customer, atMost: most)
  }

  /// The same by closing in on it from both sides.
  mutating func unitsBySearch(_ customer: PurchaseSummary, atMost most: Int) -> Int? {
    var (low, high) = (0, most)
    var below = -0.5
    var above = probabilityOfOrder(customer, within: Double(most)) - 0.5
    guard above >= 0 else { return nil }
    // Where a straight line between the ends would cross, and every third time half-way, as lines
    // alone close in from one side.
    var step = 0
    while high - low > 1 {
      step += 1
      let share = step % 3 == 0 ? 0.5 : -below / (above - below)
      let middle = min(max(low + Int(share * Double(high - low)), low + 1), high - 1)
      let here = probabilityOfOrder(customer, within: Double(middle)) - 0.5
      if here >= 0 { (high, above) = (middle, here) } else { (low, below) = (middle, here) }
    }
    return high
  }
}

/// Asks the process, once for each expectation of a customer.
struct PlainTeller<Process: PurchaseProcess>: OrderTeller {
  let process: Process
  let rate: Double
  private var known: [(customer: PurchaseSummary, time: Double, orders: Double)] = []

  init(process: Process, rate: Double) {
    self.process = process
    self.rate = rate
  }

  func probabilityAlive(_ customer: PurchaseSummary) -> Double {
    process.probabilityAlive(customer)
  }

  mutating func expectedOrders(_ customer: PurchaseSummary, within time: Double) -> Double {
    if known.first?.customer != customer { known.removeAll(keepingCapacity: true) }
    if let answer = known.first(where: { $0.time == time }) { return answer.orders }
    let orders = process.expectedOrders(customer, within: time)
    known.append((customer, time, orders))
    return orders
  }

  func discountedOrders(_ customer: PurchaseSummary, horizon: Double) -> Double {
    process.discountedOrders(customer, rate: rate, horizon: horizon)
  }

  func probabilityOfOrder(_ customer: PurchaseSummary, within time: Double) -> Double {
    process.probabilityOfOrder(customer, in: 0...time)
  }
}
