/// How far a session went, from looking in to ordering.
enum JourneyStep: String, Sendable, CaseIterable {
  case visit, home, demo, category, product, cart, order
}

extension JourneyStep {
  func isFurther(than other: JourneyStep) -> Bool { depth > other.depth }

  private var depth: Int {
    switch self {
    case .visit: 0
    case .home: 1
    case .demo: 2
    case .category: 3
    case .product: 4
    case .cart: 5
    case .order: 6
    }
  }
}
