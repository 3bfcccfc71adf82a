package import Dense
package import Files
package import Histories
package import Units

/// The customers that models learn from: all of a shop's, or of a large one a share that a fit has room for.
///
/// The id alone says who is in, so that they are the same at every date, whoever comes later. Everybody
/// is evaluated and scored.
package struct CustomerSample: Sendable {
  package let share: Double
  /// By index into the store; nil where all are in.
  private let members: [Bool]?

  package static let all = CustomerSample(share: 1, members: nil)

  private init(share: Double, members: [Bool]?) {
    self.share = share
    self.members = members
  }

  /// Draws from the customers of a store.
  ///
  /// - Parameters:
  ///   - store: the histories.
  ///   - most: customers to learn from, about, of those with an order before a date.
  ///   - asOf: the date; who comes later has no say in the share.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Complexity: O(rows before the date) where the store holds more than so many, else O(1).
  package init(of store: HistoryStore, most: Int, asOf: Day, workers: Workers) {
    precondition(most > 0)
    guard store.customerCount > most else {
      self = .all
      return
    }
    self.init(
      of: store.customers, most: most,
      known: store.customerCount(orderedBefore: asOf, workers: workers))
  }

  /// Draws about so many of some customers, of whom so many are known.
  package init(of customers: TextColumn, most: Int, known: Int) {
    guard known > most else {
      self = .all
      return
    }
    self.init(of: customers, share: Double(most) / Double(known))
  }

  /// Draws a share of the customers of a store.
  package init(of store: HistoryStore, share: Double) {
    self.init(of: store.customers, share: share)
  }

  private init(of customers: TextColumn, share: Double) {
    self.init(
      share: share,
      members: (0..<customers.count).map { isDrawn(mark(of: customers.utf8(at: $0)), share: share) }
    )
  }

  package func holds(_ customer: Int) -> Bool { members?[customer] ?? true }
}

/// A number that follows from a text's bytes alone (FNV-1a, Fowler, Noll & Vo).
private func mark(of text: ArraySlice<UInt8>) -> UInt64 {
  text.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}

extension HistoryStore {
  /// How many customers have an order before a date.
  ///
  /// - Complexity: O(rows before the date).
  package func customerCount(orderedBefore asOf: Day, workers: Workers) -> Int {
    let chunks = Chunks(rows: customerCount, rowsPerChunk: 8_192)
    return workers.map(chunks.count) { index in
      var prefix = HistoryPrefix()
      var known = 0
      forEachLoadedAhead(Array(chunks[index])[...]) { customer in
        read(customer: customer, asOf: asOf, into: &prefix)
        if !prefix.orders.isEmpty { known += 1 }
      }
      return known
    }.reduce(0, +)
  }
}
