internal import Units

/// How the level of some probabilities came out, in a sentence.
///
/// - Parameters:
///   - metrics: the figures of the forecast.
///   - customers: whom they are of, in words: "23,570 customers".
///   - baseRate: share of churners among them.
/// - Returns: nil where the figures lack what it takes, as where one class came only.
package func levelSentence(
  of metrics: MetricSet, customers: String, baseRate: Double
) -> String? {
  guard let predicted = metrics["predicted_rate"], let error = metrics["ece"],
    let left = metrics["ece_without_shift"], let chance = metrics[MetricSet.noise]
  else { return nil }
  return
    "Of \(customers) \(percent(predicted)) were foretold to churn and \(percent(baseRate)) did: ECE "
    + "\(fixed(error, digits: 4)); \(fixed(left, digits: 4)) if the level had been known; a perfectly "
    + "calibrated model would show \(fixed(chance, digits: 4)) on so many."
}

extension GroupEvaluation {
  /// Whether the error of calibration is more than chance brings in all but a twentieth of cases.
  package var isMiscalibrated: Bool {
    guard let error = model["ece"], let chance = model[MetricSet.noiseHigh] else { return false }
    return error > chance
  }
}

/// Days of a log from which on seasons can be told from change.
let daysOfTwoYears = 730

extension Model {
  /// What the log can and cannot teach of seasons, in a sentence.
  package var seasonSentence: String {
    let days = data.lastOrderDay - data.firstOrderDay + 1
    return days < daysOfTwoYears
      ? "\(grouped(days)) days of log are less than two full years: season cannot be told from change, and "
        + "is unlearnt."
      : "No feature knows the time of year: season is unlearnt, and where it moves how many churn, the "
        + "probabilities do not follow."
  }
}

/// A share in per cent.
func percent(_ share: Double, digits: Int = 1) -> String {
  "\(fixed(100 * share, digits: digits)) %"
}
