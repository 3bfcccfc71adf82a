package import Dense
package import Histories
package import Units

/// The features of every customer with an order before one as-of date.
package struct FeatureMatrix: Sendable, Equatable {
  package let asOf: Day
  /// Store indices of the rows' customers, rising.
  package let customers: [Int]
  /// Names of the columns: the catalogue's, then whatever was appended.
  package let names: [String]
  /// Customers × columns; not-a-number where a feature is missing.
  package let values: Matrix

  package init(asOf: Day, customers: [Int], names: [String], values: Matrix) {
    precondition(values.rows == customers.count && values.columns == names.count)
    self.asOf = asOf
    self.customers = customers
    self.names = names
    self.values = values
  }

  /// One cell; not-a-number where the feature is missing.
  package func value(_ row: Int, _ column: Int) -> Double { values[row, column] }

  /// A copy of one column, nil where there is none of that name.
  package func column(named name: String) -> [Double]? {
    names.firstIndex(of: name).map(values.column)
  }

  /// The same rows with more columns after the last.
  package func appending(names more: [String], values moreValues: Matrix) -> FeatureMatrix {
    precondition(moreValues.rows == values.rows && moreValues.columns == more.count)
    let width = names.count + more.count
    var joined: [Double] = []
    joined.reserveCapacity(values.rows * width)
    for row in 0..<values.rows {
      joined += values.storage[row * names.count..<(row + 1) * names.count]
      joined += moreValues.storage[row * more.count..<(row + 1) * more.count]
    }
    return FeatureMatrix(
      asOf: asOf, customers: customers, names: names + more,
      values: Matrix(rows: values.rows, columns: width, storage: joined))
  }
}

extension FeatureMatrix {
  /// Makes something of successive rows, in parallel, and hands it on in the order of the rows.
  ///
  /// - Parameters:
  ///   - threads: workers; what is handed on does not depend on it.
  ///   - make: makes the value of a range of rows.
  ///   - take: takes the values one after the other, on the calling thread.
  /// - Throws: what `take` throws.
  package func inParts<Value: Sendable, Failure: Error>(
    threads: Int, make: @Sendable (Range<Int>) -> Value,
    take: (Value) throws(Failure) -> Void
  ) throws(Failure) {
    let chunks = Chunks(rows: customers.count, rowsPerChunk: 256)
    try inBatches(of: chunks, threads: threads, compute: make, consume: take)
  }
}

extension HistoryStore {
  /// The features of every customer with an order before `asOf`, in the order of the store.
  ///
  /// - Parameters:
  ///   - asOf: the date that separates what features see from what they do not.
  ///   - threads: workers; the result does not depend on it.
  /// - Returns: one row a customer, one column a feature of `FeatureCatalogue.current`.
  /// - Complexity: O(rows before the date).
  package func features(asOf: Day, threads: Int) -> FeatureMatrix {
    let kernel = FeatureKernel(
      log: visibleLog(asOf: asOf), kindNames: events.kinds,
      money: MoneyTerms(scale: moneyScale, refundPolicy: refundPolicy))
    let chunks = Chunks(rows: customerCount, rowsPerChunk: 1_024)
    var customers: [Int] = []
    var values: [Double] = []
    values.reserveCapacity(customerCount * FeatureCatalogue.current.count)
    inBatches(of: chunks, threads: threads) { range in
      features(of: range, asOf: asOf, kernel: kernel)
    } consume: { part in
      customers += part.customers
      values += part.values
    }
    return FeatureMatrix(
      asOf: asOf, customers: customers, names: FeatureCatalogue.current.names,
      values: Matrix(
        rows: customers.count, columns: FeatureCatalogue.current.count, storage: values))
  }

  private func features(of range: Range<Int>, asOf: Day, kernel: FeatureKernel)
    -> (customers: [Int], values: [Double])
  {
    var kernel = kernel
    var prefix = HistoryPrefix()
    var customers: [Int] = []
    var values: [Double] = []
    values.reserveCapacity(range.count * FeatureCatalogue.current.count)
    for customer in range {
      read(customer: customer, asOf: asOf, into: &prefix)
      if prefix.orders.isEmpty { continue }
      customers.append(customer)
      kernel.appendRow(of: prefix, to: &values)
    }
    return (customers, values)
  }
}
