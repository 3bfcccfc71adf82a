package import Expressions
internal import Units

extension FeatureDefinition {
  /// The feature as conditions see it.
  package var schemaColumn: SchemaColumn {
    SchemaColumn(
      name, columnUnit, range: range, isWhole: isWhole,
      mayBeMissing: noneSeen != .never || window != nil, better: better)
  }

  private var columnUnit: ColumnUnit {
    switch unit {
    case .days: .days
    case .orders, .count: .count
    case .money: .money
    case .share: .share
    case .ratio: .ratio
    case .perMonth: .perMonth
    case .change: .change
    case .score: .score
    }
  }

  /// Money is below 0 only where refunds are taken off.
  private var range: ClosedRange<Double>? {
    if name == "days_since_last_order" || name == "days_since_first_order" {
      return 1...Double.infinity
    }
    return unit == .money && name != "net_spend" && !name.hasPrefix("spend_")
      ? 0...Double.infinity : nil
  }

  private var isWhole: Bool {
    switch unit {
    case .orders: true
    case .days: !Self.averages.contains(name)
    case .count: !Self.averages.contains(name)
    default: false
    }
  }

  private static let averages: Set = [
    "own_gap", "average_days_between_orders", "gap_spread", "own_engagement_gap",
    "lines_per_order", "pieces_per_order",
  ]

  /// Of which end more is better, where nobody would doubt it.
  private var better: SchemaColumn.Better {
    if name.hasPrefix("days_since_last") || name.hasPrefix("current_gap_") { return .low }
    switch name {
    case "return_share", "refunds", "refunded_ratio", "cancelled_orders", "support_tickets",
      "cart_abandonment_share":
      return .low
    case "days_since_first_order", "tenure", "recency", "order_value_spread": return .neither
    default: break
    }
    switch unit {
    case .orders, .perMonth: return .high
    case .money: return group == .spend ? .high : .neither
    case .count: return group == .engagement || group == .frequency ? .high : .neither
    case .score: return .high
    default: return .neither
    }
  }
}
