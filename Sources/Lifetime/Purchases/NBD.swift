internal import Dense
internal import RealModule

/// The NBD model of repeat buying, Ehrenberg (1959): customers order at gamma-distributed rates and
/// nobody is ever lost.
///
/// The baseline for the models with dropout.
public struct NBD: Sendable, Equatable, Codable {
  /// The model has no settings of its own.
  public init() {}
}

extension NBD: PurchaseModel {
  public var name: String { "nbd" }

  /// The fit of greatest likelihood, with parameters `r` and `alpha`, the second in the unit of time of the
  /// summaries; see `BetaGeometric.fitted(to:settings:)`.
  public func fitted(
    to summaries: PurchaseSummaries, settings: FitSettings = FitSettings()
  ) -> FittedPurchaseModel<NBDProcess> {
    let scaled = ScaledSummaries(summaries)
    guard scaled.repeatOrders > 0 else { return withoutRepeatOrders(scaled) }
    let search = LikelihoodSearch(
      likelihood: NBDLikelihood(scaled.data, workers: settings.workers),
      lower: Self.lowest, upper: Self.highest, centre: .zero, settings: settings)
    let starts = [0.2, 0.7, 2, 10].map { r in
      SIMD4(Double.log(r), .log(r / scaled.meanRate), 0, 0)
    }
    let maximum = search.maximised(from: starts)
    var diagnoses: [Diagnosis] = []
    if !maximum.point.heldHigh.isEmpty { diagnoses.append(.equalRates) }
    if !maximum.point.heldLow.isEmpty { diagnoses.append(.dividedRates) }
    let fit = PurchaseFit(
      maximum, names: Self.parameterNames, scales: [1, scaled.scale],
      shift: scaled.repeatOrders * Double.log(scaled.scale), customers: scaled.customers,
      diagnoses: diagnoses)
    return FittedPurchaseModel(
      name: name, process: NBDProcess(r: fit.estimates[0], alpha: fit.estimates[1]), fit: fit)
  }

  private static let parameterNames = ["r", "alpha"]
  // Beyond these, a parameter's effect is that of its limit at 0 or infinity.
  private static let lowest = SIMD4(Double.log(1e-5), Double.log(1e-6), 0, 0)
  private static let highest = SIMD4(Double.log(1e4), Double.log(1e9), 0, 0)

  /// Jeffreys's estimate of one rate for everyone.
  private func withoutRepeatOrders(
    _ scaled: ScaledSummaries
  ) -> FittedPurchaseModel<NBDProcess> {
    let estimates = [0.5, scaled.scale * scaled.customers]
    let process = NBDProcess(r: estimates[0], alpha: estimates[1])
    let fit = PurchaseFit(
      withoutRepeatOrders: scaled, names: Self.parameterNames, estimates: estimates,
      logLikelihood: process.logLikelihood)
    return FittedPurchaseModel(name: name, process: process, fit: fit)
  }
}

/// The log-likelihood of the NBD model: Γ(r + x)/Γ(r) · αʳ · (α + T)⁻⁽ʳ ⁺ ˣ⁾ a customer.
struct NBDLikelihood: Likelihood {
  private let data: PurchaseSummaries
  private let workers: Workers
  let customers: Double

  var parameterCount: Int { 2 }

  init(_ data: PurchaseSummaries, workers: Workers) {
    self.data = data
    self.workers = workers
    customers = data.weights.reduce(0, +)
  }

  func evaluated(at parameters: SIMD4<Double>) -> SecondOrder {
    let (r, alpha) = (parameters[0], parameters[1])
    return summed(rows: data.count, workers: workers) { rows, sum in
      // Rows are in ascending order of frequency, and so share these terms with their neighbours.
      var (x, factorial, slope, curvature) = (-1.0, 0.0, 0.0, 0.0)
      for row in rows {
        let (weight, time) = (data.weights[row], data.tenure[row])
        if Double(data.frequency[row]) != x {
          x = Double(data.frequency[row])
          factorial = logRisingFactorial(r, x)
          slope = digamma(r + x) - digamma(r)
          curvature = trigamma(r + x) - trigamma(r)
        }
        // log(α/(α + T)) without cancellation where α is far larger than T.
        let share = -Double.log(onePlus: time / alpha)
        sum.value += weight * (factorial + r * share - x * Double.log(alpha + time))
        sum.gradient[0] += weight * (slope + share)
        sum.gradient[1] += weight * (r * time / alpha - x) / (alpha + time)
        sum.hessian[0][0] += weight * curvature
        sum.addMixed(0, 1, weight * time / (alpha * (alpha + time)))
        sum.hessian[1][1] +=
          weight * ((r + x) / ((alpha + time) * (alpha + time)) - r / (alpha * alpha))
      }
    }
  }
}

/// An NBD process with known parameters.
public struct NBDProcess: Sendable, Equatable, Codable {
  /// The shape of the gamma distribution of rates of orders.
  public let r: Double
  /// Its rate parameter, a time in the unit of the data.
  public let alpha: Double

  public init(r: Double, alpha: Double) {
    precondition(r > 0 && alpha > 0, "(\(r), \(alpha))")
    self.r = r
    self.alpha = alpha
  }

  private func counts(_ customer: PurchaseSummary, within time: Double) -> NegativeBinomial {
    NegativeBinomial(
      shape: r + Double(customer.frequency), growth: time / (alpha + customer.tenure))
  }
}

extension NBDProcess: PurchaseProcess {
  public var timeScale: Double { alpha }

  public func probabilityAlive(_ customer: PurchaseSummary, after time: Double) -> Double { 1 }

  public func expectedOrders(_ customer: PurchaseSummary, within times: [Double]) -> [Double] {
    times.map { (r + Double(customer.frequency)) * $0 / (alpha + customer.tenure) }
  }

  public func orderCountProbabilities(
    _ customer: PurchaseSummary, in window: ClosedRange<Double>, upTo count: Int
  ) -> [Double] {
    counts(customer, within: window.upperBound - window.lowerBound).probabilities(upTo: count)
  }

  public func probabilityOfOrder(
    _ customer: PurchaseSummary, in window: ClosedRange<Double>
  ) -> Double {
    counts(customer, within: window.upperBound - window.lowerBound).probabilityOfSome
  }

  public func logLikelihood(_ customer: PurchaseSummary) -> Double {
    let x = Double(customer.frequency)
    return logRisingFactorial(r, x)
      - r * Double.log(onePlus: customer.tenure / alpha)
      - x * Double.log(alpha + customer.tenure)
  }
}
