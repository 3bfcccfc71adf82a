internal import Dense
internal import RealModule

/// How well predicted uplift stands for uplift.
///
/// The best linear predictor of the effect given the prediction (Chernozhukov, Demirer, Duflo &
/// Fernández-Val 2018, eq. 3.1).
///
/// Weighted least squares of the outcome on 1, B, S, T − e and (T − e)(S − S̄) with weights 1 ÷ (e(1 − e)),
/// errors robust to heteroscedasticity. The last coefficient, β₂, is 1 for a calibrated prediction and 0
/// for one that knows nothing of who gains more.
package struct BestLinearPredictor: Sendable, Equatable {
  package let slope: Double
  package let standardError: Double

  /// One-sided p-value of the slope being 0 or less.
  package var pValue: Double {
    standardError > 0 ? normalCDF(-slope / standardError) : 1
  }

  /// - Parameters:
  ///   - prediction: one a row of `members`, learned from other rows.
  ///   - members: rows that are looked at.
  ///   - rows: all customers.
  ///   - propensity: each one's chance of treatment.
  package init(
    _ prediction: UpliftPrediction, of members: [Int], in rows: UpliftRows, propensity: [Double]
  ) {
    let mean = prediction.uplift.reduce(0, +) / Double(max(1, members.count))
    let width = 5
    func row(_ place: Int) -> ([Double], weight: Double) {
      let customer = members[place]
      let e = propensity[customer]
      let side = (rows.isTreated[customer] ? 1 : 0) - e
      let off = prediction.uplift[place] - mean
      return ([1, prediction.control[place], off, side, side * off], 1 / (e * (1 - e)))
    }
    // Columns in units of their own size, so that nothing is lost in the factor.
    var scales = [Double](repeating: 0, count: width)
    for place in members.indices {
      for (column, value) in row(place).0.enumerated() { scales[column] += value * value }
    }
    scales = scales.map { ($0 / Double(max(1, members.count))).squareRoot() }
    guard scales[4] > 1e-12 * max(1e-300, abs(mean)), scales[3] > 0 else {
      (slope, standardError) = (0, 0)
      return
    }
    func scaled(_ place: Int) -> ([Double], weight: Double) {
      let (values, weight) = row(place)
      return (zip(values, scales).map { $1 > 0 ? $0 / $1 : 0 }, weight)
    }
    var gramian = Matrix(rows: width, columns: width)
    var products = [Double](repeating: 0, count: width)
    for place in members.indices {
      let (values, weight) = scaled(place)
      for a in 0..<width {
        products[a] += weight * values[a] * rows.outcome[members[place]]
        for b in 0..<width { gramian[a, b] += weight * values[a] * values[b] }
      }
    }
    // Controls may repeat each other; a trace of ridge decides between them and moves nothing else.
    for a in 0..<width { gramian[a, a] *= 1 + 1e-12 }
    guard let factor = try? Cholesky(gramian) else {
      (slope, standardError) = (0, 0)
      return
    }
    let coefficients = factor.solve(products)
    let bread = factor.inverse().row(width - 1)
    var meat = 0.0
    for place in members.indices {
      let (values, weight) = scaled(place)
      let error =
        rows.outcome[members[place]] - zip(values, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
      let influence = weight * error * zip(values, bread).reduce(0) { $0 + $1.0 * $1.1 }
      meat += influence * influence
    }
    slope = coefficients[width - 1] / scales[width - 1]
    standardError = meat.squareRoot() / scales[width - 1]
  }
}
