internal import Snapshots

/// One model of orders.
package struct LifetimeModelEvaluation: Sendable, Codable, Equatable {
  package let name: String
  package let parameters: [String: Double]
  /// A parameter without a standard error, at the edge of its range, is absent.
  package let standardErrors: [String: Double]
  package let logLikelihood: Double
  package let bic: Double
  package let gradientNorm: Double
  /// What the data could not tell, in sentences; empty where all is identified.
  package let diagnosis: String
  package let holdout: LifetimeHoldout?

  package init(
    name: String, parameters: [String: Double], standardErrors: [String: Double],
    logLikelihood: Double, bic: Double, gradientNorm: Double, diagnosis: String,
    holdout: LifetimeHoldout?
  ) {
    self.name = name
    self.parameters = parameters
    self.standardErrors = standardErrors
    self.logLikelihood = logLikelihood
    self.bic = bic
    self.gradientNorm = gradientNorm
    self.diagnosis = diagnosis
    self.holdout = holdout
  }

  enum CodingKeys: String, CodingKey {
    case name, parameters
    case standardErrors = "standard_errors"
    case logLikelihood = "log_likelihood"
    case bic
    case gradientNorm = "gradient_norm"
    case diagnosis, holdout
  }
}

/// A forecast of orders that needs no model of lifetimes.
package struct BaselineEvaluation: Sendable, Codable, Equatable {
  package let name: String
  package let holdout: LifetimeHoldout

  package init(name: String, holdout: LifetimeHoldout) {
    self.name = name
    self.holdout = holdout
  }
}

/// Order days forecast for the holdout against those that came.
package struct LifetimeHoldout: Sendable, Equatable {
  package let errors: ForecastErrors
  /// Of expected orders, and of P(alive), for "orders at all"; absent where only one class came.
  package let auc: Double?
  package let aucProbabilityAlive: Double?
  /// Ten bins of equal count by expected orders: mean expected and mean actual.
  package let calibration: [LifetimeBin]
  /// Expected orders times what the spend model says an order costs; absent for baselines.
  package let spend: ForecastErrors?

  package init(
    errors: ForecastErrors, auc: Double?, aucProbabilityAlive: Double?, calibration: [LifetimeBin],
    spend: ForecastErrors?
  ) {
    self.errors = errors
    self.auc = auc
    self.aucProbabilityAlive = aucProbabilityAlive
    self.calibration = calibration
    self.spend = spend
  }
}

extension LifetimeHoldout: Codable {
  private enum CodingKeys: String, CodingKey {
    case auc
    case aucProbabilityAlive = "auc_probability_alive"
    case calibration, spend
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    errors = try ForecastErrors(from: decoder)
    auc = try container.decodeIfPresent(Double.self, forKey: .auc)
    aucProbabilityAlive = try container.decodeIfPresent(Double.self, forKey: .aucProbabilityAlive)
    calibration = try container.decode([LifetimeBin].self, forKey: .calibration)
    spend = try container.decodeIfPresent(ForecastErrors.self, forKey: .spend)
  }

  /// Writes the errors' figures beside its own.
  package func encode(to encoder: any Encoder) throws {
    try errors.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(auc, forKey: .auc)
    try container.encodeIfPresent(aucProbabilityAlive, forKey: .aucProbabilityAlive)
    try container.encode(calibration, forKey: .calibration)
    try container.encodeIfPresent(spend, forKey: .spend)
  }
}

/// One bin of a calibration table of counts.
package struct LifetimeBin: Sendable, Codable, Equatable {
  package let customers: Int
  package let expected: Double
  package let actual: Double

  package init(customers: Int, expected: Double, actual: Double) {
    self.customers = customers
    self.expected = expected
    self.actual = actual
  }
}
