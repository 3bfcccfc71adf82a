internal import Dense

/// Newton's method for a penalised objective of which some coefficients keep to one side of 0.
///
/// The two-metric projection of Bertsekas (1982), "Projected Newton methods for optimization problems with
/// simple constraints", *SIAM Journal on Control and Optimization* 20(2), whose words and letters these are.
/// Places within ε of their bound that the slope drives against it, I⁺, move each by its own curvature
/// alone; all others take the Newton step among themselves. Where a step along the arc
/// x(α) = [x − αD∇f]⁺ lowers the objective enough (his Armijo rule, eq. 34), it is taken. After finitely
/// many steps I⁺ is the set of places that end at their bound, and the method is Newton's on the others.
///
/// With λ > 0 the objective is strictly convex: the point at which the Karush-Kuhn-Tucker conditions hold is
/// its one minimum.
struct ProjectedNewtonSolver<Loss: PointwiseLoss>: Sendable {
  let objective: PenalizedObjective<Loss>
  let gradientTolerance: Double
  let maximumIterations: Int
  /// Of each place, the intercept's first: 1 for x ≥ 0, −1 for x ≤ 0, 0 for no bound.
  private let signs: [Double]

  /// - Parameters:
  ///   - objective: with a penalty.
  ///   - bounds: one a coefficient of its design.
  ///   - gradientTolerance: of the Karush-Kuhn-Tucker conditions.
  ///   - maximumIterations: steps allowed.
  init(
    objective: PenalizedObjective<Loss>, bounds: [CoefficientBound], gradientTolerance: Double,
    maximumIterations: Int
  ) {
    precondition(objective.l2Strength > 0 && bounds.count == objective.design.width - 1)
    self.objective = objective
    self.gradientTolerance = gradientTolerance
    self.maximumIterations = maximumIterations
    signs = [0] + bounds.map(\.sign)
  }

  func minimised(from start: [Double]) -> NewtonSolution {
    var x = projected(start)
    var at = objective.evaluate(at: x, curvature: true)
    var iterations = 0
    func solution(_ reason: Convergence.Reason) -> NewtonSolution {
      NewtonSolution(
        point: x, at: at,
        convergence: Convergence(
          reason: reason, iterations: iterations, gradientNorm: violation(at: x, at.gradient),
          objective: at.value),
        recession: nil)
    }
    while true {
      let before = violation(at: x, at.gradient)
      let step = step(at: x, at)
      let isSettled = abs(dot(at.gradient, step.direction)) * objective.totalWeight <= 1e-12
      if before <= gradientTolerance, isSettled {
        // One step more squares what error is left, unless only rounding is.
        let (last, there) = arrival(from: x, along: step, scale: 1)
        if violation(at: last, there.gradient) < before { (x, at) = (last, there) }
        return solution(.gradientTolerance)
      }
      if iterations == maximumIterations { return solution(.iterationLimit) }
      guard let next = descended(from: x, at, along: step) else {
        return solution(.limitOfPrecision)
      }
      (x, at) = next
      iterations += 1
      if isSettled, violation(at: x, at.gradient) >= before { return solution(.limitOfPrecision) }
    }
  }

  /// [x]⁺: each place at its bound where it is beyond.
  private func projected(_ x: [Double]) -> [Double] {
    zip(x, signs).map { $1 * $0 < 0 ? 0 : $0 }
  }

  /// The largest distance of a place from its Karush-Kuhn-Tucker condition: a slope of 0, or at the bound
  /// one that does not lead away from it.
  private func violation(at x: [Double], _ gradient: [Double]) -> Double {
    zip(zip(x, signs), gradient).reduce(0) { largest, place in
      let ((x, sign), slope) = place
      return max(largest, sign != 0 && x == 0 ? max(0, -sign * slope) : abs(slope))
    }
  }

  /// I⁺ as one mark a place, with ε = min(10⁻³, ‖x − [x − ∇f]⁺‖).
  private func heldBack(at x: [Double], _ gradient: [Double]) -> [Bool] {
    let moved = projected(zip(x, gradient).map { $0 - $1 })
    let distance = zip(x, moved).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    let epsilon = min(1e-3, distance)
    return x.indices.map {
      signs[$0] != 0 && signs[$0] * x[$0] <= epsilon && signs[$0] * gradient[$0] > 0
    }
  }

  /// p = D∇f, where D is the inverse of a Hessian whose rows and columns in I⁺ hold their diagonal alone.
  private struct Step {
    let isHeldBack: [Bool]
    /// p; 0 in places that are at their bound and stay.
    let direction: [Double]
  }

  private func step(at x: [Double], _ at: ObjectiveValue) -> Step {
    guard let hessian = at.hessian else { preconditionFailure("a point without its Hessian") }
    let held = heldBack(at: x, at.gradient)
    var direction = [Double](repeating: 0, count: x.count)
    for place in x.indices where held[place] && x[place] != 0 {
      direction[place] = at.gradient[place] / hessian[place, place]
    }
    let free = x.indices.filter { !held[$0] }
    for (place, part) in zip(free, solved(hessian, over: free, at.gradient)) {
      direction[place] = part
    }
    return Step(isHeldBack: held, direction: direction)
  }

  /// H⁻¹g over some places, with a ridge grown until rounding leaves H its definiteness.
  private func solved(_ hessian: Matrix, over places: [Int], _ gradient: [Double]) -> [Double] {
    var part = Matrix(rows: places.count, columns: places.count)
    for (k, place) in places.enumerated() {
      for l in k..<places.count { part[k, l] = hessian[place, places[l]] }
    }
    let right = places.map { gradient[$0] }
    let largest = places.reduce(1e-290) { max($0, hessian[$1, $1]) }
    var ridge = 0.0
    while true {
      var damped = part
      for k in places.indices { damped[k, k] += ridge }
      if let step = try? Cholesky(damped).solve(right), step.allSatisfy(\.isFinite) { return step }
      ridge = ridge == 0 ? 1e-14 * largest : 10 * ridge
      precondition(ridge.isFinite, "a Hessian with values that are no numbers")
    }
  }

  /// x(α), with the Hessian there where α is 1.
  private func arrival(
    from x: [Double], along step: Step, scale: Double
  ) -> (x: [Double], at: ObjectiveValue) {
    let there = projected(zip(x, step.direction).map { $0 - scale * $1 })
    return (there, objective.evaluate(at: there, curvature: scale == 1))
  }

  /// The first of x(1), x(½), x(¼) … that lowers the objective by 10⁻⁴ of what the slopes promise; nil where
  /// none does.
  private func descended(
    from x: [Double], _ at: ObjectiveValue, along step: Step
  ) -> (x: [Double], at: ObjectiveValue)? {
    // Near the minimum the decrease drowns in the rounding of the sum, while the step is still good.
    let rounding = 1e-14 * abs(at.value)
    var scale = 1.0
    for _ in 0..<60 {
      let (trial, there) = arrival(from: x, along: step, scale: scale)
      let promised = x.indices.reduce(0) { sum, place in
        let way =
          step.isHeldBack[place] ? x[place] - trial[place] : scale * step.direction[place]
        return sum + at.gradient[place] * way
      }
      if there.isFinite, there.value <= at.value - 1e-4 * promised + rounding {
        return scale == 1 ? (trial, there) : (trial, objective.evaluate(at: trial, curvature: true))
      }
      scale /= 2
    }
    return nil
  }
}
