/// The share of times between successive events of a subject that are longer than each number of
/// days, every subject counted once however many events it has.
///
/// Where all times are pooled, subjects with many events count many times, so that times look shorter
/// than those of a typical subject. Here the times of a subject that ended weigh one together. The
/// last one, which the end of the observation cuts off, counts only where it is the subject's only
/// one: beside others it was picked for being long.
///
/// Source: Wang & Chang (1999), Nonparametric Estimation of a Recurrent Survival Function. A time cut
/// off on a day is still waiting on that day. Checked against `Tests/Oracles/recurrence.json`.
public struct RecurrentSurvivalCurve: SurvivalFunction, Sendable, Equatable {
  public let survival: [Double]

  /// Estimates the curve.
  ///
  /// - Parameters:
  ///   - ended: by length in days, the times that ended, each divided by how many its subject has.
  ///   - cutOff: by days observed, subjects none of whose times ended; as many days as `ended`.
  /// - Complexity: O(days).
  public init(ended: [Double], cutOff: [Int]) {
    precondition(ended.count == cutOff.count, "\(ended.count) days and \(cutOff.count)")
    precondition(ended.allSatisfy { $0 >= 0 } && cutOff.allSatisfy { $0 >= 0 })
    // Of those that wait on a day, the ones that do so after it: sums of the same terms, so that
    // their ratio is exactly 1 where none ends and never below 0.
    var waiting = 0.0
    var staying = [Double](repeating: 1, count: ended.count)
    for day in ended.indices.reversed() {
      let after = waiting + Double(cutOff[day])
      waiting = after + ended[day]
      if ended[day] > 0 { staying[day] = after / waiting }
    }
    var share = 1.0
    survival = staying.map { ratio in
      share *= ratio
      return share
    }
  }
}
