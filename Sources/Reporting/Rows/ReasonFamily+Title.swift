internal import Features

extension ReasonFamily {
  /// The family in words, for headings.
  var title: String {
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
}
