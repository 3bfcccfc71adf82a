/// Lifetime models fitted side by side: what `clv --json` writes.
package struct LifetimeEvaluation: Sendable, Encodable {
  package let customers: Int
  /// Orders by day: each customer's order days.
  package let orders: Int
  /// Unit of time of parameters and log-likelihoods: `day`, `week` or `month`.
  package let unit: String
  package let models: [LifetimeModelEvaluation]
  package let spend: [SpendModelEvaluation]
  /// Name of the model to use, and why; absent without a holdout.
  package let winner: String?
  package let reason: String?
}

/// One model of orders.
package struct LifetimeModelEvaluation: Sendable, Encodable {
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

  enum CodingKeys: String, CodingKey {
    case name, parameters
    case standardErrors = "standard_errors"
    case logLikelihood = "log_likelihood"
    case bic
    case gradientNorm = "gradient_norm"
    case diagnosis, holdout
  }
}

/// Order days forecast for the holdout against those that came.
package struct LifetimeHoldout: Sendable, Encodable {
  /// Sums over all customers.
  package let expected: Double
  package let actual: Double
  /// Standard error of the sum of (actual − expected).
  package let differenceError: Double
  package let mae: Double
  package let rmse: Double
  /// Poisson deviance a customer.
  package let deviance: Double
  /// Of expected orders, and of P(alive), for "orders at all"; absent where only one class came.
  package let auc: Double?
  package let aucProbabilityAlive: Double?
  /// Ten bins of equal count by expected orders: mean expected and mean actual.
  package let calibration: [LifetimeBin]

  enum CodingKeys: String, CodingKey {
    case expected, actual
    case differenceError = "difference_error"
    case mae, rmse, deviance, auc
    case aucProbabilityAlive = "auc_probability_alive"
    case calibration
  }
}

/// One bin of a calibration table of counts.
package struct LifetimeBin: Sendable, Encodable {
  package let customers: Int
  package let expected: Double
  package let actual: Double
}

/// One model of the value of orders.
package struct SpendModelEvaluation: Sendable, Encodable {
  package let name: String
  package let parameters: [String: Double]
  package let standardErrors: [String: Double]
  package let logLikelihood: Double
  package let gradientNorm: Double
  package let diagnosis: String
  /// Customers with repeat orders that it learned from.
  package let customers: Int

  enum CodingKeys: String, CodingKey {
    case name, parameters
    case standardErrors = "standard_errors"
    case logLikelihood = "log_likelihood"
    case gradientNorm = "gradient_norm"
    case diagnosis, customers
  }
}
