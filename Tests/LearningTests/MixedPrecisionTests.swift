import Dense
import Learning
import TestSupport
import Testing

/// Fits of so many rows that their Hessians are taken in single precision, beside a plain Newton's method
/// in double precision, which is the oracle.
@Suite struct MixedPrecisionTests {
  private static let rows = 66_000

  /// Columns of which one is nearly another, one is rare, and one is far larger than the rest.
  private static let sample: (x: Matrix, labels: [Double]) = {
    var source = RandomSource(seed: 77)
    var x = Matrix(rows: rows, columns: 6)
    var labels: [Double] = []
    for row in 0..<rows {
      let base = 2 * source.uniform() - 1
      x[row, 0] = base
      x[row, 1] = base + 1e-3 * (source.uniform() - 0.5)
      x[row, 2] = source.uniform() < 0.002 ? 1 : 0
      x[row, 3] = 10 * (source.uniform() - 0.5)
      x[row, 4] = source.uniform() - 0.5
      x[row, 5] = x[row, 4] * x[row, 0]
      let eta = -0.5 + base + 2 * x[row, 2] - 0.1 * x[row, 3] + 0.7 * x[row, 5]
      labels.append(source.uniform() < logistic(eta) ? 1 : 0)
    }
    return (x, labels)
  }()

  @Test(arguments: [1e-5, 1e-3, 0.1])
  func theOptimumIsExact(l2Strength: Double) throws {
    let (x, labels) = Self.sample
    let fit = try LogisticRegression(l2Strength: l2Strength).fitted(to: x, labels: labels)
    let plain = PlainNewton(x, labels, l2Strength: l2Strength)
    #expect(fit.convergence.isConverged)
    #expect(
      agree(fit.predictor.all, plain.point, relative: 1e-9),
      "\(fit.predictor.all), \(plain.point)")
    #expect(agree(fit.standardErrors!.all, plain.errors, relative: 1e-3))
  }

  @Test func threadsDoNotChangeBits() throws {
    let (x, labels) = Self.sample
    let one = try LogisticRegression(l2Strength: 1e-3).fitted(to: x, labels: labels)
    let two = try LogisticRegression(l2Strength: 1e-3, workers: 2).fitted(to: x, labels: labels)
    #expect(one.predictor == two.predictor && one.standardErrors == two.standardErrors)
    #expect(one.convergence == two.convergence)
  }

  /// Squares beyond what single precision holds.
  @Test func largeValuesAreNoTrouble() throws {
    var (x, labels) = Self.sample
    for row in stride(from: 0, to: Self.rows, by: 5) { x[row, 2] = 1e25 * x[row, 2] }
    let fit = try LogisticRegression(l2Strength: 1e45).fitted(to: x, labels: labels)
    #expect(fit.predictor.all.allSatisfy(\.isFinite) && fit.convergence.isConverged)
  }
}

/// Newton's method as the textbook has it: sums written out, equations solved by elimination.
private struct PlainNewton {
  private(set) var point: [Double]
  /// Standard errors, of the intercept first.
  private(set) var errors: [Double] = []

  init(_ x: Matrix, _ labels: [Double], l2Strength: Double) {
    let width = x.columns + 1
    point = [Double](repeating: 0, count: width)
    var hessian: [[Double]] = []
    for _ in 0..<25 {
      var gradient = [Double](repeating: 0, count: width)
      hessian = [[Double]](repeating: gradient, count: width)
      for row in 0..<x.rows {
        let values = [1] + (0..<x.columns).map { x[row, $0] }
        var eta = 0.0
        for k in 0..<width { eta += values[k] * point[k] }
        let p = logistic(eta)
        for k in 0..<width {
          gradient[k] += (p - labels[row]) * values[k]
          for l in 0..<width { hessian[k][l] += p * (1 - p) * values[k] * values[l] }
        }
      }
      let ridge = l2Strength * Double(x.rows)
      for k in 1..<width {
        gradient[k] += ridge * point[k]
        hessian[k][k] += ridge
      }
      let step = Self.solved(hessian, gradient)
      for k in 0..<width { point[k] -= step[k] }
      if step.allSatisfy({ abs($0) < 1e-13 }) { break }
    }
    errors = (0..<width).map { k in
      var unit = [Double](repeating: 0, count: width)
      unit[k] = 1
      return Self.solved(hessian, unit)[k].squareRoot()
    }
  }

  private static func solved(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
    var (a, b) = (matrix, right)
    for k in b.indices {
      let pivot = (k..<b.count).max { abs(a[$0][k]) < abs(a[$1][k]) } ?? k
      a.swapAt(k, pivot)
      b.swapAt(k, pivot)
      for row in k + 1..<b.count {
        let factor = a[row][k] / a[k][k]
        for column in k..<b.count { a[row][column] -= factor * a[k][column] }
        b[row] -= factor * b[k]
      }
    }
    for k in b.indices.reversed() {
      for column in k + 1..<b.count { b[k] -= a[k][column] * b[column] }
      b[k] /= a[k][k]
    }
    return b
  }
}
