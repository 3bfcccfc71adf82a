internal import Units

/// Reads times: ISO 8601 and `yyyymmdd`, or whatever `--date-format` says.
///
/// A time without an offset is the shop's wall clock, or that of the zone in which it was written. One
/// with an offset, or with Z, is moved to the wall clock of the shop's time zone. A date alone is the
/// same day everywhere.
package struct TimeReader: Sendable {
  package let format: DateFormat?
  package let zone: ZoneClock
  /// The zone of times that name none; nil for the shop's.
  private let written: ZoneClock?

  package init(format: DateFormat?, zone: ZoneClock, written: ZoneClock? = nil) {
    self.format = format
    self.zone = zone
    self.written = written
  }

  package enum Failure: Error {
    /// No time at all.
    case unreadable
    /// A well-formed date that no calendar has, as 31 February.
    case noSuchDay
    /// A date such as 03/04/2020, which needs a format.
    case needsFormat
  }

  /// The wall-clock seconds of a text without blanks around it.
  package func seconds(_ bytes: Span<UInt8>) throws(Failure) -> Int64 {
    if let format {
      let seconds = try format.seconds(bytes)
      return format.hasTime ? onWallClock(seconds) : seconds
    }
    guard bytes.count >= 8 else { throw failure(bytes) }
    if bytes.count == 8, let compact = number(bytes, 0, 8) {
      return try midnight(compact / 10_000, compact / 100 % 100, compact % 100)
    }
    guard bytes.count >= 10, bytes[4] == minus, bytes[7] == minus,
      let year = number(bytes, 0, 4), let month = number(bytes, 5, 7),
      let day = number(bytes, 8, 10)
    else { throw failure(bytes) }
    let start = try midnight(year, month, day)
    return bytes.count == 10 ? start : try time(bytes, on: start)
  }

  /// Adds `T08:26`, ` 08:26:30.5Z` and the like.
  private func time(_ bytes: Span<UInt8>, on midnight: Int64) throws(Failure) -> Int64 {
    guard bytes.count >= 16, bytes[10] | 0x20 == UInt8(ascii: "t") || bytes[10] == space,
      bytes[13] == colon, let hour = number(bytes, 11, 13), let minute = number(bytes, 14, 16),
      hour < 24, minute < 60
    else { throw .unreadable }
    var seconds = midnight + Int64(hour * 3_600 + minute * 60)
    var index = 16
    if index < bytes.count, bytes[index] == colon {
      guard index + 3 <= bytes.count, let second = number(bytes, index + 1, index + 3),
        second < 60
      else { throw .unreadable }
      seconds += Int64(second)
      index += 3
      if index < bytes.count, bytes[index] == UInt8(ascii: ".") || bytes[index] == comma {
        index += 1
        // Fractions of a second are dropped.
        while index < bytes.count, digit(bytes[index]) != nil { index += 1 }
      }
    }
    if index == bytes.count { return onWallClock(seconds) }
    return zone.wallClock(ofUTC: seconds - Int64(try offset(bytes, at: index)))
  }

  /// What the shop's clock shows when that of the file shows so many seconds.
  private func onWallClock(_ seconds: Int64) -> Int64 {
    written.map { zone.wallClock(ofUTC: $0.utc(ofWallClock: seconds)) } ?? seconds
  }

  /// Seconds east of UTC, from `Z`, ` UTC`, `+hh`, `+hhmm` or `+hh:mm`.
  private func offset(_ bytes: Span<UInt8>, at start: Int) throws(Failure) -> Int {
    var start = start
    while start < bytes.count, bytes[start] == space { start += 1 }
    let rest = bytes.count - start
    if rest == 1, bytes[start] | 0x20 == UInt8(ascii: "z") { return 0 }
    if rest == 3, (0..<3).map({ bytes[start + $0] }).elementsEqual("UTC".utf8) { return 0 }
    guard rest == 3 || rest == 5 || rest == 6, let hours = number(bytes, start + 1, start + 3),
      rest != 6 || bytes[start + 3] == colon,
      let minutes = rest == 3 ? 0 : number(bytes, bytes.count - 2, bytes.count),
      hours < 24, minutes < 60
    else { throw .unreadable }
    switch bytes[start] {
    case UInt8(ascii: "+"): return hours * 3_600 + minutes * 60
    case minus: return -(hours * 3_600 + minutes * 60)
    default: throw .unreadable
    }
  }

  private func midnight(_ year: Int, _ month: Int, _ day: Int) throws(Failure) -> Int64 {
    guard let day = Day(year: year, month: month, day: day) else { throw .noSuchDay }
    return Instant(startOf: day).seconds
  }

  private func failure(_ bytes: Span<UInt8>) -> Failure {
    DateShape(bytes) == nil ? .unreadable : .needsFormat
  }

  /// The number of the digits at `start ..< end`, nil where anything else is among them.
  @inline(__always)
  private func number(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    var value = 0
    for index in start..<end {
      guard let digit = digit(bytes[index]) else { return nil }
      value = value * 10 + digit
    }
    return value
  }
}

/// The form of a date such as `12/1/2010 8:26`, of which it is not known which part is the day.
package struct DateShape {
  private let first: Int
  private let second: Int
  private let yearFirst: Bool
  private let separator: String
  private let year: String
  private let time: String

  /// Nil where the text is not three numbers with `/`, `.` or `-` between them, and perhaps a time.
  package init?(_ bytes: Span<UInt8>) {
    var index = 0
    var numbers: [(value: Int, digits: Int)] = []
    var separators: [UInt8] = []
    while numbers.count < 3 {
      let start = index
      var value = 0
      while index < bytes.count, index - start < 4, let digit = digit(bytes[index]) {
        value = value * 10 + digit
        index += 1
      }
      guard index > start else { return nil }
      numbers.append((value, index - start))
      if numbers.count == 3 { break }
      guard index < bytes.count, "/.-".utf8.contains(bytes[index]) else { return nil }
      separators.append(bytes[index])
      index += 1
    }
    guard separators[0] == separators[1] else { return nil }
    guard let time = Self.timePattern(bytes, from: index) else { return nil }
    self.time = time
    separator = String(decoding: separators[..<1], as: UTF8.self)
    yearFirst = numbers[0].digits == 4
    year = yearFirst || numbers[2].digits == 4 ? "%Y" : "%y"
    first = numbers[yearFirst ? 1 : 0].value
    second = numbers[yearFirst ? 2 : 1].value
  }

  /// The formats that fit: month first, day first.
  package var formats: (monthFirst: String?, dayFirst: String?) {
    func pattern(_ a: String, _ b: String) -> String {
      (yearFirst ? [year, a, b] : [a, b, year]).joined(separator: separator) + time
    }
    return (
      (1...12).contains(first) && (1...31).contains(second) ? pattern("%m", "%d") : nil,
      !yearFirst && (1...31).contains(first) && (1...12).contains(second)
        ? pattern("%d", "%m") : nil
    )
  }

  private static func timePattern(_ bytes: Span<UInt8>, from start: Int) -> String? {
    var rest = String(decoding: (start..<bytes.count).map { bytes[$0] }, as: UTF8.self)[...]
    if rest.isEmpty { return "" }
    guard rest.first == " " || rest.first == "T" else { return nil }
    var pattern = String(rest.removeFirst())
    let isTwelveHour = rest.uppercased().hasSuffix("M")
    let digits = rest.prefix { $0.isNumber || $0 == ":" }
    let parts = digits.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3 else { return nil }
    pattern += isTwelveHour ? "%I:%M" : "%H:%M"
    if parts.count == 3 { pattern += ":%S" }
    if isTwelveHour { pattern += rest.dropFirst(digits.count).first == " " ? " %p" : "%p" }
    return pattern
  }
}
