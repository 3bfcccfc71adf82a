internal import Dense
internal import Features
package import Learning
package import Models
internal import Snapshots

extension Recalibration {
  /// Dates that a line must be evaluated at for a test.
  package static let fewestDates = 3
  /// Student's t, 97.5 %, for 2 degrees of freedom and more.
  private static let studentT = [4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262]

  /// Tests forecasts that were made out of time, each by a model that learned before its date.
  ///
  /// - Parameter forecasts: latest first.
  /// - Returns: the test, with a line where it pays.
  /// - Throws: where a line cannot be fitted.
  package static func tested(
    on forecasts: [DatedForecast]
  ) throws(FitError) -> Recalibration {
    let usable = forecasts.prefix(studentT.count + fewestDates)
    var gains: [Double] = []
    for (place, forecast) in usable.enumerated().dropLast() {
      guard let line = try Self.line(through: usable[(place + 1)...]) else { continue }
      gains.append(forecast.logLoss() - forecast.logLoss(along: line))
    }
    let evaluatedAt = usable.prefix(gains.count).map(\.date)
    guard gains.count >= fewestDates else {
      return Recalibration(evaluatedAt: evaluatedAt, gain: nil, error: nil, line: nil)
    }
    let count = Double(gains.count)
    let mean = gains.reduce(0, +) / count
    let squares = gains.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (squares / (count - 1) / count).squareRoot()
    let pays = mean > studentT[gains.count - fewestDates] * error
    // Forecasts that rank the wrong way would be turned round: no model to use, and no line of level.
    let line = pays ? try Self.line(through: usable).flatMap { $0.slope >= 0 ? $0 : nil } : nil
    return Recalibration(evaluatedAt: evaluatedAt, gain: mean, error: error, line: line)
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
