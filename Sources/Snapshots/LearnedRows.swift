internal import Dense

/// How many rows a fit learned from, and how many customers they speak for.
package struct LearnedRows: Sendable, Codable, Equatable {
  package let rows: Int
  /// Customers that the rows are of.
  package let customers: Int
  /// As many customers with one row each would weigh as evenly: (Σm)² ÷ Σm² over customers with m
  /// rows (Kish 1965).
  package let effectiveCustomers: Double

  /// Counts rows by whose they are.
  package init(customers owners: [Int]) {
    var rowsOf: [Int: Int] = [:]
    for owner in owners { rowsOf[owner, default: 0] += 1 }
    rows = owners.count
    customers = rowsOf.count
    let squares = rowsOf.values.reduce(0) { $0 + $1 * $1 }
    effectiveCustomers = squares == 0 ? 0 : Double(rows) * Double(rows) / Double(squares)
  }

  package init(of snapshots: [Snapshot]) {
    self.init(customers: snapshots.flatMap(\.facts.customers))
  }

  enum CodingKeys: String, CodingKey {
    case rows, customers
    case effectiveCustomers = "effective_customers"
  }
}
