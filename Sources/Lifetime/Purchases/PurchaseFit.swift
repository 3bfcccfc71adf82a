internal import Dense
internal import RealModule

/// Estimates of a fit, their errors, and how the search ended.
public struct PurchaseFit: Sendable, Equatable {
  /// One name a parameter, as in the model's paper.
  public let names: [String]
  /// One value a parameter; times are in the data's unit.
  public let estimates: [Double]
  /// By the delta method from the observed information of the log-parameters; nil where a parameter
  /// is held at the edge of its range, or the information is singular.
  public let standardErrors: [Double?]
  /// Log-likelihood of the data, without the prior's share, as a density over the data's unit of time.
  public let logLikelihood: Double
  /// Customers, counted by weight.
  public let customers: Double
  /// Newton steps taken.
  public let iterations: Int
  /// Largest magnitude in the gradient of the mean log-likelihood by the free log-parameters.
  public let gradientNorm: Double
  /// What the data cannot identify; empty where every parameter is identified.
  public let diagnoses: [Diagnosis]

  /// Bayes's information criterion: the smaller, the better.
  public var bic: Double {
    Double(names.count) * Double.log(customers) - 2 * logLikelihood
  }

  /// Whether the estimates are those of a maximum, or of its limit at the edge of the range.
  public var isConverged: Bool { gradientNorm <= 1e-8 }

  /// The estimate of a parameter by its name; nil for names that the model does not have.
  public subscript(name: String) -> Double? {
    names.firstIndex(of: name).map { estimates[$0] }
  }
}

extension PurchaseFit {
  /// Converts the maximum found on scaled times back to the data's unit.
  ///
  /// Parameters are multiplied by `scales`, and the log-likelihood loses `shift`.
  init(
    _ maximum: LikelihoodMaximum, names: [String], scales: [Double], shift: Double,
    customers: Double, diagnoses: [Diagnosis]
  ) {
    let estimates = names.indices.map { maximum.parameter($0) * scales[$0] }
    let errors = maximum.logarithmicErrors(customers: customers)
    self.names = names
    self.estimates = estimates
    standardErrors = names.indices.map { index in errors[index].map { $0 * estimates[index] } }
    logLikelihood = maximum.point.logLikelihood - shift
    self.customers = customers
    iterations = maximum.iterations
    gradientNorm = maximum.point.gradientNorm
    self.diagnoses =
      diagnoses
      + (errors.contains { $0 == nil } && diagnoses.isEmpty ? [.flatLikelihood] : [])
  }
}

extension PurchaseFit {
  /// A stand-in where no customer has a repeat order.
  init(
    withoutRepeatOrders scaled: ScaledSummaries, names: [String], estimates: [Double],
    logLikelihood: (PurchaseSummary) -> Double
  ) {
    self.names = names
    self.estimates = estimates
    standardErrors = names.map { _ in nil }
    let data = scaled.data
    self.logLikelihood = (0..<data.count).reduce(0) { sum, row in
      let tenure = data.tenure[row] * scaled.scale
      let customer = PurchaseSummary(frequency: 0, recency: 0, tenure: tenure)
      return sum + data.weights[row] * logLikelihood(customer)
    }
    customers = scaled.customers
    iterations = 0
    gradientNorm = 0
    diagnoses = [.noRepeatOrders]
  }
}

extension LikelihoodMaximum {
  /// Standard errors of the log-parameters, nil for those that the data leave open.
  fileprivate func logarithmicErrors(customers: Double) -> [Double?] {
    let information = point.hessian(of: point.free)
    let count = point.free.count + point.heldLow.count + point.heldHigh.count
    var errors = [Double?](repeating: nil, count: count)
    guard !point.free.isEmpty, let factor = try? Cholesky(information) else { return errors }
    let covariance = factor.inverse()
    for (row, index) in point.free.enumerated() {
      let error = (covariance[row, row] / customers).squareRoot()
      if error.isFinite { errors[index] = error }
    }
    return errors
  }
}
