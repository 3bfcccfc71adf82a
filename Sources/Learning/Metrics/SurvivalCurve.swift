internal import Dense

/// The share of waiting times that are longer than each number of days, where some were cut off
/// before they ended: the product-limit estimate.
///
/// Source: Kaplan & Meier (1958), Nonparametric Estimation from Incomplete Observations. A time cut
/// off on a day is still waiting on that day. Checked against `Tests/Oracles/survival.json`.
public struct SurvivalCurve: Sendable, Equatable {
  /// S(t) by day t from 0: the share of times longer than t.
  public let survival: [Double]
  /// Times that had lasted at least t days and were still observed then, by day t.
  public let atRisk: [Int]

  /// Estimates the curve.
  ///
  /// - Parameters:
  ///   - ended: times that ended, by their length in days.
  ///   - cutOff: times that were cut off, by the days observed until then; as many days as `ended`.
  /// - Complexity: O(days).
  public init(ended: [Int], cutOff: [Int]) {
    precondition(ended.count == cutOff.count, "\(ended.count) days and \(cutOff.count)")
    precondition(ended.allSatisfy { $0 >= 0 } && cutOff.allSatisfy { $0 >= 0 })
    var waiting = ended.reduce(0, +) + cutOff.reduce(0, +)
    var share = 1.0
    var survival: [Double] = []
    var atRisk: [Int] = []
    survival.reserveCapacity(ended.count)
    atRisk.reserveCapacity(ended.count)
    for day in ended.indices {
      if ended[day] > 0 { share *= Double(waiting - ended[day]) / Double(waiting) }
      survival.append(share)
      atRisk.append(waiting)
      waiting -= ended[day] + cutOff[day]
    }
    self.survival = survival
    self.atRisk = atRisk
  }

  /// The last day on which at least so many times were still observed; nil where there is none.
  public func lastDay(withAtRisk least: Int) -> Int? {
    atRisk.lastIndex { $0 >= least }
  }

  /// Of the times that outlast a day, the share that end by a later one.
  ///
  /// - Returns: nil where no time outlasts the day, or either day is past the curve.
  public func shareEnding(after day: Int, by end: Int) -> Double? {
    guard day <= end, end < survival.count, survival[day] > 0 else { return nil }
    return (survival[day] - survival[end]) / survival[day]
  }

  /// The first day by which a share of the times that end by `end` have ended.
  ///
  /// - Returns: nil where none ends by then.
  public func day(byWhich share: Double, ofThoseEndingBy end: Int) -> Int? {
    guard end < survival.count, survival[end] < 1 else { return nil }
    let wanted = share * (1 - survival[end])
    // The products are rounded: a day that reaches the share but for that counts.
    return survival[...end].firstIndex { 1 - $0 >= wanted - 1e-12 }
  }
}
