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
    let rate = (r + Double(customer.frequency)) / (alpha + customer.tenure)
    let life = beta + customer.tenure
    let scale = probabilityAlive(customer) * rate
    return times.map { time in
      // ∫ (1 + t/β)⁻ˢ dt, whose closed form has a removable pole at s = 1.
      let growth = Double.log(onePlus: time / life)
      let lived =
        s == 1 ? life * growth : -life * Double.expMinusOne((1 - s) * growth) / (s - 1)
      return scale * lived
    }
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
    let (start, end) = (window.lowerBound, window.upperBound)
    let shape = r + Double(customer.frequency)
    let (pace, life) = (alpha + customer.tenure, beta + customer.tenure)
    func counts(until time: Double) -> NegativeBinomial {
      NegativeBinomial(shape: shape, growth: (time - start) / pace)
    }
    var sum =
      figure(counts(until: end)) * Double.exp(-s * Double.log(onePlus: end / life))
    // Over v = log(m + t − start): both the counts and the loss bend on that scale.
    let least = min(pace, life + start)
    let length = Double.log(onePlus: (end - start) / least)
    let panels = (length * 2).rounded(.up)
    for panel in 0..<Int(panels) {
      for (node, weight) in zip(GaussLegendre.sixteen.nodes, GaussLegendre.sixteen.weights) {
        let elapsed = least * Double.expMinusOne((Double(panel) + node) * length / panels)
        let time = start + elapsed
        let density =
          s / (life + time) * Double.exp(-s * Double.log(onePlus: time / life))
        sum +=
          weight * length / panels * (least + elapsed) * density * figure(counts(until: time))
      }
    }
    return probabilityAlive(customer) * sum
  }
}
