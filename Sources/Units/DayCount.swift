/// A length of time in days, written `90d`, `12w`, `6m` or `1y`.
///
/// A month is 365/12 days and a year 365, so that `12m` is `1y` and money per year does not
/// depend on the calendar.
public struct DayCount: Hashable, Sendable {
  /// Length in days, finite and above 0.
  public let days: Double

  /// Length in whole days, rounded half up: what windows and horizons use.
  public var wholeDays: Int { Int((days + 0.5).rounded(.down)) }

  /// Length in years of 365 days.
  public var years: Double { days / 365 }

  /// Creates a duration of whole days, at least 1.
  public init(days: Int) {
    precondition(days > 0, "a duration is at least one day, not \(days)")
    self.days = Double(days)
  }

  /// Reads `90d`, `12w`, `6m` or `1y`; nil for any other text, for zero, beyond 1,000 years, and where days
  /// or weeks make no whole number of days.
  public init?(_ text: String) {
    // `Double` alone would also read hexadecimal and exponents.
    guard let unit = text.last,
      text.utf8.dropLast().allSatisfy({ $0 == 46 || (48...57).contains($0) }),
      let count = Double(text.dropLast()), count > 0
    else { return nil }
    let length: Double
    switch unit {
    case "d": length = 1
    case "w": length = 7
    case "m": length = 365.0 / 12
    case "y": length = 365
    default: return nil
    }
    let days = count * length
    guard days >= 0.5, days <= 365_000 else { return nil }
    // A part of a month or year has no whole number of days by itself; a part of a day would be rounded away.
    if unit == "d" || unit == "w", days != days.rounded() { return nil }
    self.days = days
  }
}
