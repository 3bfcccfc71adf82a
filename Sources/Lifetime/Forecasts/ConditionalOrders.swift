internal import RealModule

/// Orders expected of a customer who does, or does not, order in a first part of the window.
public struct ConditionalOrders: Sendable, Equatable {
  /// The probability of an order in the first part.
  public let probability: Double
  /// Orders expected in the first part, given one there: at least 1.
  public let firstIfKept: Double
  /// Orders expected in the whole window, given one in the first part.
  public let ifKept: Double
  /// Orders expected in the whole window, given none in the first part.
  public let ifNot: Double
  /// The same two, each order counted at what it is worth now.
  public let discountedIfKept: Double
  public let discountedIfNot: Double
}

extension PurchaseProcess {
  /// Orders expected within a window, by whether any comes in its first part.
  ///
  /// A customer without an order in the first part is, when it is over, the same customer with a
  /// longer tenure: what follows is what the model says of that one.
  /// - Parameters:
  ///   - customer: whose orders.
  ///   - first: length of the first part, above 0.
  ///   - time: length of the window, at least `first`.
  ///   - rate: continuous rate of discount per unit of time: an order is worth exp(−rate · time).
  /// - Returns: with probability q: q · ifKept + (1 − q) · ifNot is the unconditional expectation.
  public func conditionalOrders(
    _ customer: PurchaseSummary, first: Double, within time: Double, rate: Double = 0
  ) -> ConditionalOrders {
    var teller = PlainTeller(process: self, rate: rate)
    return teller.conditionalOrders(customer, first: first, within: time)
  }
}

extension OrderTeller {
  /// Orders expected within a window, by whether any comes in its first part.
  mutating func conditionalOrders(
    _ customer: PurchaseSummary, first: Double, within time: Double
  ) -> ConditionalOrders {
    precondition(first > 0 && time >= first, "\(first) of \(time)")
    let probability = probabilityOfOrder(customer, within: first)
    let inFirst = expectedOrders(customer, within: first)
    let all = expectedOrders(customer, within: time)
    var idle = customer
    idle.tenure += first
    let later = Double.exp(-rate * first)
    let ifNot = time > first ? expectedOrders(idle, within: time - first) : 0
    let discountedIfNot =
      rate > 0 && time > first ? later * discountedOrders(idle, horizon: time - first) : ifNot
    // Where an order is so unlikely that the two expectations differ in their last digits only, it is
    // taken for one at the end of the first part, from which the customer starts anew.
    guard probability > 1e-290, probability > 1e-9 * all else {
      var again = idle
      again.frequency += 1
      again.recency = idle.tenure
      let rest = time > first ? expectedOrders(again, within: time - first) : 0
      let discountedRest =
        rate > 0 && time > first
        ? later * discountedOrders(again, horizon: time - first) : later * rest
      return ConditionalOrders(
        probability: probability, firstIfKept: 1, ifKept: 1 + max(rest, ifNot), ifNot: ifNot,
        discountedIfKept: later + max(discountedRest, discountedIfNot),
        discountedIfNot: discountedIfNot)
    }
    func ifKept(_ all: Double, _ ifNot: Double) -> Double {
      max(ifNot, (all - (1 - probability) * ifNot) / probability)
    }
    let firstIfKept = max(1, inFirst / probability)
    return ConditionalOrders(
      probability: probability, firstIfKept: firstIfKept,
      ifKept: max(firstIfKept, ifKept(all, ifNot)), ifNot: ifNot,
      discountedIfKept: ifKept(
        rate > 0 ? discountedOrders(customer, horizon: time) : all, discountedIfNot),
      discountedIfNot: discountedIfNot)
  }
}
