/// Features that mean the same to a person: reasons are told by family, not by column.
package enum ReasonFamily: String, Sendable, CaseIterable {
  /// How long ago the last order was, by the calendar and by the own rhythm.
  case silence
  /// How long ago the first order was.
  case tenure
  /// How many orders, and when.
  case orders
  case spend
  /// How regular orders are, and on which days.
  case rhythm
  /// What orders consist of: categories, discounts, returns.
  case basket
  case engagement
  case service

  /// The family of a group's features, unless a feature has one of its own.
  init(_ group: FeatureGroup) {
    self =
      switch group {
      case .recency: .silence
      case .frequency: .orders
      case .spend: .spend
      case .rhythm: .rhythm
      case .basket: .basket
      case .engagement: .engagement
      case .service: .service
      }
  }
}

/// How a reason tells a feature.
package struct FeatureReasons: Sendable, Equatable {
  package let family: ReasonFamily
  /// Whether a case of its family is told by it, whatever weighs most.
  package let leads: Bool
  /// `#` stands for the value, `%` for the value as a percentage, `@` for "day" or "days" and `~` for
  /// "order" or "orders"; nil tells it by its name and unit.
  package let phrase: String?
  /// What a missing value means, where it always means the same.
  package let missing: String?

  init(
    family: ReasonFamily, leads: Bool = false, phrase: String? = nil, missing: String? = nil
  ) {
    self.family = family
    self.leads = leads
    self.phrase = phrase
    self.missing = missing
  }
}
