import Dense
import Testing

@Suite struct RandomSourceTests {
  @Test func matchesThePublishedXoshiro256PlusPlus() {
    // Reference C code by Blackman and Vigna, started from the state 1, 2, 3, 4.
    var source = RandomSource(state: (1, 2, 3, 4))
    let expected: [UInt64] = [
      41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386,
      9_228_616_714_210_784_205, 9_973_669_472_204_895_162, 14_011_001_112_246_962_877,
      12_406_186_145_184_390_807, 15_849_039_046_786_891_736, 10_450_023_813_501_588_000,
    ]
    #expect(expected.map { _ in source.next() } == expected)
  }

  @Test func seedsAndStreamsDiffer() {
    var first = Set<UInt64>()
    for seed in 0..<50 as Range<UInt64> {
      for stream in 0..<50 as Range<UInt64> {
        var source = RandomSource(seed: seed, stream: stream)
        first.insert(source.next())
      }
    }
    #expect(first.count == 2_500)
    var plain = RandomSource(seed: 7)
    var zeroth = RandomSource(seed: 7, stream: 0)
    #expect((0..<10).allSatisfy { _ in plain.next() == zeroth.next() })
  }

  @Test func uniformDrawsHaveTheRightMoments() {
    var source = RandomSource(seed: 3)
    let draws = (0..<100_000).map { _ in source.uniform() }
    #expect(draws.allSatisfy { $0 >= 0 && $0 < 1 })
    let mean = draws.reduce(0, +) / 100_000
    let square = draws.reduce(0) { $0 + $1 * $1 } / 100_000
    // Five standard errors: √(1/12/n) and √(4/45/n).
    #expect(abs(mean - 1.0 / 2) < 5 * 0.000913)
    #expect(abs(square - 1.0 / 3) < 5 * 0.000943)
  }

  @Test func streamsAreUncorrelated() {
    var sum = 0.0
    for stream in 0..<10_000 as Range<UInt64> {
      var a = RandomSource(seed: 1, stream: stream)
      var b = RandomSource(seed: 1, stream: stream + 1)
      sum += (a.uniform() - 0.5) * (b.uniform() - 0.5)
    }
    // A product of two centred uniforms has deviation 1/12; five standard errors.
    #expect(abs(sum / 10_000) < 5 / 12.0 / 100)
  }

  @Test func indexesAreEquallyLikely() {
    var source = RandomSource(seed: 11)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[source.index(below: 7)] += 1 }
    let statistic = counts.reduce(0.0) { $0 + Double(($1 - 10_000) * ($1 - 10_000)) / 10_000 }
    // χ² with 6 degrees of freedom passes 27.9 once in ten thousand.
    #expect(statistic < 27.9)
    #expect(source.index(below: 1) == 0)
    // A bound for which the remainder of 2⁶⁴ would favour low indexes by a half.
    let bound = 3 << 61
    let low = (0..<10_000).count { _ in source.index(below: bound) < bound / 2 }
    #expect(abs(low - 5_000) < 250)
  }

  @Test func shufflesReachEveryOrderEqually() {
    var source = RandomSource(seed: 5)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<24_000 {
      var order = [0, 1, 2, 3]
      source.shuffle(&order)
      counts[order, default: 0] += 1
    }
    #expect(counts.count == 24)
    let statistic = counts.values.reduce(0.0) { $0 + Double(($1 - 1_000) * ($1 - 1_000)) / 1_000 }
    // χ² with 23 degrees of freedom passes 58.6 once in ten thousand.
    #expect(statistic < 58.6)
  }
}
