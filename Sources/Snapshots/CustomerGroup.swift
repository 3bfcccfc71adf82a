/// The groups that a model is evaluated by.
///
/// On `all`, customers who left long ago flatter every model; `active` is the headline.
package enum CustomerGroup: String, Sendable, Codable, CodingKeyRepresentable, CaseIterable {
  /// Every customer with an order before the as-of date.
  case all
  /// Last order at most two horizons before the as-of date.
  case active
  /// Exactly one order.
  case oneOrder = "one_order"
  /// Two orders or more.
  case `repeat`

  /// Whether a customer belongs to the group at the as-of date of the facts.
  package func contains(_ index: Int, of facts: CustomerFacts, horizonInDays: Int) -> Bool {
    contains(
      daysSinceLastOrder: facts.daysSinceLastOrder[index], orders: facts.orders[index],
      horizonInDays: horizonInDays)
  }

  /// Whether a customer of such days and orders belongs to the group.
  package func contains(daysSinceLastOrder: Int, orders: Int, horizonInDays: Int) -> Bool {
    switch self {
    case .all: true
    case .active: daysSinceLastOrder <= 2 * horizonInDays
    case .oneOrder: orders == 1
    case .repeat: orders >= 2
    }
  }

  /// Indices of the group's customers among those of the facts.
  package func members(of facts: CustomerFacts, horizonInDays: Int) -> [Int] {
    (0..<facts.count).filter { contains($0, of: facts, horizonInDays: horizonInDays) }
  }
}
