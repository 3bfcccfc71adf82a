package import Dense
package import Segments
internal import Snapshots

// Rows as a resample draws them: each as often as its weight says, in their own order.

extension Matrix {
  package func drawn(_ weights: [Int32]) -> Matrix {
    precondition(weights.count == rows)
    var storage: [Double] = []
    storage.reserveCapacity(self.storage.count)
    for (row, weight) in weights.enumerated() {
      for _ in 0..<weight { storage += self.storage[row * columns..<(row + 1) * columns] }
    }
    return Matrix(rows: weights.reduce(0) { $0 + Int($1) }, columns: columns, storage: storage)
  }
}

extension ScoreColumns {
  package func drawn(_ weights: [Int32]) -> ScoreColumns {
    func drawn<Value>(_ column: [Value]) -> [Value] {
      zip(column, weights).flatMap { repeatElement($0, count: Int($1)) }
    }
    return ScoreColumns(
      daysSinceLastOrder: drawn(daysSinceLastOrder), orders: drawn(orders), spend: drawn(spend),
      moneyScale: moneyScale, engagement: engagement.map(drawn))
  }
}
