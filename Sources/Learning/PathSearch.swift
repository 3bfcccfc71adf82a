internal import Dense

/// Walks along a path of strengths, each fit starting where the last has ended.
struct PathSearch {
  private let settings: LogisticPath
  private let data: RegressionData
  /// All columns that vary.
  private let design: CentredDesign
  /// Intercept of the centred design, then one coefficient a column of it.
  private var point: [Double]
  /// Gradient of the loss at `point`, of all columns.
  private var gradient: [Double]
  /// The strength that `point` is the minimum of; nil before the first.
  private var lastStrength: Double?
  private var working: WorkingSet

  init(_ data: RegressionData, settings: LogisticPath) {
    self.settings = settings
    self.data = data
    let screen = ColumnMeans(data)
    design = CentredDesign(
      x: data.x, columns: screen.varying, means: screen.varying.map { screen.means[$0] },
      areMeansSmall: screen.areMeansSmall)
    point = [logOdds(data.meanResponse)] + [Double](repeating: 0, count: design.columns.count)
    working = WorkingSet(
      data, design, members: settings.l1Share > 0 ? [] : Array(0..<design.columns.count))
    gradient = WorkingSet.objective(data, design).evaluate(at: point, curvature: false).gradient
  }

  mutating func minimise(strength: Double) -> PathPoint {
    let penalty = ElasticPenalty(
      absolute: strength * settings.l1Share, squared: strength * (1 - settings.l1Share))
    if settings.l1Share > 0 { admit(strongerThan: 2 * penalty.absolute - lastAbsolute) }
    var (iterations, violation) = (0, Double.infinity)
    while true {
      let outcome = working.minimise(
        from: working.restricted(point), penalty: penalty, tolerance: settings.tolerance,
        iterations: settings.maximumIterations)
      working.write(outcome.point, to: &point)
      iterations += outcome.iterations
      violation = outcome.violation
      guard settings.l1Share > 0 else { break }
      gradient = WorkingSet.objective(data, design).evaluate(at: point, curvature: false).gradient
      // The strong rule is a rule of thumb: columns that it has left out in error are let in.
      guard admit(strongerThan: penalty.absolute + settings.tolerance) else { break }
    }
    lastStrength = strength
    return PathPoint(
      strength: strength, predictor: design.linearPredictor(point), violation: violation,
      iterations: iterations)
  }

  /// λα of the last fit; before the first, the least at which all coefficients are 0.
  private var lastAbsolute: Double {
    if let lastStrength { return lastStrength * settings.l1Share }
    return gradient.dropFirst().reduce(0) { max($0, abs($1)) }
  }

  /// Lets columns take part whose gradient is above a threshold; false where there are none to add.
  @discardableResult
  private mutating func admit(strongerThan threshold: Double) -> Bool {
    let isMember = Set(working.members)
    let added = design.columns.indices.filter {
      !isMember.contains($0) && (abs(gradient[$0 + 1]) > threshold || point[$0 + 1] != 0)
    }
    guard !added.isEmpty else { return false }
    working = WorkingSet(data, design, members: (working.members + added).sorted())
    return true
  }
}

/// λα and λ(1 − α).
struct ElasticPenalty {
  let absolute: Double
  let squared: Double
}

/// The columns that take part, and the loss's Hessian in them.
struct WorkingSet {
  /// Indices of the whole design's columns, rising.
  let members: [Int]
  private let objective: PenalizedObjective<LogisticLoss>
  private var hessian: Matrix?

  init(_ data: RegressionData, _ design: CentredDesign, members: [Int]) {
    self.members = members
    objective = Self.objective(
      data,
      members.count == design.columns.count
        ? design
        : CentredDesign(
          x: design.x, columns: members.map { design.columns[$0] },
          means: members.map { design.means[$0] }))
  }

  static func objective(
    _ data: RegressionData, _ design: CentredDesign
  ) -> PenalizedObjective<LogisticLoss> {
    PenalizedObjective(
      design: design, response: data.response, weights: data.weights, l2Strength: 0,
      threads: data.threads)
  }

  func restricted(_ point: [Double]) -> [Double] { [point[0]] + members.map { point[$0 + 1] } }

  func write(_ part: [Double], to point: inout [Double]) {
    point[0] = part[0]
    for (index, member) in members.enumerated() { point[member + 1] = part[index + 1] }
  }

  /// Proximal Newton steps until the optimality conditions hold.
  mutating func minimise(
    from start: [Double], penalty: ElasticPenalty, tolerance: Double, iterations limit: Int
  ) -> (point: [Double], violation: Double, iterations: Int) {
    var point = start
    var at = evaluate(point, curvature: hessian == nil)
    var iterations = 0
    while true {
      let violation = penalty.violation(at: point, gradient: at.gradient)
      if violation <= tolerance || iterations == limit { return (point, violation, iterations) }
      guard let hessian else { preconditionFailure("a step without its Hessian") }
      let target = penalty.minimumOfModel(
        at: point, gradient: at.gradient, hessian: hessian, accuracy: 0.01 * violation)
      iterations += 1
      guard let (next, there) = descended(from: point, at, to: target, penalty) else {
        // A Hessian of another place may point uphill; one of this place says that nothing is left.
        guard !isFresh else { return (point, violation, iterations) }
        at = evaluate(point, curvature: true)
        continue
      }
      (point, at) = (next, there)
      isFresh = false
      // Where the step has not shortened the way by much, the Hessian has aged.
      if penalty.violation(at: point, gradient: at.gradient) > max(tolerance, 0.2 * violation) {
        at = evaluate(point, curvature: true)
      }
    }
  }

  /// Whether the Hessian is of the point that the search stands at.
  private var isFresh = false

  private mutating func evaluate(_ point: [Double], curvature: Bool) -> ObjectiveValue {
    var value = objective.evaluate(at: point, curvature: curvature)
    if var fresh = value.hessian {
      fresh.mirrorUpperTriangle()
      hessian = fresh
      value.hessian = nil
      isFresh = true
    }
    return value
  }

  /// The first of the points half-way, a quarter of the way … to a target that lowers the objective
  /// enough; nil where none does.
  private func descended(
    from point: [Double], _ at: ObjectiveValue, to target: [Double], _ penalty: ElasticPenalty
  ) -> ([Double], ObjectiveValue)? {
    let step = zip(target, point).map { $0 - $1 }
    let here = at.value + penalty.value(point)
    let slope =
      dot(at.gradient, step) + penalty.value(target) - penalty.value(point)
      - penalty.squared / 2 * step.dropFirst().reduce(0) { $0 + $1 * $1 }
    let rounding = 1e-14 * abs(here)
    var scale = 1.0
    for _ in 0..<40 {
      let trial = zip(point, step).map { $0 + scale * $1 }
      let there = objective.evaluate(at: trial, curvature: false)
      if there.isFinite,
        there.value + penalty.value(trial) <= here + 1e-4 * scale * slope + rounding
      {
        return (trial, there)
      }
      scale /= 2
    }
    return nil
  }
}

extension ElasticPenalty {
  func value(_ point: [Double]) -> Double {
    point.dropFirst().reduce(0) { $0 + absolute * abs($1) + squared / 2 * $1 * $1 }
  }

  /// How far a point is from meeting the conditions of a minimum: the largest distance of a
  /// gradient of the loss from what the penalty can hold.
  func violation(at point: [Double], gradient: [Double]) -> Double {
    var largest = abs(gradient[0])
    for k in point.indices.dropFirst() {
      let slope = gradient[k] + squared * point[k]
      let excess =
        point[k] == 0
        ? max(0, abs(slope) - absolute) : abs(slope + (point[k] < 0 ? -absolute : absolute))
      largest = max(largest, excess)
    }
    return largest
  }

  /// Where the quadratic model of the loss, with the penalty, has its minimum.
  ///
  /// - Parameters:
  ///   - point: where the model is made.
  ///   - gradient: of the loss there.
  ///   - hessian: of the loss, both triangles.
  ///   - accuracy: the violation that may be left where there is no closed form.
  /// - Returns: the point.
  func minimumOfModel(
    at point: [Double], gradient: [Double], hessian: Matrix, accuracy: Double
  ) -> [Double] {
    var curvature = hessian
    for k in point.indices.dropFirst() { curvature[k, k] += squared }
    var slope = gradient
    for k in point.indices.dropFirst() { slope[k] += squared * point[k] }
    if absolute == 0, let factor = try? Cholesky(curvature) {
      let step = factor.solve(slope.map { -$0 })
      if step.allSatisfy(\.isFinite) { return zip(point, step).map { $0 + $1 } }
    }
    return descendedByCoordinates(
      from: point, slope: slope, curvature: curvature, accuracy: accuracy)
  }

  /// Coordinate descent (Friedman, Hastie & Tibshirani 2010) on the Gram matrix: all coordinates, then
  /// those that are not 0 until they rest, and again.
  private func descendedByCoordinates(
    from start: [Double], slope: [Double], curvature: Matrix, accuracy: Double
  ) -> [Double] {
    var (point, slope) = (start, slope)
    let all = Array(point.indices)
    for _ in 0..<1_000 {
      let moved = sweep(all, &point, &slope, curvature)
      if moved <= accuracy { break }
      let active = all.filter { $0 == 0 || point[$0] != 0 }
      for _ in 0..<1_000 {
        if sweep(active, &point, &slope, curvature) <= 0.1 * accuracy { break }
      }
    }
    return point
  }

  /// Minimises over one coordinate after the other; returns the largest gradient that was met.
  private func sweep(
    _ coordinates: [Int], _ point: inout [Double], _ slope: inout [Double], _ curvature: Matrix
  ) -> Double {
    let width = curvature.columns
    let elements = curvature.storage.span
    var slopes = slope.mutableSpan
    var largest = 0.0
    for k in coordinates {
      let own = elements[k * width + k]
      guard own > 0 else { continue }
      let free = own * point[k] - slopes[k]
      let threshold = k == 0 ? 0 : absolute
      let target = abs(free) <= threshold ? 0 : (free - (free < 0 ? -threshold : threshold)) / own
      let move = target - point[k]
      guard move != 0 else { continue }
      point[k] = target
      largest = max(largest, abs(move) * own)
      let row = elements.extracting(k * width..<(k + 1) * width)
      for j in 0..<width { slopes[j] += move * row[j] }
    }
    return largest
  }
}
