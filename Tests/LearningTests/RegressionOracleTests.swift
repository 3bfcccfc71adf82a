import Dense
import Learning
import TestSupport
import Testing

/// One design with its reference answers; see `Tests/Oracles/make_regression.py`.
struct RegressionCase: Decodable, Sendable, CustomTestStringConvertible {
  enum Family: String, Decodable { case logistic, poisson }

  let name: String
  let family: Family
  let columns: Int
  let x: [Double]
  let response: [Double]
  let weights: [Double]?
  let groups: [Int]?
  let l2Strength: Double
  /// The intercept, then one a column; so for all that follow.
  let coefficients: [Double]
  let standardErrors: [Double]
  let objective: Double
  let condition: Double
  let statsmodels: [Double]?
  let statsmodelsErrors: [Double]?
  let robustStandardErrors: [Double]?
  let dispersion: Double?
  let scikitLearn: [Double]?

  var testDescription: String { name }
  var matrix: Matrix { Matrix(rows: response.count, columns: columns, storage: x) }

  static let all: [RegressionCase] = {
    do {
      return try oracle("regression.json", as: [RegressionCase].self)
    } catch {
      fatalError("regression.json: \(error)")
    }
  }()

  static let logistic = all.filter { $0.family == .logistic }
  static let poisson = all.filter { $0.family == .poisson }
}

extension CoefficientErrors {
  var all: [Double] { [intercept] + coefficients }
}

extension LinearPredictor {
  var all: [Double] { [intercept] + coefficients }
}

@Suite struct RegressionOracleTests {
  /// The tolerance the project promises: 1e-8 relative to condition numbers of 1e6, beyond that 1e-6
  /// of the coefficient's own error.
  static func agreesWithReference(_ found: [Double], _ reference: RegressionCase) -> Bool {
    if reference.condition <= 1e6 { return agree(found, reference.coefficients, relative: 1e-8) }
    return zip(zip(found, reference.coefficients), reference.standardErrors)
      .allSatisfy { abs($0.0 - $0.1) <= 1e-6 * $1 }
  }

  @Test(arguments: RegressionCase.logistic)
  func logisticAgreesWithNewtonOfSixtyDigits(reference: RegressionCase) throws {
    let fit = try LogisticRegression(l2Strength: reference.l2Strength).fitted(
      to: reference.matrix, labels: reference.response, weights: reference.weights,
      groups: reference.groups)
    #expect(fit.convergence.reason == .gradientTolerance)
    #expect(Self.agreesWithReference(fit.predictor.all, reference), "\(fit.predictor.all)")
    #expect(relativeDifference(fit.convergence.objective, reference.objective) < 1e-12)
    let errors = try #require(fit.standardErrors)
    let tolerance = reference.condition <= 1e6 ? 1e-9 : 1e-6
    #expect(agree(errors.all, reference.standardErrors, relative: tolerance))
  }

  @Test(arguments: RegressionCase.poisson)
  func poissonAgreesWithNewtonOfSixtyDigits(reference: RegressionCase) throws {
    let fit = try PoissonRegression(l2Strength: reference.l2Strength).fitted(
      to: reference.matrix, responses: reference.response, weights: reference.weights,
      groups: reference.groups)
    #expect(fit.convergence.reason == .gradientTolerance)
    #expect(Self.agreesWithReference(fit.predictor.all, reference), "\(fit.predictor.all)")
    #expect(relativeDifference(fit.convergence.objective, reference.objective) < 1e-12)
    let errors = try #require(fit.standardErrors)
    let tolerance = reference.condition <= 1e6 ? 1e-9 : 1e-6
    #expect(agree(errors.all, reference.standardErrors, relative: tolerance))
  }

  @Test func agreesWithStatsmodelsAndScikitLearn() throws {
    for reference in RegressionCase.all {
      let (predictor, errors, robust, dispersion) = try fit(reference)
      for other in [reference.statsmodels, reference.scikitLearn].compactMap({ $0 }) {
        let off =
          zip(zip(predictor, other), reference.standardErrors)
          .map { abs($0.0 - $0.1) / $1 }.max() ?? 0
        // Both stop within 1e-11 errors of the minimum on these designs.
        #expect(off < 1e-8, "\(reference.name)")
      }
      // statsmodels takes its errors at the iteration before the last.
      if let other = reference.statsmodelsErrors {
        #expect(agree(errors, other, relative: 1e-6), "\(reference.name)")
      }
      if let other = reference.robustStandardErrors {
        #expect(agree(try #require(robust), other, relative: 1e-6), "\(reference.name)")
      }
      if let other = reference.dispersion {
        #expect(relativeDifference(try #require(dispersion), other) < 1e-9, "\(reference.name)")
      }
    }
    #expect(RegressionCase.all.count { $0.statsmodels != nil } >= 8)
    #expect(RegressionCase.all.count { $0.scikitLearn != nil } >= 15)
    #expect(RegressionCase.all.count { $0.robustStandardErrors != nil } == 3)
  }

  private func fit(_ reference: RegressionCase) throws -> (
    predictor: [Double], errors: [Double], robust: [Double]?, dispersion: Double?
  ) {
    switch reference.family {
    case .logistic:
      let fit = try LogisticRegression(l2Strength: reference.l2Strength).fitted(
        to: reference.matrix, labels: reference.response, weights: reference.weights,
        groups: reference.groups)
      return (
        fit.predictor.all, fit.standardErrors?.all ?? [], fit.robustStandardErrors?.all, nil
      )
    case .poisson:
      let fit = try PoissonRegression(l2Strength: reference.l2Strength).fitted(
        to: reference.matrix, responses: reference.response, weights: reference.weights,
        groups: reference.groups)
      return (
        fit.predictor.all, fit.standardErrors?.all ?? [], fit.robustStandardErrors?.all,
        fit.dispersion
      )
    }
  }
}
