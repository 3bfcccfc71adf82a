import Dense
import Learning
import TestSupport
import Testing

/// Coefficients that keep to one side of 0.
@Suite struct CoefficientBoundTests {
  /// Every third column bound from below, every third from above.
  private static func bounds(_ columns: Int, first: Int) -> [CoefficientBound] {
    let kinds: [CoefficientBound] = [.none, .atLeastZero, .atMostZero]
    return (0..<columns).map { kinds[($0 + first) % 3] }
  }

  /// The slope of the loss and the penalty in the intercept and each coefficient, worked out from the rows.
  private static func slopes(
    _ fit: FittedLogisticRegression, _ sample: Sample, weights: [Double], strength: Double
  ) -> [Double] {
    let total = weights.reduce(0, +)
    var slopes = [0] + fit.coefficients.map { strength * $0 }
    for (row, probability) in fit.predictedProbabilities(for: sample.x).enumerated() {
      let residual = weights[row] * (probability - sample.labels[row]) / total
      slopes[0] += residual
      for column in 0..<sample.x.columns {
        slopes[column + 1] += residual * sample.x[row, column]
      }
    }
    return slopes
  }

  /// How far a bound optimum's conditions are from holding in the worst place.
  private static func violation(
    _ fit: FittedLogisticRegression, _ slopes: [Double], _ bounds: [CoefficientBound]
  ) -> Double {
    zip(zip(fit.coefficients, slopes.dropFirst()), bounds).reduce(abs(slopes[0])) { most, place in
      let ((coefficient, slope), bound) = place
      switch bound {
      case .none: return max(most, abs(slope))
      case .atLeastZero:
        return coefficient < 0
          ? .infinity : max(most, coefficient == 0 ? max(0, -slope) : abs(slope))
      case .atMostZero:
        return coefficient > 0
          ? .infinity : max(most, coefficient == 0 ? max(0, slope) : abs(slope))
      }
    }
  }

  /// The oracle is the Karush-Kuhn-Tucker conditions, which of a strictly convex objective hold at its one
  /// minimum alone.
  @Test(arguments: [1e-6, 1e-3, 0.1], 1...4 as ClosedRange<UInt64>)
  func theConditionsOfTheMinimumHold(strength: Double, seed: UInt64) throws {
    let sample = Sample(rows: 300, columns: 9, seed: seed)
    for first in 0..<3 {
      let bounds = Self.bounds(9, first: first)
      let fit = try LogisticRegression(l2Strength: strength, bounds: bounds)
        .fitted(to: sample.x, labels: sample.labels, weights: sample.weights)
      let slopes = Self.slopes(fit, sample, weights: sample.weights, strength: strength)
      #expect(Self.violation(fit, slopes, bounds) < 1e-8, "\(bounds)")
      #expect(fit.convergence.isConverged)
      // The columns pull in turn, so that each set of bounds holds some back and lets others be.
      let held = zip(fit.coefficients, bounds).count { $0 == 0 && $1 != .none }
      #expect(0 < held && held < 6)
      #expect(fit.standardErrors == nil)
    }
  }

  /// Rows enough for sums in single precision on the way.
  @Test func theyHoldWithManyRowsToo() throws {
    let sample = Sample(rows: 8_200, columns: 160, seed: 5)
    let bounds = Self.bounds(160, first: 1)
    let fit = try LogisticRegression(l2Strength: 1e-3, bounds: bounds, workers: 2)
      .fitted(to: sample.x, labels: sample.labels)
    let ones = [Double](repeating: 1, count: 8_200)
    let slopes = Self.slopes(fit, sample, weights: ones, strength: 1e-3)
    #expect(Self.violation(fit, slopes, bounds) < 1e-8)
  }

  /// The oracle is isotonic regression by pooling adjacent violators: with a step at every value and next to
  /// no penalty, rising log-odds of greatest likelihood are those.
  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func stepsThatMayOnlyRiseAreIsotonicRegression(seed: UInt64) throws {
    var source = RandomSource(seed: seed)
    let count = 40
    let labels = (0..<count).map { 0.2 + 0.4 * Double($0) / 40 + 0.2 * source.uniform() }
    let weights = (0..<count).map { _ in Double(1 + source.index(below: 5)) }
    var x = Matrix(rows: count, columns: count - 1)
    for row in 0..<count { for step in 0..<row { x[row, step] = 1 } }
    let fit = try LogisticRegression(
      l2Strength: 1e-10, bounds: [CoefficientBound](repeating: .atLeastZero, count: count - 1)
    ).fitted(to: x, labels: labels, weights: weights)
    let pooled = pooledAdjacentViolators(labels, weights)
    #expect(Set(pooled).count < count)
    for (found, expected) in zip(fit.predictedProbabilities(for: x), pooled) {
      #expect(abs(found - expected) < 1e-6)
    }
  }

  /// Bounds that hold nothing back change nothing.
  @Test func boundsOfTheRightSideAreNone() throws {
    let sample = Sample(rows: 500, columns: 4, seed: 21)
    let free = try LogisticRegression(l2Strength: 1e-3)
      .fitted(to: sample.x, labels: sample.labels)
    let bounds = free.coefficients.map { $0 > 0 ? CoefficientBound.atLeastZero : .atMostZero }
    let bound = try LogisticRegression(l2Strength: 1e-3, bounds: bounds)
      .fitted(to: sample.x, labels: sample.labels)
    for (one, other) in zip(free.coefficients, bound.coefficients) {
      #expect(abs(one - other) < 1e-10)
    }
    let errors = try #require(free.standardErrors)
    let others = try #require(bound.standardErrors)
    for (one, other) in zip(errors.coefficients, others.coefficients) {
      #expect(abs(one / other - 1) < 1e-6)
    }
  }

  /// Whether it begins at 0 or at another fit is the same.
  @Test func theWayThereDoesNotMatter() throws {
    let sample = Sample(rows: 300, columns: 9, seed: 8)
    func fitted(_ strength: Double, from start: LinearPredictor? = nil) throws -> LinearPredictor {
      try LogisticRegression(l2Strength: strength, bounds: Self.bounds(9, first: 2))
        .fitted(to: .matrix(sample.x), labels: sample.labels, from: start).predictor
    }
    let (plain, near) = (try fitted(1e-3), try fitted(1e-3, from: fitted(1)))
    for (one, other) in zip(plain.coefficients, near.coefficients) {
      #expect(abs(one - other) < 1e-9)
    }
    #expect(abs(plain.intercept - near.intercept) < 1e-8)
  }

  @Test func wrongBoundsAreRefused() throws {
    let sample = Sample(rows: 50, columns: 4, seed: 15)
    for (strength, count) in [(1.0, 3), (0.0, 4)] {
      #expect(throws: FitError.self) {
        try LogisticRegression(
          l2Strength: strength, bounds: [CoefficientBound](repeating: .atLeastZero, count: count)
        ).fitted(to: sample.x, labels: sample.labels)
      }
    }
  }
}

/// Rising means of least squares, and of greatest likelihood of labels: neighbours in the wrong order are
/// pooled until there are none.
private func pooledAdjacentViolators(_ labels: [Double], _ weights: [Double]) -> [Double] {
  var blocks: [(sum: Double, weight: Double, rows: Int)] = []
  for (label, weight) in zip(labels, weights) {
    blocks.append((label * weight, weight, 1))
    while blocks.count > 1 {
      let (last, before) = (blocks[blocks.count - 1], blocks[blocks.count - 2])
      guard before.sum / before.weight >= last.sum / last.weight else { break }
      blocks.removeLast(2)
      blocks.append(
        (before.sum + last.sum, before.weight + last.weight, before.rows + last.rows))
    }
  }
  return blocks.flatMap { [Double](repeating: $0.sum / $0.weight, count: $0.rows) }
}
