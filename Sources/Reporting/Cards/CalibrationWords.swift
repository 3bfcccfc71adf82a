package import Models
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
  /// What is surely wrong with the probabilities, in words; empty where chance can explain all of it.
  package var calibrationFaults: [String] {
    var faults: [String] = []
    if let predicted = model["predicted_rate"], excludes(0, "calibration_intercept") {
      let points = 100 * (baseRate - predicted)
      faults.append(
        "of 100, \(fixed(abs(points), digits: 1)) \(points > 0 ? "more" : "fewer") left than foretold"
      )
    }
    if let slope = model["calibration_slope"], excludes(1, "calibration_slope") {
      faults.append(
        slope < 1
          ? "probabilities were too extreme, high ones too high and low ones too low"
          : "probabilities were too timid, high ones too low and low ones too high")
    }
    if faults.isEmpty, let error = model["ece"], let chance = model[MetricSet.noiseHigh],
      error > chance
    {
      faults.append(
        "over tenths, what was foretold and what came differ by more than chance brings")
    }
    return faults
  }

  /// Whether a figure's interval lies to one side of a value.
  private func excludes(_ value: Double, _ metric: String) -> Bool {
    guard let low = model["\(metric)_low"], let high = model["\(metric)_high"] else { return false }
    return low > value || high < value
  }
}

extension TrainingData {
  /// What the log can and cannot teach of seasons, in a sentence.
  package var seasonSentence: String {
    holdsTwoYears
      ? "No feature knows the time of year: season is unlearnt, and where it moves how many churn, the "
        + "probabilities do not follow."
      : "\(grouped(spanInDays)) days of log are less than two full years: season cannot be told from "
        + "change, and is unlearnt."
  }
}
