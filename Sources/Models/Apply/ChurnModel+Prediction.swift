package import Dense
package import Features
package import Units

extension ChurnModel {
  /// The logit of churn of every row of a feature matrix.
  package func logits(of features: FeatureMatrix, workers: Workers) -> [Double] {
    let features = completed(features, workers: workers)
    return design.linearPredictor(
      of: features.values, names: features.names, intercept: intercept(at: features.asOf),
      coefficients: coefficients, workers: workers)
  }

  /// The intercept with what the season adds at a date; without it where the model knows none.
  package func intercept(at asOf: Day?) -> Double {
    intercept + (asOf.flatMap { season?.shift(at: $0) } ?? 0)
  }

  /// The probability of no order in the horizon, in (0, 1).
  package func probabilities(of features: FeatureMatrix, workers: Workers) -> [Double] {
    logits(of: features, workers: workers).map(logistic)
  }
}

extension FittedDesign {
  /// intercept + design · coefficients, row by row; the design of a chunk of rows at a time.
  ///
  /// Summed in column order and not by BLAS, so that the bits depend on the row alone.
  /// - Parameters:
  ///   - values: features by row, not-a-number where missing.
  ///   - names: names of its columns.
  ///   - intercept: what a row of zeros gives.
  ///   - coefficients: one for each column of the design.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: one number a row.
  package func linearPredictor(
    of values: Matrix, names: [String], intercept: Double, coefficients: [Double], workers: Workers
  ) -> [Double] {
    precondition(columns.count == coefficients.count && values.columns == names.count)
    let program = DesignProgram(self, names: names)
    // Few enough for their columns to stay in cache.
    let chunks = Chunks(rows: values.rows, rowsPerChunk: 256)
    return workers.map(chunks.count) { index in
      let design = program.design(of: values.storage, rows: chunks[index])
      return (0..<chunks[index].count).map { row in
        var sum = intercept
        let start = row * coefficients.count
        for column in 0..<coefficients.count {
          sum += coefficients[column] * design[start + column]
        }
        return sum
      }
    }.flatMap { $0 }
  }
}
