internal import RealModule

/// How much an event of each kind counts for the E score, and how fast that fades.
package struct EngagementWeights: Sendable, Equatable, Codable {
  /// Weight of one event by the standard name of its kind; `other` for kinds without one of their own.
  package var weights: [String: Double]
  /// Days after which an event counts half; nil where it never fades.
  package var halfLifeInDays: Double?

  package static let other = "other"
  /// Digits after the point that engagement keeps.
  package static let scale = 6
  package static let unitsInOne = 1_000_000.0

  package init(weights: [String: Double], halfLifeInDays: Double?) {
    self.weights = weights
    self.halfLifeInDays = halfLifeInDays
  }

  /// What takes more effort, or stands nearer to an order, counts for more.
  package static let standard = EngagementWeights(
    weights: [
      "email_open": 1, "email_click": 3, "visit": 2, "product_view": 2, "cart_add": 4,
      "cart_abandonment": 2, "coupon_redemption": 4, "review": 5, "referral": 8,
      "unsubscribe": 0, other: 1,
    ], halfLifeInDays: 90)

  /// Every event counts one, however old.
  package static let counts = EngagementWeights(weights: [other: 1], halfLifeInDays: nil)

  /// The weight of a kind.
  package func weight(ofKind name: String) -> Double {
    weights[name] ?? weights[Self.other] ?? 0
  }

  /// What is left of an event's weight after 0, 1, 2 … days.
  package func decay(days: Int) -> [Double] {
    guard let halfLifeInDays else { return [Double](repeating: 1, count: days + 1) }
    return (0...days).map { .exp2(-Double($0) / halfLifeInDays) }
  }

  /// A sum of weights in units of 10^−`scale`.
  package static func units(_ sum: Double) -> Int64 {
    Int64((min(sum, 1e12) * unitsInOne).rounded())
  }

  enum CodingKeys: String, CodingKey {
    case weights
    case halfLifeInDays = "half_life_days"
  }
}

/// Cut-offs that a user sets in place of learned ones: four each, from the worst to the best.
package struct GivenCutOffs: Sendable, Equatable {
  /// Days since the last order, falling: 5 up to the last of them.
  package var recency: [Int64]?
  /// Orders in the window, rising: 5 from the last of them on.
  package var frequency: [Int64]?
  /// Money in the window, rising, in units of 10^−`monetaryScale`.
  package var monetary: [Int64]?
  package var monetaryScale = 0
  /// Engagement, rising, in units of 10^−`EngagementWeights.scale`.
  package var engagement: [Int64]?

  package init() {}
}
