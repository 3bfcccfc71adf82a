public import Dense
internal import RealModule

/// The shifted-beta-geometric model of contracts, Fader & Hardie (2007), "How to project customer
/// retention", *Journal of Interactive Marketing* 21.
///
/// A contract ends in each period with its own fixed probability θ, which is beta(α, β) distributed among
/// contracts. With columns, α and β are exponentials of them (Heckman & Willis 1977, "A beta-logistic
/// model"): αᵢ = exp(a₀ + xᵢa), βᵢ = exp(b₀ + xᵢb); indicators of cohorts are such columns.
///
/// Lives may be observed late and be cut off: what a life adds to the likelihood is given that it
/// outlasted its `entry`.
public struct ShiftedBetaGeometric: Sendable, Equatable {
  /// λ ≥ 0 of the penalty (λ/2)‖(a, b)‖² on the sum of log-likelihoods; a₀ and b₀ are free.
  public var l2Strength: Double
  /// Newton steps allowed.
  public var maximumIterations: Int

  public init(l2Strength: Double = 1, maximumIterations: Int = 200) {
    precondition(l2Strength >= 0 && maximumIterations > 0)
    self.l2Strength = l2Strength
    self.maximumIterations = maximumIterations
  }

  /// Learns by maximum likelihood, with exact second derivatives.
  ///
  /// - Parameters:
  ///   - lives: observed lives.
  ///   - columns: one row a life, standardised; nil where all contracts share α and β.
  ///   - weights: lives that each stands for; nil for one each.
  /// - Returns: the fitted model.
  /// - Complexity: O(lives · columns²) a step.
  public func fitted(
    to lives: CensoredLives, columns: Matrix? = nil, weights: [Double]? = nil
  ) -> FittedShiftedBetaGeometric {
    precondition(columns.map { $0.rows == lives.count } ?? true)
    precondition(weights.map { $0.count == lives.count } ?? true)
    let likelihood = ShiftedBetaGeometricLikelihood(
      lives: lives, columns: columns ?? Matrix(rows: lives.count, columns: 0),
      weights: weights ?? [Double](repeating: 1, count: lives.count), l2Strength: l2Strength)
    var point = likelihood.evaluated(at: likelihood.start)
    var (damping, iterations) = (1e-3, 0)
    while iterations < maximumIterations, point.gradientNorm > 1e-8 * max(1, likelihood.total) {
      iterations += 1
      guard let step = point.step(damping: damping) else {
        damping = max(1e-6, 10 * damping)
        continue
      }
      let next = likelihood.evaluated(
        at: zip(point.parameters, step).map { likelihood.bounded($0 + $1) })
      if next.value > point.value {
        let gain = next.value - point.value
        point = next
        damping = max(1e-12, damping / 10)
        if gain < 1e-12 * abs(next.value) { break }
      } else {
        damping *= 10
        if damping > 1e12 { break }
      }
    }
    let width = likelihood.columns.columns
    return FittedShiftedBetaGeometric(
      alpha: LinearPredictor(
        intercept: point.parameters[0], coefficients: Array(point.parameters[2..<2 + width])),
      beta: LinearPredictor(
        intercept: point.parameters[1], coefficients: Array(point.parameters[(2 + width)...])),
      logLikelihood: point.logLikelihood, iterations: iterations)
  }
}

/// A shifted-beta-geometric model that has learned its parameters.
public struct FittedShiftedBetaGeometric: Sendable, Equatable, Codable {
  /// log α by column, and log β.
  public let alpha: LinearPredictor
  public let beta: LinearPredictor
  public let logLikelihood: Double
  public let iterations: Int

  /// Parameters of each row of columns.
  ///
  /// - Parameters:
  ///   - columns: standardised like those learned from; of no columns one row a contract.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: α and β of each row.
  public func parameters(
    for columns: Matrix, workers: Workers = .one
  ) -> [(alpha: Double, beta: Double)] {
    zip(
      alpha.values(for: columns, workers: workers), beta.values(for: columns, workers: workers)
    ).map {
      (
        Double.exp(min(max($0, -logarithmLimit), logarithmLimit)),
        Double.exp(min(max($1, -logarithmLimit), logarithmLimit))
      )
    }
  }

  /// α of contracts without columns.
  public var sharedAlpha: Double { Double.exp(alpha.intercept) }
  public var sharedBeta: Double { Double.exp(beta.intercept) }

  /// The probability that a life ends in a period, having outlasted those before it.
  ///
  /// - Parameters:
  ///   - period: from 1.
  ///   - alpha: of the contract.
  ///   - beta: of the contract.
  /// - Returns: α ÷ (α + β + t − 1): it falls with age, as those of high θ have left.
  public static func hazard(inPeriod period: Int, alpha: Double, beta: Double) -> Double {
    alpha / (alpha + beta + Double(period - 1))
  }
}

/// Logarithms of parameters beyond it are its limit's equal.
private let logarithmLimit = 12.0

/// Σ log f over lives, minus the penalty, by (a₀, b₀, a, b).
///
/// With B for the beta function, a life that outlasted e periods and ended in period t adds
/// log B(α + 1, β + t − 1) − log B(α, β + e); one that outlasted t adds log B(α, β + t) − log B(α, β + e).
private struct ShiftedBetaGeometricLikelihood: Sendable {
  let lives: CensoredLives
  let columns: Matrix
  let weights: [Double]
  let l2Strength: Double
  private let design: TransposedDesign

  init(lives: CensoredLives, columns: Matrix, weights: [Double], l2Strength: Double) {
    self.lives = lives
    self.columns = columns
    self.weights = weights
    self.l2Strength = l2Strength
    design = TransposedDesign(columns)
  }

  var total: Double { weights.reduce(0, +) }

  /// The hazard of all periods together, of contracts that differ little.
  var start: [Double] {
    let periods = zip(zip(lives.exits, lives.entries), weights)
      .reduce(0) { $0 + Double($1.0.0 - $1.0.1) * $1.1 }
    let ends = zip(lives.ended, weights).reduce(0) { $0 + ($1.0 ? $1.1 : 0) }
    let hazard = min(max(ends / max(periods, 1), 1e-4), 0.9)
    return [Double.log(2 * hazard), Double.log(2 * (1 - hazard))]
      + [Double](repeating: 0, count: 2 * columns.columns)
  }

  func bounded(_ logarithm: Double) -> Double {
    min(max(logarithm, -logarithmLimit), logarithmLimit)
  }

  func evaluated(at parameters: [Double]) -> Point {
    let width = columns.columns
    let alphas = LinearPredictor(
      intercept: parameters[0], coefficients: Array(parameters[2..<2 + width])
    ).values(for: columns)
    let betas = LinearPredictor(
      intercept: parameters[1], coefficients: Array(parameters[(2 + width)...])
    ).values(for: columns)
    let terms = (0..<lives.count).map { life in
      Self.term(
        alpha: Double.exp(bounded(alphas[life])), beta: Double.exp(bounded(betas[life])),
        entry: Double(lives.entries[life]), exit: Double(lives.exits[life]),
        ended: lives.ended[life])
    }
    var sum = 0.0
    for life in terms.indices { sum += weights[life] * terms[life].value }
    // Parameters in order of the vector: both intercepts, then α's coefficients, then β's.
    func places(isBeta: Bool) -> [Int] {
      [isBeta ? 1 : 0] + (0..<width).map { 2 + (isBeta ? width : 0) + $0 }
    }
    var gradient = [Double](repeating: 0, count: parameters.count)
    var hessian = Matrix(rows: parameters.count, columns: parameters.count)
    for (isBeta, slope, curvature) in [
      (false, \Term.byAlpha, \Term.byAlphaTwice), (true, \Term.byBeta, \Term.byBetaTwice),
    ] {
      let own = places(isBeta: isBeta)
      let slopes = terms.indices.map { weights[$0] * terms[$0][keyPath: slope] }
      for (place, value) in zip(own, design.sums(of: slopes)) { gradient[place] = value }
      let block = design.gramian(
        weights: terms.indices.map { weights[$0] * terms[$0][keyPath: curvature] })
      for (row, place) in own.enumerated() {
        for (column, other) in own.enumerated() { hessian[place, other] = block[row, column] }
      }
    }
    let mixed = design.gramian(weights: terms.indices.map { weights[$0] * terms[$0].byBoth })
    for (row, place) in places(isBeta: false).enumerated() {
      for (column, other) in places(isBeta: true).enumerated() {
        hessian[place, other] = mixed[row, column]
        hessian[other, place] = mixed[row, column]
      }
    }
    let logLikelihood = sum
    for index in parameters.indices.dropFirst(2) {
      sum -= l2Strength / 2 * parameters[index] * parameters[index]
      gradient[index] -= l2Strength * parameters[index]
      hessian[index, index] -= l2Strength
    }
    return Point(
      parameters: parameters, value: sum, logLikelihood: logLikelihood, gradient: gradient,
      hessian: hessian)
  }

  /// A value with its derivatives by log α and log β.
  struct Term {
    var (value, byAlpha, byBeta) = (0.0, 0.0, 0.0)
    var (byAlphaTwice, byBetaTwice, byBoth) = (0.0, 0.0, 0.0)

    /// Adds sign · log B(p, q), p and q being α and β and something fixed.
    mutating func addLogBeta(_ p: Double, _ q: Double, sign: Double) {
      let (sumDigamma, sumTrigamma) = (digamma(p + q), trigamma(p + q))
      value += sign * logBeta(p, q)
      byAlpha += sign * (digamma(p) - sumDigamma)
      byBeta += sign * (digamma(q) - sumDigamma)
      byAlphaTwice += sign * (trigamma(p) - sumTrigamma)
      byBetaTwice += sign * (trigamma(q) - sumTrigamma)
      byBoth -= sign * sumTrigamma
    }
  }

  static func term(
    alpha: Double, beta: Double, entry: Double, exit: Double, ended: Bool
  ) -> Term {
    var term = Term()
    if ended {
      term.addLogBeta(alpha + 1, beta + exit - 1, sign: 1)
    } else {
      term.addLogBeta(alpha, beta + exit, sign: 1)
    }
    term.addLogBeta(alpha, beta + entry, sign: -1)
    // By logarithms.
    term.byAlphaTwice = alpha * alpha * term.byAlphaTwice + alpha * term.byAlpha
    term.byBetaTwice = beta * beta * term.byBetaTwice + beta * term.byBeta
    term.byBoth *= alpha * beta
    term.byAlpha *= alpha
    term.byBeta *= beta
    return term
  }

  struct Point {
    let parameters: [Double]
    /// With the penalty.
    let value: Double
    let logLikelihood: Double
    let gradient: [Double]
    /// The upper triangle.
    let hessian: Matrix

    var gradientNorm: Double { gradient.reduce(0) { max($0, abs($1)) } }

    /// (−H + damping · diagonal)⁻¹ · gradient; nil where that is not positive definite.
    func step(damping: Double) -> [Double]? {
      var system = hessian
      for index in system.storage.indices { system.storage[index] = -system.storage[index] }
      for index in parameters.indices {
        system[index, index] += damping * max(abs(hessian[index, index]), 1e-6)
      }
      return (try? Cholesky(system))?.solve(gradient)
    }
  }
}

/// Columns with one of ones before them, each in a row, so that sums over lives are products of BLAS.
private struct TransposedDesign: Sendable {
  private let rows: Matrix

  init(_ columns: Matrix) {
    var rows = Matrix(rows: columns.columns + 1, columns: columns.rows, repeating: 1)
    for life in 0..<columns.rows {
      for column in 0..<columns.columns { rows[column + 1, life] = columns[life, column] }
    }
    self.rows = rows
  }

  /// Σ value · x over lives.
  func sums(of values: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: rows.rows)
    rows.multiply(rows: 0..<rows.rows, by: values, into: &sums)
    return sums
  }

  /// Σ weight · xxᵀ over lives; weights may be negative.
  func gramian(weights: [Double]) -> Matrix {
    var weighted = rows
    for column in 0..<rows.rows {
      for life in 0..<rows.columns { weighted[column, life] *= weights[life] }
    }
    var gramian = Matrix(rows: rows.rows, columns: rows.rows)
    rows.multiply(rows: 0..<rows.rows, byTransposed: weighted, into: &gramian.storage)
    return gramian
  }
}
