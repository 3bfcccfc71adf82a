import Dense
import Learning
import TestSupport
import Testing

/// One design with its reference answers; see `Tests/Oracles/make_elastic_net.py`.
struct ElasticNetCase: Decodable, Sendable, CustomTestStringConvertible {
  struct Point: Decodable, Sendable {
    let strength: Double
    /// The intercept, then one a column.
    let coefficients: [Double]
    let meanLoss: Double
    let objective: Double
    let scikitLearn: [Double]?
  }

  let name: String
  let columns: Int
  let x: [Double]
  let labels: [Double]
  let weights: [Double]?
  let penaltyFactors: [Double]?
  let l1Share: Double
  let strengthOfNone: Double
  let points: [Point]

  var testDescription: String { name }
  var matrix: Matrix { Matrix(rows: labels.count, columns: columns, storage: x) }

  static let all: [ElasticNetCase] = {
    do {
      return try oracle("elastic_net.json", as: [ElasticNetCase].self)
    } catch {
      fatalError("elastic_net.json: \(error)")
    }
  }()

  func path() throws -> ElasticNetPath {
    try ElasticNet(
      l1Share: l1Share, strengths: .given(points.map(\.strength)), penaltyFactors: penaltyFactors,
      gradientTolerance: 1e-12
    ).fitted(to: matrix, labels: labels, weights: weights)
  }
}

@Suite struct ElasticNetOracleTests {
  @Test(arguments: ElasticNetCase.all)
  func agreesWithProximalNewtonInNumPy(reference: ElasticNetCase) throws {
    let path = try reference.path()
    #expect(relativeDifference(path.strengthOfNone, reference.strengthOfNone) < 1e-10)
    let totalWeight = reference.weights?.reduce(0, +) ?? Double(reference.labels.count)
    for (index, expected) in reference.points.enumerated() {
      let point = path.points[index]
      #expect(point.convergence.isConverged && point.convergence.gradientNorm < 1e-11)
      #expect(largestDifference(path.predictor(at: index).all, expected.coefficients) < 1e-9)
      #expect(point.columns == nonZeros(expected.coefficients))
      #expect(relativeDifference(point.deviance, 2 * expected.meanLoss * totalWeight) < 1e-11)
      #expect(relativeDifference(point.convergence.objective, expected.objective) < 1e-13)
    }
  }

  /// saga stops when steps are small, up to 1e-9 from the minimum.
  @Test func agreesWithScikitLearn() throws {
    var compared = 0
    for reference in ElasticNetCase.all {
      let path = try reference.path()
      for (index, point) in reference.points.enumerated() {
        guard let other = point.scikitLearn else { continue }
        #expect(largestDifference(path.predictor(at: index).all, other) < 3e-9, "\(reference.name)")
        compared += 1
      }
    }
    #expect(compared == 33)
  }

  private func nonZeros(_ coefficients: [Double]) -> [Int] {
    coefficients.dropFirst().enumerated().filter { $0.element != 0 }.map(\.offset)
  }
}

func largestDifference(_ a: [Double], _ b: [Double]) -> Double {
  precondition(a.count == b.count)
  return zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
}
