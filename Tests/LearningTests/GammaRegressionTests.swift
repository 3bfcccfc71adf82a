import Dense
import Foundation
import Learning
import TestSupport
import Testing

/// Gamma regression against statsmodels and its own normal equations.
@Suite struct GammaRegressionTests {
  private struct Reference: Decodable {
    let x: [[Double]]
    let y: [Double]
    let l2: Double
    let plain: [Double]
    let penalised: [Double]
  }

  private func fit(_ reference: Reference, l2: Double) throws -> [Double] {
    let matrix = Matrix(
      rows: reference.x.count, columns: reference.x[0].count, storage: reference.x.flatMap { $0 })
    let fit = try GammaRegression(l2Strength: l2).fitted(to: matrix, responses: reference.y)
    return [fit.intercept] + fit.coefficients
  }

  /// Without a penalty statsmodels 0.15's GLM(Gamma, log link); with one scipy's BFGS on the same
  /// objective, both in `Tests/Oracles/make_gamma_regression.py`.
  @Test func agreesWithStatsmodels() throws {
    let reference = try oracle("gamma_regression.json", as: Reference.self)
    #expect(agree(try fit(reference, l2: 0), reference.plain, absolute: 1e-9))
    #expect(agree(try fit(reference, l2: reference.l2), reference.penalised, absolute: 1e-7))
  }

  /// Zeros are allowed among the responses: the mean ratio of response to fit stays 1.
  @Test func zerosAreAllowed() throws {
    var generator = SeededGenerator(seed: 4)
    let x = (0..<400).map { _ in Double.random(in: -1...1, using: &generator) }
    let y = x.map { value in
      Bool.random(using: &generator)
        ? 0 : exp(1 + value) * Double.random(in: 0...2, using: &generator)
    }
    let matrix = Matrix(rows: 400, columns: 1, storage: x)
    let fit = try GammaRegression().fitted(to: matrix, responses: y)
    let ratios = zip(y, x).map { $0 / exp(fit.intercept + fit.coefficients[0] * $1) }
    #expect(abs(ratios.reduce(0, +) / 400 - 1) < 1e-9)
    #expect(abs(zip(ratios, x).reduce(0) { $0 + ($1.0 - 1) * $1.1 } / 400) < 1e-9)
  }

  @Test func refusesWhatItCannotLearnFrom() throws {
    let matrix = Matrix(rows: 2, columns: 1, storage: [1, 2])
    #expect(throws: FitError.self) {
      try GammaRegression().fitted(to: matrix, responses: [0, 0])
    }
    #expect(throws: FitError.self) {
      try GammaRegression().fitted(to: matrix, responses: [1, -1])
    }
  }
}
