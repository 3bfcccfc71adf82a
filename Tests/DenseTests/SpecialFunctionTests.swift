import Dense
import Foundation
import TestSupport
import Testing

/// Values of mpmath at 60 digits; see `Tests/Oracles/make_special_functions.py`.
private struct SpecialFunctionOracle: Decodable {
  let digamma: [[Double]]
  let trigamma: [[Double]]
  let log_rising_factorial: [[Double]]
  let log_beta: [[Double]]
  let log_hypergeometric: [[Double]]
}

@Suite struct SpecialFunctionTests {
  private let reference: SpecialFunctionOracle

  init() throws {
    reference = try oracle("special_functions.json", as: SpecialFunctionOracle.self)
  }

  /// Whether a function agrees with every row to a tolerance relative to 1 + |value|, and to a
  /// relative one where a floor of 1 would hide the digits.
  private func largestError(
    _ rows: [[Double]], floor: Double = 0, _ function: ([Double]) -> Double
  ) -> Double {
    rows.map { row in
      let (found, expected) = (function(row), row[row.count - 1])
      return abs(found - expected) / max(abs(expected), floor)
    }.max() ?? .infinity
  }

  @Test func gammaFunctionsAgreeWithMpmath() {
    // Near its root at 1.46 digamma is good to an absolute error.
    #expect(largestError(reference.digamma, floor: 1) { digamma($0[0]) } < 2e-15)
    #expect(largestError(reference.trigamma) { trigamma($0[0]) } < 2e-15)
    #expect(
      largestError(reference.log_rising_factorial, floor: 0.01) { logRisingFactorial($0[0], $0[1]) }
        < 1e-13)
    #expect(largestError(reference.log_beta, floor: 1) { logBeta($0[0], $0[1]) } < 1e-13)
  }

  @Test func hypergeometricFunctionAgreesWithMpmath() {
    for row in reference.log_hypergeometric {
      let found = logHypergeometric(row[0], row[1], row[2], row[3])
      #expect(abs(found - row[4]) < 1e-12 * max(1, abs(row[4])), "\(row): \(found)")
    }
    #expect(reference.log_hypergeometric.count == 120)
  }

  @Test func hypergeometricIdentities() {
    // 2F1(1, 1; 2; z) = −log(1 − z)/z.
    #expect(relativeDifference(logHypergeometric(1, 1, 2, 0.5), 0.32663425997828094) < 1e-13)
    #expect(logHypergeometric(3, 1, 2, 0) == 0)
    #expect(logHypergeometric(0, 1, 2, 0.3) == 0)
  }

  /// Moments of a beta distribution are ratios of rising factorials: (a)ₖ ÷ (a + b)ₖ.
  @Test(arguments: [
    (0.29, 420), (0.5, 0.86), (0.01, 0.02), (3, 7), (300, 3_000), (1, 1), (1_000, 0.5),
  ])
  func gaussJacobiHasTheMomentsOfBeta(a: Double, b: Double) {
    let rule = GaussJacobi(count: 16, a: a, b: b)
    var moment = 1.0
    for degree in 0..<32 {
      let sum = zip(rule.nodes, rule.logWeights).reduce(0) { sum, pair in
        sum + exp(pair.1) * (0..<degree).reduce(1) { power, _ in power * pair.0 }
      }
      #expect(relativeDifference(sum, moment) < 1e-10, "\(degree): \(sum) \(moment)")
      moment *= (a + Double(degree)) / (a + b + Double(degree))
    }
  }

  @Test func gaussLegendreIntegratesPolynomialsExactly() {
    let rule = GaussLegendre.sixteen
    #expect(abs(rule.weights.reduce(0, +) - 1) < 1e-15)
    for degree in 0..<32 {
      let sum = zip(rule.nodes, rule.weights).reduce(0) { sum, pair in
        sum + pair.1 * (0..<degree).reduce(1) { power, _ in power * pair.0 }
      }
      #expect(relativeDifference(sum, 1 / Double(degree + 1)) < 1e-14, "\(degree)")
    }
  }
}
