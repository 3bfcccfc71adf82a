internal import RealModule

/// Error metrics of forecasts of counts and amounts.
package struct ForecastErrors: Sendable, Codable, Equatable {
  /// Sums over all customers.
  package let expected: Double
  package let actual: Double
  /// Standard error of the sum of (actual − expected).
  package let differenceError: Double
  package let mae: Double
  package let rmse: Double
  /// Poisson deviance a customer; for money, in its units.
  package let deviance: Double
  /// How much of the amounts the ranking by forecast gathers at its top, as a share of what the
  /// ranking by the amounts themselves does; absent where nothing came.
  package let gini: Double?

  enum CodingKeys: String, CodingKey {
    case expected, actual
    case differenceError = "difference_error"
    case mae, rmse, deviance, gini
  }

  package init(
    expected: Double, actual: Double, differenceError: Double, mae: Double, rmse: Double,
    deviance: Double, gini: Double?
  ) {
    self.expected = expected
    self.actual = actual
    self.differenceError = differenceError
    self.mae = mae
    self.rmse = rmse
    self.deviance = deviance
    self.gini = gini
  }

  /// Compares one forecast, at least 0, with one amount a customer.
  package init(expected: [Double], actual: [Double]) {
    self.init(expected: expected, actual: KnownAmounts(actual))
  }

  /// The same with amounts that several forecasts are compared with.
  package init(expected: [Double], actual known: KnownAmounts) {
    let actual = known.values
    precondition(expected.count == actual.count && !expected.isEmpty)
    let count = Double(actual.count)
    let sum = known.total
    let difference = zip(actual, expected).map { $0 - $1 }
    let mean = difference.reduce(0, +) / count
    let deviance = known.deviances(from: expected).reduce(0, +)
    self.init(
      expected: expected.reduce(0, +), actual: sum,
      differenceError: difference.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot(),
      mae: difference.reduce(0) { $0 + abs($1) } / count,
      rmse: (difference.reduce(0) { $0 + $1 * $1 } / count).squareRoot(),
      deviance: deviance / count, gini: known.normalisedGini(rankedBy: expected))
  }

  /// Whether the actual sum is within two standard errors of the predicted one.
  package var isUnbiased: Bool { abs(actual - expected) <= 2 * differenceError }
}

/// Twice the log-likelihood that a Poisson count loses against a perfect forecast.
func poissonDeviance(_ count: Double, mean: Double) -> Double {
  2 * ((count > 0 ? count * .log(count / mean) : 0) - (count - mean))
}

/// Amounts that came, one a customer, with what every comparison needs of them.
package struct KnownAmounts: Sendable {
  package let values: [Double]
  let total: Double
  /// The area of the ranking by the amounts themselves: none is larger.
  private let largestArea: Double

  package init(_ values: [Double]) {
    self.values = values
    total = values.reduce(0, +)
    largestArea = concentrationArea(of: values, total: total, rankedBy: values)
  }

  /// The Poisson deviance of each from a forecast.
  func deviances(from forecast: [Double]) -> [Double] {
    // A forecast of nothing is held at a thousandth of the mean, or one order would be infinitely
    // surprising.
    let floor = max(1e-3 * total / Double(values.count), 1e-12)
    return zip(values, forecast).map { poissonDeviance($0, mean: max($1, floor)) }
  }

  /// A forecast times the factor that makes its sum that of the amounts; as it is where either is 0.
  func levelled(_ forecast: [Double]) -> [Double] {
    let sum = forecast.reduce(0, +)
    guard sum > 0, total > 0 else { return forecast }
    return forecast.map { $0 * (total / sum) }
  }

  /// The share that the first by forecast have of what the first by amount have; customers with one
  /// forecast share their places.
  ///
  /// - Parameters:
  ///   - share: of the customers, at least one of them.
  ///   - forecast: one a customer.
  /// - Returns: nil where nothing came.
  func capture(ofTop share: Double, rankedBy forecast: [Double]) -> Double? {
    let first = max(1, Int(share * Double(values.count)))
    let best = topSum(first, rankedBy: values)
    return best > 0 ? topSum(first, rankedBy: forecast) / best : nil
  }

  private func topSum(_ first: Int, rankedBy forecast: [Double]) -> Double {
    let ranked = rankedAmounts(values, by: forecast)
    let last = ranked[first - 1].forecast
    let above = ranked.prefix { $0.forecast > last }
    let tied = ranked[above.count...].prefix { $0.forecast == last }
    let mean = tied.reduce(0) { $0 + $1.amount } / Double(tied.count)
    return above.reduce(0) { $0 + $1.amount } + Double(first - above.count) * mean
  }

  /// The Gini coefficient of the amounts in the order of a forecast by that in their own order: 1
  /// for the order of the amounts, 0 for one at random; customers with one forecast share their
  /// places.
  ///
  /// - Returns: nil where all amounts are the same.
  /// - Complexity: O(n log n).
  func normalisedGini(rankedBy forecast: [Double]) -> Double? {
    guard largestArea > 0 else { return nil }
    return concentrationArea(of: values, total: total, rankedBy: forecast) / largestArea
  }
}

/// The area between the line of equality and the concentration curve, customers from the highest
/// forecast to the lowest, in units of the whole.
private func concentrationArea(
  of amounts: [Double], total: Double, rankedBy forecast: [Double]
) -> Double {
  guard total > 0 else { return 0 }
  let ranked = rankedAmounts(amounts, by: forecast)
  var (area, seen, start) = (0.0, 0.0, 0)
  while start < ranked.count {
    var end = start
    var group = 0.0
    while end < ranked.count, ranked[end].forecast == ranked[start].forecast {
      group += ranked[end].amount
      end += 1
    }
    area += Double(end - start) * (seen + group / 2)
    seen += group
    start = end
  }
  return area / (total * Double(ranked.count)) - 0.5
}

/// Amounts from the highest forecast to the lowest.
private func rankedAmounts(_ amounts: [Double], by forecast: [Double]) -> [Ranked] {
  // Forecast and amount side by side: sorting indices would jump between columns.
  var ranked = zip(forecast, amounts).map { Ranked(forecast: $0, amount: $1) }
  ranked.sort { $0.forecast > $1.forecast }
  return ranked
}

private struct Ranked {
  let forecast: Double
  let amount: Double
}
