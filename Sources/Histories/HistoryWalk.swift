package import Dense
package import Units

/// Gathers something of one customer after another, in the order of a walk.
package protocol CustomerVisitor: Sendable {
  /// Takes a customer's history before the as-of date.
  mutating func visit(_ customer: Int, _ prefix: HistoryPrefix)

  /// Adds what another has gathered of the customers that follow.
  mutating func append(_ later: Self)

  /// Leaves room for so many customers, where what is gathered of each is large.
  mutating func reserve(_ customers: Int)
}

extension CustomerVisitor {
  package mutating func reserve(_ customers: Int) {}
}

extension HistoryStore {
  /// Shows every customer's history before a date to a visitor, who gathers all that is wanted of it in
  /// one walk.
  ///
  /// - Parameters:
  ///   - asOf: nothing at or after it is seen.
  ///   - blank: a visitor that has seen nobody; copies of it see successive customers, in parallel.
  ///   - customers: indices into the store's customers; all where nil.
  ///   - workers: how many threads it may take; the result does not depend on it.
  ///   - isWanted: which of them are visited.
  /// - Returns: the visitor that has seen all.
  /// - Complexity: O(rows before the date).
  package func walk<Visitor: CustomerVisitor>(
    asOf: Day, _ blank: Visitor, over customers: [Int]? = nil, workers: Workers,
    of isWanted: @Sendable (Int) -> Bool = { _ in true }
  ) -> Visitor {
    var all = blank
    let chunks = Chunks(rows: customers?.count ?? customerCount, rowsPerChunk: 1_024)
    all.reserve(customers?.count(where: isWanted) ?? (0..<customerCount).count(where: isWanted))
    inSequence(of: chunks, workers: workers) { range in
      var visitor = blank
      let wanted = (customers.map { Array($0[range]) } ?? Array(range)).filter(isWanted)
      visit(wanted, asOf: asOf, &visitor)
      return visitor
    } consume: { part in
      all.append(part)
    }
    return all
  }

  /// Shows the histories of a few customers to a visitor, on the calling thread.
  package func visit(_ customers: [Int], asOf: Day, _ visitor: inout some CustomerVisitor) {
    var prefix = HistoryPrefix()
    forEachLoadedAhead(customers[...]) { customer in
      read(customer: customer, asOf: asOf, into: &prefix)
      visitor.visit(customer, prefix)
    }
  }

  /// Calls the body with one customer after the other, while the rows of some that follow are on their way
  /// from memory.
  package func forEachLoadedAhead(_ customers: ArraySlice<Int>, _ body: (Int) -> Void) {
    for start in stride(from: customers.startIndex, to: customers.endIndex, by: 16) {
      let few = customers[start..<min(start + 16, customers.endIndex)]
      loadAhead(few)
      for customer in few { body(customer) }
    }
  }
}

extension Optional: CustomerVisitor where Wrapped: CustomerVisitor {
  package mutating func visit(_ customer: Int, _ prefix: HistoryPrefix) {
    self?.visit(customer, prefix)
  }

  package mutating func append(_ later: Self) {
    if let later { self?.append(later) }
  }
}
