package import Dense
internal import RealModule

/// Mean values of repeat orders, divided by their mean over customers.
package struct SpendData: Sendable {
  /// Rows of one frequency, in ascending order of frequency, then of value.
  let groups: [Group]
  let scale: Double
  let customers: Double

  struct Group: Sendable {
    let frequency: Int
    var spend: [Double]
    var weights: [Double]
  }

  package init(
    frequency: [Int], meanSpend: [Double], weights: [Double]?
  ) throws(PurchaseDataError) {
    let rows = frequency.count
    let weights = weights ?? [Double](repeating: 1, count: rows)
    guard meanSpend.count == rows else {
      throw .countMismatch(name: "meanSpend", found: meanSpend.count, rows: rows)
    }
    guard weights.count == rows else {
      throw .countMismatch(name: "weights", found: weights.count, rows: rows)
    }
    var kept: [Int] = []
    for row in 0..<rows {
      guard frequency[row] >= 0 else {
        throw .negativeFrequency(row: row, found: frequency[row])
      }
      guard weights[row] >= 0, weights[row].isFinite else {
        throw .weightOutOfRange(row: row, found: weights[row])
      }
      guard frequency[row] > 0, weights[row] > 0 else { continue }
      guard meanSpend[row] > 0, meanSpend[row].isFinite else {
        throw .spendOutOfRange(row: row, found: meanSpend[row])
      }
      kept.append(row)
    }
    guard !kept.isEmpty else { throw .noRepeatSpend }
    kept.sort { (frequency[$0], meanSpend[$0]) < (frequency[$1], meanSpend[$1]) }
    let customers = kept.reduce(0) { $0 + weights[$1] }
    let scale = kept.reduce(0) { $0 + weights[$1] * meanSpend[$1] } / customers
    var groups: [Group] = []
    for row in kept {
      if frequency[row] != groups.last?.frequency {
        groups.append(Group(frequency: frequency[row], spend: [], weights: []))
      }
      groups[groups.count - 1].spend.append(meanSpend[row] / scale)
      groups[groups.count - 1].weights.append(weights[row])
    }
    self.groups = groups
    self.scale = scale
    self.customers = customers
  }
}

/// The log-likelihood of Gamma-Gamma spend and its derivatives by (p, q, γ).
///
/// For x orders of mean value z (Fader & Hardie 2013, eq. 1a):
/// log Γ(px + q) − log Γ(px) − log Γ(q) + q log γ + (px − 1) log z + px log x − (px + q) log(γ + xz).
package struct GammaGammaLikelihood: Likelihood {
  let data: SpendData
  let workers: Workers
  package var parameterCount: Int { 3 }
  package var customers: Double { data.customers }

  package init(_ data: SpendData, workers: Workers) {
    self.data = data
    self.workers = workers
  }

  package func evaluated(at parameters: SIMD4<Double>) -> SecondOrder {
    let (p, q, gamma) = (parameters[0], parameters[1], parameters[2])
    let parts = workers.map(data.groups.count) { index in
      var sum = SecondOrder()
      add(data.groups[index], p, q, gamma, to: &sum)
      return sum
    }
    return parts.reduce(into: SecondOrder()) { $0 += $1 }
  }

  private func add(
    _ group: SpendData.Group, _ p: Double, _ q: Double, _ gamma: Double,
    to sum: inout SecondOrder
  ) {
    let x = Double(group.frequency)
    let px = p * x
    var w = 0.0
    for (z, weight) in zip(group.spend, group.weights) {
      w += weight
      let logZ = Double.log(z)
      let total = gamma + x * z
      // log(γ/(γ + xz)) and log(xz/(γ + xz)), each without cancellation near 0.
      let logRest = -Double.log(onePlus: x * z / gamma)
      let logShare = -Double.log(onePlus: gamma / (x * z))
      sum.value += weight * (q * logRest + px * logShare - logZ)
      sum.gradient +=
        weight * SIMD4(x * logShare, logRest, q / gamma - (px + q) / total, 0)
      sum.addMixed(0, 2, -weight * x / total)
      sum.addMixed(1, 2, weight * (1 / gamma - 1 / total))
      sum.hessian[2][2] += weight * ((px + q) / (total * total) - q / (gamma * gamma))
    }
    // The share of Γ: −log B(px, q).
    let (both, ofP, ofQ) = (digamma(px + q), digamma(px), digamma(q))
    sum.value -= w * logBeta(px, q)
    sum.gradient += w * SIMD4(x * (both - ofP), both - ofQ, 0, 0)
    let curve = trigamma(px + q)
    sum.hessian[0][0] += w * x * x * (curve - trigamma(px))
    sum.addMixed(0, 1, w * x * curve)
    sum.hessian[1][1] += w * (curve - trigamma(q))
  }
}
