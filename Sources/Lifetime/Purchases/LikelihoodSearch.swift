internal import Dense
internal import RealModule

/// Maximises a likelihood over the logarithms of its parameters inside a box.
///
/// Newton's method with exact Hessians in a trust region, eigenvalues taken by their magnitude
/// (Dauphin et al. 2014), and parameters that press against the box held there (Bertsekas 1982). The box stands in for the infinities towards which the likelihood rises for
/// ever when the data cannot identify a parameter.
struct LikelihoodSearch<Objective: Likelihood>: Sendable {
  let likelihood: Objective
  /// Smallest and largest logarithms.
  let lower, upper: SIMD4<Double>
  /// Logarithms at which the prior has its mode.
  let centre: SIMD4<Double>
  let settings: FitSettings

  /// The maximum reached from the best of several starts.
  ///
  /// - Parameters:
  ///   - starts: log-parameters.
  ///   - sketch: the likelihood of a part of the data, whose maximum is a start that saves most of the
  ///     steps on all of it.
  /// - Returns: the maximum, or where the iterations ended.
  func maximised(from starts: [SIMD4<Double>], sketch: Objective? = nil) -> LikelihoodMaximum {
    guard let sketch else { return descended(from: best(of: starts)) }
    let sketched = LikelihoodSearch(
      likelihood: sketch, lower: lower, upper: upper, centre: centre, settings: settings
    ).maximised(from: starts)
    // At the edge of the box derivatives may vanish, which makes it a poor start.
    let isInside = sketched.point.heldLow.isEmpty && sketched.point.heldHigh.isEmpty
    let start = isInside ? evaluated(at: sketched.point.logarithms) : best(of: starts)
    return descended(from: start)
  }

  private func best(of starts: [SIMD4<Double>]) -> SearchPoint {
    var points = starts.map { evaluated(at: clamped($0)) }
    points.sort { $0.objective.value < $1.objective.value }
    guard let best = points.first, best.objective.value.isFinite else {
      preconditionFailure("no start with a finite likelihood")
    }
    return best
  }

  private func descended(from start: SearchPoint) -> LikelihoodMaximum {
    var point = start
    var radius = 1.0
    for iteration in 1...settings.maximumIterations {
      let step = point.step(radius: radius)
      let next = evaluated(at: clamped(point.logarithms + step))
      let moved = next.logarithms - point.logarithms
      let predicted = point.predictedFall(moved)
      // A fall below the value's own rounding cannot be seen, but the gradient still tells.
      if predicted <= 1e-13 * max(1, abs(point.objective.value)) {
        let hasHalved = next.gradientNorm < 0.5 * point.gradientNorm
        if next.gradientNorm < point.gradientNorm { point = next }
        if !hasHalved { return LikelihoodMaximum(point, iterations: iteration) }
        continue
      }
      let ratio = (point.objective.value - next.objective.value) / predicted
      if ratio > 1e-4 { point = next }
      if !(ratio > 0.25) {
        radius = 0.25 * length(moved)
      } else if ratio > 0.75 {
        radius = max(radius, min(2 * length(moved), 8))
      }
    }
    return LikelihoodMaximum(point, iterations: settings.maximumIterations)
  }

  private func clamped(_ logarithms: SIMD4<Double>) -> SIMD4<Double> {
    logarithms.clamped(lowerBound: lower, upperBound: upper)
  }

  /// The mean negative log-likelihood with the prior's share, by log-parameters.
  private func evaluated(at logarithms: SIMD4<Double>) -> SearchPoint {
    var theta = SIMD4<Double>(repeating: 1)
    for j in 0..<likelihood.parameterCount { theta[j] = Double.exp(logarithms[j]) }
    let sum = likelihood.evaluated(at: theta)
    var total = sum.inLogarithms(of: theta)
    for j in 0..<likelihood.parameterCount {
      let distance = logarithms[j] - centre[j]
      total.value -= 0.5 * settings.priorPrecision * distance * distance
      total.gradient[j] -= settings.priorPrecision * distance
      total.hessian[j][j] -= settings.priorPrecision
    }
    return SearchPoint(
      logarithms: logarithms, logLikelihood: sum.value,
      objective: total.scaled(by: -1 / likelihood.customers),
      parameterCount: likelihood.parameterCount, lower: lower, upper: upper)
  }
}

/// Where a search stands.
struct SearchPoint: Sendable {
  let logarithms: SIMD4<Double>
  /// Of the data alone, without the prior.
  let logLikelihood: Double
  /// The function to minimise.
  let objective: SecondOrder
  /// Parameters that are not held at the box.
  let free: [Int]
  let heldLow: [Int]
  let heldHigh: [Int]
  private let lower, upper: SIMD4<Double>

  init(
    logarithms: SIMD4<Double>, logLikelihood: Double, objective: SecondOrder, parameterCount: Int,
    lower: SIMD4<Double>, upper: SIMD4<Double>
  ) {
    self.logarithms = logarithms
    self.logLikelihood = logLikelihood
    self.objective = objective
    self.lower = lower
    self.upper = upper
    let all = 0..<parameterCount
    let low = all.filter { logarithms[$0] <= lower[$0] && objective.gradient[$0] >= 0 }
    let high = all.filter { logarithms[$0] >= upper[$0] && objective.gradient[$0] <= 0 }
    heldLow = low
    heldHigh = high
    free = all.filter { !low.contains($0) && !high.contains($0) }
  }

  /// Largest magnitude in the gradient by the free log-parameters, per customer.
  var gradientNorm: Double {
    guard objective.value.isFinite else { return .infinity }
    return free.reduce(0) { max($0, abs(objective.gradient[$1])) }
  }

  /// The Hessian by some of the log-parameters.
  func hessian(of indices: [Int]) -> Matrix {
    var matrix = Matrix(rows: indices.count, columns: indices.count)
    for (row, i) in indices.enumerated() {
      for (column, j) in indices.enumerated() { matrix[row, column] = objective.hessian[j][i] }
    }
    return matrix
  }

  /// A descent no longer than `radius` that stays inside the box.
  func step(radius: Double) -> SIMD4<Double> {
    var moving = free
    while true {
      let step = step(of: moving, radius: radius)
      let inside = moving.filter { !leavesBox($0, step[$0]) }
      if inside.count == moving.count { return truncated(step) }
      moving = inside
    }
  }

  /// −(|H| + μ)⁻¹g with the smallest tried μ that makes it no longer than `radius`, |H| having the
  /// magnitudes of H's eigenvalues.
  ///
  /// Where the data hardly tell a combination of parameters, its curvature is lost in rounding or
  /// points the wrong way; taken by its magnitude, the step along it is still long and downhill.
  private func step(of moving: [Int], radius: Double) -> SIMD4<Double> {
    guard !moving.isEmpty else { return .zero }
    let system = SymmetricEigensystem(hessian(of: moving))
    let largest = system.values.reduce(0) { max($0, abs($1)) }
    let curvatures = system.values.map { max(abs($0), 1e-15 * largest, 1e-200) }
    let slopes = moving.indices.map { column in
      moving.indices.reduce(0) { $0 + system.vectors[$1, column] * objective.gradient[moving[$1]] }
    }
    var shift = 0.0
    while true {
      var step = SIMD4<Double>.zero
      for column in moving.indices {
        let along = -slopes[column] / (curvatures[column] + shift)
        for row in moving.indices { step[moving[row]] += along * system.vectors[row, column] }
      }
      if length(step) <= radius { return step }
      shift = shift == 0 ? max(1e-15 * largest, 1e-200) : 2 * shift
      precondition(shift.isFinite, "derivatives that are no numbers")
    }
  }

  /// Whether a parameter at the edge of the box is told to go on.
  private func leavesBox(_ index: Int, _ step: Double) -> Bool {
    (logarithms[index] <= lower[index] && step < 0)
      || (logarithms[index] >= upper[index] && step > 0)
  }

  /// The part of a step up to the edge of the box.
  private func truncated(_ step: SIMD4<Double>) -> SIMD4<Double> {
    var share = 1.0
    for j in free where step[j] != 0 {
      let room = step[j] > 0 ? upper[j] - logarithms[j] : lower[j] - logarithms[j]
      share = min(share, room / step[j])
    }
    return share * step
  }

  /// The fall of the objective's quadratic model along a step.
  func predictedFall(_ step: SIMD4<Double>) -> Double {
    var curvature = 0.0
    for j in 0..<4 { curvature += (step * objective.hessian[j]).sum() * step[j] }
    return -(step * objective.gradient).sum() - 0.5 * curvature
  }
}

/// Where a search ended.
struct LikelihoodMaximum: Sendable {
  let point: SearchPoint
  let iterations: Int

  init(_ point: SearchPoint, iterations: Int) {
    self.point = point
    self.iterations = iterations
  }

  func parameter(_ index: Int) -> Double { Double.exp(point.logarithms[index]) }
}

private func length(_ step: SIMD4<Double>) -> Double {
  (step * step).sum().squareRoot()
}
