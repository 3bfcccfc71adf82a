import Dense
import Interventions
import TestSupport
import Testing

@Suite struct RowRankingTests {
  private let numbers: [Double] = [0, -0.0, 1, -1, 0.5, 1e-300, -1e300, 1e300, 2, -2, .nan]

  /// Against the library's sort by comparison.
  @Test func agreesWithASortByComparison() {
    var generator = SeededGenerator(seed: 8)
    for size in [0, 1, 2, 5, 400, 5_000, 100_000] {
      let values = (0..<size).map { _ in
        Bool.random(using: &generator)
          ? numbers.randomElement(using: &generator) ?? 0
          : Double.random(in: -3...3, using: &generator)
      }
      let places = Array(0..<size).shuffled(using: &generator)
      @Sendable func precedes(_ a: Int, _ b: Int) -> Bool { places[a] < places[b] }
      let expected = (0..<size).sorted { a, b in
        let (first, second) = (values[a], values[b])
        if first.isNaN || second.isNaN {
          return first.isNaN == second.isNaN ? precedes(a, b) : second.isNaN
        }
        return first == second ? precedes(a, b) : first > second
      }
      for workers: Workers in [1, 3] {
        #expect(
          rankedRows(Array(0..<size), descending: values, workers: workers, ties: precedes)
            == expected)
      }
    }
  }
}
