import Dense
import Learning
import TestSupport
import Testing

/// Logits of left-out rows against fits that are really made without each of them.
@Suite struct LeaveOneOutTests {
  @Test(arguments: [1e-2, 1e-1]) func isThatOfFitsWithoutEachRow(strength: Double) throws {
    var generator = SeededGenerator(seed: 3)
    let rows = 120
    let x = Matrix(
      rows: rows, columns: 4,
      storage: (0..<rows * 4).map { _ in Double.random(in: -2...2, using: &generator) })
    let labels = (0..<rows).map { row -> Double in
      let p = logistic(x[row, 0] - 0.5 * x[row, 1])
      return Double.random(in: 0..<1, using: &generator) < p ? 1 : 0
    }
    let fit = try LogisticRegression(l2Strength: strength).fitted(to: x, labels: labels)
    let found = try #require(
      fit.predictor.leaveOneOutLogits(
        of: x, labels: labels, l2Strength: strength, workers: 1))
    let threads = fit.predictor.leaveOneOutLogits(
      of: x, labels: labels, l2Strength: strength, workers: 2)
    #expect(threads == found)
    for row in 0..<rows {
      let others = (0..<rows).filter { $0 != row }
      let without = Matrix(rows: rows - 1, columns: 4, storage: others.flatMap { x.row($0) })
      // The penalty of n rows, on n − 1.
      let refit = try LogisticRegression(
        l2Strength: strength * Double(rows) / Double(rows - 1)
      ).fitted(to: without, labels: others.map { labels[$0] })
      let exact =
        refit.predictor.intercept
        + zip(refit.predictor.coefficients, x.row(row)).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(found[row] - exact) < 0.03, "\(row): \(found[row]), \(exact)")
      // Further from the fit of all than that is from the truth of the others.
      #expect(
        abs(found[row] - exact) < 0.2 * abs(fit.predictor.values(for: x)[row] - exact) + 1e-4)
    }
  }
}
