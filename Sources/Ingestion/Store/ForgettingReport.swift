/// What a store has lost.
package struct ForgettingReport: Sendable, Equatable, Encodable {
  package let store: String
  package let customersForgotten: Int
  package let orderRowsForgotten: Int
  package let eventRowsForgotten: Int
  package let customersLeft: Int
  /// Ids of the file that no customer has.
  package let notThere: [String]
  /// Those among them that differ from a customer's by their spelling alone: nobody was forgotten by them.
  package let nearlyThere: [NearID]
  /// Event rows of other customers that name a forgotten one (`referral:C17`); they stay.
  package let eventRowsNamingThem: Int
  /// The digest of the histories before, as models learned from them have it; nil where nobody asked.
  package let digestBefore: String?

  enum CodingKeys: String, CodingKey {
    case store
    case customersForgotten = "customers_forgotten"
    case orderRowsForgotten = "order_rows_forgotten"
    case eventRowsForgotten = "event_rows_forgotten"
    case customersLeft = "customers_left"
    case notThere = "not_there"
    case nearlyThere = "nearly_there"
    case eventRowsNamingThem = "event_rows_naming_them"
    case digestBefore = "digest_before"
  }
}

extension ForgettingReport {
  /// The report with its ids as they are to be shown.
  package func showing(_ shown: (String) -> String) -> ForgettingReport {
    ForgettingReport(
      store: store, customersForgotten: customersForgotten, orderRowsForgotten: orderRowsForgotten,
      eventRowsForgotten: eventRowsForgotten, customersLeft: customersLeft,
      notThere: notThere.map(shown),
      nearlyThere: nearlyThere.map { NearID(id: shown($0.id), customer: shown($0.customer)) },
      eventRowsNamingThem: eventRowsNamingThem, digestBefore: digestBefore)
  }

  /// - Throws: where an id of the list differs from a customer's by its spelling alone.
  package func requireAll() throws(NotAllForgotten) {
    guard nearlyThere.isEmpty else {
      throw NotAllForgotten(store: store, count: Set(nearlyThere.map(\.customer)).count)
    }
  }
}

/// Customers who may be meant by a list of those to forget, and are in the store still.
package struct NotAllForgotten: Error, Equatable {
  package let store: String
  package let count: Int

  package init(store: String, count: Int) { (self.store, self.count) = (store, count) }
}
