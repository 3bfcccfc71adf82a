package import Dense
package import Histories
package import Units

/// The days on which each customer ordered, numbered from the log's first order day.
///
/// Orders are evaluated over the whole log. Customers without an order have no part.
package struct OrderDays: Sendable {
  package let first: Day
  package let last: Day
  /// Customers in store order, cut into parts of equal count.
  package let parts: [Part]

  /// Days of customer i are `days[offsets[i] ..< offsets[i + 1]]`, rising, each once.
  package struct Part: Sendable {
    var offsets: [Int] = [0]
    var days: [Int32] = []

    /// Calls the body with the days of each customer.
    package func forEachCustomer(_ body: (ArraySlice<Int32>) -> Void) {
      for index in 1..<max(1, offsets.count) { body(days[offsets[index - 1]..<offsets[index]]) }
    }
  }

  /// Days of the log, its first and its last included.
  package var spanInDays: Int { last - first + 1 }
  /// Number of customers with an order.
  package var customers: Int { parts.reduce(0) { $0 + $1.offsets.count - 1 } }

  /// Collects the days; nil where the log has no order.
  ///
  /// - Complexity: O(order rows).
  package init?(of store: HistoryStore, workers: Workers) {
    guard let range = store.orderDayRange else { return nil }
    let end = range.upperBound + 1
    let chunks = Chunks(rows: store.customerCount, rowsPerChunk: 8_192)
    first = range.lowerBound
    last = range.upperBound
    parts = workers.map(chunks.count) { index in
      var part = Part()
      var prefix = HistoryPrefix()
      for customer in chunks[index] {
        store.read(customer: customer, asOf: end, into: &prefix)
        guard !prefix.orders.isEmpty else { continue }
        var latest: Int32?
        for order in prefix.orders {
          let day = Int32(order.instant.day - range.lowerBound)
          if day != latest { part.days.append(day) }
          latest = day
        }
        part.offsets.append(part.days.count)
      }
      return part
    }
  }
}
