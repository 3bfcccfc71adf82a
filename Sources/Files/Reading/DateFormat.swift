internal import Dense
internal import Units

/// A pattern of dates and times in the manner of `strptime`.
///
/// `%Y %y %m %d %b %H %I %M %S %p %%`; numbers may lack their leading zero, a blank stands for any
/// blanks, everything else for itself. Two-digit years are 1969 … 2068, as POSIX has it.
package struct DateFormat: Sendable, Equatable {
  package let pattern: String
  private let steps: [Step]

  private enum Step: Sendable, Equatable {
    case year, shortYear, month, day, monthName, hour, hour12, minute, second, meridiem, blanks
    case literal(UInt8)
  }

  package init(_ pattern: String) throws(FileError) {
    self.pattern = pattern
    var steps: [Step] = []
    var bytes = Array(pattern.utf8)[...]
    while let byte = bytes.popFirst() {
      if isBlank(byte) {
        steps.append(.blanks)
      } else if byte != UInt8(ascii: "%") {
        steps.append(.literal(byte))
      } else {
        let letter = bytes.popFirst() ?? 0
        guard let step = Self.steps[letter] else {
          throw .malformedDateFormat(
            pattern, .unknownLetter(String(decoding: [letter], as: UTF8.self)))
        }
        steps.append(step)
      }
    }
    let parts: [([Step], FileError.PatternFault)] = [
      ([.year, .shortYear], .yearMissing), ([.month, .monthName], .monthMissing),
      ([.day], .dayMissing),
    ]
    for (needed, fault) in parts where !steps.contains(where: needed.contains) {
      throw .malformedDateFormat(pattern, fault)
    }
    self.steps = steps
  }

  private static let steps: [UInt8: Step] = [
    UInt8(ascii: "Y"): .year, UInt8(ascii: "y"): .shortYear, UInt8(ascii: "m"): .month,
    UInt8(ascii: "d"): .day, UInt8(ascii: "b"): .monthName, UInt8(ascii: "H"): .hour,
    UInt8(ascii: "I"): .hour12, UInt8(ascii: "M"): .minute, UInt8(ascii: "S"): .second,
    UInt8(ascii: "p"): .meridiem, UInt8(ascii: "%"): .literal(UInt8(ascii: "%")),
  ]

  /// Whether it says more than the day.
  var hasTime: Bool { steps.contains(.hour) || steps.contains(.hour12) }

  /// The wall-clock seconds of a text.
  func seconds(_ bytes: Span<UInt8>) throws(TimeReader.Failure) -> Int64 {
    var scanner = NumberScanner(index: 0)
    var (year, month, day, hour, minute, second) = (0, 0, 0, 0, 0, 0)
    var isTwelveHour = false
    var isAfternoon = false
    for step in steps {
      switch step {
      case .year: year = try scanner.number(bytes, 4)
      case .shortYear:
        let short = try scanner.number(bytes, 2)
        year = short < 69 ? 2000 + short : 1900 + short
      case .month: month = try scanner.number(bytes, 2)
      case .day: day = try scanner.number(bytes, 2)
      case .monthName: month = try scanner.month(bytes)
      case .hour: hour = try scanner.number(bytes, 2)
      case .hour12:
        hour = try scanner.number(bytes, 2)
        guard (1...12).contains(hour) else { throw .unreadable }
        isTwelveHour = true
      case .minute: minute = try scanner.number(bytes, 2)
      case .second: second = try scanner.number(bytes, 2)
      case .meridiem: isAfternoon = try scanner.isAfternoon(bytes)
      case .blanks: scanner.skipBlanks(bytes)
      case .literal(let byte): try scanner.expect(byte, bytes)
      }
    }
    guard scanner.index == bytes.count else { throw .unreadable }
    if isTwelveHour { hour = hour % 12 + (isAfternoon ? 12 : 0) }
    guard hour < 24, minute < 60, second < 60 else { throw .unreadable }
    guard let civil = Day(year: year, month: month, day: day) else { throw .noSuchDay }
    return Instant(startOf: civil).seconds + Int64(hour * 3_600 + minute * 60 + second)
  }
}

private struct NumberScanner {
  var index: Int

  mutating func number(
    _ bytes: Span<UInt8>, _ mostDigits: Int
  ) throws(TimeReader.Failure) -> Int {
    let start = index
    var value = 0
    while index < bytes.count, index - start < mostDigits, let digit = digit(bytes[index]) {
      value = value * 10 + digit
      index += 1
    }
    guard index > start else { throw .unreadable }
    return value
  }

  mutating func month(_ bytes: Span<UInt8>) throws(TimeReader.Failure) -> Int {
    let start = index
    while index < bytes.count, isWordByte(bytes[index]), digit(bytes[index]) == nil {
      index += 1
    }
    let name = (start..<index).map { bytes[$0] | 0x20 }
    guard name.count >= 3,
      let month = monthNames.firstIndex(where: {
        name.count == 3 ? $0.starts(with: name) : $0.elementsEqual(name)
      })
    else { throw .unreadable }
    return month + 1
  }

  mutating func isAfternoon(_ bytes: Span<UInt8>) throws(TimeReader.Failure) -> Bool {
    guard index + 2 <= bytes.count, bytes[index + 1] | 0x20 == UInt8(ascii: "m") else {
      throw .unreadable
    }
    let letter = bytes[index] | 0x20
    guard letter == UInt8(ascii: "a") || letter == UInt8(ascii: "p") else { throw .unreadable }
    index += 2
    return letter == UInt8(ascii: "p")
  }

  mutating func skipBlanks(_ bytes: Span<UInt8>) {
    while index < bytes.count, isBlank(bytes[index]) { index += 1 }
  }

  mutating func expect(_ byte: UInt8, _ bytes: Span<UInt8>) throws(TimeReader.Failure) {
    guard index < bytes.count, bytes[index] == byte else { throw .unreadable }
    index += 1
  }
}

private let monthNames: [[UInt8]] = [
  "january", "february", "march", "april", "may", "june", "july", "august", "september",
  "october", "november", "december",
].map { Array($0.utf8) }

/// The value of an ASCII digit.
@inlinable @inline(__always)
public func digit(_ byte: UInt8) -> Int? {
  let value = Int(byte) - Int(UInt8(ascii: "0"))
  return (0...9).contains(value) ? value : nil
}
