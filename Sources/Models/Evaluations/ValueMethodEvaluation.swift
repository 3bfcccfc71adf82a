/// The errors of one method of predicting spend.
package struct ValueMethodEvaluation: Sendable, Codable, Equatable {
  package let method: ValueMethod
  package let errors: ForecastErrors
  /// How well it tells customers apart, its total apart; absent in evaluations of earlier versions.
  package let levelled: LevelledErrors?

  package init(method: ValueMethod, errors: ForecastErrors, levelled: LevelledErrors?) {
    self.method = method
    self.errors = errors
    self.levelled = levelled
  }
}

/// Errors of forecasts that were all multiplied by one factor, so that their sum is the actual one.
///
/// A season, or growth, moves the sum of every forecast; what is left says which customers are worth
/// more than others.
package struct LevelledErrors: Sendable, Codable, Equatable {
  package let rmse: Double
  /// Poisson deviance a customer.
  package let deviance: Double
  /// Spend of the tenth of customers with the highest forecasts, as a share of that of the tenth who
  /// spent most; absent where nobody spent.
  package let topTenth: Double?
  /// Deviance less that of the usual method, and the standard error of that difference, customers
  /// being paired.
  package let devianceDifference: Double
  package let differenceError: Double

  enum CodingKeys: String, CodingKey {
    case rmse, deviance
    case topTenth = "top_tenth"
    case devianceDifference = "deviance_difference"
    case differenceError = "difference_error"
  }

  package init(
    rmse: Double, deviance: Double, topTenth: Double?, devianceDifference: Double,
    differenceError: Double
  ) {
    self.rmse = rmse
    self.deviance = deviance
    self.topTenth = topTenth
    self.devianceDifference = devianceDifference
    self.differenceError = differenceError
  }

  /// Compares a forecast and the usual method's with what customers spent.
  package init(expected: [Double], usual: [Double], actual known: KnownAmounts) {
    let (own, other) = (known.levelled(expected), known.levelled(usual))
    let deviances = known.deviances(from: own)
    let differences = zip(deviances, known.deviances(from: other)).map { $0 - $1 }
    let count = Double(expected.count)
    let mean = differences.reduce(0, +) / count
    let spread = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.init(
      rmse: (zip(own, known.values).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / count)
        .squareRoot(),
      deviance: deviances.reduce(0, +) / count,
      topTenth: known.capture(ofTop: 0.1, rankedBy: expected), devianceDifference: mean,
      differenceError: spread.squareRoot() / count)
  }

  /// Whether it is better than the usual method by more than two standard errors.
  var isSurelyBetter: Bool { devianceDifference + 2 * differenceError < 0 }
}
