internal import Dense
package import Features

/// What each feature adds to a customer's logit of churn.
///
/// A feature may have several columns in the design (its value, "missing", the pieces of a spline):
/// its contribution is their sum. Intercept and contributions sum to the logit.
package struct Contributions: Sendable {
  /// Names of the features that the model uses, in catalogue order.
  package let features: [String]
  package let intercept: Double
  /// Row-major: one row a customer, one column a feature.
  package let values: [Double]

  /// The logit of a customer: intercept and contributions, added in the order of the features.
  package func logit(ofRow row: Int) -> Double {
    values[row * features.count..<(row + 1) * features.count].reduce(intercept, +)
  }

  /// The features that move a customer's logit most, the largest first.
  package func strongest(ofRow row: Int, count: Int) -> [(feature: Int, value: Double)] {
    let start = row * features.count
    return (0..<features.count)
      .map { (feature: $0, value: values[start + $0]) }
      .filter { $0.value != 0 }
      .sorted { (abs($0.value), $1.feature) > (abs($1.value), $0.feature) }
      .prefix(count).map { $0 }
  }
}

extension ChurnModel {
  /// Splits the logit of every row into contributions of features.
  package func contributions(of features: FeatureMatrix, threads: Int) -> Contributions {
    let matrix = design.design(of: features, threads: threads)
    let sources = design.columns.map(\.feature)
    let used = FeatureCatalogue.current.names.filter(Set(sources).contains)
    let position = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($1, $0) })
    let target = sources.map { source -> Int in
      guard let index = position[source] else {
        preconditionFailure("design column of an unknown feature \(source)")
      }
      return index
    }
    let chunks = Chunks(rows: matrix.rows, rowsPerChunk: 8_192)
    let parts = parallelMap(count: chunks.count, threads: threads) { index in
      var values = [Double](repeating: 0, count: chunks[index].count * used.count)
      for (offset, row) in chunks[index].enumerated() {
        for column in 0..<target.count {
          values[offset * used.count + target[column]] +=
            coefficients[column] * matrix.storage[row * target.count + column]
        }
      }
      return values
    }
    return Contributions(
      features: used, intercept: intercept, values: parts.flatMap { $0 })
  }
}
