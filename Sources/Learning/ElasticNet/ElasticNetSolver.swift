internal import Dense
internal import RealModule

/// Minimises a logistic loss with an elastic net's penalty at one strength after another, each from
/// the minimum before it.
///
/// Columns that sequential strong rules (Tibshirani et al. 2012) leave out are not looked at until the
/// others have their minimum; then the Karush-Kuhn-Tucker conditions of all columns are checked, and
/// columns that violate them join. On the columns at work it is a proximal Newton method with a line
/// search (Lee, Sun & Saunders 2014). A Hessian costs many gradients, and is much the same at the next
/// strength: it is taken anew only where steps by the old one converge too slowly to pay.
struct ElasticNetSolver {
  let l1Share: Double
  let tolerance: Double
  let maximumIterations: Int

  private var loss: TiledLogisticLoss
  /// What the strength is multiplied by, one a place.
  private var factors: [Double]
  /// Places at work, the leading ones: of columns that have been admitted, of which none leaves.
  private var working: Int
  /// The coefficients of the places at work.
  private(set) var point: [Double]
  /// The loss at the point.
  private(set) var value: Double
  /// The slopes of the loss at the point: of the places at work, or of all.
  private var gradient: [Double]
  private var model: CurvatureModel

  /// - Parameters:
  ///   - loss: over the columns that take part.
  ///   - factors: what the strength is multiplied by, one a place; 0 in the first `start.count`.
  ///   - start: the minimum over the places without a penalty.
  ///   - l1Share: α.
  ///   - tolerance: of the Karush-Kuhn-Tucker conditions.
  ///   - maximumIterations: at each strength.
  init(
    _ loss: TiledLogisticLoss, factors: [Double], start: [Double], l1Share: Double,
    tolerance: Double,
    maximumIterations: Int
  ) {
    self.l1Share = l1Share
    self.tolerance = tolerance
    self.maximumIterations = maximumIterations
    self.loss = loss
    self.factors = factors
    working = start.count
    point = start
    (value, gradient) = loss.evaluate(at: start, gradientOf: factors.count)
    model = CurvatureModel()
  }

  /// The column of the data in each place after the first.
  var columns: [Int] { loss.design.columns }

  /// λ_max: the least strength at which all penalised coefficients are 0, taken at the start.
  ///
  /// As no strength is enough for a penalty without L1, the share counts for 0.001 at least.
  var strengthOfNone: Double {
    zip(gradient, factors).reduce(0) { largest, place in
      place.1 > 0 ? max(largest, abs(place.0) / (max(l1Share, 1e-3) * place.1)) : largest
    }
  }

  /// Goes to the minimum at a strength.
  ///
  /// - Parameters:
  ///   - strength: λ.
  ///   - previous: the strength whose minimum the point is at.
  /// - Returns: how it went, over all columns.
  mutating func descend(to strength: Double, from previous: Double) -> Convergence {
    let bound = l1Share * (2 * strength - previous)
    admit((working..<factors.count).filter { abs(gradient[$0]) >= bound * factors[$0] })
    var iterations = 0
    while true {
      let penalty = ElasticNetPenalty(strength: strength, l1Share: l1Share, factors: factors)
      let reason = minimise(penalty, &iterations)
      if gradient.count < factors.count {
        (value, gradient) = loss.evaluate(at: point, gradientOf: factors.count)
      }
      let violations = gradient.indices.map { place in
        penalty.violation(place, at: place < working ? point[place] : 0, slope: gradient[place])
      }
      let violators = (working..<factors.count).filter { violations[$0] > tolerance }
      if violators.isEmpty || reason == .iterationLimit {
        return Convergence(
          reason: reason, iterations: iterations, gradientNorm: violations.max() ?? 0,
          objective: value + penalty.value(at: point))
      }
      admit(violators)
    }
  }

  /// Puts some places, rising, at the end of those at work.
  private mutating func admit(_ places: [Int]) {
    for place in places {
      loss.swapAt(place, working)
      factors.swapAt(place, working)
      gradient.swapAt(place, working)
      point.append(0)
      working += 1
    }
  }

  /// Goes to the minimum over the places at work.
  private mutating func minimise(_ penalty: ElasticNetPenalty, _ iterations: inout Int)
    -> Convergence.Reason
  {
    while true {
      let slope = Array(gradient.prefix(working))
      let violation = penalty.largestViolation(at: point, slope: slope)
      if violation <= tolerance { return .gradientTolerance }
      if iterations == maximumIterations { return .iterationLimit }
      model.prepare(for: loss, at: point, toShrinkTo: tolerance / violation)
      var quadratic = QuadraticModel(
        hessian: model.hessian, penalty: penalty, point: point, slope: slope)
      quadratic.minimise(tolerance: min(1e-3 * violation, max(0.1 * tolerance, 1e-6 * violation)))
      iterations += 1
      let isFresh = model.isFresh
      let gain = step(to: quadratic.point, slope: slope, penalty)
      let left = penalty.largestViolation(at: point, slope: Array(gradient.prefix(working)))
      model.moved(shrinkingTo: left / violation)
      // Where not even a new Hessian helps, only rounding is left.
      if isFresh, gain <= 1e-15 * abs(value), left >= violation { return .limitOfPrecision }
    }
  }

  /// Goes to a point, or so far towards it as lowers the objective enough; returns by how much the
  /// objective was to fall at least.
  private mutating func step(to end: [Double], slope: [Double], _ penalty: ElasticNetPenalty)
    -> Double
  {
    let direction = zip(end, point).map { $0 - $1 }
    let before = value + penalty.value(at: point)
    let fall = -(dot(slope, direction) + penalty.value(at: end) - penalty.value(at: point))
    // Near the minimum the decrease drowns in the rounding of the sum, while the step is still good.
    let rounding = 1e-14 * abs(before)
    var scale = 1.0
    for _ in 0..<60 {
      var trial = end
      if scale < 1 {
        trial = point
        add(direction, times: scale, to: &trial)
      }
      let there = loss.evaluate(at: trial, gradientOf: placesOfGradient)
      // Written so that a value that is no number is refused.
      if there.value + penalty.value(at: trial) <= before - 1e-4 * scale * fall + rounding {
        point = trial
        (value, gradient) = there
        return fall
      }
      scale /= 2
    }
    return 0
  }

  /// Slopes of all places cost little more than those at work where these are most; then the check
  /// of all comes for nothing.
  private var placesOfGradient: Int { 2 * working > factors.count ? factors.count : working }
}

/// The Hessian of the loss over the places at work, as of some earlier point.
private struct CurvatureModel {
  /// Both triangles.
  private(set) var hessian = Matrix(rows: 0, columns: 0)
  /// Second derivatives of the rows' losses that the Hessian is made of.
  private var curvature: [Double] = []
  /// Whether the Hessian is that of the present point.
  private(set) var isFresh = false
  /// What share of the violation the last step left.
  private var shrinkage = 1.0
  /// Steps by this Hessian that a fresh one would have spared, more or less.
  private var slowSteps = 0

  /// Makes the Hessian one of all places at work: by new rows, or anew where that pays.
  ///
  /// - Parameters:
  ///   - loss: the loss.
  ///   - point: the coefficients of the places at work.
  ///   - share: what the violation is to be multiplied by.
  mutating func prepare(for loss: TiledLogisticLoss, at point: [Double], toShrinkTo share: Double) {
    let working = point.count
    let stepsLeft = shrinkage < 1 ? Double.log(share) / Double.log(shrinkage) : .infinity
    // A Hessian takes the time of about so many steps. As it serves at later strengths too, it is also
    // taken once as many have been lost for want of it: like buying once the rent has come to the price.
    let price = Double(working) / 40
    let growsMuch = 2 * (working - hessian.rows) > working
    if !isFresh, growsMuch || stepsLeft > 1 + price || Double(slowSteps) > price {
      curvature = loss.curvature(at: point)
      hessian = Matrix(rows: 0, columns: 0)
      isFresh = true
      slowSteps = 0
    }
    if hessian.rows < working { grow(to: working, loss) }
  }

  /// Notes that the point has moved, and what share of the violation that left.
  mutating func moved(shrinkingTo share: Double) {
    shrinkage = share
    if share > 0.02 { slowSteps += 1 }
    isFresh = false
  }

  private mutating func grow(to working: Int, _ loss: TiledLogisticLoss) {
    let old = hessian
    hessian = Matrix(rows: working, columns: working)
    for row in 0..<old.rows {
      for column in 0..<old.columns { hessian[row, column] = old[row, column] }
    }
    for band in loss.products(of: old.rows..<working, curvature: curvature) {
      let width = band.places.upperBound
      for (index, row) in band.places.enumerated() {
        for column in 0...row {
          let product = band.products[index * width + column]
          hessian[row, column] = product
          hessian[column, row] = product
        }
      }
    }
  }
}
