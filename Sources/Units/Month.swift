/// A calendar month, counted from January of year 0 (month 0).
public struct Month: Hashable, Comparable, Sendable {
  public var number: Int

  public init(number: Int) {
    self.number = number
  }

  /// The month of a day.
  public init(of day: Day) {
    let (year, month, _) = day.civil
    number = 12 * year + month - 1
  }

  /// Whether the month is over at the start of a day.
  public func isComplete(asOf day: Day) -> Bool { self < Month(of: day) }

  public static func < (a: Month, b: Month) -> Bool { a.number < b.number }
  public static func - (end: Month, start: Month) -> Int { end.number - start.number }
  public static func + (month: Month, months: Int) -> Month { Month(number: month.number + months) }
}

extension Month: CustomStringConvertible {
  /// The month as `yyyy-mm`.
  public var description: String {
    let (year, month) = (number / 12, number % 12 + 1)
    let digits = String(year)
    return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
      + (month < 10 ? "-0\(month)" : "-\(month)")
  }
}

extension Month: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let day = Day(iso: "\(text)-01") else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "found '\(text)', expected a month yyyy-mm")
    }
    self = Month(of: day)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
