internal import Dense

/// The share of waiting times that are longer than each number of days, where some were cut off
/// before they ended: the product-limit estimate.
///
/// Source: Kaplan & Meier (1958), Nonparametric Estimation from Incomplete Observations. A time cut
/// off on a day is still waiting on that day. Checked against `Tests/Oracles/survival.json`.
public struct SurvivalCurve: SurvivalFunction, Sendable, Equatable {
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
}
