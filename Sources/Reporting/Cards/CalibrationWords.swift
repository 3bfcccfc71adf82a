package import Models
internal import Units

/// Mean predicted probability, actual rate and calibration error, in a sentence.
///
/// - Parameters:
///   - metrics: the figures of the forecast.
///   - customers: whom they are of, in words: "All 23,570 customers".
///   - baseRate: share of churners among them.
///   - words: what is predicted.
/// - Returns: nil where the figures lack what it takes, as where one class came only.
func levelSentence(
  of metrics: MetricSet, customers: String, baseRate: Double, of words: PredictedWords = .churn
) -> String? {
  guard let predicted = metrics.predictedRate, let error = metrics.ece.value,
    let left = metrics.eceWithoutShift, let chance = metrics.eceNoise
  else { return nil }
  return
    "\(customers): predicted \(words.rate) \(percent(predicted)), actual \(percent(baseRate)). ECE "
    + "\(fixed(error, digits: 4)) (\(fixed(left, digits: 4)) after correcting the mean; a perfectly "
    + "calibrated model would show \(fixed(chance, digits: 4)) with this sample size)."
}

extension GroupEvaluation {
  /// Significant miscalibration, in words; empty where there is none.
  package var calibrationFaults: [String] { calibrationFaults(.churn) }

  func calibrationFaults(_ words: PredictedWords) -> [String] {
    var faults: [String] = []
    if let predicted = model.predictedRate, model.calibrationIntercept.excludes(0) {
      let points = 100 * (baseRate - predicted)
      faults.append(
        "actual \(words.rate == "churn rate" ? "churn" : words.rate) is \(fixed(abs(points), digits: 1)) percentage points "
          + "\(points > 0 ? "above" : "below") the prediction"
      )
    }
    if let slope = model.calibrationSlope.value, model.calibrationSlope.excludes(1) {
      faults.append(
        slope < 1
          ? "predicted probabilities are too extreme: high ones too high, low ones too low"
          : "predicted probabilities are too moderate: high ones too low, low ones too high")
    }
    if faults.isEmpty, let error = model.ece.value, let chance = model.eceNoiseHigh,
      error > chance
    {
      faults.append("ECE exceeds what a perfectly calibrated model would show in 19 of 20 cases")
    }
    return faults
  }
}

extension TrainingData {
  /// That seasonality is not modelled, in a sentence.
  func seasonSentence(_ words: PredictedWords) -> String {
    holdsTwoYears
      ? "No feature holds the time of year: seasonality is not modelled, and where it moves the "
        + "\(words.rate), the probabilities do not follow."
      : "The log covers \(grouped(spanInDays)) days, less than two years: seasonality cannot be "
        + "separated from trend and is not modelled."
  }
}

/// A figure of a table; a dash where it is undefined.
func figure(_ value: Double?, digits: Int = 4) -> String {
  value.map { fixed($0, digits: digits) } ?? "–"
}

/// The ends of an estimate's interval.
func ends(_ estimate: IntervalEstimate, digits: Int = 4) -> String {
  figure(estimate.low, digits: digits) + "–" + figure(estimate.high, digits: digits)
}
