internal import Dense
internal import RealModule

/// The Gamma-Gamma model of spend, Fader & Hardie (2013).
///
/// A customer's orders have gamma-distributed values, whose mean is itself gamma distributed among
/// customers. It assumes that how often and how much a customer orders are independent.
public struct GammaGamma: Sendable, Equatable {
  /// The model has no settings of its own.
  public init() {}

  /// Learns from the customers with repeat orders; those without are passed over.
  ///
  /// - Parameters:
  ///   - frequency: repeat orders of each customer.
  ///   - meanSpend: their mean value, above 0 where there are any.
  ///   - weights: customers a row stands for, or nil for one each.
  ///   - settings: how to fit; the prior's centre depends on the mean value alone.
  /// - Returns: the fitted model with parameters `p`, `q`, `gamma`, the last in units of money.
  /// - Throws: `PurchaseDataError` naming the first row at fault.
  public func fitted(
    frequency: [Int], meanSpend: [Double], weights: [Double]? = nil,
    settings: FitSettings = FitSettings()
  ) throws(PurchaseDataError) -> FittedGammaGamma {
    let data = try SpendData(frequency: frequency, meanSpend: meanSpend, weights: weights)
    let search = LikelihoodSearch(
      likelihood: GammaGammaLikelihood(data, workers: settings.workers),
      lower: Self.lowest, upper: Self.highest, centre: .zero, settings: settings)
    let starts = [(1.5, 3.0), (6, 4), (1, 1.5), (20, 10), (100, 100)].map { p, q in
      SIMD4(Double.log(p), .log(q), .log(max(0.5, q - 1) / p), 0)
    }
    let maximum = search.maximised(from: starts)
    let fit = PurchaseFit(
      maximum, names: ["p", "q", "gamma"], scales: [1, 1, data.scale],
      shift: data.customers * Double.log(data.scale), customers: data.customers,
      diagnoses: diagnoses(maximum))
    return FittedGammaGamma(
      spend: GammaGammaSpend(
        p: fit.estimates[0], q: fit.estimates[1], gamma: fit.estimates[2],
        observedMean: data.scale),
      fit: fit)
  }

  // Beyond these, a parameter's effect is that of its limit at 0 or infinity.
  private static let lowest = SIMD4(Double.log(1e-4), Double.log(1e-4), Double.log(1e-8), 0)
  private static let highest = SIMD4(Double.log(1e5), Double.log(1e5), Double.log(1e9), 0)

  private func diagnoses(_ maximum: LikelihoodMaximum) -> [Diagnosis] {
    let high = maximum.point.heldHigh
    var found: [Diagnosis] = []
    if high.contains(0) { found.append(.equalOrderValues) }
    if high.contains(1) { found.append(.equalSpenders) }
    if maximum.parameter(1) <= 1 { found.append(.unboundedSpend) }
    return found
  }
}

/// A Gamma-Gamma model that has learned its parameters.
public struct FittedGammaGamma: Sendable {
  /// Answers questions about single customers.
  public let spend: GammaGammaSpend
  /// Estimates, standard errors and convergence.
  public let fit: PurchaseFit
}

/// Gamma-Gamma spend with known parameters.
public struct GammaGammaSpend: Sendable, Equatable, Codable {
  /// The shape of a customer's order values.
  public let p: Double
  /// The shape of the differences among customers.
  public let q: Double
  /// Their scale, in units of money.
  public let gamma: Double
  /// The mean of the data, used where the model's mean is infinite.
  public let observedMean: Double

  enum CodingKeys: String, CodingKey {
    case p, q, gamma
    case observedMean = "observed_mean"
  }

  /// Parameters above 0.
  public init(p: Double, q: Double, gamma: Double, observedMean: Double) {
    precondition(p > 0 && q > 0 && gamma > 0, "(\(p), \(q), \(gamma))")
    self.p = p
    self.q = q
    self.gamma = gamma
    self.observedMean = observedMean
  }

  /// The mean value of an order over all customers: pγ/(q − 1).
  public var populationMean: Double { q > 1 ? p * gamma / (q - 1) : observedMean }

  /// The mean value that is expected of a customer's orders, given those seen.
  ///
  /// - Parameters:
  ///   - frequency: repeat orders, 0 for the population's mean.
  ///   - meanSpend: their mean value.
  /// - Returns: p(γ + x·z)/(px + q − 1): between the population's mean and the customer's own.
  public func expectedSpend(frequency: Int, meanSpend: Double) -> Double {
    let x = Double(frequency)
    guard frequency > 0 else { return populationMean }
    let denominator = p * x + q - 1
    return denominator > 0 ? p * (gamma + x * meanSpend) / denominator : meanSpend
  }
}
