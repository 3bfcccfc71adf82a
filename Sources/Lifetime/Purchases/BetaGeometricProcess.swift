internal import Dense
internal import RealModule

/// A beta-geometric process with known parameters.
///
/// Given that a customer is alive, its rate is gamma(R + j, α + T), j being the phases passed since the
/// last order, and its chance to drop out beta(a, b + n): the same family again. So every prediction
/// is a mean over negative binomial counts of phases to come, for every regularity.
public struct BetaGeometricProcess: Sendable, Equatable, Codable {
  public let model: BetaGeometric
  /// The shape of the gamma distribution of phases' rates.
  public let r: Double
  /// Its rate parameter, a time in the unit of the data.
  public let alpha: Double
  /// The first parameter of the beta distribution of chances to drop out, of mean a/(a + b).
  public let a: Double
  /// Its second parameter.
  public let b: Double

  public init(model: BetaGeometric, r: Double, alpha: Double, a: Double, b: Double) {
    precondition(r > 0 && alpha > 0 && a > 0 && b > 0, "(\(r), \(alpha), \(a), \(b))")
    self.model = model
    self.r = r
    self.alpha = alpha
    self.a = a
    self.b = b
  }

  private func living(_ customer: PurchaseSummary) -> LivingCustomer {
    LivingCustomer(customer, process: self)
  }
}

extension BetaGeometricProcess: PurchaseProcess {
  public var timeScale: Double { alpha }
  public var hasSteps: Bool { model.regularity > 1 }

  public func probabilityAlive(_ customer: PurchaseSummary, after time: Double) -> Double {
    let living = living(customer)
    return time == 0 ? living.probability : living.probability * living.survival(time)
  }

  public func expectedOrders(_ customer: PurchaseSummary, within times: [Double]) -> [Double] {
    let living = living(customer)
    return times.map { living.probability * living.expectedOrders($0) }
  }

  public func probabilityOfOrder(
    _ customer: PurchaseSummary, in window: ClosedRange<Double>
  ) -> Double {
    let living = living(customer)
    let length = window.upperBound - window.lowerBound
    return living.probability
      * living.mean(over: window.lowerBound) { $0.probabilityOfOrder(length) }
  }

  public func orderCountProbabilities(
    _ customer: PurchaseSummary, in window: ClosedRange<Double>, upTo count: Int
  ) -> [Double] {
    let living = living(customer)
    let length = window.upperBound - window.lowerBound
    var probabilities = [1 - probabilityOfOrder(customer, in: window)]
    for m in 0..<count {
      // One pass a count keeps each a plain positive sum; windows are short of counts.
      probabilities.append(
        living.probability
          * living.mean(over: window.lowerBound) { $0.probability(of: m + 1, within: length) })
    }
    return probabilities
  }

  public func logLikelihood(_ customer: PurchaseSummary) -> Double {
    let summaries = PurchaseSummaries(
      checkedFrequency: [customer.frequency], recency: [customer.recency],
      tenure: [customer.tenure], weights: [1], sumOfLogGaps: nil)
    let likelihood = BetaGeometricLikelihood(model, summaries, workers: 1)
    let orders = Double(customer.frequency)
    return likelihood.evaluated(at: SIMD4(r, alpha, a, b)).value
      - orders * Double.logGamma(Double(model.regularity))
  }
}

/// A customer known to be alive, by the distributions of its rate and its chance to drop out.
private struct LivingCustomer {
  /// The probability that the customer is alive in the first place.
  let probability: Double
  let regularity: Int
  /// The shape of the rate when no phase has passed since the last order.
  let shape: Double
  /// The rate parameter of the rate.
  let alpha: Double
  /// The chance to drop out is beta(a, b).
  let a, b: Double
  /// The probabilities of 0, 1, … k − 1 phases passed.
  let phases: [Double]

  init(_ customer: PurchaseSummary, process: BetaGeometricProcess) {
    let chances = process.model.chancesToDropOut(customer.frequency)
    regularity = process.model.regularity
    shape = process.r + Double(regularity * customer.frequency)
    alpha = process.alpha + customer.tenure
    a = process.a
    b = process.b + Double(chances)
    let idle = customer.tenure - customer.recency
    var terms = [1.0]
    for j in 1..<max(1, regularity) {
      terms.append(terms[j - 1] * (shape + Double(j - 1)) / Double(j) * idle / alpha)
    }
    let sum = terms.reduce(0, +)
    phases = terms.map { $0 / sum }
    if chances > 0 {
      let logOdds =
        Double.log(a / (b - 1)) - Double.log(sum)
        + shape * Double.log(onePlus: idle / (process.alpha + customer.recency))
      probability = logistic(-logOdds)
    } else {
      probability = 1
    }
  }

  private func phaseCounts(_ phase: Int, within time: Double) -> NegativeBinomial {
    NegativeBinomial(shape: shape + Double(phase), growth: time / alpha)
  }

  /// The mean over the phases passed.
  private func mean(_ value: (Int) -> Double) -> Double {
    if regularity == 1 { return value(0) }
    return phases.indices.reduce(0) { $0 + phases[$1] * value($1) }
  }

  /// The probability to be alive still some time ahead.
  func survival(_ time: Double) -> Double {
    if regularity == 1 { return Double.exp(logHypergeometric(shape, a, a + b, -time / alpha)) }
    return mean { phase in
      // E[(1 − p)ᵐ] for m orders.
      var (orders, survival) = (0, 1.0)
      return phaseCounts(phase, within: time).mean { count in
        while orders < (count + phase) / regularity {
          survival *= (b + Double(orders)) / (a + b + Double(orders))
          orders += 1
        }
        return survival
      }
    }
  }

  func expectedOrders(_ time: Double) -> Double {
    if regularity == 1, (shape + 40) * time > 30_000 * alpha { return integratedRate(time) }
    return mean { phase in
      // Σ E[(1 − p)^(i − 1)] over orders i up to m.
      var (orders, survival, expected) = (0, 1.0, 0.0)
      return phaseCounts(phase, within: time).mean { count in
        while orders < (count + phase) / regularity {
          expected += survival
          survival *= (b + Double(orders)) / (a + b + Double(orders))
          orders += 1
        }
        return expected
      }
    }
  }

  /// Expected orders for times so long that the counts would be too many to sum: the integral of
  /// the rate R · ₂F₁(R + 1, a; a + b; −u) over u from 0 to time/α, on the scale of log(1 + u).
  private func integratedRate(_ time: Double) -> Double {
    let end = Double.log(onePlus: time / alpha)
    let width = min(1.5, 8 / (1 + shape * a / (a + b)))
    let panels = (end / width).rounded(.up)
    let rule = GaussLegendre.sixteen
    var sum = 0.0
    for panel in 0..<Int(panels) {
      for (node, weight) in zip(rule.nodes, rule.weights) {
        let v = (Double(panel) + node) * end / panels
        let logRate = logHypergeometric(shape + 1, a, a + b, -Double.expMinusOne(v))
        sum += weight * Double.exp(v + logRate)
      }
    }
    return shape * sum * end / panels
  }

  /// The mean of a prediction from a time ahead on, 0 for customers lost by then.
  func mean(over time: Double, _ value: (LaterCustomer) -> Double) -> Double {
    mean { phase in
      var (orders, survival) = (0, 1.0)
      return phaseCounts(phase, within: time).mean { count in
        while orders < (count + phase) / regularity {
          survival *= (b + Double(orders)) / (a + b + Double(orders))
          orders += 1
        }
        let later = LaterCustomer(
          phases: NegativeBinomialFamily(
            shape: shape + Double(phase + count), alpha: alpha + time),
          phase: (phase + count) % regularity, regularity: regularity, a: a,
          b: b + Double(orders))
        return survival * value(later)
      }
    }
  }
}

private struct NegativeBinomialFamily {
  let shape, alpha: Double

  func counts(within time: Double) -> NegativeBinomial {
    NegativeBinomial(shape: shape, growth: time / alpha)
  }
}

/// A customer alive at a later time, in a known phase.
private struct LaterCustomer {
  let phases: NegativeBinomialFamily
  let phase, regularity: Int
  let a, b: Double

  /// The probability of at least one order, which needs the phases that remain of the gap.
  func probabilityOfOrder(_ time: Double) -> Double {
    let counts = phases.counts(within: time)
    let missing = regularity - phase
    if missing == 1 { return counts.probabilityOfSome }
    return max(0, 1 - counts.probabilities(upTo: missing - 1).reduce(0, +))
  }

  /// The probability of exactly m ≥ 1 orders: of as many gaps completed, or more of them and a
  /// dropout right after the m-th.
  func probability(of m: Int, within time: Double) -> Double {
    let first = m * regularity - phase
    let probabilities = phases.counts(within: time).probabilities(upTo: first + regularity - 1)
    let exactly = probabilities[first...].reduce(0, +)
    let more = max(0, 1 - probabilities.reduce(0, +))
    // E[(1 − p)^(m − 1)] and E[p (1 − p)^(m − 1)].
    let survival = Double.exp(
      logRisingFactorial(b, Double(m - 1)) - logRisingFactorial(a + b, Double(m - 1)))
    let dropout = survival * a / (a + b + Double(m - 1))
    return survival * exactly + dropout * more
  }
}
