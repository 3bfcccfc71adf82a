internal import Files
internal import Units

/// What one feature is: enough to list it, to choose its transform and to explain a score by it.
package struct FeatureDefinition: Sendable, Equatable {
  /// Column name, in snake_case; never changes its meaning within a catalogue version.
  package let name: String
  package let unit: FeatureUnit
  package let group: FeatureGroup
  /// Days before the as-of date that it looks at, `[asOf − window, asOf)`; nil for the whole history.
  ///
  /// A trend compares two windows and looks at both.
  package let window: Int?
  /// One sentence.
  package let meaning: String
  package let noneSeen: NoneSeen
  /// Logs that must have begun before the window does; otherwise the feature is missing for everyone.
  let logs: [LogPart]

  init(
    _ name: String, _ unit: FeatureUnit, _ group: FeatureGroup, window: Int? = nil,
    none: NoneSeen = .empty, logs: [LogPart] = [.orders], _ meaning: String
  ) {
    self.name = name
    self.unit = unit
    self.group = group
    self.window = window
    self.meaning = meaning
    self.noneSeen = none
    self.logs = logs
  }
}

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
enum LogPart: Sendable, Equatable {
  case orders
  case events(EventKind)
  /// All kinds that count as engagement; begins with the first of them.
  ///
  /// A kind that is seen for the first time late does not take the other kinds' past away.
  case engagement
}
