internal import Dense

/// Damped Newton's method for a penalised objective.
///
/// Steps solve H · d = −g by Cholesky and are halved until Armijo's condition holds (Nocedal & Wright
/// 2006, §3.1 and §6.2), which makes the method converge from any start for a convex loss. When the
/// gradient is small enough one more full step follows: it squares what error is left.
///
/// Many rows are first brought near their minimum by a sample of them, whose Hessian serves for steps
/// on all rows until few are left to take: a Hessian costs several gradients. What it misses is learned
/// from the gradients on the way (BFGS, Nocedal & Wright 2006, §6.1 and §7.2): above all the few
/// directions in which rows are nearly separated, whose curvature falls with every step.
struct NewtonSolver<Loss: PointwiseLoss>: Sendable {
  let objective: PenalizedObjective<Loss>
  let gradientTolerance: Double
  let maximumIterations: Int
  /// Told of each step on all rows.
  var progress = Progress.untold

  func minimised(from start: [Double]) -> NewtonSolution {
    var state = stateNearMinimum(from: start) ?? SolverState(point: start, objective)
    while true {
      progress.reach(iteration: state.iterations + 1)
      let step = state.newtonStep()
      let isFlat = state.at.gradientNorm <= gradientTolerance
      if isFlat, objective.l2Strength == 0, objective.recedes(along: step) {
        return state.solution(.separated, direction: step)
      }
      if isFlat, isSettled(step, in: state) {
        state.move(by: step, objective, keepingHessian: keepsHessian(for: step, in: state))
        polish(&state)
        return settled(state, .gradientTolerance)
      }
      if state.iterations == maximumIterations { return settled(state, .iterationLimit) }
      let normBefore = state.at.gradientNorm
      let keeps = keepsHessian(for: step, in: state)
      guard state.descend(along: step, objective, keepingHessian: keeps) else {
        return settled(state, .limitOfPrecision)
      }
      if state.at.gradientNorm >= normBefore, isSettled(step, in: state) {
        return settled(state, .limitOfPrecision)
      }
    }
  }

  /// A solution with the Hessian where it is: the same as before to 10⁻⁴, or evaluated anew.
  private func settled(_ state: SolverState, _ reason: Convergence.Reason) -> NewtonSolution {
    guard state.moved > 1e-4 else { return state.solution(reason) }
    return SolverState(
      point: state.point, at: objective.evaluate(at: state.point, curvature: true),
      iterations: state.iterations
    ).solution(reason)
  }

  /// Whether a step moves no estimate by more than 10⁻⁶ of its standard error.
  ///
  /// A gradient can be small because columns are, not because the minimum is near; this measure does
  /// not depend on the columns' units.
  private func isSettled(_ step: [Double], in state: SolverState) -> Bool {
    squaredErrors(of: step, state.at.gradient) <= 1e-12
  }

  /// Steps on where the Hessian is not that of the point to all digits, until the next step would move no
  /// estimate by more than 10⁻¹⁰ of its standard error, or rounding keeps steps from shortening.
  private func polish(_ state: inout SolverState) {
    guard objective.hessianPrecision == .single || state.moved > 0 else { return }
    var before = Double.infinity
    for _ in 0..<8 {
      let step = state.newtonStep()
      let length = squaredErrors(of: step, state.at.gradient)
      guard length > 1e-20, length < before / 4 else { return }
      before = length
      state.move(by: step, objective, keepingHessian: true)
    }
  }

  /// The squared length of a step, in standard errors of the estimates.
  private func squaredErrors(of step: [Double], _ gradient: [Double]) -> Double {
    abs(dot(gradient, step)) * objective.totalWeight
  }

  /// Whether the Hessian, with what gradients tell of its change, serves after a step on many rows: one
  /// that moves their predictors by 0.03 or less, in root mean square, unless as many steps as a Hessian
  /// costs have been taken by it.
  private func keepsHessian(for step: [Double], in state: SolverState) -> Bool {
    (objective.sample != nil || objective.hessianPrecision == .single)
      && state.secants.count < mostSecants
      && abs(dot(state.at.gradient, step)) <= 1e-3 * state.meanCurvature
  }

  /// Gradients that take as long as a Hessian, about: like buying once the rent has come to the price.
  private var mostSecants: Int {
    3 + objective.design.width / (objective.hessianPrecision == .single ? 60 : 30)
  }

  /// A point near the minimum, with the Hessian there, by a sample of the rows; nil where there are
  /// too few rows to sample or the sample's minimum is no help.
  private func stateNearMinimum(from start: [Double]) -> SolverState? {
    guard let sample = objective.sample,
      let near = NewtonSolver(
        objective: sample, gradientTolerance: gradientTolerance,
        maximumIterations: maximumIterations
      ).roughMinimum(from: start)
    else { return nil }
    var (point, iterations) = (near.point, 0)
    var at = objective.evaluate(at: point, curvature: false)
    at.hessian = near.hessian
    // Which part of a decrement a step leaves: the sample's Hessian is off by some hundredths.
    var left = 2e-3
    var misleads = false
    while true {
      let state = SolverState(point: point, at: at, iterations: iterations)
      guard at.isFinite, iterations < maximumIterations else { return nil }
      progress.reach(iteration: iterations + 1)
      let step = state.newtonStep()
      let decrement = abs(dot(at.gradient, step))
      add(step, times: 1, to: &point)
      iterations += 1
      // Where steps shorten the next little, the Hessian of all rows is the better guide from here.
      if decrement * left <= (left <= 0.1 ? 1e-8 : 1e-4) * state.meanCurvature { break }
      var next = objective.evaluate(at: point, curvature: false)
      next.hessian = at.hessian
      guard next.isFinite else { return nil }
      left = abs(dot(next.gradient, SolverState(point: point, at: next).newtonStep())) / decrement
      // A step that fails to shorten the next says that the sample misleads.
      guard left <= 0.5 else {
        misleads = true
        break
      }
      at = next
    }
    // Whole steps by a sample that has hardly any rows of a class may end far beyond the minimum.
    if misleads,
      objective.evaluate(at: point, curvature: false).value
        > objective.evaluate(at: start, curvature: false).value
    {
      return nil
    }
    let state = SolverState(
      point: point, at: objective.evaluate(at: point, curvature: true), iterations: iterations)
    return state.at.isFinite ? state : nil
  }

  /// A minimum to a tenth of the errors of its own estimates, and the Hessian beside it; nil where
  /// that is not reached.
  private func roughMinimum(from start: [Double]) -> (point: [Double], hessian: Matrix)? {
    var state = stateNearMinimum(from: start) ?? SolverState(point: start, objective)
    for _ in 0..<30 {
      guard state.at.isFinite, let hessian = state.at.hessian else { return nil }
      let step = state.newtonStep()
      if squaredErrors(of: step, state.at.gradient) <= 1e-2 {
        add(step, times: 1, to: &state.point)
        return (state.point, hessian)
      }
      guard state.descend(along: step, objective, keepingHessian: false) else { return nil }
    }
    return nil
  }
}

/// Where Newton's method ended.
struct NewtonSolution: Sendable {
  let point: [Double]
  /// Value and derivatives at `point`, with the Hessian.
  let at: ObjectiveValue
  let convergence: Convergence
  /// Where the responses are separated, a direction along which the objective falls for ever.
  let recession: [Double]?
}

private struct SolverState {
  var point: [Double]
  /// Value and gradient at the point, and a Hessian from there or on the way there.
  var at: ObjectiveValue
  var iterations: Int
  /// The steps taken since the Hessian was evaluated.
  private(set) var secants: [Secant] = []
  /// How far they have moved the rows' predictors, in root mean square, at most.
  private(set) var moved = 0.0

  init(point: [Double], at: ObjectiveValue, iterations: Int = 0) {
    self.point = point
    self.at = at
    self.iterations = iterations
  }

  init(point: [Double], _ objective: PenalizedObjective<some PointwiseLoss>) {
    self.init(point: point, at: objective.evaluate(at: point, curvature: true))
  }

  /// The mean curvature of the rows' losses: that of the intercept.
  var meanCurvature: Double { at.hessian?[0, 0] ?? 0 }

  /// −B⁻¹g, where B is the Hessian with the secants' corrections.
  func newtonStep() -> [Double] {
    var direction = at.gradient.map { -$0 }
    var weights: [Double] = []
    for secant in secants.reversed() {
      let weight = dot(secant.step, direction) / secant.curvature
      add(secant.change, times: -weight, to: &direction)
      weights.append(weight)
    }
    direction = solvedByHessian(direction)
    for (secant, weight) in zip(secants, weights.reversed()) {
      let excess = weight - dot(secant.change, direction) / secant.curvature
      add(secant.step, times: excess, to: &direction)
    }
    return direction
  }

  /// H⁻¹b, with a ridge grown until H can be factored where rounding has taken its definiteness.
  private func solvedByHessian(_ b: [Double]) -> [Double] {
    guard let hessian = at.hessian else { preconditionFailure("a state without its Hessian") }
    let largest = (0..<hessian.rows).reduce(1e-290) { max($0, hessian[$1, $1]) }
    var ridge = 0.0
    while true {
      var damped = hessian
      for k in 0..<damped.rows { damped[k, k] += ridge }
      if let factor = try? Cholesky(damped) {
        let step = factor.solve(b)
        if step.allSatisfy(\.isFinite) { return step }
      }
      ridge = ridge == 0 ? 1e-14 * largest : 10 * ridge
      precondition(ridge.isFinite, "a Hessian with values that are no numbers")
    }
  }

  mutating func move(
    by step: [Double], _ objective: PenalizedObjective<some PointwiseLoss>, keepingHessian: Bool
  ) {
    var there = point
    add(step, times: 1, to: &there)
    arrive(
      at: there, value(at: there, objective, keepingHessian: keepingHessian), by: step,
      keepingHessian: keepingHessian)
  }

  private func value(
    at point: [Double], _ objective: PenalizedObjective<some PointwiseLoss>, keepingHessian: Bool
  ) -> ObjectiveValue {
    var there = objective.evaluate(at: point, curvature: !keepingHessian)
    if keepingHessian { there.hessian = at.hessian }
    return there
  }

  private mutating func arrive(
    at there: [Double], _ value: ObjectiveValue, by step: [Double], keepingHessian: Bool
  ) {
    if keepingHessian {
      moved += (abs(dot(at.gradient, step)) / meanCurvature).squareRoot()
      if let secant = Secant(step: step, from: at.gradient, to: value.gradient) {
        secants.append(secant)
      }
    } else {
      (moved, secants) = (0, [])
    }
    (point, at) = (there, value)
    iterations += 1
  }

  /// Takes the longest of the steps d, d/2, d/4 … that lowers the objective enough; false where none
  /// does.
  mutating func descend(
    along step: [Double], _ objective: PenalizedObjective<some PointwiseLoss>, keepingHessian: Bool
  ) -> Bool {
    let slope = dot(at.gradient, step)
    // Near the minimum the decrease drowns in the rounding of the sum, while the step is still good.
    let rounding = 1e-14 * abs(at.value)
    var scale = 1.0
    for _ in 0..<60 {
      var trial = point
      add(step, times: scale, to: &trial)
      let there =
        scale == 1
        ? value(at: trial, objective, keepingHessian: keepingHessian)
        : objective.evaluate(at: trial, curvature: false)
      if there.isFinite, there.value <= at.value + 1e-4 * scale * slope + rounding {
        if scale == 1 {
          arrive(at: trial, there, by: step, keepingHessian: keepingHessian)
        } else {
          arrive(
            at: trial, objective.evaluate(at: trial, curvature: true), by: step,
            keepingHessian: false)
        }
        return true
      }
      scale /= 2
    }
    return false
  }

  func solution(_ reason: Convergence.Reason, direction: [Double]? = nil) -> NewtonSolution {
    NewtonSolution(
      point: point, at: at,
      convergence: Convergence(
        reason: reason, iterations: iterations, gradientNorm: at.gradientNorm,
        objective: at.value),
      recession: direction)
  }
}

/// What a step tells of the Hessian on its way: H · step ≈ change.
private struct Secant {
  let step: [Double]
  /// The change of the gradient.
  let change: [Double]
  /// step · change.
  let curvature: Double

  /// Nil where rounding leaves no curvature, so that none can be learned.
  init?(step: [Double], from before: [Double], to after: [Double]) {
    self.step = step
    change = zip(after, before).map { $0 - $1 }
    curvature = dot(step, change)
    guard curvature > 1e-12 * (dot(step, step) * dot(change, change)).squareRoot() else {
      return nil
    }
  }
}

extension PenalizedObjective {
  /// Whether every row's loss stays bounded along a direction, and some row's keeps falling: then
  /// the unpenalised objective has no minimum (Albert & Anderson 1984).
  ///
  /// Far out on the way to separation each Newton step still moves the separated rows' predictors by
  /// about 1, and the others' by next to nothing; where a minimum exists steps shrink to nothing.
  func recedes(along direction: [Double]) -> Bool {
    let chunks = rowChunks(design.rows.rows)
    let moves = workers.map(chunks.count) {
      extremeMoves(rows: chunks[$0], along: direction)
    }
    let forward = moves.reduce(0) { max($0, $1.forward) }
    let backward = moves.reduce(0) { max($0, $1.backward) }
    return forward > 0.1 && backward <= 1e-3 * forward
  }

  /// The largest moves of a predictor that lower a loss for ever, and that do not.
  private func extremeMoves(rows: Range<Int>, along direction: [Double])
    -> (forward: Double, backward: Double)
  {
    var (forward, backward) = (0.0, 0.0)
    var block = design.blocks.emptyBlock()
    var moves = [Double](repeating: 0, count: RowBlocks.length)
    RowBlocks.forEach(of: rows) { rows in
      design.blocks.predict(rows, at: direction, using: &block, into: &moves)
      for (index, row) in rows.enumerated() where weights[row] > 0 {
        let sign: FloatingPointSign = moves[index] < 0 ? .minus : .plus
        if Loss.isBounded(response: response[row], as: sign) {
          forward = max(forward, abs(moves[index]))
        } else {
          backward = max(backward, abs(moves[index]))
        }
      }
    }
    return (forward, backward)
  }
}
