internal import Dense

/// Damped Newton's method for a penalised objective.
///
/// Steps solve H · d = −g by Cholesky and are halved until Armijo's condition holds (Nocedal & Wright
/// 2006, §3.1 and §6.2), which makes the method converge from any start for a convex loss. When the
/// gradient is small enough one more full step follows: it squares what error is left.
///
/// Many rows are first brought near their minimum by a sample of them, whose Hessian serves for steps
/// on all rows until few are left to take: a Hessian costs several gradients.
struct NewtonSolver<Loss: PointwiseLoss>: Sendable {
  let objective: PenalizedObjective<Loss>
  let gradientTolerance: Double
  let maximumIterations: Int

  func minimised(from start: [Double]) -> NewtonSolution {
    var state = stateNearMinimum(from: start) ?? SolverState(point: start, objective)
    while true {
      let step = state.newtonStep()
      let isFlat = state.at.gradientNorm <= gradientTolerance
      if isFlat, objective.l2Strength == 0, objective.recedes(along: step) {
        return state.solution(.separated, direction: step)
      }
      if isFlat, isSettled(step, in: state) {
        state.move(by: step, objective, keepingHessian: isHessianGood(for: step, in: state))
        return state.solution(.gradientTolerance)
      }
      if state.iterations == maximumIterations { return state.solution(.iterationLimit) }
      let normBefore = state.at.gradientNorm
      let keepsHessian = isHessianGood(for: step, in: state)
      guard state.descend(along: step, objective, keepingHessian: keepsHessian) else {
        return state.solution(.limitOfPrecision)
      }
      if state.at.gradientNorm >= normBefore, isSettled(step, in: state) {
        return state.solution(.limitOfPrecision)
      }
    }
  }

  /// Whether a step moves no estimate by more than 10⁻⁶ of its standard error.
  ///
  /// A gradient can be small because columns are, not because the minimum is near; this measure does
  /// not depend on the columns' units.
  private func isSettled(_ step: [Double], in state: SolverState) -> Bool {
    squaredErrors(of: step, state.at.gradient) <= 1e-12
  }

  /// The squared length of a step, in standard errors of the estimates.
  private func squaredErrors(of step: [Double], _ gradient: [Double]) -> Double {
    abs(dot(gradient, step)) * objective.totalWeight
  }

  /// Whether a step moves the predictors of many rows by 10⁻⁴ or less, in root mean square, so that
  /// the Hessian is the same after it to about as much.
  private func isHessianGood(for step: [Double], in state: SolverState) -> Bool {
    objective.sample != nil
      && abs(dot(state.at.gradient, step)) <= nearEnough(state.at.hessian)
  }

  /// The Newton decrement of a mean square move of 10⁻⁸: the intercept's curvature is the mean one.
  private func nearEnough(_ hessian: Matrix?) -> Double { 1e-8 * (hessian?[0, 0] ?? 0) }

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
    while true {
      let state = SolverState(point: point, at: at, iterations: iterations)
      guard at.isFinite, iterations < maximumIterations else { return nil }
      let step = state.newtonStep()
      let decrement = abs(dot(at.gradient, step))
      add(step, times: 1, to: &point)
      iterations += 1
      // The sample's Hessian is off by some hundredths, so a step leaves some thousandths of this.
      if decrement * 2e-3 <= nearEnough(at.hessian) { break }
      var next = objective.evaluate(at: point, curvature: false)
      next.hessian = at.hessian
      // A step that fails to shorten the next tenfold says that the sample misleads.
      guard next.isFinite else { return nil }
      let left = abs(dot(next.gradient, SolverState(point: point, at: next).newtonStep()))
      guard left <= 1e-2 * decrement else { break }
      at = next
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
  var at: ObjectiveValue
  var iterations: Int

  init(point: [Double], at: ObjectiveValue, iterations: Int = 0) {
    self.point = point
    self.at = at
    self.iterations = iterations
  }

  init(point: [Double], _ objective: PenalizedObjective<some PointwiseLoss>) {
    self.init(point: point, at: objective.evaluate(at: point, curvature: true))
  }

  /// −H⁻¹g, with a ridge grown until H can be factored where rounding has taken its definiteness.
  func newtonStep() -> [Double] {
    guard let hessian = at.hessian else { preconditionFailure("a state without its Hessian") }
    let largest = (0..<hessian.rows).reduce(1e-290) { max($0, hessian[$1, $1]) }
    var ridge = 0.0
    while true {
      var damped = hessian
      for k in 0..<damped.rows { damped[k, k] += ridge }
      if let factor = try? Cholesky(damped) {
        let step = factor.solve(at.gradient.map { -$0 })
        if step.allSatisfy(\.isFinite) { return step }
      }
      ridge = ridge == 0 ? 1e-14 * largest : 10 * ridge
      precondition(ridge.isFinite, "a Hessian with values that are no numbers")
    }
  }

  mutating func move(
    by step: [Double], _ objective: PenalizedObjective<some PointwiseLoss>, keepingHessian: Bool
  ) {
    add(step, times: 1, to: &point)
    at = value(at: point, objective, keepingHessian: keepingHessian)
    iterations += 1
  }

  private func value(
    at point: [Double], _ objective: PenalizedObjective<some PointwiseLoss>, keepingHessian: Bool
  ) -> ObjectiveValue {
    var there = objective.evaluate(at: point, curvature: !keepingHessian)
    if keepingHessian { there.hessian = at.hessian }
    return there
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
        point = trial
        at = scale == 1 ? there : objective.evaluate(at: trial, curvature: true)
        iterations += 1
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

extension PenalizedObjective {
  /// Whether every row's loss stays bounded along a direction, and some row's keeps falling: then
  /// the unpenalised objective has no minimum (Albert & Anderson 1984).
  ///
  /// Far out on the way to separation each Newton step still moves the separated rows' predictors by
  /// about 1, and the others' by next to nothing; where a minimum exists steps shrink to nothing.
  func recedes(along direction: [Double]) -> Bool {
    let chunks = rowChunks(design.x.rows)
    let moves = parallelMap(count: chunks.count, threads: threads) {
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
    var block = design.emptyBlock()
    var moves = [Double](repeating: 0, count: CentredDesign.blockRows)
    CentredDesign.forEachBlock(of: rows) { rows in
      design.fill(&block, with: rows)
      block.multiply(rows: 0..<rows.count, by: direction, into: &moves)
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
