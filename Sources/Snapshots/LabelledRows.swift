package import Dense
internal import Features
package import Units

/// Named columns of one date with their labels: training rows of a binary classifier.
package struct LabelledRows: Sendable {
  /// The date that the columns are known at.
  package let date: Day
  package let names: [String]
  /// Rows × names; not-a-number where missing.
  package let values: Matrix
  /// 1 or 0 a row.
  package let labels: [Double]
  /// Who each row is of, rising; rows of several dates may be of one customer.
  package let customers: [Int]

  package init(
    date: Day, names: [String], values: Matrix, labels: [Double], customers: [Int]
  ) {
    precondition(
      values.rows == labels.count && values.columns == names.count
        && customers.count == labels.count)
    self.date = date
    self.names = names
    self.values = values
    self.labels = labels
    self.customers = customers
  }

  package var count: Int { labels.count }

  /// The rows of some customers.
  package func rows(of isWanted: Set<Int>) -> LabelledRows {
    let kept = customers.indices.filter { isWanted.contains(customers[$0]) }
    var storage: [Double] = []
    storage.reserveCapacity(kept.count * values.columns)
    for row in kept {
      storage += values.storage[row * values.columns..<(row + 1) * values.columns]
    }
    return LabelledRows(
      date: date, names: names,
      values: Matrix(rows: kept.count, columns: values.columns, storage: storage),
      labels: kept.map { labels[$0] }, customers: kept.map { customers[$0] })
  }
}

extension Snapshot {
  /// What a churn model learns of this date.
  package var labelledRows: LabelledRows {
    LabelledRows(
      date: asOf, names: features.names, values: features.values, labels: churned,
      customers: facts.customers)
  }
}

extension [LabelledRows] {
  /// How many rows there are, and how many with label 1.
  package var classCounts: (rows: Int, positives: Int) {
    reduce((0, 0)) { ($0.0 + $1.count, $0.1 + $1.labels.count { $0 == 1 }) }
  }

  /// Whether there are rows of either class.
  package var hasTwoClasses: Bool {
    let (rows, positives) = classCounts
    return positives > 0 && positives < rows
  }
}
