package import Dense
internal import RealModule

/// The log-likelihood of the Pareto/NBD model and its derivatives by (r, α, s, β).
///
/// With R = r + x, a customer's likelihood is
///
///     αʳ Γ(R)/Γ(r) · βˢ · {(α + T)⁻ᴿ (β + T)⁻ˢ + s ∫ (α + u)⁻ᴿ (β + u)⁻ˢ⁻¹ du}, u from t_x to T,
///
/// the two terms being of a customer alive at T and of one lost at u. Papers write the integral as a
/// difference of two hypergeometric functions (Schmittlein, Morrison & Colombo 1987; Fader & Hardie
/// 2005), which cancels and whose derivatives are not to be had; the integral itself is of a smooth
/// positive function, and so are those of its derivatives.
package struct ParetoLikelihood: Likelihood {
  let data: PurchaseSummaries
  let workers: Workers
  package let customers: Double
  private let groups: [(frequency: Int, weight: Double)]

  package var parameterCount: Int { 4 }

  /// Takes rows in ascending order of frequency, times in the model's unit.
  package init(_ data: PurchaseSummaries, workers: Workers) {
    self.data = data
    self.workers = workers
    var groups: [(frequency: Int, weight: Double)] = []
    for (frequency, weight) in zip(data.frequency, data.weights) {
      if frequency == groups.last?.frequency {
        groups[groups.count - 1].weight += weight
      } else {
        groups.append((frequency, weight))
      }
    }
    self.groups = groups
    customers = groups.reduce(0) { $0 + $1.weight }
  }

  package func evaluated(at parameters: SIMD4<Double>) -> SecondOrder {
    let process = ParetoRow(
      r: parameters[0], alpha: parameters[1], s: parameters[2], beta: parameters[3])
    var total = SecondOrder()
    for group in groups {
      let (r, alpha, x) = (process.r, process.alpha, Double(group.frequency))
      total.value += group.weight * (logRisingFactorial(r, x) - x * Double.log(alpha))
      total.gradient[0] += group.weight * (digamma(r + x) - digamma(r))
      total.gradient[1] -= group.weight * x / alpha
      total.hessian[0][0] += group.weight * (trigamma(r + x) - trigamma(r))
      total.hessian[1][1] += group.weight * x / (alpha * alpha)
    }
    total += summed(rows: data.count, workers: workers) { range, sum in
      for row in range { process.add(data[row], weight: data.weights[row], to: &sum) }
    }
    return total
  }
}

/// One customer's share of the likelihood that depends on times.
struct ParetoRow {
  let r, alpha, s, beta: Double

  /// Adds log {(1 + T/α)⁻ᴿ (1 + T/β)⁻ˢ (1 + odds)}, the odds being those of having been lost.
  func add(_ customer: PurchaseSummary, weight w: Double, to sum: inout SecondOrder) {
    let (shape, T) = (r + Double(customer.frequency), customer.tenure)
    let (growthA, growthB) = (Double.log(onePlus: T / alpha), Double.log(onePlus: T / beta))
    let (inverseA, inverseB) = (1 / (alpha + T), 1 / (beta + T))
    sum.value -= w * (shape * growthA + s * growthB)
    // The derivative of log(1 + T/α) by α is −T/(α(α + T)).
    let (slopeA, slopeB) = (T / alpha * inverseA, T / beta * inverseB)
    sum.gradient += w * SIMD4(-growthA, shape * slopeA, -growthB, s * slopeB)
    sum.addMixed(0, 1, w * slopeA)
    sum.addMixed(2, 3, w * slopeB)
    sum.hessian[1][1] -= w * shape * slopeA * (1 / alpha + inverseA)
    sum.hessian[3][3] -= w * s * slopeB * (1 / beta + inverseB)

    let lost = LossIntegral(customer, r: r, alpha: alpha, s: s, beta: beta, derivatives: true)
    guard lost.logOdds > -.infinity else { return }
    let q = logistic(lost.logOdds)
    sum.value += w * softplus(lost.logOdds)
    sum.gradient += (w * q) * lost.mean
    for j in 0..<4 { sum.hessian[j] += (w * q) * lost.second[j] }
    sum.addOuterProduct(lost.mean, times: -w * q * q)
  }
}

/// The odds that a customer was lost before the end of its tenure:
/// s ∫ ((α + T)/(α + u))ᴿ ((β + T)/(β + u))ˢ du/(β + u), u from t_x to T.
///
/// Gauss and Legendre's rule runs over v = log(m + u), m = min(α, β), on panels over which the integrand
/// falls by at most about e⁻⁸.
struct LossIntegral {
  private(set) var logOdds = -Double.infinity
  /// The mean over u of the derivative of the integrand's logarithm: ∂ log odds.
  private(set) var mean = SIMD4<Double>.zero
  /// The mean over u of the integrand's second derivative, divided by the integrand.
  private(set) var second: InlineArray<4, SIMD4<Double>> = .init(repeating: .zero)

  init(
    _ customer: PurchaseSummary, r: Double, alpha: Double, s: Double, beta: Double,
    derivatives: Bool
  ) {
    let (recency, tenure) = (customer.recency, customer.tenure)
    guard tenure > recency else { return }
    let shape = r + Double(customer.frequency)
    let (inverseA, inverseB) = (1 / (alpha + tenure), 1 / (beta + tenure))
    let least = min(alpha, beta)
    let start = least + recency
    let end = Double.log(onePlus: (tenure - recency) / start)
    /// How fast the integrand falls with v.
    func steepness(_ v: Double) -> Double {
      let elapsed = start * Double.expMinusOne(v)
      let place = start + elapsed
      return shape * place / (alpha + recency + elapsed)
        + (s + 1) * place / (beta + recency + elapsed)
    }
    let first =
      shape * Double.log(onePlus: (tenure - recency) / (alpha + recency))
      + s * Double.log(onePlus: (tenure - recency) / (beta + recency))
    var sum = 0.0
    var moments = SecondOrder()
    var low = 0.0
    while low < end {
      let guess = min(2, 8 / steepness(low))
      let width = min(end - low, guess, 8 / steepness(low + guess))
      var panel = 0.0
      for (node, weight) in zip(GaussLegendre.sixteen.nodes, GaussLegendre.sixteen.weights) {
        let v = low + width * node
        let elapsed = start * Double.expMinusOne(v)
        let remaining = tenure - recency - elapsed
        let (a, b) = (1 / (alpha + recency + elapsed), 1 / (beta + recency + elapsed))
        let (logA, logB) = (Double.log(onePlus: remaining * a), Double.log(onePlus: remaining * b))
        let term =
          weight * width * (start + elapsed) * b
          * Double.exp(shape * logA + s * logB - first)
        panel += term
        guard derivatives else { continue }
        let slope = SIMD4(
          logA, shape * (inverseA - a), 1 / s + logB, s * (inverseB - b) - b)
        moments.gradient += term * slope
        moments.addOuterProduct(slope, times: term)
        moments.addMixed(0, 1, term * (inverseA - a))
        moments.hessian[1][1] += term * shape * (a * a - inverseA * inverseA)
        moments.hessian[2][2] -= term / (s * s)
        moments.addMixed(2, 3, term * (inverseB - b))
        moments.hessian[3][3] += term * (s * (b * b - inverseB * inverseB) + b * b)
      }
      sum += panel
      low += width
      if panel < 1e-17 * sum { break }
    }
    logOdds = first + Double.log(s * sum)
    mean = moments.gradient / sum
    for j in 0..<4 { second[j] = moments.hessian[j] / sum }
  }
}
