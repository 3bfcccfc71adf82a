package import Lifetime
internal import Snapshots
package import Units

/// Why customers are left out of lifetime models.
package enum ExcludedCustomers: String, Sendable, Codable, CodingKeyRepresentable, CaseIterable {
  case firstOrderAfterSplit = "first_order_after_split"
  /// Gamma-Gamma cannot use repeat orders that cost nothing.
  case repeatOrdersWithoutSpend = "repeat_orders_without_spend"
}

/// One model of orders.
package struct LifetimeModelEvaluation: Sendable, Encodable, Equatable {
  package let name: LifetimeModelName
  package let parameters: [String: Double]
  /// A parameter without a standard error, at the edge of its range, is absent.
  package let standardErrors: [String: Double]
  package let logLikelihood: Double
  package let bic: Double
  package let gradientNorm: Double
  /// What the data do not identify; empty where all is identified.
  package let diagnoses: [Recorded<Diagnosis>]
  package let holdout: LifetimeHoldout?

  package init(
    name: LifetimeModelName, parameters: [String: Double], standardErrors: [String: Double],
    logLikelihood: Double, bic: Double, gradientNorm: Double, diagnoses: [Recorded<Diagnosis>],
    holdout: LifetimeHoldout?
  ) {
    self.name = name
    self.parameters = parameters
    self.standardErrors = standardErrors
    self.logLikelihood = logLikelihood
    self.bic = bic
    self.gradientNorm = gradientNorm
    self.diagnoses = diagnoses
    self.holdout = holdout
  }

  enum CodingKeys: String, CodingKey {
    case name, parameters
    case standardErrors = "standard_errors"
    case logLikelihood = "log_likelihood"
    case bic
    case gradientNorm = "gradient_norm"
    case diagnoses, holdout
    /// What stands in place of `diagnoses` in evaluations of the first major version.
    case diagnosis
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(parameters, forKey: .parameters)
    try container.encode(standardErrors, forKey: .standardErrors)
    try container.encode(logLikelihood, forKey: .logLikelihood)
    try container.encode(bic, forKey: .bic)
    try container.encode(gradientNorm, forKey: .gradientNorm)
    try container.encode(diagnoses, forKey: .diagnoses)
    try container.encodeIfPresent(holdout, forKey: .holdout)
  }
}

extension LifetimeModelEvaluation: Decodable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(LifetimeModelName.self, forKey: .name)
    parameters = try container.decode([String: Double].self, forKey: .parameters)
    standardErrors = try container.decode([String: Double].self, forKey: .standardErrors)
    logLikelihood = try container.decode(Double.self, forKey: .logLikelihood)
    bic = try container.decode(Double.self, forKey: .bic)
    gradientNorm = try container.decode(Double.self, forKey: .gradientNorm)
    holdout = try container.decodeIfPresent(LifetimeHoldout.self, forKey: .holdout)
    if let sentences = try container.decodeIfPresent(String.self, forKey: .diagnosis) {
      diagnoses = sentences.isEmpty ? [] : [.stated(sentences)]
    } else {
      diagnoses = try container.decode([Recorded<Diagnosis>].self, forKey: .diagnoses)
    }
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

/// One model of the value of orders.
package struct SpendModelEvaluation: Sendable, Encodable {
  package let name: String
  package let parameters: [String: Double]
  package let standardErrors: [String: Double]
  package let logLikelihood: Double
  package let gradientNorm: Double
  package let diagnoses: [Diagnosis]
  /// Customers with repeat orders that it learned from.
  package let customers: Int

  package init(
    name: String, parameters: [String: Double], standardErrors: [String: Double],
    logLikelihood: Double, gradientNorm: Double, diagnoses: [Diagnosis], customers: Int
  ) {
    self.name = name
    self.parameters = parameters
    self.standardErrors = standardErrors
    self.logLikelihood = logLikelihood
    self.gradientNorm = gradientNorm
    self.diagnoses = diagnoses
    self.customers = customers
  }

  enum CodingKeys: String, CodingKey {
    case name, parameters
    case standardErrors = "standard_errors"
    case logLikelihood = "log_likelihood"
    case gradientNorm = "gradient_norm"
    case diagnoses, customers
  }
}
