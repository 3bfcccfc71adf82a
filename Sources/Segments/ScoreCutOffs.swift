/// The four values that part a population into scores 1 (worst) … 5 (best).
///
/// For k = 2 … 5, c_k is the ⌈(k − 1)n/5⌉-th worst of the n values learned from, and a score is
/// 1 + the number of c_k strictly worse than the value. For the population learned from that equals
/// 1 + ⌊5 × values strictly worse ÷ n⌋, so ties share a score and the order of rows does not matter.
/// Kept cut-offs mean the same on another day's values.
///
/// Where all values learned from tie, nothing tells them apart: their score is 3.
package struct ScoreCutOffs: Sendable, Equatable, Codable {
  /// Which end of the scale is worse.
  package enum Direction: String, Sendable, Codable {
    /// More days since the last order.
    case largerIsWorse
    /// Fewer orders, less money.
    case smallerIsWorse
  }

  package let direction: Direction
  /// c_2 … c_5, from worst to best, in units of 10^−`scale`; empty where nothing was learned from.
  package let values: [Int64]
  /// Digits after the point in `values`, 0 for counts.
  package let scale: Int
  /// Whether all values learned from were equal, or there were none.
  package let allTied: Bool
  /// Whether a user set them, so that a value that equals a cut-off has reached it; absent where they
  /// were learned.
  package let areGiven: Bool?

  enum CodingKeys: String, CodingKey {
    case direction, values, scale
    case allTied = "all_tied"
    case areGiven = "given"
  }

  /// Learns cut-offs.
  ///
  /// - Parameters:
  ///   - population: counts, days, or money in units of 10^−`scale`; any order.
  ///   - direction: which end is worse.
  ///   - scale: digits after the point, 0 … 6.
  package init(
    learnedFrom population: some Sequence<Int64>, direction: Direction, scale: Int = 0
  ) {
    let worstFirst: [Int64] =
      switch direction {
      case .largerIsWorse: population.sorted(by: >)
      case .smallerIsWorse: population.sorted()
      }
    self.direction = direction
    self.scale = scale
    areGiven = nil
    allTied = worstFirst.first == worstFirst.last
    values =
      worstFirst.isEmpty
      ? [] : (2...5).map { k in worstFirst[((k - 1) * worstFirst.count + 4) / 5 - 1] }
  }

  /// Takes cut-offs that a user set: 30, 60 … days, 2, 3 … orders, 50, 100 … of money.
  ///
  /// A value that equals a cut-off has reached it: with 2, 3, 5, 9 orders, two orders score 2 and nine
  /// score 5; with 240, 120, 60, 30 days, 30 days score 5.
  /// - Precondition: four values, strictly from the worst to the best.
  package init(given values: [Int64], direction: Direction, scale: Int = 0) {
    precondition(values.count == 4)
    let rising = direction == .smallerIsWorse ? values : values.reversed()
    precondition(zip(rising, rising.dropFirst()).allSatisfy { $0 < $1 })
    self.direction = direction
    self.values = values
    self.scale = scale
    allTied = false
    areGiven = true
  }

  /// The score of a value, 1 … 5.
  ///
  /// - Parameters:
  ///   - value: in units of 10^−`scale`.
  ///   - scale: digits after the point of `value`; it may differ from that of the cut-offs.
  /// - Returns: the score; 3 where the cut-offs were learned from nothing or the value is the only
  ///   one they were learned from.
  package func score(of value: Int64, scale: Int = 0) -> Int {
    guard let worst = values.first else { return 3 }
    if allTied, worseness(of: worst, against: value, scale) == 0 { return 3 }
    let least = areGiven == true ? 0 : 1
    return 1 + values.count { worseness(of: $0, against: value, scale) >= least }
  }

  /// Above 0 where a cut-off is strictly worse than a value, 0 where they are equal.
  private func worseness(of cutOff: Int64, against value: Int64, _ valueScale: Int) -> Int {
    let isLarger: Int
    if valueScale == scale {
      isLarger = cutOff == value ? 0 : (cutOff > value ? 1 : -1)
    } else {
      // Brought to one scale in 128 bits: exact for every pair of scales up to 18.
      let (a, b) = (Int128(cutOff) * tenToThe(valueScale), Int128(value) * tenToThe(scale))
      isLarger = a == b ? 0 : (a > b ? 1 : -1)
    }
    return direction == .largerIsWorse ? isLarger : -isLarger
  }
}

private func tenToThe(_ power: Int) -> Int128 {
  precondition((0...18).contains(power), "a scale is 0 … 18, not \(power)")
  return (0..<power).reduce(1) { product, _ in product * 10 }
}
