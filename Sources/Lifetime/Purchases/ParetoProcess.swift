internal import Dense
internal import RealModule

/// A Pareto/NBD process with known parameters.
///
/// Given that a customer is alive, its rate of orders is gamma(R, α + T) and its rate of loss gamma(s,
/// β + T) distributed, independently.
public struct ParetoProcess: Sendable, Equatable, Codable {
  /// The shape of the gamma distribution of rates of orders.
  public let r: Double
  /// Its rate parameter, a time in the unit of the data.
  public let alpha: Double
  /// The shape of the gamma distribution of rates of loss.
  public let s: Double
  /// Its rate parameter, a time in the unit of the data.
  public let beta: Double

  public init(r: Double, alpha: Double, s: Double, beta: Double) {
    precondition(r > 0 && alpha > 0 && s > 0 && beta > 0, "(\(r), \(alpha), \(s), \(beta))")
    self.r = r
    self.alpha = alpha
    self.s = s
    self.beta = beta
  }
}

extension ParetoProcess: PurchaseProcess {
  public var timeScale: Double { min(alpha, beta) }

  public func probabilityAlive(_ customer: PurchaseSummary, after time: Double) -> Double {
    let lost = LossIntegral(
      customer, r: r, alpha: alpha, s: s, beta: beta, derivatives: false)
    return logistic(-lost.logOdds)
      * Double.exp(-s * Double.log(onePlus: time / (beta + customer.tenure)))
  }

  public func expectedOrders(_ customer: PurchaseSummary, within times: [Double]) -> [Double] {
    let scale = probabilityAlive(customer) * rateOfOrders(customer)
    return times.map { scale * lived(customer, within: $0) }
  }

  public func probabilityOfOrder(
    _ customer: PurchaseSummary, in window: ClosedRange<Double>
  ) -> Double {
    meanOverLoss(customer, in: window) { $0.probabilityOfSome }
  }

  public func orderCountProbabilities(
    _ customer: PurchaseSummary, in window: ClosedRange<Double>, upTo count: Int
  ) -> [Double] {
    var probabilities = [1 - probabilityOfOrder(customer, in: window)]
    for m in 0..<count {
      probabilities.append(
        meanOverLoss(customer, in: window) { $0.probabilities(upTo: m + 1)[m + 1] })
    }
    return probabilities
  }

  public func logLikelihood(_ customer: PurchaseSummary) -> Double {
    let summaries = PurchaseSummaries(
      checkedFrequency: [customer.frequency], recency: [customer.recency],
      tenure: [customer.tenure], weights: [1], sumOfLogGaps: nil)
    return ParetoLikelihood(summaries, workers: 1).evaluated(at: SIMD4(r, alpha, s, beta)).value
  }

  /// The mean of a figure of the orders in a window over when the customer is lost: in the window,
  /// after it, or before, when the figure is 0.
  private func meanOverLoss(
    _ customer: PurchaseSummary, in window: ClosedRange<Double>,
    _ figure: (NegativeBinomial) -> Double
  ) -> Double {
    probabilityAlive(customer)
      * LossWindow(self, tenure: customer.tenure, in: window)
      .mean(shape: r + Double(customer.frequency), figure)
  }
}

extension ParetoProcess {
  /// The mean rate of orders of a customer who is alive.
  func rateOfOrders(_ customer: PurchaseSummary) -> Double {
    (r + Double(customer.frequency)) / (alpha + customer.tenure)
  }

  /// The time that a customer who is alive is expected to live until a time ahead: ∫ (1 + t/β)⁻ˢ dt, whose
  /// closed form has a removable pole at s = 1.
  func lived(_ customer: PurchaseSummary, within time: Double) -> Double {
    let life = beta + customer.tenure
    let growth = Double.log(onePlus: time / life)
    return s == 1 ? life * growth : -life * Double.expMinusOne((1 - s) * growth) / (s - 1)
  }
}
