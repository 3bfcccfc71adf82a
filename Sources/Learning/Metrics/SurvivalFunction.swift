/// The share of waiting times that are longer than each number of days.
public protocol SurvivalFunction {
  /// S(t) by day t from 0: the share of times longer than t.
  var survival: [Double] { get }
}

extension SurvivalFunction {
  /// Of the times that outlast a day, the share that end by a later one.
  ///
  /// - Returns: nil where no time outlasts the day, or either day is past the curve.
  public func shareEnding(after day: Int, by end: Int) -> Double? {
    guard day <= end, end < survival.count, survival[day] > 0 else { return nil }
    return (survival[day] - survival[end]) / survival[day]
  }

  /// Of the times that end by a day, the share that end after an earlier one.
  ///
  /// - Returns: nil where none ends by then, or either day is past the curve.
  public func shareLonger(than day: Int, ofThoseEndingBy end: Int) -> Double? {
    guard day <= end, end < survival.count, survival[end] < 1 else { return nil }
    return (survival[day] - survival[end]) / (1 - survival[end])
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
