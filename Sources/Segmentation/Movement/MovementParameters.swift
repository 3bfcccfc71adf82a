package import Dense
package import Units

/// What a user may set about movement.
package struct MovementParameters: Sendable {
  package var ranking = SegmentRanking.value
  package var alerts: [AlertedMove] = []
  /// Days within which the next order counts in the ladder.
  package var nextOrderWithinDays = 90
  package var workers: Workers = 1

  package init() {}
}

/// A move to be told of: `Champions > At Risk`; `*` is any segment.
package struct AlertedMove: Sendable, Equatable {
  package let from: String
  package let to: String

  package static let any = "*"

  package init(from: String, to: String) {
    self.from = from
    self.to = to
  }

  /// Whether a customer who changed segments made this move.
  func matches(from before: String, to after: String) -> Bool {
    before != after && (from == Self.any || from == before) && (to == Self.any || to == after)
  }
}

/// Everyone's segment at one date.
package struct SegmentedCustomers: Sendable {
  package let asOf: Day
  /// Indices into the store's customers, rising.
  package let customers: [Int]
  /// Index into the rule set's segments of each.
  package let segments: [Int]

  package init(asOf: Day, customers: [Int], segments: [Int]) {
    precondition(customers.count == segments.count)
    self.asOf = asOf
    self.customers = customers
    self.segments = segments
  }
}
