import Dense
import Learning
import TestSupport
import Testing

@Suite struct ElasticNetPropertyTests {
  private let sample = Sample(rows: 400, columns: 12, seed: 11)

  private func path(_ sample: Sample, _ net: ElasticNet) throws -> ElasticNetPath {
    try net.fitted(to: sample.x, labels: sample.labels, weights: sample.weights)
  }

  /// Slopes of the loss by plain sums, in columns as they are.
  private func slopes(_ sample: Sample, _ predictor: LinearPredictor) -> [Double] {
    let total = sample.weights.reduce(0, +)
    var slopes = [Double](repeating: 0, count: sample.x.columns + 1)
    for (row, logit) in predictor.values(for: sample.x).enumerated() {
      let residual = sample.weights[row] * (logistic(logit) - sample.labels[row]) / total
      slopes[0] += residual
      for column in 0..<sample.x.columns { slopes[column + 1] += residual * sample.x[row, column] }
    }
    return slopes
  }

  @Test(arguments: [1.0, 0.6, 0.1])
  func conditionsHoldAtEachStrength(l1Share: Double) throws {
    let net = ElasticNet(
      l1Share: l1Share, strengths: .falling(count: 30, to: 1e-3), gradientTolerance: 1e-10)
    let path = try path(sample, net)
    #expect(path.points[0].columns.isEmpty)
    #expect(path.points.last.map { $0.columns.count > 8 } ?? false)
    for (index, point) in path.points.enumerated() {
      let predictor = path.predictor(at: index)
      let slopes = slopes(sample, predictor)
      #expect(abs(slopes[0]) < 1e-9)
      for (coefficient, slope) in zip(predictor.coefficients, slopes.dropFirst()) {
        let smooth = slope + point.strength * (1 - l1Share) * coefficient
        let bound = point.strength * l1Share
        // Rounding of the plain sums, whose columns have means up to 12.
        if coefficient == 0 {
          #expect(abs(smooth) <= bound + 3e-9)
        } else {
          #expect(abs(smooth + (coefficient > 0 ? bound : -bound)) < 3e-9)
        }
      }
    }
  }

  @Test func strengthOfNoneIsTheLeast() throws {
    let path = try path(sample, ElasticNet(l1Share: 0.5))
    let near = [1.000001, 0.999].map { $0 * path.strengthOfNone }
    let around = try self.path(
      sample, ElasticNet(l1Share: 0.5, strengths: .given(near), gradientTolerance: 1e-12))
    #expect(around.points.map(\.columns.count) == [0, 1])
    #expect(around.points[0].deviance == around.nullDeviance)
  }

  @Test func devianceFallsAlongThePath() throws {
    let path = try path(sample, ElasticNet(l1Share: 0.9))
    for (stronger, weaker) in zip(path.points, path.points.dropFirst()) {
      #expect(weaker.strength < stronger.strength)
      #expect(weaker.deviance <= stronger.deviance)
    }
    #expect(path.explainedDeviance(at: 0) == 0)
    #expect(path.explainedDeviance(at: path.points.count - 1) > 0.1)
  }

  /// Without L1 it is the ridge regression that Newton's method fits.
  @Test func withoutL1ItIsLogisticRegression() throws {
    let strengths = [0.5, 0.03, 1e-3]
    let path = try path(
      sample, ElasticNet(l1Share: 0, strengths: .given(strengths), gradientTolerance: 1e-12))
    for (index, strength) in strengths.enumerated() {
      let ridge = try LogisticRegression(l2Strength: strength).fitted(
        to: sample.x, labels: sample.labels, weights: sample.weights)
      #expect(agree(path.predictor(at: index).all, ridge.predictor.all, relative: 1e-9))
      let objective = path.points[index].convergence.objective
      #expect(relativeDifference(objective, ridge.convergence.objective) < 1e-13)
    }
  }

  @Test func columnsWithoutPenaltyAreFitFreely() throws {
    var net = ElasticNet(l1Share: 1, gradientTolerance: 1e-11)
    net.penaltyFactors = (0..<12).map { [2, 5].contains($0) ? 0 : 1 }
    let path = try path(sample, net)
    #expect(path.points[0].columns == [2, 5])
    var part = sample
    part.x = Matrix(
      rows: 400, columns: 2, storage: (0..<400).flatMap { [sample.x[$0, 2], sample.x[$0, 5]] })
    let free = try LogisticRegression().fitted(
      to: part.x, labels: part.labels, weights: part.weights)
    #expect(largestDifference(path.points[0].coefficients, free.coefficients) < 1e-9)
    #expect(abs(path.points[0].intercept - free.intercept) < 1e-8)
  }

  @Test func orderOfRowsAndColumnsDoesNotMatter() throws {
    let strengths = ElasticNet.Strengths.given([0.1, 0.02, 0.004])
    let net = ElasticNet(l1Share: 0.7, strengths: strengths, gradientTolerance: 1e-12)
    let path = try path(sample, net)
    var source = RandomSource(seed: 5)
    var rows = Array(0..<400)
    for index in rows.indices.dropFirst() { rows.swapAt(index, source.index(below: index + 1)) }
    var turned = sample.permuted(rows)
    turned.x = Matrix(
      rows: 400, columns: 12,
      storage: (0..<400).flatMap { Array(turned.x.row($0).reversed()) })
    let other = try self.path(turned, net)
    for index in path.points.indices {
      let (there, here) = (other.predictor(at: index), path.predictor(at: index))
      #expect(largestDifference(there.coefficients.reversed(), here.coefficients) < 1e-9)
      #expect(abs(there.intercept - here.intercept) < 1e-8)
    }
  }

  @Test func weightsCountLikeRepetitions() throws {
    let net = ElasticNet(
      l1Share: 0.7, strengths: .falling(count: 10, to: 0.01), gradientTolerance: 1e-12)
    let path = try path(sample, net)
    var repeated = sample.permuted(
      (0..<400).flatMap { Array(repeating: $0, count: Int(sample.weights[$0])) })
    repeated.weights = [Double](repeating: 1, count: repeated.labels.count)
    let other = try self.path(repeated, net)
    for index in path.points.indices {
      let (here, there) = (path.predictor(at: index), other.predictor(at: index))
      #expect(largestDifference(here.all, there.all) < 1e-8)
      #expect(relativeDifference(path.points[index].deviance, other.points[index].deviance) < 1e-11)
    }
  }

  @Test func threadsDoNotChangeABit() throws {
    let large = Sample(rows: 20_000, columns: 30, seed: 3)
    var net = ElasticNet(l1Share: 0.9)
    let alone = try path(large, net)
    #expect(alone.points.count > 20)
    for workers: Workers in [2, 5] {
      net.workers = workers
      let other = try path(large, net)
      #expect(other.points.map(\.coefficients) == alone.points.map(\.coefficients))
      #expect(other.points.map(\.intercept) == alone.points.map(\.intercept))
      #expect(other.points.map(\.convergence) == alone.points.map(\.convergence))
    }
  }

  @Test func equalColumnsShareAnEffectUnderRidgeAndAddUpUnderLasso() throws {
    var doubled = sample
    for row in 0..<400 { doubled.x[row, 3] = sample.x[row, 0] }
    let strengths = ElasticNet.Strengths.given([0.01])
    let shared = try path(
      doubled, ElasticNet(l1Share: 0.5, strengths: strengths, gradientTolerance: 1e-11)
    ).predictor(at: 0).coefficients
    #expect(abs(shared[0] - shared[3]) < 1e-8 && shared[0] != 0)
    let lasso = ElasticNet(l1Share: 1, strengths: strengths, gradientTolerance: 1e-11)
    let divided = try path(doubled, lasso).predictor(at: 0).coefficients
    for row in 0..<400 { doubled.x[row, 3] = 7 }
    let alone = try path(doubled, lasso)
    #expect(alone.diagnoses == [.constant(column: 3)])
    #expect(abs(divided[0] + divided[3] - alone.predictor(at: 0).coefficients[0]) < 1e-8)
  }

  @Test func aPathEndsWhereNothingIsGained() throws {
    let net = ElasticNet(l1Share: 1, strengths: .falling(count: 200, to: 1e-9))
    let path = try path(sample, net)
    #expect((5..<200).contains(path.points.count))
    let (last, before) = (
      path.points[path.points.count - 1].deviance, path.points[path.points.count - 2].deviance
    )
    #expect(before - last < 1e-4 * path.nullDeviance)
  }

  @Test func separatedLabelsHaveAMinimumAtEachStrength() throws {
    var apart = sample
    apart.labels = (0..<400).map { sample.x[$0, 0] > 1 ? 1 : 0 }
    let path = try path(
      apart, ElasticNet(l1Share: 1, strengths: .falling(count: 60, to: 1e-4)))
    #expect(path.points.allSatisfy { $0.convergence.isConverged })
    #expect(path.explainedDeviance(at: path.points.count - 1) > 0.99)
  }

  @Test func predictsByThePointAskedFor() throws {
    let path = try path(sample, ElasticNet(l1Share: 1))
    let probabilities = path.predictedProbabilities(for: sample.x, at: 9)
    let point = path.points[9]
    for row in 0..<400 {
      let logit = zip(point.columns, point.coefficients).reduce(point.intercept) {
        $0 + $1.1 * sample.x[row, $1.0]
      }
      #expect(abs(probabilities[row] - logistic(logit)) < 1e-13)
    }
  }
}
