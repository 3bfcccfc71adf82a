package import Features
internal import Snapshots

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

  /// The family of a feature: by name where the catalogue's group says too little.
  package init(of feature: String, in catalogue: FeatureCatalogue) {
    if feature == "days_since_first_order" {
      self = .tenure
      return
    }
    // Silence against a rhythm of one's own.
    if feature.hasPrefix("current_gap_") || feature.hasSuffix("orders_overdue") {
      self = .silence
      return
    }
    self =
      switch catalogue[feature]?.group {
      case .recency, nil: .silence
      case .frequency: .orders
      case .spend: .spend
      case .rhythm: .rhythm
      case .basket: .basket
      case .engagement: .engagement
      case .service: .service
      }
  }

  /// The family in words, for headings.
  package var title: String {
    switch self {
    case .silence: "time since the last order"
    case .tenure: "time since the first order"
    case .orders: "number of orders"
    case .spend: "spend"
    case .rhythm: "rhythm of orders"
    case .basket: "baskets, discounts and returns"
    case .engagement: "engagement"
    case .service: "service"
    }
  }

  /// The features that a customer's case is told by, whatever weighs most.
  package var leads: [String] {
    switch self {
    case .silence: ["days_since_last_order", "current_gap_to_own_gap"]
    case .tenure: ["days_since_first_order"]
    case .orders: ["orders"]
    case .spend: ["average_order_value"]
    case .rhythm: ["own_gap"]
    case .basket, .engagement, .service: []
    }
  }
}
