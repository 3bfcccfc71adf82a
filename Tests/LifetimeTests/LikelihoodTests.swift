import Dense
import Lifetime
import TestSupport
import Testing

/// Analytic derivatives against differences.
@Suite struct LikelihoodTests {
  static let rows: PurchaseSummaries = {
    do {
      return try PurchaseSummaries(
        frequency: [0, 0, 1, 2, 3, 7, 40, 400], recency: [0, 0, 5, 20, 11.5, 38, 30, 38],
        tenure: [0, 38, 38, 25, 39, 38, 38, 39], weights: [1, 2, 1.5, 1, 3, 1, 1, 1])
    } catch {
      fatalError("\(error)")
    }
  }()

  static let points: [SIMD4<Double>] = [
    SIMD4(0.25, 4.4, 0.8, 2.4), SIMD4(0.55, 10.6, 0.6, 11.7), SIMD4(6, 3.7, 5, 0.3),
    SIMD4(0.01, 300, 30, 900), SIMD4(20, 0.2, 0.02, 0.05), SIMD4(1_500, 4_000, 700, 80),
  ]

  @Test(arguments: points)
  func betaGeometric(at point: SIMD4<Double>) {
    for losesNew in [false, true] {
      for regularity in [1, 2, 5] {
        let model = BetaGeometric(losesNewCustomers: losesNew, regularity: regularity)
        check(BetaGeometricLikelihood(model, Self.rows, workers: 1), at: point)
      }
    }
  }

  @Test(arguments: points)
  func pareto(at point: SIMD4<Double>) {
    check(ParetoLikelihood(Self.rows, workers: 1), at: point)
  }

  @Test(arguments: points)
  func gammaGamma(at point: SIMD4<Double>) throws {
    let data = try SpendData(
      frequency: [1, 2, 2, 9, 300], meanSpend: [3, 25, 80, 31, 30], weights: [1, 2, 1, 1, 1])
    check(GammaGammaLikelihood(data, workers: 1), at: SIMD4(point[0], point[1], point[3], 1))
  }

  /// Central differences over a step of 1e-4 relative: their own errors, of the order of its square
  /// and of rounding over it, are what the tolerances allow.
  private func check(_ likelihood: some Likelihood, at point: SIMD4<Double>) {
    let here = likelihood.evaluated(at: point)
    #expect(here.value.isFinite)
    let size = here.value.magnitude + 1
    for i in 0..<likelihood.parameterCount {
      let h = 1e-4 * point[i]
      var (up, down) = (point, point)
      up[i] += h
      down[i] -= h
      let (above, below) = (likelihood.evaluated(at: up), likelihood.evaluated(at: down))
      let slope = (above.value - below.value) / (2 * h)
      let scale = here.gradient[i].magnitude + size / point[i]
      #expect(
        abs(slope - here.gradient[i]) < 1e-7 * scale,
        "\(i) at \(point): \(slope) \(here.gradient[i])")
      for j in 0..<likelihood.parameterCount {
        let curve = (above.gradient[j] - below.gradient[j]) / (2 * h)
        let scale =
          here.hessian[i][j].magnitude + here.gradient[j].magnitude / point[i]
          + size / (point[i] * point[j])
        #expect(
          abs(curve - here.hessian[i][j]) < 1e-7 * scale,
          "\(i), \(j) at \(point): \(curve) \(here.hessian[i][j])")
      }
    }
  }
}
