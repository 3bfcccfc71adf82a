internal import Dense
package import Learning
internal import RealModule
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
/// date is judged with the line that the dates before it ask for, and the dates, not the customers, are
/// the sample of the test.
package struct Recalibration: Sendable, Codable, Equatable {
  /// Dates whose forecasts were moved along a line of the dates before them, latest first.
  package let judgedAt: [Day]
  /// Log-loss a customer that the lines saved at those dates, on average; nil where there are too few.
  package let gain: Double?
  /// Standard error of the gain, from its spread over the dates.
  package let error: Double?
  /// The line of all dates; nil where the test does not ask for one.
  package let line: CalibrationLine?

  enum CodingKeys: String, CodingKey {
    case judgedAt = "judged_at"
    case gain, error, line
  }

  /// Dates that a line must be judged at for a test.
  static let fewestDates = 3
  /// Student's t, 97.5 %, for 2 degrees of freedom and more.
  private static let studentT = [4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262]

  /// Tests forecasts that were made out of time, each by a model that learned before its date.
  ///
  /// - Parameter forecasts: latest first.
  /// - Throws: where a line cannot be fitted.
  package init(testing forecasts: [DatedForecast]) throws(FitError) {
    let usable = forecasts.prefix(Self.studentT.count + Self.fewestDates)
    var gains: [Double] = []
    for (place, forecast) in usable.enumerated().dropLast() {
      guard let line = try Self.line(through: usable[(place + 1)...]) else { continue }
      gains.append(forecast.logLoss() - forecast.logLoss(along: line))
    }
    judgedAt = usable.prefix(gains.count).map(\.date)
    guard gains.count >= Self.fewestDates else {
      (gain, error, line) = (nil, nil, nil)
      return
    }
    let count = Double(gains.count)
    let mean = gains.reduce(0, +) / count
    let squares = gains.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (squares / (count - 1) / count).squareRoot()
    self.gain = mean
    self.error = error
    line =
      mean > Self.studentT[gains.count - Self.fewestDates] * error
      ? try Self.line(through: usable) : nil
  }

  /// The line of greatest likelihood; nil where one class is missing.
  private static func line(
    through forecasts: ArraySlice<DatedForecast>
  ) throws(FitError) -> CalibrationLine? {
    let logits = forecasts.flatMap(\.logits)
    let labels = forecasts.flatMap(\.labels)
    guard labels.contains(0), labels.contains(1) else { return nil }
    let fit = try LogisticRegression(l2Strength: 0).fitted(
      to: Matrix(rows: logits.count, columns: 1, storage: logits), labels: labels)
    return CalibrationLine(intercept: fit.intercept, slope: fit.coefficients[0])
  }
}

/// −log of the probability that a logit gave to what came.
package func logLoss(logit: Double, label: Double) -> Double {
  max(0, logit) - label * logit + Double.log(onePlus: .exp(-abs(logit)))
}
