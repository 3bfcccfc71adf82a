package import Units

/// A straight line that log-odds are moved along: logit p = intercept + slope · η (Platt 1999, Cox 1958).
package struct CalibrationLine: Sendable, Codable, Equatable {
  package let intercept: Double
  package let slope: Double

  package init(intercept: Double, slope: Double) {
    self.intercept = intercept
    self.slope = slope
  }

  package func callAsFunction(_ logit: Double) -> Double { intercept + slope * logit }
}

/// Whether a model's probabilities are better moved along a line, as forecasts of earlier dates tell.
///
/// A level that was too high at one date says little of the next: shops drift, and windows differ by more
/// than the number of their customers would make one think. So the line has to pay again and again: each
/// date is evaluated with the line that the dates before it ask for, and the dates, not the customers, are
/// the sample of the test.
package struct Recalibration: Sendable, Codable, Equatable {
  /// Dates whose forecasts were moved along a line of the dates before them, latest first.
  package let evaluatedAt: [Day]
  /// Log-loss a customer that the lines saved at those dates, on average; nil where there are too few.
  package let gain: Double?
  /// Standard error of the gain, from its spread over the dates.
  package let error: Double?
  /// The line of all dates; nil where the test does not ask for one.
  package let line: CalibrationLine?

  enum CodingKeys: String, CodingKey {
    case evaluatedAt = "judged_at"
    case gain, error, line
  }

  package init(evaluatedAt: [Day], gain: Double?, error: Double?, line: CalibrationLine?) {
    self.evaluatedAt = evaluatedAt
    self.gain = gain
    self.error = error
    self.line = line
  }
}
