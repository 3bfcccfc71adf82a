internal import Dense
package import Features

extension FeatureMatrix {
  /// Some of the rows, in the given order.
  package func rows(_ indices: [Int]) -> FeatureMatrix {
    var storage: [Double] = []
    storage.reserveCapacity(indices.count * names.count)
    for index in indices {
      storage += values.storage[index * names.count..<(index + 1) * names.count]
    }
    return FeatureMatrix(
      asOf: asOf, customers: indices.map { customers[$0] }, names: names,
      values: Matrix(rows: indices.count, columns: names.count, storage: storage))
  }
}
