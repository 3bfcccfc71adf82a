internal import Units

/// An order of a customer: two customers may have orders of one id.
struct OrderKey: Hashable, Sendable {
  var order: Int32
  var customer: Int32
}

/// Values by order and customer; one customer of an order is the rule.
struct OrderTable<Value> {
  private var first: [(customer: Int32, value: Value)?]
  private var others: [OrderKey: Value] = [:]
  private(set) var isEmpty = true

  /// - Parameter orders: numbers of orders that there are.
  init(orders: Int = 0) { first = Array(repeating: nil, count: orders) }

  /// - Precondition: the order is one of those that there are.
  subscript(key: OrderKey) -> Value? {
    get {
      guard let own = first[Int(key.order)] else { return nil }
      return own.customer == key.customer ? own.value : others[key]
    }
    set {
      guard let newValue else { return }
      isEmpty = false
      if let own = first[Int(key.order)], own.customer != key.customer {
        others[key] = newValue
      } else {
        first[Int(key.order)] = (key.customer, newValue)
      }
    }
  }
}

extension FixedDecimal {
  /// Nothing, as written without decimals.
  static let none = FixedDecimal(mantissa: 0, scale: 0)
}
