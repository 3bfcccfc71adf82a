internal import Dense

/// One bin of a reliability table.
package struct CalibrationBin: Sendable, Codable, Equatable {
  package let customers: Int
  package let meanProbability: Double
  package let observedRate: Double

  package init(customers: Int, meanProbability: Double, observedRate: Double) {
    self.customers = customers
    self.meanProbability = meanProbability
    self.observedRate = observedRate
  }

  enum CodingKeys: String, CodingKey {
    case customers
    case meanProbability = "mean_probability"
    case observedRate = "observed_rate"
  }
}

/// A metric with the ends of its 95 % interval.
package struct IntervalEstimate: Sendable, Equatable {
  package var value: Double?
  package var low: Double?
  package var high: Double?

  /// Numbers that are not finite are taken for undefined.
  package init(_ value: Double? = nil, low: Double? = nil, high: Double? = nil) {
    self.value = value.flatMap { $0.isFinite ? $0 : nil }
    self.low = low.flatMap { $0.isFinite ? $0 : nil }
    self.high = high.flatMap { $0.isFinite ? $0 : nil }
  }

  /// An AUC with an interval that is honest of few of the rarer kind.
  ///
  /// A bootstrap over one or two of a kind draws the same ones again and again. An AUC varies at most as a
  /// share of as many as there are of the rarer kind (Birnbaum & Klose 1957, *Annals of Mathematical
  /// Statistics* 28), and of few it is given that share's interval where the bootstrap's is within.
  /// - Parameter rarer: how many there are of the rarer kind.
  /// - Returns: the same value with an interval at least as wide.
  package func widened(forRarer rarer: Int) -> IntervalEstimate {
    guard rarer < Self.fewToResample, let value, let low, let high,
      let share = wilson(share: value, of: rarer)
    else { return self }
    return IntervalEstimate(value, low: min(low, share.low), high: max(high, share.high))
  }

  private static let fewToResample = 10

  /// Whether the interval lies to one side of a value; false without an interval.
  package func excludes(_ value: Double) -> Bool {
    guard let low, let high else { return false }
    return low > value || high < value
  }
}

/// The metrics of one forecast of churn, the positive class, with their intervals.
///
/// A metric that the data do not define (one class only, fewer than ten customers) has no value, and
/// no key in a document; `auc` is written as `auc`, `auc_low` and `auc_high`.
package struct MetricSet: Sendable, Equatable {
  package var auc = IntervalEstimate()
  package var averagePrecision = IntervalEstimate()
  package var logLoss = IntervalEstimate()
  package var brier = IntervalEstimate()
  /// Expected calibration error over ten bins of equal count.
  package var ece = IntervalEstimate()
  package var lift5 = IntervalEstimate()
  package var lift10 = IntervalEstimate()
  package var lift20 = IntervalEstimate()
  package var capture10 = IntervalEstimate()
  package var calibrationIntercept = IntervalEstimate()
  package var calibrationSlope = IntervalEstimate()
  /// Expected maximum profit a customer, of a backtest.
  package var expectedMaximumProfit = IntervalEstimate()
  /// Mean predicted probability.
  package var predictedRate: Double?
  /// ECE after one constant has corrected the mean of the probabilities.
  package var eceWithoutShift: Double?
  /// ECE that a perfectly calibrated model would show on as many rows: its mean, and its 95th
  /// percentile.
  package var eceNoise: Double?
  package var eceNoiseHigh: Double?

  package init() {}
}

extension MetricSet: Codable {
  private typealias EstimatePath = WritableKeyPath<MetricSet, IntervalEstimate> & Sendable
  private typealias ValuePath = WritableKeyPath<MetricSet, Double?> & Sendable

  private static let estimates: [(key: String, path: any EstimatePath)] = [
    ("auc", \.auc), ("average_precision", \.averagePrecision), ("log_loss", \.logLoss),
    ("brier", \.brier), ("ece", \.ece), ("lift_5", \.lift5), ("lift_10", \.lift10),
    ("lift_20", \.lift20), ("capture_10", \.capture10),
    ("calibration_intercept", \.calibrationIntercept), ("calibration_slope", \.calibrationSlope),
    ("empc", \.expectedMaximumProfit),
  ]

  private static let values: [(key: String, path: any ValuePath)] = [
    ("predicted_rate", \.predictedRate), ("ece_without_shift", \.eceWithoutShift),
    ("ece_noise", \.eceNoise), ("ece_noise_high", \.eceNoiseHigh),
  ]

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  package init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.container(keyedBy: Key.self)
    func number(_ key: String) throws -> Double? {
      try container.decodeIfPresent(Double.self, forKey: Key(stringValue: key))
    }
    for (key, path) in Self.estimates {
      self[keyPath: path] = IntervalEstimate(
        try number(key), low: try number("\(key)_low"), high: try number("\(key)_high"))
    }
    for (key, path) in Self.values { self[keyPath: path] = try number(key) }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    func write(_ number: Double?, _ key: String) throws {
      try container.encodeIfPresent(number, forKey: Key(stringValue: key))
    }
    for (key, path) in Self.estimates {
      let estimate = self[keyPath: path]
      try write(estimate.value, key)
      try write(estimate.low, "\(key)_low")
      try write(estimate.high, "\(key)_high")
    }
    for (key, path) in Self.values { try write(self[keyPath: path], key) }
  }
}
