import Dense
import Learning
import TestSupport
import Testing

@Suite struct RegressionDiagnosisTests {
  private let sample = Sample(rows: 300, columns: 3, seed: 21)

  /// The sample's columns with more appended.
  private func appending(_ columns: [(Int) -> Double]) -> Matrix {
    let x = sample.x
    return Matrix(
      rows: x.rows, columns: x.columns + columns.count,
      storage: (0..<x.rows).flatMap { row in x.row(row) + columns.map { $0(row) } })
  }

  @Test(arguments: [0, 0.01])
  func constantColumnsGetNothing(l2Strength: Double) throws {
    let model = LogisticRegression(l2Strength: l2Strength)
    let a = try model.fitted(to: sample.x, labels: sample.labels)
    let b = try model.fitted(to: appending([{ _ in 7.3 }]), labels: sample.labels)
    #expect(agree(b.predictor.all, a.predictor.all + [0], relative: 1e-13))
    #expect(b.coefficients[3] == 0)
    #expect(agree(b.standardErrors!.all, a.standardErrors!.all + [0], relative: 1e-13))
    #expect(a.diagnoses.isEmpty)
    #expect(b.diagnoses == [.constant(column: 3)])
  }

  @Test func dependentColumnsAreNamedAndLeftOut() throws {
    let x = sample.x
    let wide = appending([
      { 3 - 2 * x[$0, 1] }, { x[$0, 0] + 0.1 * x[$0, 2] + 4 },
    ])
    let plain = try LogisticRegression().fitted(to: x, labels: sample.labels)
    let fit = try LogisticRegression().fitted(to: wide, labels: sample.labels)
    #expect(agree(fit.predictor.all, plain.predictor.all + [0, 0], relative: 1e-13))
    #expect(
      fit.diagnoses == [.duplicate(column: 3, of: 1), .collinear(column: 4, with: [0, 2])])
    #expect(fit.convergence.isConverged)
  }

  @Test func aPenaltySharesBetweenDuplicates() throws {
    let x = sample.x
    let fit = try LogisticRegression(l2Strength: 0.02).fitted(
      to: appending([{ x[$0, 1] }]), labels: sample.labels)
    #expect(fit.diagnoses == [.duplicate(column: 3, of: 1)])
    #expect(relativeDifference(fit.coefficients[1], fit.coefficients[3]) < 1e-12)
    #expect(fit.convergence.reason == .gradientTolerance)
  }

  @Test func nearlyDependentColumnsAreKept() throws {
    let x = sample.x
    let fit = try LogisticRegression().fitted(
      to: appending([{ x[$0, 1] + ($0 % 2 == 0 ? 1e-4 : -1e-4) }]), labels: sample.labels)
    #expect(fit.diagnoses.isEmpty)
    #expect(fit.convergence.isConverged)
  }

  @Test func aSeparatingColumnStopsTheFitAndIsNamed() throws {
    let labels = sample.labels
    let x = appending([{ labels[$0] == 1 ? 2 + Double($0 % 5) : 1 - Double($0 % 3) }])
    let fit = try LogisticRegression().fitted(to: x, labels: labels)
    #expect(fit.convergence.reason == .separated)
    #expect(fit.convergence.gradientNorm <= 1e-8)
    #expect(fit.predictor.all.allSatisfy { $0.isFinite })
    #expect(fit.diagnoses.contains(.separating(columns: [3])))
    let predicted = fit.predictedProbabilities(for: x)
    #expect(zip(predicted, labels).allSatisfy { abs($0 - $1) < 1e-4 })

    let ridge = try LogisticRegression(l2Strength: 0.01).fitted(to: x, labels: labels)
    #expect(ridge.convergence.reason == .gradientTolerance)
    #expect(ridge.diagnoses == [.separating(columns: [3])])
  }

  @Test func aValueSeenInOneClassOnlyIsQuasiSeparation() throws {
    let labels = sample.labels
    let x = appending([{ labels[$0] == 1 && $0 % 4 == 0 ? 1 : 0 }])
    let fit = try LogisticRegression().fitted(to: x, labels: labels)
    #expect(fit.convergence.reason == .separated)
    #expect(fit.diagnoses == [.separating(columns: [3])])
    // The other columns have finite best values: those of the rows that are not separated.
    let rest = sample.permuted((0..<300).filter { x[$0, 3] == 0 })
    let others = try LogisticRegression().fitted(to: rest.x, labels: rest.labels)
    #expect(agree(Array(fit.coefficients[..<3]), others.coefficients, relative: 1e-5))
  }

  @Test func columnsThatSeparateTogetherAreNamed() throws {
    let x = sample.x
    let labels = (0..<300).map { x[$0, 0] - 1.5 * x[$0, 2] > -2.5 ? 1.0 : 0 }
    let fit = try LogisticRegression(maximumIterations: 200).fitted(to: x, labels: labels)
    #expect(fit.convergence.reason == .separated)
    guard case .separating(let columns)? = fit.diagnoses.last else {
      Issue.record("no separation among \(fit.diagnoses)")
      return
    }
    #expect(columns.contains(0) && columns.contains(2))
  }

  @Test func poissonNamesAColumnThatMarksZeros() throws {
    let marks = sample.counts.indices.map { sample.counts[$0] == 0 && $0 % 3 == 0 ? 1.0 : 0 }
    let x = appending([{ marks[$0] }])
    let fit = try PoissonRegression().fitted(to: x, responses: sample.counts)
    #expect(fit.convergence.reason == .separated)
    #expect(fit.diagnoses == [.separating(columns: [3])])
    #expect(fit.coefficients[3] < -10)
  }

  @Test func moreColumnsThanRowsStillFit() throws {
    let wide = Sample(rows: 8, columns: 12, seed: 33)
    let labels = (0..<8).map { Double($0 % 2) }
    let free = try LogisticRegression().fitted(to: wide.x, labels: labels)
    #expect(free.convergence.reason == .separated)
    #expect(free.predictor.all.allSatisfy { $0.isFinite })
    let ridge = try LogisticRegression(l2Strength: 0.1).fitted(to: wide.x, labels: labels)
    #expect(ridge.convergence.reason == .gradientTolerance)
  }

  @Test func hugeResponsesAndPredictorsDoNotOverflow() throws {
    let x = Matrix(rows: 6, columns: 1, storage: [0, 1, 2, 3, 4, 400])
    let fit = try PoissonRegression().fitted(to: x, responses: [0, 0, 0, 1e-9, 0, 1e80])
    #expect(fit.predictor.all.allSatisfy { $0.isFinite })
    #expect(fit.convergence.objective.isFinite)
  }

  @Test func theIterationLimitIsReported() throws {
    let fit = try LogisticRegression(maximumIterations: 1).fitted(
      to: sample.x, labels: sample.labels)
    #expect(fit.convergence.reason == .iterationLimit)
    #expect(fit.convergence.iterations == 1)
    #expect(!fit.convergence.isConverged)
  }

  @Test func anUnreachableToleranceEndsAtTheLimitOfPrecision() throws {
    let fit = try LogisticRegression(gradientTolerance: 1e-30).fitted(
      to: sample.x, labels: sample.labels)
    #expect(fit.convergence.reason == .limitOfPrecision)
    #expect(fit.convergence.gradientNorm < 1e-14)
  }

  @Test func oneGroupGivesNoRobustErrors() throws {
    let fit = try LogisticRegression().fitted(
      to: sample.x, labels: sample.labels, groups: [Int](repeating: 4, count: 300))
    #expect(fit.robustStandardErrors == nil)
    #expect(fit.standardErrors != nil)
  }

  @Test func faultsAreNamed() {
    let x = sample.x
    let labels = sample.labels
    func expect(_ error: FitError, _ body: () throws -> Void) {
      #expect(throws: error) { try body() }
      #expect(error.description.hasSuffix("."))
    }
    let model = LogisticRegression()
    expect(.countMismatch(name: "labels", found: 2, rows: 300)) {
      _ = try model.fitted(to: x, labels: [0, 1])
    }
    expect(.countMismatch(name: "weights", found: 1, rows: 300)) {
      _ = try model.fitted(to: x, labels: labels, weights: [1])
    }
    expect(.countMismatch(name: "groups", found: 1, rows: 300)) {
      _ = try model.fitted(to: x, labels: labels, groups: [1])
    }
    expect(.noRows) { _ = try model.fitted(to: Matrix(rows: 0, columns: 2), labels: []) }
    expect(.noRows) {
      _ = try model.fitted(to: x, labels: labels, weights: [Double](repeating: 0, count: 300))
    }
    var broken = x
    broken[17, 2] = .infinity
    expect(.valueOutOfRange(row: 17, column: 2, found: .infinity)) {
      _ = try model.fitted(to: broken, labels: labels)
    }
    expect(.responseOutOfRange(row: 0, found: 2, expected: "a label from 0 to 1")) {
      _ = try model.fitted(to: x, labels: labels.map { _ in 2 })
    }
    expect(.weightOutOfRange(row: 0, found: -1)) {
      _ = try model.fitted(to: x, labels: labels, weights: labels.map { _ in -1 })
    }
    for label in [0.0, 1] {
      expect(.oneClassOnly(label: label)) {
        _ = try model.fitted(to: x, labels: labels.map { _ in label })
      }
    }
    expect(.oneClassOnly(label: 1)) { _ = try model.fitted(to: x, labels: labels, weights: labels) }
    expect(.noPositiveResponse) {
      _ = try PoissonRegression().fitted(to: x, responses: labels.map { _ in 0 })
    }
    #expect(throws: FitError.self) {
      try LogisticRegression(l2Strength: -1).fitted(to: x, labels: labels)
    }
    #expect(throws: FitError.self) {
      try PoissonRegression(l2Strength: .nan).fitted(to: x, responses: labels)
    }
  }
}
