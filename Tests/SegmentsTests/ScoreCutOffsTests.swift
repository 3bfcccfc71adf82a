import Foundation
import Segments
import TestSupport
import Testing

@Suite struct ScoreCutOffsTests {
  /// The definition that cut-offs must reproduce: 1 + ⌊5 × strictly worse ÷ n⌋, or 3 if all tie.
  private func scoreByCounting(
    _ value: Int64, in population: [Int64], _ direction: ScoreCutOffs.Direction
  ) -> Int {
    guard Set(population).count > 1 else { return 3 }
    let worse = population.count { direction == .largerIsWorse ? $0 > value : $0 < value }
    return 1 + 5 * worse / population.count
  }

  @Test func reproduceTheShareStrictlyWorse() {
    var generator = SeededGenerator(seed: 5)
    for round in 0..<2_000 {
      let size = Int.random(in: 1...(round < 1_000 ? 12 : 200), using: &generator)
      let spread = Int64.random(in: 1...40, using: &generator)
      let population = (0..<size).map { _ in Int64.random(in: -3...spread, using: &generator) }
      for direction in [ScoreCutOffs.Direction.largerIsWorse, .smallerIsWorse] {
        let cutOffs = ScoreCutOffs(learnedFrom: population, direction: direction)
        let shuffled = ScoreCutOffs(
          learnedFrom: population.shuffled(using: &generator), direction: direction)
        #expect(cutOffs == shuffled)
        for value in population {
          #expect(
            cutOffs.score(of: value) == scoreByCounting(value, in: population, direction),
            "\(value) in \(population), \(direction)")
        }
      }
    }
  }

  @Test func aPopulationThatTiesScoresThree() {
    for population: [Int64] in [[7], [7, 7], Array(repeating: 7, count: 100)] {
      let cutOffs = ScoreCutOffs(learnedFrom: population, direction: .smallerIsWorse)
      #expect(cutOffs.allTied)
      #expect(cutOffs.score(of: 7) == 3)
      #expect(cutOffs.score(of: 6) == 1)
      #expect(cutOffs.score(of: 8) == 5)
    }
    let nothing = ScoreCutOffs(learnedFrom: [], direction: .smallerIsWorse)
    #expect(nothing.allTied && nothing.values.isEmpty && nothing.score(of: 5) == 3)
  }

  @Test func fourCustomersByHand() {
    // n = 4: ⌈4/5⌉ = 1, ⌈8/5⌉ = 2, ⌈12/5⌉ = 3, ⌈16/5⌉ = 4; worst first 40 30 20 10.
    let cutOffs = ScoreCutOffs(learnedFrom: [10, 40, 20, 30], direction: .largerIsWorse)
    #expect(cutOffs.values == [40, 30, 20, 10])
    #expect([41, 40, 35, 30, 20, 10, 9].map { cutOffs.score(of: $0) } == [1, 1, 2, 2, 3, 4, 5])
  }

  @Test func moneyAtAnotherScaleScoresTheSame() {
    let cents: [Int64] = [100, 250, 250, 999, 1_000, 1_200, 5_000, 9_223_372_036_854_775_807]
    let cutOffs = ScoreCutOffs(learnedFrom: cents, direction: .smallerIsWorse, scale: 2)
    for value in cents.dropLast() {
      let score = cutOffs.score(of: value, scale: 2)
      #expect(cutOffs.score(of: value * 10_000, scale: 6) == score)
      #expect(cutOffs.score(of: value * 10_000 + 1, scale: 6) >= score)
      #expect(cutOffs.score(of: value * 10_000 - 1, scale: 6) <= score)
    }
    #expect(cutOffs.score(of: 12) == cutOffs.score(of: 1_200, scale: 2))
  }

  @Test func readBackFromJSON() throws {
    let columns = ScoreColumns(
      daysSinceLastOrder: [1, 5, 9], orders: [1, 0, 3], spend: [1_000, 0, 70], moneyScale: 2,
      engagement: [0, 4, 2])
    let cutOffs = RFMCutOffs(learnedFrom: columns)
    let data = try JSONEncoder().encode(cutOffs)
    #expect(try JSONDecoder().decode(RFMCutOffs.self, from: data) == cutOffs)
  }
}
