package import Expressions

/// What conditions and the linter may assume about a feature.
package struct FeatureConditions: Sendable, Equatable {
  /// Which end speaks for the customer, where nobody would doubt it.
  package var better: SchemaColumn.Better
  /// No value is below it; nil where the unit says no more.
  package var least: Double?
  package var isWhole: Bool
  package var relations: [FeatureRelation] = []

  /// What unit and group say by themselves; money is below 0 only where refunds are taken off.
  init(unit: FeatureUnit, group: FeatureGroup) {
    least = unit == .money ? 0 : nil
    isWhole = [.orders, .days, .count].contains(unit)
    better =
      switch unit {
      case .orders, .perMonth, .score: .high
      case .money: group == .spend ? .high : .neither
      case .count: group == .engagement || group == .frequency ? .high : .neither
      case .days, .share, .ratio, .change: .neither
      }
  }
}

/// What holds between a feature and another of every customer with an order.
package enum FeatureRelation: Sendable, Equatable {
  /// It is at most the other.
  case atMost(String)
  /// It is at least the other.
  case atLeast(String)
  /// It is the other plus a number.
  case equal(String, plus: Double)
  /// Where it is 1 or more, so is the other.
  case atLeastOneWith(String)
  /// Gaps are between order days, and one day has none.
  case knownFromTwoOrderDays

  func columnRelations(of name: String) -> [ColumnRelation] {
    switch self {
    case .atMost(let other): [.atMost(name, other, plus: 0)]
    case .atLeast(let other): [.atMost(other, name, plus: 0)]
    case .equal(let other, let offset): ColumnRelation.equal(name, other, plus: offset)
    case .atLeastOneWith(let other):
      [.within(name, 1...Double.infinity, then: other, 1...Double.infinity)]
    case .knownFromTwoOrderDays:
      [
        .missing(where: "order_days", 0...1, name),
        .known(where: "order_days", 2...Double.infinity, name),
        .missing(where: "orders", 0...1, name),
      ]
    }
  }
}
