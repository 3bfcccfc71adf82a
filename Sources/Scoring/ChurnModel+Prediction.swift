internal import Dense
package import Features
internal import RealModule

extension ChurnModel {
  /// The logit of churn of every row of a feature matrix.
  package func logits(of features: FeatureMatrix, threads: Int) -> [Double] {
    linearPredictor(
      of: design.design(
        of: completed(features, threads: threads), threads: threads), intercept: intercept,
      coefficients: coefficients, threads: threads)
  }

  /// The probability of no order in the horizon, in (0, 1).
  package func probabilities(of features: FeatureMatrix, threads: Int) -> [Double] {
    logits(of: features, threads: threads).map(logistic)
  }
}

/// 1 ÷ (1 + e^−x), without overflow for large negative x.
func logistic(_ x: Double) -> Double {
  guard x < 0 else { return 1 / (1 + .exp(-x)) }
  let power = Double.exp(x)
  return power / (1 + power)
}

/// intercept + design · coefficients, row by row.
///
/// Summed in column order and not by BLAS, so that the bits depend on the row alone.
func linearPredictor(
  of design: Matrix, intercept: Double, coefficients: [Double], threads: Int
) -> [Double] {
  precondition(design.columns == coefficients.count)
  let chunks = Chunks(rows: design.rows, rowsPerChunk: 16_384)
  return parallelMap(count: chunks.count, threads: threads) { index in
    chunks[index].map { row in
      var sum = intercept
      let start = row * design.columns
      for column in 0..<coefficients.count {
        sum += coefficients[column] * design.storage[start + column]
      }
      return sum
    }
  }.flatMap { $0 }
}
