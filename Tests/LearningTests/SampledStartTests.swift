import Dense
import Learning
import TestSupport
import Testing

/// Fits of so many rows that a sample of them gives the start.
@Suite struct SampledStartTests {
  private static let copies = 17
  /// Few enough rows for none to be sampled, which makes a fit of them the oracle.
  private let sample = Sample(rows: 4_100, columns: 4, seed: 31)

  /// The sample's rows, all of them so many times over.
  private var repeated: Sample {
    sample.permuted((0..<Self.copies).flatMap { _ in Array(0..<4_100) })
  }

  @Test(arguments: [0, 0.01])
  func repeatedRowsAreFittedAsWeightedOnes(l2Strength: Double) throws {
    let logistic = LogisticRegression(l2Strength: l2Strength)
    let (few, many) = (sample, repeated)
    let a = try logistic.fitted(
      to: few.x, labels: few.labels,
      weights: [Double](repeating: Double(Self.copies), count: 4_100))
    let b = try logistic.fitted(to: many.x, labels: many.labels)
    #expect(agree(a.predictor.all, b.predictor.all, relative: 1e-11))
    #expect(agree(a.standardErrors!.all, b.standardErrors!.all, relative: 1e-5))
    #expect(b.convergence.reason == .gradientTolerance && b.convergence.gradientNorm < 1e-13)
    #expect(relativeDifference(a.convergence.objective, b.convergence.objective) < 1e-13)

    let poisson = PoissonRegression(l2Strength: l2Strength)
    let c = try poisson.fitted(
      to: few.x, responses: few.counts,
      weights: [Double](repeating: Double(Self.copies), count: 4_100))
    let d = try poisson.fitted(to: many.x, responses: many.counts)
    #expect(agree(c.predictor.all, d.predictor.all, relative: 1e-11))
    // The Hessian may be that of a point from which predictors have moved by 10⁻⁴.
    #expect(agree(c.standardErrors!.all, d.standardErrors!.all, relative: 5e-5))
  }

  @Test func threadsDoNotChangeBits() throws {
    let many = repeated
    let one = try LogisticRegression().fitted(to: many.x, labels: many.labels)
    let two = try LogisticRegression(workers: 2).fitted(to: many.x, labels: many.labels)
    #expect(one.predictor == two.predictor && one.standardErrors == two.standardErrors)
    #expect(one.convergence == two.convergence)
  }

  /// Rows in order of label, so that single blocks are of one class, and a column that is 0 in all
  /// rows a sample may see.
  @Test func aMisleadingSampleDoesNotMatter() throws {
    var few = sample
    for row in 0..<4_100 { few.x[row, 3] = 0 }
    var many = few.permuted((0..<Self.copies).flatMap { _ in Array(0..<4_100) })
    many = many.permuted(
      many.labels.indices.sorted { (many.labels[$0], $0) < (many.labels[$1], $1) })
    // One row in 4,096: few blocks hold one, and sampled ones at most one.
    for row in stride(from: 2_000, to: many.labels.count, by: 4_096) { many.x[row, 3] = 1 }
    let fit = try LogisticRegression(l2Strength: 1e-3).fitted(to: many.x, labels: many.labels)
    #expect(fit.convergence.reason == .gradientTolerance)
    #expect(fit.convergence.gradientNorm < 1e-13)
    #expect(fit.diagnoses.isEmpty)
    // The gradient at the coefficients, by its definition.
    let residuals = zip(fit.predictedProbabilities(for: many.x), many.labels).map { $0 - $1 }
    for column in 0..<4 {
      let sum = residuals.indices.reduce(0.0) { $0 + residuals[$1] * many.x[$1, column] }
      let gradient = sum / Double(residuals.count) + 1e-3 * fit.coefficients[column]
      #expect(abs(gradient) < 1e-12)
    }
  }

  /// All rows with a rare mark ended alike, and next to no penalty is on it: its curvature falls with
  /// every step, which gradients have to tell, as the Hessian is of before.
  @Test func nearlySeparatedRowsAreFittedAsWeightedOnes() throws {
    var few = sample
    for row in 0..<4_100 {
      few.x[row, 3] = few.labels[row] == 1 && row % 97 == 0 ? 1 : 0
      few.x[row, 2] = few.labels[row] == 0 && row % 61 == 0 ? 1 : 0
    }
    let many = few.permuted((0..<Self.copies).flatMap { _ in Array(0..<4_100) })
    let logistic = LogisticRegression(l2Strength: 1e-7)
    let a = try logistic.fitted(
      to: few.x, labels: few.labels,
      weights: [Double](repeating: Double(Self.copies), count: 4_100))
    let b = try logistic.fitted(to: many.x, labels: many.labels)
    #expect(a.coefficients[3] > 5 && a.coefficients[2] < -5)
    #expect(agree(a.predictor.all, b.predictor.all, relative: 1e-7))
    #expect(agree(a.standardErrors!.all, b.standardErrors!.all, relative: 1e-3))
    #expect(b.convergence.isConverged)
  }

  /// The same with marks that no sampled row has: gradients alone lead there, in few steps.
  @Test func nearlySeparatedRowsOutsideTheSampleAreReached() throws {
    var many = repeated
    for row in 0..<many.labels.count { many.x[row, 3] = 0 }
    for row in stride(from: 2_000, to: many.labels.count, by: 4_096) {
      many.x[row, 3] = 1
      many.labels[row] = 1
    }
    let fit = try LogisticRegression(l2Strength: 1e-7).fitted(to: many.x, labels: many.labels)
    #expect(fit.convergence.isConverged && fit.coefficients[3] > 5)
    #expect(fit.convergence.iterations <= 20)
    let residuals = zip(fit.predictedProbabilities(for: many.x), many.labels).map { $0 - $1 }
    let marked = stride(from: 2_000, to: many.labels.count, by: 4_096).reduce(0) {
      $0 + residuals[$1]
    }
    let gradient = marked / Double(residuals.count) + 1e-7 * fit.coefficients[3]
    #expect(abs(gradient) < 1e-12)
  }

  @Test func dependentColumnsAreFoundAmongManyRows() throws {
    let many = repeated
    let x = Matrix(
      rows: many.x.rows, columns: 5,
      storage: (0..<many.x.rows).flatMap { many.x.row($0) + [2 - many.x[$0, 1]] })
    let fit = try LogisticRegression().fitted(to: x, labels: many.labels)
    #expect(fit.diagnoses == [.duplicate(column: 4, of: 1)] && fit.coefficients[4] == 0)
  }

  /// A column that is another but for one row in 4,096, which a sample may not see.
  @Test func dependenceAmongSomeRowsIsNone() throws {
    let many = repeated
    var x = Matrix(
      rows: many.x.rows, columns: 5,
      storage: (0..<many.x.rows).flatMap { many.x.row($0) + [many.x[$0, 1]] })
    for row in stride(from: 2_000, to: x.rows, by: 4_096) { x[row, 4] += 1 }
    let fit = try LogisticRegression(l2Strength: 1e-3).fitted(to: x, labels: many.labels)
    #expect(fit.diagnoses.isEmpty)
  }

  @Test func separatedLabelsAreFoundAmongManyRows() throws {
    let many = repeated
    let x = Matrix(
      rows: many.x.rows, columns: 2,
      storage: (0..<many.x.rows).flatMap { [many.x[$0, 0], many.labels[$0] * 3 - 1] })
    let fit = try LogisticRegression().fitted(to: x, labels: many.labels)
    #expect(fit.convergence.reason == .separated)
    #expect(fit.diagnoses == [.separating(columns: [1])])
  }

  /// Means far beyond the spreads, where the rows themselves have to be centred.
  @Test func largeMeansCostNoDigits() throws {
    let many = repeated
    var moved = many
    for index in moved.x.storage.indices { moved.x.storage[index] += 0x1p20 }
    let a = try LogisticRegression().fitted(to: many.x, labels: many.labels)
    let b = try LogisticRegression().fitted(to: moved.x, labels: many.labels)
    #expect(agree(a.coefficients, b.coefficients, relative: 1e-7))
    #expect(b.convergence.isConverged)
  }

  /// A class of some thirty rows among many: the sample has one or two of them, and its steps must not end
  /// where all rows are taken for that class.
  @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6, 7, 8])
  func aRareClassIsNoReasonToDiverge(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let (rows, columns) = (70_000, 3)
    let x = Matrix(
      rows: rows, columns: columns,
      storage: (0..<rows * columns).map { _ in Double.random(in: -1...1, using: &random) })
    var labels = [Double](repeating: 0, count: rows)
    for _ in 0..<30 { labels[Int.random(in: 0..<rows, using: &random)] = 1 }
    let share = labels.reduce(0, +) / Double(rows)
    for l2Strength in [3e-6, 1e-3] {
      let fit = try LogisticRegression(l2Strength: l2Strength).fitted(to: x, labels: labels)
      // An intercept without penalty makes the mean prediction the share of the class.
      let mean =
        fit.predictedProbabilities(for: x, workers: .one).reduce(0, +) / Double(rows)
      #expect(abs(mean - share) < 1e-9, "\(mean), \(share)")
      #expect(fit.convergence.gradientNorm < 1e-9)
    }
  }
}
