internal import Dense

/// Damped Newton's method for a penalised objective.
///
/// Steps solve H · d = −g by Cholesky and are halved until Armijo's condition holds (Nocedal & Wright
/// 2006, §3.1 and §6.2), which makes the method converge from any start for a convex loss. When the
/// gradient is small enough one more full step follows: it squares what error is left.
struct NewtonSolver<Loss: PointwiseLoss>: Sendable {
  let objective: PenalizedObjective<Loss>
  let gradientTolerance: Double
  let maximumIterations: Int

  func minimised(from start: [Double]) -> NewtonSolution {
    var state = SolverState(point: start, objective)
    while true {
      let step = state.newtonStep()
      let isFlat = state.at.gradientNorm <= gradientTolerance
      if isFlat, objective.l2Strength == 0, objective.recedes(along: step) {
        return state.solution(.separated, direction: step)
      }
      if isFlat, isSettled(step, in: state) {
        state.move(by: step, scale: 1, objective)
        return state.solution(.gradientTolerance)
      }
      if state.iterations == maximumIterations { return state.solution(.iterationLimit) }
      let normBefore = state.at.gradientNorm
      guard state.descend(along: step, objective) else {
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
    let decrement = abs(dot(state.at.gradient, step))
    return decrement * objective.totalWeight <= 1e-12
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
  var iterations = 0

  init(point: [Double], _ objective: PenalizedObjective<some PointwiseLoss>) {
    self.point = point
    at = objective.evaluate(at: point, curvature: true)
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
    by step: [Double], scale: Double, _ objective: PenalizedObjective<some PointwiseLoss>
  ) {
    add(step, times: scale, to: &point)
    at = objective.evaluate(at: point, curvature: true)
    iterations += 1
  }

  /// Takes the longest of the steps d, d/2, d/4 … that lowers the objective enough; false where none
  /// does.
  mutating func descend(
    along step: [Double], _ objective: PenalizedObjective<some PointwiseLoss>
  ) -> Bool {
    let slope = dot(at.gradient, step)
    // Near the minimum the decrease drowns in the rounding of the sum, while the step is still good.
    let rounding = 1e-14 * abs(at.value)
    var scale = 1.0
    for _ in 0..<60 {
      var trial = point
      add(step, times: scale, to: &trial)
      let there = objective.evaluate(at: trial, curvature: scale == 1)
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
    design.forEachBlock(of: rows) { rows in
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
