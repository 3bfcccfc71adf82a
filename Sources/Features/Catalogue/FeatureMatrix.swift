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
  package private(set) var values: Matrix

  package init(asOf: Day, customers: [Int], names: [String], values: Matrix) {
    precondition(values.rows == customers.count && values.columns == names.count)
    self.asOf = asOf
    self.customers = customers
    self.names = names
    self.values = values
  }

  /// One cell; not-a-number where the feature is missing.
  package func value(_ row: Int, _ column: Int) -> Double { values[row, column] }

  /// Lends one row.
  package func withRow(_ row: Int, _ body: (Span<Double>) -> Void) {
    let width = names.count
    body(values.storage.span.extracting(row * width..<(row + 1) * width))
  }

  /// A copy of one column, nil where there is none of that name.
  package func column(named name: String) -> [Double]? {
    names.firstIndex(of: name).map(values.column)
  }

  /// Writes the cells of the last column; in place where nobody else holds the matrix.
  package mutating func replaceLastColumn(by cells: [Double]) {
    precondition(cells.count == values.rows && values.columns > 0)
    for (row, cell) in cells.enumerated() { values[row, values.columns - 1] = cell }
  }

  /// The same rows without the last column.
  package func withoutLastColumn() -> FeatureMatrix {
    let width = names.count - 1
    var kept: [Double] = []
    kept.reserveCapacity(values.rows * width)
    for row in 0..<values.rows {
      kept += values.storage[row * names.count..<(row + 1) * names.count - 1]
    }
    return FeatureMatrix(
      asOf: asOf, customers: customers, names: names.dropLast(),
      values: Matrix(rows: values.rows, columns: width, storage: kept))
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

extension HistoryStore {
  /// The features of every customer with an order before `asOf`, in the order of the store.
  ///
  /// - Parameters:
  ///   - asOf: the date that separates what features see from what they do not.
  ///   - workers: how many threads it may take; the result does not depend on it.
  ///   - isWanted: which customers get a row, by their place in the store.
  /// - Returns: one row a customer, one column a feature of `FeatureCatalogue.current`.
  /// - Complexity: O(rows before the date).
  package func features(
    asOf: Day, workers: Workers, of isWanted: @Sendable (Int) -> Bool = { _ in true }
  ) -> FeatureMatrix {
    walk(asOf: asOf, FeatureRows(of: self, asOf: asOf), workers: workers, of: isWanted).matrix
  }

  /// Makes something of the features of successive customers, in parallel, and hands it on in the
  /// order of the store, so that all rows are never in memory together.
  ///
  /// - Parameters:
  ///   - asOf: the date that separates what features see from what they do not.
  ///   - catalogue: which features.
  ///   - workers: how many threads it may take; what is handed on does not depend on it.
  ///   - progress: told how many of the parts are taken.
  ///   - isWanted: which customers get a row, by their place in the store.
  ///   - make: makes the value of a part of the rows.
  ///   - take: takes the values one after the other, on the calling thread.
  /// - Throws: what `take` throws.
  package func featureParts<Value: Sendable, Failure: Error>(
    asOf: Day, catalogue: FeatureCatalogue = .current, workers: Workers,
    progress: Progress = .untold, of isWanted: @Sendable (Int) -> Bool = { _ in true },
    make: @Sendable (FeatureMatrix) -> Value, take: (Value) throws(Failure) -> Void
  ) throws(Failure) {
    let blank = FeatureRows(of: self, asOf: asOf, catalogue: catalogue)
    let chunks = Chunks(rows: customerCount, rowsPerChunk: 512)
    let taken = progress.counter(of: chunks.count)
    try inSequence(of: chunks, workers: workers) { range in
      var rows = blank
      visit(range.filter(isWanted), asOf: asOf, &rows)
      return make(rows.matrix)
    } consume: { value throws(Failure) in
      try take(value)
      taken.advance()
    }
  }
}

/// Gathers the features of every customer with an order.
package struct FeatureRows: CustomerVisitor {
  private let asOf: Day
  /// Of the columns: the catalogue's, then whatever is appended to each row.
  package let names: [String]
  private var kernel: any FeatureKernel
  private var customers: [Int] = []
  private var values: [Double] = []

  /// - Parameters:
  ///   - store: the histories.
  ///   - asOf: the date that separates what features see from what they do not.
  ///   - catalogue: which features.
  ///   - more: names of columns that `appendToLast` gives.
  package init(
    of store: HistoryStore, asOf: Day, catalogue: FeatureCatalogue = .current,
    more: [String] = []
  ) {
    self.asOf = asOf
    names = catalogue.names + more
    kernel = catalogue.kernel(StoreTerms(store, asOf: asOf))
  }

  package mutating func visit(_ customer: Int, _ prefix: HistoryPrefix) {
    if prefix.orders.isEmpty { return }
    customers.append(customer)
    kernel.appendRow(of: prefix, to: &values)
  }

  /// Appends a cell to the last row, made of the cells that it has.
  package mutating func appendToLast(_ cell: (Span<Double>) -> Double) {
    let start = (customers.count - 1) * names.count
    let value = cell(values.span.extracting(start..<values.count))
    values.append(value)
  }

  package mutating func append(_ later: FeatureRows) {
    customers += later.customers
    values += later.values
  }

  /// Leaves room for so many customers, so that the rows are not moved as they grow.
  package mutating func reserve(_ count: Int) { values.reserveCapacity(count * names.count) }

  package var matrix: FeatureMatrix {
    FeatureMatrix(
      asOf: asOf, customers: customers, names: names,
      values: Matrix(rows: customers.count, columns: names.count, storage: values))
  }

  /// The matrix, which nobody else holds: it can be written to without a copy.
  package mutating func takeMatrix() -> FeatureMatrix {
    var taken: [Double] = []
    swap(&taken, &values)
    defer { customers = [] }
    return FeatureMatrix(
      asOf: asOf, customers: customers, names: names,
      values: Matrix(rows: customers.count, columns: names.count, storage: taken))
  }
}
