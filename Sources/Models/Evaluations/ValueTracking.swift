/// Orders of all evaluated customers from the evaluation date up to a day after it.
package struct TrackedOrders: Sendable, Codable, Equatable {
  /// Days from the evaluation date, from 0.
  package let days: Int
  /// By the lifetime model that is used.
  package let expected: Double
  package let actual: Double

  package init(days: Int, expected: Double, actual: Double) {
    self.days = days
    self.expected = expected
    self.actual = actual
  }
}

/// A tenth of the evaluated customers by what they were forecast to spend.
package struct ValueBin: Sendable, Codable, Equatable {
  package let customers: Int
  /// Mean forecast, and mean spend with its standard error, in money.
  package let expected: Double
  package let actual: Double
  package let actualError: Double

  package init(customers: Int, expected: Double, actual: Double, actualError: Double) {
    self.customers = customers
    self.expected = expected
    self.actual = actual
    self.actualError = actualError
  }

  enum CodingKeys: String, CodingKey {
    case customers, expected, actual
    case actualError = "actual_error"
  }
}

extension ValueBin {
  /// Ten bins of equal count by forecast, the lowest first; ties are in the order of the customers.
  ///
  /// - Parameters:
  ///   - expected: forecast of each customer, in money.
  ///   - actual: what each spent.
  /// - Returns: fewer where there are fewer than ten customers.
  package static func tenths(expected: [Double], actual: [Double]) -> [ValueBin] {
    let order = expected.indices.sorted { (expected[$0], $0) < (expected[$1], $1) }
    return (0..<10).compactMap { bin in
      let members = order[bin * order.count / 10..<(bin + 1) * order.count / 10]
      guard !members.isEmpty else { return nil }
      let count = Double(members.count)
      let mean = members.reduce(0) { $0 + actual[$1] } / count
      let squares = members.reduce(0) { $0 + (actual[$1] - mean) * (actual[$1] - mean) }
      return ValueBin(
        customers: members.count, expected: members.reduce(0) { $0 + expected[$1] } / count,
        actual: mean,
        actualError: count > 1 ? (squares / (count - 1) / count).squareRoot() : 0)
    }
  }
}
