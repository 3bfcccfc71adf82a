/// A second on the shop's wall clock, counted from 1970-01-01T00:00:00 of that clock.
///
/// Times with an offset are moved to the chosen time zone when they are read; times without one
/// are taken as that zone's. From there on a day is 86,400 of these seconds, and no later step
/// needs to know the zone.
public struct Instant: Hashable, Comparable, Sendable {
  /// Seconds since 1970-01-01T00:00:00 on the wall clock; negative before it.
  public var seconds: Int64

  @inlinable
  public init(seconds: Int64) {
    self.seconds = seconds
  }

  /// The first second of a day.
  @inlinable
  public init(startOf day: Day) {
    seconds = Int64(day.number) * 86_400
  }

  /// The calendar day of this instant.
  ///
  /// Years beyond ±5 million trap; readers refuse them.
  @inlinable
  public var day: Day {
    var quotient = seconds / 86_400
    if seconds % 86_400 < 0 { quotient -= 1 }
    return Day(number: Int32(quotient))
  }

  /// The hour of the day, 0 … 23.
  @inlinable
  public var hour: Int {
    let second = seconds % 86_400
    return Int((second < 0 ? second + 86_400 : second) / 3_600)
  }

  @inlinable
  public static func < (a: Instant, b: Instant) -> Bool { a.seconds < b.seconds }
}
