/// What lists of every length are expected to earn, by the order that customers come in.
package struct ProfitCurve: Sendable, Equatable {
  /// Length of the list, and the sum of its gains.
  package struct Point: Sendable, Equatable {
    package let length: Int
    package let profit: Double
  }

  /// From the empty list to all, at most `mostPoints` + 1 of them, and the best among them.
  package let points: [Point]
  /// The length that earns most; the shortest of equals.
  package let best: Point

  static let mostPoints = 20

  /// - Parameters:
  ///   - gains: expected of each customer, finite.
  ///   - ranking: all customers, the first to contact first.
  package init(gains: [Double], ranking: [Int]) {
    var sum = CompensatedSum()
    var sums = [0.0]
    for customer in ranking {
      sum.add(gains[customer])
      sums.append(sum.value)
    }
    let top = sums.indices.max { (sums[$0], $1) < (sums[$1], $0) } ?? 0
    best = Point(length: top, profit: sums[top])
    let lengths = Set((0...Self.mostPoints).map { $0 * ranking.count / Self.mostPoints } + [top])
    points = lengths.sorted().map { Point(length: $0, profit: sums[$0]) }
    self.sums = sums
  }

  private let sums: [Double]

  /// What the first so many customers earn.
  package func profit(ofFirst length: Int) -> Double { sums[min(length, sums.count - 1)] }
}
