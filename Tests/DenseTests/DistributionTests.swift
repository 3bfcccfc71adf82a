import Dense
import Testing

/// Moments of the drawn numbers against those of their distributions, within five standard errors.
@Suite struct DistributionTests {
  private static let count = 200_000

  private func expectMoments(
    mean: Double, variance: Double, fourthCentralMoment: Double,
    _ draw: (inout RandomSource) -> Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var random = RandomSource(seed: 31, stream: 5)
    var sum = 0.0
    var squares = 0.0
    for _ in 0..<Self.count {
      let value = draw(&random)
      sum += value - mean
      squares += (value - mean) * (value - mean)
    }
    let n = Double(Self.count)
    #expect(
      abs(sum / n) <= 5 * (variance / n).squareRoot(), "mean off by \(sum / n)",
      sourceLocation: sourceLocation)
    #expect(
      abs(squares / n - variance)
        <= 5 * ((fourthCentralMoment - variance * variance) / n).squareRoot(),
      "variance \(squares / n), not \(variance)", sourceLocation: sourceLocation)
  }

  @Test func exponential() {
    expectMoments(mean: 1, variance: 1, fourthCentralMoment: 9) { $0.exponential() }
  }

  @Test func normal() {
    expectMoments(mean: 0, variance: 1, fourthCentralMoment: 3) { $0.normal() }
  }

  /// The fourth central moment of a gamma number of shape k is 3k² + 6k.
  @Test(arguments: [0.05, 0.75, 1.0, 1.5, 4.0, 120.0])
  func gamma(shape: Double) {
    expectMoments(
      mean: shape, variance: shape, fourthCentralMoment: 3 * shape * shape + 6 * shape
    ) { $0.gamma(shape: shape) }
  }

  /// P(X ≤ x) of the exponential and of gamma(2): 1 − e^(−x) and 1 − (1 + x)e^(−x), at x = 1.
  @Test func distributionFunctions() {
    var random = RandomSource(seed: 32)
    var counts = (exponential: 0, gamma: 0, normal: 0)
    for _ in 0..<Self.count {
      if random.exponential() <= 1 { counts.exponential += 1 }
      if random.gamma(shape: 2) <= 1 { counts.gamma += 1 }
      if random.normal() <= 1 { counts.normal += 1 }
    }
    let n = Double(Self.count)
    #expect(abs(Double(counts.exponential) / n - 0.632_121) < 0.0054)
    #expect(abs(Double(counts.gamma) / n - 0.264_241) < 0.005)
    #expect(abs(Double(counts.normal) / n - 0.841_345) < 0.0041)
  }
}
