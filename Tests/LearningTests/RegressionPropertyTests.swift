import Dense
import Learning
import TestSupport
import Testing

/// A seeded logistic sample, with weights of 1 to 4.
struct Sample {
  var x: Matrix
  var labels: [Double] = []
  var counts: [Double] = []
  var weights: [Double] = []

  init(rows: Int, columns: Int, seed: UInt64) {
    var source = RandomSource(seed: seed)
    x = Matrix(rows: rows, columns: columns)
    for row in 0..<rows {
      var eta = -0.4
      for column in 0..<columns {
        // Means off zero, so that centring has something to do.
        x[row, column] = 4 * source.uniform() - 1 + Double(column)
        eta += (column % 2 == 0 ? 0.5 : -0.3) * (x[row, column] - Double(column) - 1)
      }
      labels.append(source.uniform() < logistic(eta) ? 1 : 0)
      counts.append(Double(source.index(below: 3)) * (source.uniform() < logistic(eta) ? 2 : 0))
      weights.append(Double(1 + source.index(below: 4)))
    }
  }

  func permuted(_ order: [Int]) -> Sample {
    var copy = self
    copy.x = Matrix(rows: order.count, columns: x.columns, storage: order.flatMap { x.row($0) })
    copy.labels = order.map { labels[$0] }
    copy.counts = order.map { counts[$0] }
    copy.weights = order.map { weights[$0] }
    return copy
  }
}

@Suite struct RegressionPropertyTests {
  private func checkDerivatives<Loss: PointwiseLoss>(
    _ loss: Loss.Type, response: [Double], sample: Sample
  ) throws {
    let design = CentredDesign(x: sample.x, columns: [0, 2, 3], means: [0.5, 2, 3.25])
    let objective = PenalizedObjective<Loss>(
      design: design, response: response, weights: sample.weights, l2Strength: 0.3, workers: 1)
    let point = [0.2, -0.4, 0.7, 0.1]
    let there = objective.evaluate(at: point, curvature: true)
    let hessian = try #require(there.hessian)
    let step = 1e-5
    for k in point.indices {
      var (above, below) = (point, point)
      above[k] += step
      below[k] -= step
      let (up, down) = (
        objective.evaluate(at: above, curvature: false),
        objective.evaluate(at: below, curvature: false)
      )
      #expect(abs((up.value - down.value) / (2 * step) - there.gradient[k]) < 1e-8)
      for j in 0...k {
        #expect(abs((up.gradient[j] - down.gradient[j]) / (2 * step) - hessian[j, k]) < 1e-8)
      }
    }
  }

  @Test func derivativesEqualFiniteDifferences() throws {
    let sample = Sample(rows: 300, columns: 4, seed: 1)
    try checkDerivatives(LogisticLoss.self, response: sample.labels, sample: sample)
    try checkDerivatives(PoissonLoss.self, response: sample.counts, sample: sample)
  }

  @Test(arguments: [-800.0, -40, -1, 0, 1, 40, 800], [0.0, 0.25, 1])
  func logisticLossIsExactAtBothEnds(eta: Double, label: Double) {
    let terms = LogisticLoss.terms(
      response: .init(repeating: label), predictor: .init(repeating: eta))
    #expect(terms.value[0].isFinite && terms.value[0] >= 0)
    let mirrored = LogisticLoss.terms(
      response: .init(repeating: 1 - label), predictor: .init(repeating: -eta))
    #expect(terms.value == mirrored.value)
    #expect(terms.slope == -mirrored.slope)
    #expect(terms.curvature == mirrored.curvature)
    #expect(logistic(eta) + logistic(-eta) == 1 || abs(eta) == 1)
    if eta == 40, label == 1 {
      #expect(relativeDifference(terms.slope[0], -4.248354255291589e-18) < 1e-15)
    }
  }

  @Test func weightsEqualRepetition() throws {
    let sample = Sample(rows: 400, columns: 3, seed: 2)
    let repeated = sample.permuted(
      sample.weights.indices.flatMap { Array(repeating: $0, count: Int(sample.weights[$0])) })
    let logistic = LogisticRegression(l2Strength: 0.01)
    let a = try logistic.fitted(to: sample.x, labels: sample.labels, weights: sample.weights)
    let b = try logistic.fitted(to: repeated.x, labels: repeated.labels)
    #expect(agree(a.predictor.all, b.predictor.all, relative: 1e-10))
    #expect(agree(a.standardErrors!.all, b.standardErrors!.all, relative: 1e-10))
    let poisson = PoissonRegression()
    let c = try poisson.fitted(to: sample.x, responses: sample.counts, weights: sample.weights)
    let d = try poisson.fitted(to: repeated.x, responses: repeated.counts)
    #expect(agree(c.predictor.all, d.predictor.all, relative: 1e-10))
    #expect(relativeDifference(c.dispersion!, d.dispersion!) < 1e-10)
  }

  @Test func rowsWithoutWeightChangeNothing() throws {
    let sample = Sample(rows: 300, columns: 3, seed: 9)
    var padded = sample.permuted(Array(0..<300) + [0, 1])
    for column in 0..<3 { padded.x[300, column] = 1e90 }
    padded.weights[300] = 0
    padded.weights[301] = 0
    let groups = (0..<302).map { $0 / 3 }
    let model = LogisticRegression()
    let a = try model.fitted(
      to: sample.x, labels: sample.labels, weights: sample.weights, groups: Array(groups[..<300]))
    let b = try model.fitted(
      to: padded.x, labels: padded.labels, weights: padded.weights, groups: groups)
    #expect(agree(a.predictor.all, b.predictor.all, relative: 1e-12))
    #expect(agree(a.robustStandardErrors!.all, b.robustStandardErrors!.all, relative: 1e-12))
  }

  @Test func orderOfRowsDoesNotMatter() throws {
    let sample = Sample(rows: 9_000, columns: 5, seed: 3)
    var order = Array(0..<9_000)
    var source = RandomSource(seed: 4)
    source.shuffle(&order)
    let permuted = sample.permuted(order)
    let groups = (0..<9_000).map { $0 % 700 }
    let model = LogisticRegression(l2Strength: 0.001)
    let a = try model.fitted(to: sample.x, labels: sample.labels, groups: groups)
    let b = try model.fitted(
      to: permuted.x, labels: permuted.labels, groups: order.map { groups[$0] })
    #expect(agree(a.predictor.all, b.predictor.all, relative: 1e-11))
    #expect(agree(a.robustStandardErrors!.all, b.robustStandardErrors!.all, relative: 1e-11))
    let predicted = a.predictedLogits(for: sample.x)
    #expect(a.predictedLogits(for: permuted.x) == order.map { predicted[$0] })
  }

  @Test func threadsDoNotChangeABit() throws {
    let sample = Sample(rows: 20_000, columns: 7, seed: 5)
    let groups = (0..<20_000).map { $0 / 2 }
    func fit(_ workers: Workers) throws -> ([Double], [Double], [Double], [Double]) {
      let a = try LogisticRegression(l2Strength: 0.01, workers: workers)
        .fitted(to: sample.x, labels: sample.labels, weights: sample.weights, groups: groups)
      let b = try PoissonRegression(workers: workers).fitted(
        to: sample.x, responses: sample.counts)
      return (
        a.predictor.all, a.robustStandardErrors!.all, b.predictor.all,
        a.predictedProbabilities(for: sample.x, workers: workers)
      )
    }
    let (one, two) = (try fit(1), try fit(2))
    #expect(one == two)
  }

  @Test func unitsOfColumnsDoNotMatterWithoutAPenalty() throws {
    let sample = Sample(rows: 500, columns: 3, seed: 6)
    let units = [1e-6, 1, 3e5]
    var scaled = sample.x
    for row in 0..<500 {
      for column in 0..<3 { scaled[row, column] = sample.x[row, column] * units[column] + 5 }
    }
    let model = LogisticRegression()
    let a = try model.fitted(to: sample.x, labels: sample.labels)
    let b = try model.fitted(to: scaled, labels: sample.labels)
    #expect(b.convergence.isConverged)
    // Adding 5 to a column of millionths rounds its values to ten digits.
    #expect(agree(zip(b.coefficients, units).map { $0 * $1 }, a.coefficients, relative: 1e-6))
    #expect(
      agree(
        zip(b.standardErrors!.coefficients, units).map { $0 * $1 }, a.standardErrors!.coefficients,
        relative: 1e-6))
  }

  @Test func interceptOnlyGivesTheMean() throws {
    let sample = Sample(rows: 200, columns: 0, seed: 7)
    let fit = try LogisticRegression(l2Strength: 1).fitted(
      to: sample.x, labels: sample.labels, weights: sample.weights)
    let mean =
      zip(sample.labels, sample.weights).map { $0 * $1 }.reduce(0, +)
      / sample.weights.reduce(0, +)
    #expect(relativeDifference(logistic(fit.intercept), mean) < 1e-14)
  }

  @Test func sharesEqualWeightedPairsOfLabels() throws {
    let sample = Sample(rows: 100, columns: 2, seed: 8)
    let shares = sample.labels.map { 0.2 + 0.5 * $0 }
    let pair = sample.permuted(Array(0..<100) + Array(0..<100))
    let a = try LogisticRegression().fitted(to: sample.x, labels: shares)
    let b = try LogisticRegression().fitted(
      to: pair.x, labels: (0..<200).map { $0 < 100 ? 1 : 0 },
      weights: shares + shares.map { 1 - $0 })
    #expect(agree(a.predictor.all, b.predictor.all, relative: 1e-10))
  }
}
