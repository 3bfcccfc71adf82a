extension HistoryStore {
  /// Whether a customer has any event.
  package func hasEvents(_ customer: Int) -> Bool {
    let place = places[customer]
    return !parts[Int(place.part)].eventRange(of: Int(place.number)).isEmpty
  }

  /// How many customers have events, and how many of them have lines of orders.
  package var customersWithEvents: (all: Int, withOrders: Int) {
    var (all, withOrders) = (0, 0)
    for part in parts {
      for customer in part.customers.indices where !part.eventRange(of: customer).isEmpty {
        all += 1
        if !part.lineRange(of: customer).isEmpty { withOrders += 1 }
      }
    }
    return (all, withOrders)
  }
}
