import Dense
import Learning
import TestSupport
import Testing

/// A penalty that draws coefficients to given means: the mean of a normal prior.
@Suite struct PenaltyMeanTests {
  private static let means = [0.8, -0.5, 0.3, 0]

  /// The oracle is the condition of a minimum, worked out from the rows: every slope of the loss is held by
  /// λ times how far the coefficient is from its mean, and the intercept's is 0.
  @Test(arguments: [1e-3, 0.1, 5])
  func everySlopeIsHeldByThePenalty(strength: Double) throws {
    let sample = Sample(rows: 400, columns: 4, seed: 11)
    let fit = try LogisticRegression(l2Strength: strength, penaltyMeans: Self.means)
      .fitted(to: sample.x, labels: sample.labels, weights: sample.weights)
    let total = sample.weights.reduce(0, +)
    var slopes = [Double](repeating: 0, count: 5)
    for (row, probability) in fit.predictedProbabilities(for: sample.x).enumerated() {
      let residual = sample.weights[row] * (probability - sample.labels[row]) / total
      slopes[0] += residual
      for column in 0..<4 { slopes[column + 1] += residual * sample.x[row, column] }
    }
    #expect(abs(slopes[0]) < 1e-9)
    for column in 0..<4 {
      let pull = strength * (fit.coefficients[column] - Self.means[column])
      #expect(abs(slopes[column + 1] + pull) < 1e-8, "column \(column)")
    }
  }

  /// A penalty that outweighs all rows leaves the means, and the level free.
  @Test func aStrongPenaltyLeavesTheMeans() throws {
    let sample = Sample(rows: 300, columns: 4, seed: 12)
    let fit = try LogisticRegression(l2Strength: 1e6, penaltyMeans: Self.means)
      .fitted(to: sample.x, labels: sample.labels)
    for (found, mean) in zip(fit.coefficients, Self.means) { #expect(abs(found - mean) < 1e-5) }
    let rate = sample.labels.reduce(0, +) / 300
    let predicted = fit.predictedProbabilities(for: sample.x).reduce(0, +) / 300
    #expect(abs(predicted - rate) < 1e-9)
  }

  /// Means of 0 are none, to the bit; without a penalty no means have a say.
  @Test func zerosAreNone() throws {
    let sample = Sample(rows: 300, columns: 4, seed: 13)
    func coefficients(_ strength: Double, _ means: [Double]?) throws -> [UInt64] {
      try LogisticRegression(l2Strength: strength, penaltyMeans: means)
        .fitted(to: sample.x, labels: sample.labels).coefficients.map(\.bitPattern)
    }
    #expect(try coefficients(0.1, nil) == coefficients(0.1, [0, 0, 0, 0]))
    #expect(try coefficients(0, nil) == coefficients(0, Self.means))
    #expect(try coefficients(0.1, nil) != coefficients(0.1, Self.means))
  }

  /// A column that is constant is left out with its mean; the others keep theirs.
  @Test func aConstantColumnTakesItsMeanWithIt() throws {
    let sample = Sample(rows: 300, columns: 4, seed: 14)
    var wider = Matrix(rows: 300, columns: 5, repeating: 7)
    for row in 0..<300 {
      for column in 0..<4 { wider[row, column == 0 ? 0 : column + 1] = sample.x[row, column] }
    }
    let plain = try LogisticRegression(l2Strength: 0.5, penaltyMeans: Self.means)
      .fitted(to: sample.x, labels: sample.labels)
    let padded = try LogisticRegression(
      l2Strength: 0.5, penaltyMeans: [Self.means[0], 9] + Self.means[1...]
    ).fitted(to: wider, labels: sample.labels)
    #expect(padded.coefficients[1] == 0)
    for (column, other) in [0, 2, 3, 4].enumerated() {
      #expect(abs(padded.coefficients[other] - plain.coefficients[column]) < 1e-12)
    }
  }

  @Test func wrongMeansAreRefused() throws {
    let sample = Sample(rows: 50, columns: 4, seed: 15)
    for means in [[1, 2], [0, 0, 0, Double.nan], [0, 0, 0, Double.infinity]] {
      #expect(throws: FitError.self) {
        try LogisticRegression(l2Strength: 1, penaltyMeans: means)
          .fitted(to: sample.x, labels: sample.labels)
      }
    }
  }
}
