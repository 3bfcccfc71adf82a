internal import Dense
internal import RealModule

/// What a shop's log tells of a customer before a day.
struct ObservedCustomer {
  let orders: Int
  /// Whole days since the first order, and since the last.
  let daysSinceFirst: Int
  let daysSinceLast: Int
  /// Sum of all orders.
  let cents: Int
  let lastChannel: Channel
  /// Whether the last order had a discount.
  let isLastDiscounted: Bool

  /// Nil without an order before the day.
  ///
  /// - Parameters:
  ///   - orders: by time.
  ///   - day: in days from the log's first.
  init?(_ orders: [SimulatedOrder], before day: Double) {
    let past = orders.prefix { $0.day < day }
    guard let first = past.first, let last = past.last else { return nil }
    self.orders = past.count
    daysSinceFirst = Int(day - first.day)
    daysSinceLast = Int(day - last.day)
    cents = past.reduce(0) { $0 + $1.cents }
    lastChannel = last.channel
    isLastDiscounted = last.discount > 0
  }
}

/// A contact that brings an order of customers who are still there and would have placed none.
///
/// How often it does depends on what the log tells: the channel of the last order, whether that had a
/// discount, and the number of orders. Whoever would have ordered anyway, and whoever has left, does what
/// they would have done.
struct SavingContact {
  /// The chance before factors.
  let chance: Double

  /// The largest product of factors.
  static let largestFactor = 1.8 * 1.3 * 1.4

  /// The chance that a contact brings an order, given that the customer is still one and would place
  /// none: `chance` × 1.8 (app), 1.2 (web), 0.4 (store) or 0 (phone) × 1.3 (last order at a discount) or
  /// 0.8 × 0.6 (one order), 1 (two to four) or 1.4 (more).
  func chance(of customer: ObservedCustomer) -> Double {
    let channel =
      switch customer.lastChannel {
      case .app: 1.8
      case .web: 1.2
      case .store: 0.4
      case .phone: 0.0
      }
    let count = customer.orders == 1 ? 0.6 : customer.orders < 5 ? 1 : 1.4
    return chance * channel * (customer.isLastDiscounted ? 1.3 : 0.8) * count
  }
}

extension OrderRate {
  /// The probability of an order in [start, end] of a customer who is alive at `start`.
  ///
  /// With a rate λ and a dropout rate μ it is λ ÷ (λ + μ) · (1 − e^(−(λ + μ)d)). A season is taken as
  /// constant within each day.
  func orderProbability(from start: Double, to end: Double, dropoutRate mu: Double) -> Double {
    let parts = season.amplitude > 0 ? max(1, Int((end - start).rounded(.up))) : 1
    let length = (end - start) / Double(parts)
    var (waiting, ordered) = (1.0, 0.0)
    for part in 0..<parts {
      let rate = own * season.factor(start + (Double(part) + 0.5) * length)
      let all = rate + mu
      guard all > 0 else { continue }
      ordered -= waiting * rate / all * .expMinusOne(-all * length)
      waiting *= .exp(-all * length)
    }
    return ordered
  }
}
