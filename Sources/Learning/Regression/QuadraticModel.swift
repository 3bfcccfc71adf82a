internal import Dense

/// What an elastic net adds to the loss at one strength: Σ(l₁|β| + l₂β²/2), by place.
struct ElasticNetPenalty: Sendable {
  let l1: [Double]
  let l2: [Double]

  /// - Parameters:
  ///   - strength: λ.
  ///   - l1Share: α.
  ///   - factors: what λ is multiplied by, one a place; 0 for the intercept.
  init(strength: Double, l1Share: Double, factors: [Double]) {
    l1 = factors.map { strength * l1Share * $0 }
    l2 = factors.map { strength * (1 - l1Share) * $0 }
  }

  func value(at point: [Double]) -> Double {
    var sum = 0.0
    for (place, x) in point.enumerated() { sum += l1[place] * abs(x) + l2[place] / 2 * x * x }
    return sum
  }

  /// The distance of 0 from the objective's subdifferential in one place, where the loss has a slope:
  /// how far the Karush-Kuhn-Tucker conditions are from holding.
  func violation(_ place: Int, at x: Double, slope: Double) -> Double {
    if x == 0 { return max(0, abs(slope) - l1[place]) }
    return abs(slope + l2[place] * x + (x > 0 ? l1[place] : -l1[place]))
  }

  /// The largest violation among the leading places.
  func largestViolation(at point: [Double], slope: [Double]) -> Double {
    zip(point, slope).enumerated().reduce(0) {
      max($0, violation($1.offset, at: $1.element.0, slope: $1.element.1))
    }
  }
}

/// A quadratic model of the loss with an elastic net's penalty, minimised by coordinate descent with
/// covariance updates (Friedman, Hastie & Tibshirani 2010, §2.2): each step keeps the slopes of all
/// places up to date by one row of the Hessian, and no step looks at the rows of the data.
///
/// Once a sweep leaves the signs as they are, the equations for these signs are solved at once: where
/// columns are nearly dependent, single steps would take thousands of sweeps.
struct QuadraticModel {
  /// Both triangles.
  let hessian: Matrix
  let penalty: ElasticNetPenalty
  private(set) var point: [Double]
  /// The model's gradient at `point`, without the penalty.
  private(set) var slope: [Double]

  init(hessian: Matrix, penalty: ElasticNetPenalty, point: [Double], slope: [Double]) {
    precondition(
      hessian.rows == point.count && hessian.columns == point.count && slope.count == point.count)
    self.hessian = hessian
    self.penalty = penalty
    self.point = point
    self.slope = slope
  }

  private static let maximumSweeps = 500

  /// Moves the point to where no condition is violated by more than a tolerance, if so many sweeps are
  /// enough; the model is lower there in any case.
  mutating func minimise(tolerance: Double) {
    for _ in 0..<Self.maximumSweeps {
      let signsChanged = sweep()
      if penalty.largestViolation(at: point, slope: slope) <= tolerance { return }
      if !signsChanged { solveForSigns() }
    }
  }

  /// Minimises along one place after another; returns whether any sign has changed.
  private mutating func sweep() -> Bool {
    var signsChanged = false
    for place in point.indices {
      let curvature = hessian[place, place]
      // A column whose curvature has underflowed cannot be told where to go.
      guard curvature + penalty.l2[place] > 0 else { continue }
      let old = point[place]
      let new =
        shrunken(curvature * old - slope[place], by: penalty.l1[place])
        / (curvature + penalty.l2[place])
      if new == old { continue }
      if sign(new) != sign(old) { signsChanged = true }
      move(place, to: new)
    }
    return signsChanged
  }

  /// Goes towards the minimum for the present signs as far as they stay.
  private mutating func solveForSigns() {
    let support = point.indices.filter { point[$0] != 0 || penalty.l1[$0] == 0 }
    guard let step = stepForSigns(support) else { return }
    var scale = 1.0
    var crossing: Int?
    for (k, place) in support.enumerated() where penalty.l1[place] > 0 {
      let reach = -point[place] / step[k]
      if reach > 0, reach < scale { (scale, crossing) = (reach, place) }
    }
    var moved = self
    for (k, place) in support.enumerated() {
      moved.move(place, to: place == crossing ? 0 : point[place] + scale * step[k])
    }
    let isBetter =
      penalty.largestViolation(at: moved.point, slope: moved.slope)
      < penalty.largestViolation(at: point, slope: slope)
    // A step that ends at a sign's end has done its work, by one coefficient less.
    if crossing != nil || isBetter { self = moved }
  }

  /// The step to the minimum over some places were signs to stay; nil where it is not defined.
  private func stepForSigns(_ support: [Int]) -> [Double]? {
    var matrix = Matrix(rows: support.count, columns: support.count)
    for (k, place) in support.enumerated() {
      for l in k..<support.count { matrix[k, l] = hessian[place, support[l]] }
      matrix[k, k] += penalty.l2[place]
    }
    let residual = support.map { place in
      -(slope[place] + penalty.l2[place] * point[place] + sign(point[place]) * penalty.l1[place])
    }
    guard let step = try? Cholesky(matrix).solve(residual), step.allSatisfy(\.isFinite) else {
      return nil
    }
    return step
  }

  private mutating func move(_ place: Int, to new: Double) {
    add(row: place, of: hessian, times: new - point[place], to: &slope)
    point[place] = new
  }
}

private func add(row: Int, of matrix: Matrix, times factor: Double, to sum: inout [Double]) {
  let count = matrix.columns
  let values = matrix.storage.span.extracting(row * count..<(row + 1) * count)
  var sum = sum.mutableSpan
  for k in 0..<count { sum[k] += factor * values[k] }
}

/// The soft threshold sgn(z) · max(|z| − t, 0).
@inline(__always)
private func shrunken(_ z: Double, by threshold: Double) -> Double {
  if z > threshold { return z - threshold }
  return z < -threshold ? z + threshold : 0
}

@inline(__always)
private func sign(_ x: Double) -> Double { x > 0 ? 1 : (x < 0 ? -1 : 0) }
