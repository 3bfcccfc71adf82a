package import Dense
internal import RealModule

/// The log-likelihood of beta-geometric models and its derivatives by (r, α, a, b).
///
/// With R = r + kx and n chances to drop out, a customer's likelihood is
///
///     αʳ Γ(R)/Γ(r) · B(a, b + n)/B(a, b) · (α + T)⁻ᴿ · {S + a/(b + n − 1) · ((α + T)/(α + t_x))ᴿ}
///
/// where S = Σ_{j<k} (R)ⱼ/j! · yʲ, y = (T − t_x)/(α + T), sums over the phases of an Erlang gap that may
/// have passed since the last order, and is 1 for k = 1. The second term, of a customer who dropped
/// out after the last order, is missing where n = 0. Fader, Hardie & Lee (2005), eq. 6 (k = 1, n = x);
/// Batislam, Denizel & Filiztekin (2007) (n = x + 1); Reutterer, Platzer & Schröder (2021) (k > 1), but for
/// the factor Π gapᵏ⁻¹/Γ(k)ˣ, which no parameter touches.
package struct BetaGeometricLikelihood: Likelihood {
  let model: BetaGeometric
  let workers: Workers
  package let customers: Double
  private let rows: [Row]
  private let groups: [Group]
  private let times: [Double]

  package var parameterCount: Int { 4 }

  /// A row by the places of what it shares with others.
  private struct Row: Sendable {
    let group, recency, tenure: Int32
    let weight: Double
  }

  /// Rows of one frequency.
  private struct Group: Sendable {
    let frequency: Int
    let weight: Double
  }

  /// Takes rows in ascending order of frequency, times in the model's unit.
  package init(_ model: BetaGeometric, _ data: PurchaseSummaries, workers: Workers) {
    self.model = model
    self.workers = workers
    let places = DistinctTimes(data)
    var (rows, groups): ([Row], [Group]) = ([], [])
    rows.reserveCapacity(data.count)
    for row in 0..<data.count {
      if data.frequency[row] != groups.last?.frequency {
        groups.append(Group(frequency: data.frequency[row], weight: 0))
      }
      let weight = groups[groups.count - 1].weight + data.weights[row]
      groups[groups.count - 1] = Group(frequency: data.frequency[row], weight: weight)
      rows.append(
        Row(
          group: Int32(groups.count - 1), recency: places.recency[row], tenure: places.tenure[row],
          weight: data.weights[row]))
    }
    self.rows = rows
    self.groups = groups
    times = places.times
    customers = groups.reduce(0) { $0 + $1.weight }
  }

  package func evaluated(at parameters: SIMD4<Double>) -> SecondOrder {
    let (r, alpha, a, b) = (parameters[0], parameters[1], parameters[2], parameters[3])
    var total = SecondOrder()
    let groupTerms = groups.map { group in
      addShared(group, r, alpha, a, b, to: &total)
      return GroupTerms(model, group.frequency, r: r, a: a, b: b)
    }
    let timeTerms = times.map { TimeTerms($0, alpha: alpha) }
    total += summed(rows: rows.count, workers: workers) { range, sum in
      for index in range {
        let row = rows[index]
        addRow(
          groupTerms[Int(row.group)], timeTerms[Int(row.recency)], timeTerms[Int(row.tenure)],
          a: a, weight: row.weight, to: &sum)
      }
    }
    return total
  }

  /// Adds what all rows of one frequency have in common.
  private func addShared(
    _ group: Group, _ r: Double, _ alpha: Double, _ a: Double, _ b: Double,
    to sum: inout SecondOrder
  ) {
    let (w, kx) = (group.weight, Double(model.regularity * group.frequency))
    let n = Double(model.chancesToDropOut(group.frequency))
    sum.value +=
      w
      * (logRisingFactorial(r, kx) - kx * Double.log(alpha)
        + logRisingFactorial(b, n) - logRisingFactorial(a + b, n))
    let slopeOfA = digamma(a + b) - digamma(a + b + n)
    sum.gradient +=
      w
      * SIMD4(
        digamma(r + kx) - digamma(r), r / alpha, slopeOfA,
        slopeOfA + digamma(b + n) - digamma(b))
    let curveOfA = trigamma(a + b) - trigamma(a + b + n)
    sum.hessian[0][0] += w * (trigamma(r + kx) - trigamma(r))
    sum.addMixed(0, 1, w / alpha)
    sum.hessian[1][1] -= w * r / (alpha * alpha)
    sum.hessian[2][2] += w * curveOfA
    sum.addMixed(2, 3, w * curveOfA)
    sum.hessian[3][3] += w * (curveOfA + trigamma(b + n) - trigamma(b))
  }

  @inline(__always)
  private func addRow(
    _ group: GroupTerms, _ recency: TimeTerms, _ tenure: TimeTerms, a: Double, weight w: Double,
    to sum: inout SecondOrder
  ) {
    let exponent = group.exponent
    sum.value -= w * exponent * tenure.logGrowth
    sum.gradient[0] -= w * tenure.logGrowth
    sum.gradient[1] -= w * exponent * tenure.inverse
    sum.addMixed(0, 1, -w * tenure.inverse)
    sum.hessian[1][1] += w * exponent * tenure.inverse * tenure.inverse
    var phases = PhaseTerms()
    if model.regularity > 1 {
      phases = PhaseTerms(
        model.regularity, exponent: exponent, share: (tenure.time - recency.time) * tenure.inverse,
        inverse: tenure.inverse)
      phases.add(to: &sum, weight: w)
    }
    guard group.logOdds > -.infinity else { return }
    let rho = tenure.logGrowth - recency.logGrowth
    let slope = tenure.inverse - recency.inverse
    let curve = recency.inverse * recency.inverse - tenure.inverse * tenure.inverse
    let delta = group.logOdds + exponent * rho - phases.logSum
    let e = Double.exp(-abs(delta))
    let q = (delta > 0 ? 1 : e) / (1 + e)
    sum.value += w * (max(delta, 0) + Double.log(onePlus: e))
    let gradient =
      SIMD4(rho, exponent * slope, 1 / a, -group.inverse)
      - SIMD4(phases.byR, phases.byAlpha, 0, 0)
    sum.gradient += (w * q) * gradient
    sum.addOuterProduct(gradient, times: w * q * (1 - q))
    sum.hessian[0][0] -= w * q * phases.byRR
    sum.addMixed(0, 1, w * q * (slope - phases.byRAlpha))
    sum.hessian[1][1] += w * q * (exponent * curve - phases.byAlphaAlpha)
    sum.hessian[2][2] -= w * q / (a * a)
    sum.hessian[3][3] += w * q * group.inverse * group.inverse
  }
}

/// What a row's frequency contributes to its dropout term.
private struct GroupTerms: Sendable {
  /// R = r + kx.
  let exponent: Double
  /// log(a/(b + n − 1)), or −∞ without a chance to drop out.
  let logOdds: Double
  /// 1/(b + n − 1).
  let inverse: Double

  init(_ model: BetaGeometric, _ frequency: Int, r: Double, a: Double, b: Double) {
    exponent = r + Double(model.regularity * frequency)
    let chances = model.chancesToDropOut(frequency)
    let denominator = b + Double(chances - 1)
    logOdds = chances > 0 ? Double.log(a / denominator) : -.infinity
    inverse = chances > 0 ? 1 / denominator : 0
  }
}

/// What a time contributes: log((α + time)/α) and 1/(α + time).
private struct TimeTerms: Sendable {
  let time, logGrowth, inverse: Double

  init(_ time: Double, alpha: Double) {
    self.time = time
    logGrowth = Double.log(onePlus: time / alpha)
    inverse = 1 / (alpha + time)
  }
}

/// log S with its derivatives by r and α; 0 for k = 1.
private struct PhaseTerms {
  var logSum = 0.0
  var (byR, byAlpha, byRR, byRAlpha, byAlphaAlpha) = (0.0, 0.0, 0.0, 0.0, 0.0)

  init() {}

  init(_ regularity: Int, exponent: Double, share: Double, inverse: Double) {
    // Moments over the number of phases passed, j, of j itself and of d = ∂log(R)ⱼ/∂R.
    var (term, d, dd) = (1.0, 0.0, 0.0)
    var (sum, j1, j2, d1, d2, jd) = (1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for j in 1..<regularity {
      let (phase, previous) = (Double(j), exponent + Double(j - 1))
      term *= previous / phase * share
      d += 1 / previous
      dd -= 1 / (previous * previous)
      sum += term
      j1 += term * phase
      j2 += term * phase * phase
      d1 += term * d
      d2 += term * (d * d + dd)
      jd += term * phase * d
    }
    (j1, j2, d1, d2, jd) = (j1 / sum, j2 / sum, d1 / sum, d2 / sum, jd / sum)
    logSum = Double.log(sum)
    byR = d1
    byAlpha = -j1 * inverse
    byRR = d2 - d1 * d1
    byRAlpha = -(jd - j1 * d1) * inverse
    byAlphaAlpha = (j1 + j2 - j1 * j1) * inverse * inverse
  }

  @inline(__always)
  func add(to sum: inout SecondOrder, weight w: Double) {
    sum.value += w * logSum
    sum.gradient[0] += w * byR
    sum.gradient[1] += w * byAlpha
    sum.hessian[0][0] += w * byRR
    sum.addMixed(0, 1, w * byRAlpha)
    sum.hessian[1][1] += w * byAlphaAlpha
  }
}

/// The distinct recencies and tenures of some rows, whose logarithms are taken once an evaluation.
private struct DistinctTimes {
  let times: [Double]
  let recency, tenure: [Int32]

  init(_ data: PurchaseSummaries) {
    var places: [Double: Int32] = [:]
    var times: [Double] = []
    func place(_ time: Double) -> Int32 {
      if let place = places[time] { return place }
      let place = Int32(times.count)
      places[time] = place
      times.append(time)
      return place
    }
    recency = data.recency.map(place)
    tenure = data.tenure.map(place)
    self.times = times
  }
}
