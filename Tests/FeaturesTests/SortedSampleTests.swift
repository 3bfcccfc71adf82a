import Features
import TestSupport
import Testing

@Suite struct SortedSampleTests {
  struct Oracle: Decodable {
    struct Sample: Decodable {
      let values: [Double]
      let weights: [Double]?
      let quantiles: [Double]
      let median: Double?
    }
    let probabilities: [Double]
    let plain: [Sample]
    let weighted: [Sample]
  }

  @Test func quantilesAgreeWithNumpy() throws {
    let oracle = try oracle("features.json", as: Oracle.self)
    #expect(oracle.plain.count == 6)
    for expected in oracle.plain {
      let sample = SortedSample(expected.values)
      #expect(
        agree(oracle.probabilities.map(sample.quantile), expected.quantiles, relative: 1e-14))
      #expect(sample.median == expected.median)
      let weighted = SortedSample(
        expected.values, weights: [Double](repeating: 0.3, count: expected.values.count))
      #expect(
        oracle.probabilities.map(weighted.quantile) == oracle.probabilities.map(sample.quantile))
    }
  }

  @Test func weightedQuantilesAgreeWithHarrellsDefinitionInFractions() throws {
    let oracle = try oracle("features.json", as: Oracle.self)
    for expected in oracle.weighted {
      let sample = SortedSample(expected.values, weights: expected.weights)
      #expect(
        agree(oracle.probabilities.map(sample.quantile), expected.quantiles, relative: 1e-13))
    }
  }

  /// So many that they are sorted by their digits, not by comparison.
  @Test(arguments: [1, 2, 3]) func manyValuesAreInOrder(kind: Int) {
    var generator = SeededGenerator(seed: 6)
    let values = (0..<20_000).map { index in
      switch kind {
      case 1: Double.random(in: -1e-3...1e-3, using: &generator)
      case 2: Double(Int.random(in: 0...300, using: &generator))
      default:
        [-.infinity, .infinity, 0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 1e308]
          .randomElement(using: &generator)! * (index % 2 == 0 ? 1 : 0.5)
      }
    }
    #expect(SortedSample(values).values == values.sorted())
  }

  @Test func orderOfRowsDoesNotMatter() {
    var generator = SeededGenerator(seed: 5)
    let pairs = (0..<500).map { _ in
      (
        Double(Int.random(in: 0...20, using: &generator)),
        Double.random(in: 0.1...3, using: &generator)
      )
    }
    let shuffled = pairs.shuffled(using: &generator)
    let a = SortedSample(pairs.map(\.0), weights: pairs.map(\.1))
    let b = SortedSample(shuffled.map(\.0), weights: shuffled.map(\.1))
    for q in [0.1, 0.25, 0.5, 0.77, 0.9] { #expect(a.quantile(q) == b.quantile(q)) }
  }

  /// Quantiles without an order have the bits of those of the sorted sample.
  @Test(arguments: [1, 5, 16_384, 40_000]) func selectedQuantilesAreThoseOfTheSortedSample(
    count: Int
  ) {
    var generator = SeededGenerator(seed: UInt64(count))
    let kinds: [(inout SeededGenerator) -> Double] = [
      { .random(in: -3...3, using: &$0) },
      { Double(Int.random(in: -2...2, using: &$0)) },
      { _ in -0.0 },
      { .random(in: 0...1, using: &$0) < 0.999 ? 1 : 1e300 },
      { 1 + 1e-12 * .random(in: 0...1, using: &$0) },
    ]
    let parts = [0.2, 0.25, 0.5, 0.5, 0.75, 1, 0]
    for kind in kinds {
      let sample = (0..<count).map { _ in kind(&generator) }
      let sorted = SortedSample(sample)
      let quantiles = Quantiles(of: sample, at: parts, weights: nil)
      #expect(quantiles.lowest == sorted.lowest && quantiles.highest == sorted.highest)
      for part in parts {
        #expect(quantiles[part].bitPattern == sorted.quantile(part).bitPattern)
      }
    }
  }
}
