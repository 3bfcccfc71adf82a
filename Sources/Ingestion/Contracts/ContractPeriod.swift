package import Units

/// The unit that the age of a contract is counted in: whole calendar months, or days.
package enum ContractPeriod: Sendable, Equatable {
  case months(Int)
  case days(Int)

  /// Reads `1m`, `3m`, `1y`, `2w` or `30d`: months and years are of the calendar.
  ///
  /// Nil for any other text, and beyond 100 years.
  /// - Parameter text: of whole numbers from 1 on.
  package init?(_ text: String) {
    guard let unit = text.last, let count = Int(text.dropLast()), (1...36_500).contains(count),
      text.utf8.dropLast().allSatisfy({ (48...57).contains($0) })
    else { return nil }
    switch unit {
    case "y" where count <= 100: self = .months(12 * count)
    case "m" where count <= 1_200: self = .months(count)
    case "w" where count <= 5_200: self = .days(7 * count)
    case "d": self = .days(count)
    default: return nil
    }
  }

  package var text: String {
    switch self {
    case .months(let count): count % 12 == 0 ? "\(count / 12)y" : "\(count)m"
    case .days(let count): count % 7 == 0 ? "\(count / 7)w" : "\(count)d"
    }
  }

  /// Its length on average.
  package var meanDays: Double {
    switch self {
    case .months(let count): Double(count) * 365.2425 / 12
    case .days(let count): Double(count)
    }
  }

  /// How many whole periods another is long; nil where it is not a multiple.
  package func count(in other: ContractPeriod) -> Int? {
    switch (self, other) {
    case (.months(let own), .months(let theirs)) where theirs % own == 0: theirs / own
    case (.days(let own), .days(let theirs)) where theirs % own == 0: theirs / own
    default: nil
    }
  }

  /// Some of it in a row.
  package func times(_ count: Int) -> ContractPeriod {
    switch self {
    case .months(let own): .months(own * count)
    case .days(let own): .days(own * count)
    }
  }

  /// The number of them that a year is nearest to, at least 1.
  package var countInYear: Int { max(1, Int((365.2425 / meanDays).rounded())) }

  /// The day that so many periods lie from a day, backwards where negative; the last of a month where
  /// the month has no such day.
  package func day(_ count: Int, from start: Day) -> Day {
    switch self {
    case .days(let length): return start + count * length
    case .months(let length):
      let (year, month, day) = start.civil
      let number = 12 * year + month - 1 + count * length
      let (newYear, newMonth) = (number / 12, number % 12 + 1)
      for candidate in stride(from: day, through: max(1, day - 3), by: -1) {
        if let found = Day(year: newYear, month: newMonth, day: candidate) { return found }
      }
      return start + Int((Double(count) * meanDays).rounded())
    }
  }

  /// Whole periods between a day and a later one.
  package func completed(from start: Day, to end: Day) -> Int {
    guard end > start else { return 0 }
    switch self {
    case .days(let length): return (end - start) / length
    case .months(let length):
      var count = (Month(of: end) - Month(of: start)) / length
      while count > 0, day(count, from: start) > end { count -= 1 }
      return count
    }
  }

  /// The period, from 1, that a day of a contract's life is in, and how much of it is over by then: a day
  /// at the end of a period is of that one, and its whole is over.
  package func place(of day: Day, from start: Day) -> (period: Int, share: Double) {
    guard day > start else { return (1, 0) }
    let completed = completed(from: start, to: day)
    let last = self.day(completed, from: start)
    if completed > 0, last == day { return (completed, 1) }
    let next = self.day(completed + 1, from: start)
    return (completed + 1, Double(day - last) / Double(max(1, next - last)))
  }
}

extension ContractPeriod: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let period = ContractPeriod(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "found '\(text)', expected a period such as 1m")
    }
    self = period
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
