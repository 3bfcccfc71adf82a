/// What a feature is counted in.
package enum FeatureUnit: String, Sendable, Codable, CaseIterable {
  case days, orders, count, money
  /// A part of a whole, 0 … 1.
  case share
  /// One quantity divided by another, at least 0.
  case ratio
  case perMonth = "per_month"
  /// (recent − earlier) ÷ (recent + earlier), −1 … 1.
  case change
  /// A mark that a customer gave, on the shop's own scale.
  case score
}

/// The family under which a feature is explained.
package enum FeatureGroup: String, Sendable, Codable, CaseIterable {
  case recency, frequency, spend, rhythm, basket, engagement, service
}

/// What a feature is for a customer of whom nothing of its kind was seen.
package enum NoneSeen: String, Sendable, Codable {
  /// Nothing was seen where it would have been: an observed 0.
  case zero = "0"
  /// There is nothing to measure: missing.
  case empty
  /// Cannot happen: every scored customer has an order.
  case never
}

/// A part of the log with a beginning of its own.
package enum LogPart: Sendable, Hashable {
  case orders
  case events(EventKind)
  /// All kinds that count as engagement; begins with the first of them.
  ///
  /// A kind that is seen for the first time late does not take the other kinds' past away.
  case engagement
}
