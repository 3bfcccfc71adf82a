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

/// Named metrics with their intervals: `auc`, `auc_low`, `auc_high` …; churn is the positive class.
///
/// Without an interval: `predicted_rate`, the mean probability; `ece_without_shift`, the error of
/// calibration had the level been known; `ece_noise` and `ece_noise_high`, what perfect calibration would
/// show on as many rows, in the mean and in all but a twentieth of cases.
///
/// A metric that the data do not define (one class only, fewer than ten customers) is absent.
package struct MetricSet: Sendable, Codable, Equatable {
  package private(set) var values: [String: Double]

  package init(_ values: [String: Double]) {
    self.values = values.filter { $0.value.isFinite }
  }

  package subscript(name: String) -> Double? { values[name] }

  package init(from decoder: any Decoder) throws {
    values = try decoder.singleValueContainer().decode([String: Double].self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(values)
  }
}
