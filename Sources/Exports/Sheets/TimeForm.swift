internal import Expressions
internal import Files
internal import Units

/// One way of writing times: `iso`, or a pattern.
struct TimeForm: Sendable, Equatable {
  /// A time as a cell says it.
  struct Moment: Sendable, Equatable {
    /// Seconds since 1970 on the clock that wrote it.
    var wall: Int64
    /// Seconds east of UTC; nil where the cell does not say.
    var offset: Int64?
  }

  let pattern: String

  /// The moment of a text; nil where it is not of this form.
  func moment(_ text: String) -> Moment? {
    let bytes = Array(text.utf8)
    return moment(bytes.span, 0..<bytes.count)
  }

  /// The moment of `bytes[range]`.
  func moment(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Moment? {
    if pattern == "iso" { return Self.iso(bytes.extracting(range)) }
    let text = String(decoding: range.map { bytes[$0] }, as: UTF8.self)
    var scan = TimeScan(text: Array(text.unicodeScalars))
    guard scan.take(pattern) else { return nil }
    return scan.moment
  }

  private static func iso(_ bytes: Span<UInt8>) -> Moment? {
    func number(_ range: Range<Int>) -> Int? {
      guard range.upperBound <= bytes.count else { return nil }
      var value = 0
      for index in range {
        guard let digit = digit(bytes[index]) else { return nil }
        value = value * 10 + digit
      }
      return value
    }
    // ` -0500`, as most exports have it.
    func plainOffset(_ start: Int) -> Int64? {
      guard bytes.count == start + 6, bytes[start] == UInt8(ascii: " "),
        let hours = number(start + 2..<start + 4), let minutes = number(start + 4..<start + 6),
        hours < 24, minutes < 60
      else { return nil }
      let seconds = Int64(hours * 3_600 + minutes * 60)
      if bytes[start + 1] == UInt8(ascii: "+") { return seconds }
      return bytes[start + 1] == UInt8(ascii: "-") ? -seconds : nil
    }
    func seconds(_ year: Int, _ month: Int, _ day: Int) -> Int64? {
      Day(year: year, month: month, day: day).map { Instant(startOf: $0).seconds }
    }
    if bytes.count == 8, let all = number(0..<8) {
      return seconds(all / 10_000, all / 100 % 100, all % 100).map { Moment(wall: $0) }
    }
    let minus = UInt8(ascii: "-")
    guard bytes.count >= 10, bytes[4] == minus, bytes[7] == minus, let year = number(0..<4),
      let month = number(5..<7), let day = number(8..<10), var wall = seconds(year, month, day)
    else { return nil }
    if bytes.count == 10 { return Moment(wall: wall) }
    guard bytes.count >= 16, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
      bytes[13] == UInt8(ascii: ":"), let hour = number(11..<13), hour < 24,
      let minute = number(14..<16), minute < 60
    else { return nil }
    wall += Int64(hour * 3_600 + minute * 60)
    var index = 16
    if index + 3 <= bytes.count, bytes[index] == UInt8(ascii: ":") {
      guard let second = number(index + 1..<index + 3), second < 60 else { return nil }
      wall += Int64(second)
      index += 3
      if index < bytes.count, bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ",")
      {
        index += 1
        while index < bytes.count, digit(bytes[index]) != nil { index += 1 }
      }
    }
    if index == bytes.count { return Moment(wall: wall) }
    if let offset = plainOffset(index) { return Moment(wall: wall, offset: offset) }
    let rest = String(decoding: (index..<bytes.count).map { bytes[$0] }, as: UTF8.self)
    guard let offset = zoneOffset(rest) else { return nil }
    return Moment(wall: wall, offset: offset)
  }
}

/// Seconds east of UTC of `Z`, `+02:00`, ` -0500`, `PST` …; nil for anything else.
func zoneOffset(_ text: String) -> Int64? {
  let name = text.drop { $0 == " " }
  if name == "Z" || name == "z" { return 0 }
  if let known = GeneralWords.builtIn.zones[String(name)] { return Int64(known.minutes) * 60 }
  guard let sign = name.first, sign == "+" || sign == "-" else { return nil }
  let digits = name.dropFirst().filter { $0 != ":" }
  guard digits.utf8.allSatisfy({ digit($0) != nil }), digits.count == 2 || digits.count == 4,
    let number = Int64(digits)
  else { return nil }
  let (hours, minutes) = digits.count == 2 ? (number, 0) : (number / 100, number % 100)
  guard hours < 24, minutes < 60 else { return nil }
  return (sign == "+" ? 1 : -1) * (hours * 3_600 + minutes * 60)
}

/// Reads one text along a pattern.
private struct TimeScan {
  let text: [Unicode.Scalar]
  private var index = 0
  private var (year, month, day, hour, minute, second) = (0, 0, 0, 0, 0, 0)
  private var epoch: Int64?
  private var offset: Int64?
  private var isTwelveHour = false
  private var isAfternoon = false

  init(text: [Unicode.Scalar]) { self.text = text }

  var moment: TimeForm.Moment? {
    if let epoch { return TimeForm.Moment(wall: epoch, offset: 0) }
    if isTwelveHour {
      guard (1...12).contains(hour) else { return nil }
    }
    let hour = isTwelveHour ? hour % 12 + (isAfternoon ? 12 : 0) : hour
    guard hour < 24, minute < 60, second < 61, let day = Day(year: year, month: month, day: day)
    else { return nil }
    let wall = Instant(startOf: day).seconds + Int64(hour * 3_600 + minute * 60 + second)
    return TimeForm.Moment(wall: wall, offset: offset)
  }

  mutating func take(_ pattern: String) -> Bool {
    var rest = Array(pattern.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      if scalar == "%" {
        guard let letter = rest.popFirst(), take(letter: letter) else { return false }
      } else if scalar == " " {
        guard index < text.count, isBlank(text[index]) else { return false }
        while index < text.count, isBlank(text[index]) { index += 1 }
      } else {
        guard index < text.count, text[index] == scalar else { return false }
        index += 1
      }
    }
    return index == text.count
  }

  private func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\u{a0}" || scalar == "\u{202f}"
  }

  private mutating func take(letter: Unicode.Scalar) -> Bool {
    switch letter {
    case "Y": return number(4...4) { $0.year = $1 }
    case "y": return number(2...2) { $0.year = $1 < 69 ? 2_000 + $1 : 1_900 + $1 }
    case "m": return number(1...2) { $0.month = $1 }
    case "d": return number(1...2) { $0.day = $1 }
    case "H": return number(1...2) { $0.hour = $1 }
    case "I":
      isTwelveHour = true
      return number(1...2) { $0.hour = $1 }
    case "M": return number(2...2) { $0.minute = $1 }
    case "S":
      guard number(2...2, { $0.second = $1 }) else { return false }
      if index + 1 < text.count, text[index] == ".", isDigit(text[index + 1]) {
        index += 1
        while index < text.count, isDigit(text[index]) { index += 1 }
      }
      return true
    case "p":
      let word = word().lowercased()
      guard word == "am" || word == "pm" else { return false }
      isAfternoon = word == "pm"
      return true
    case "b":
      let word = word()
      guard word.count >= 3, let found = GeneralWords.builtIn.month(word) else { return false }
      if index < text.count, text[index] == "." { index += 1 }
      month = found
      return true
    case "a":
      guard word().count >= 2 else { return false }
      if index < text.count, text[index] == "." { index += 1 }
      return true
    case "z", "Z":
      let name = String(text[index...].map(Character.init))
      guard let found = zoneOffset(name) else { return false }
      (offset, index) = (found, text.count)
      return true
    case "s": return epoch(dividedBy: 1, digits: 9...10)
    case "Q": return epoch(dividedBy: 1_000, digits: 12...13)
    case "f": return epoch(dividedBy: 1_000_000, digits: 15...16)
    case "%":
      guard index < text.count, text[index] == "%" else { return false }
      index += 1
      return true
    default: return false
    }
  }

  private func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar >= "0" && scalar <= "9" }

  private mutating func number(
    _ digits: ClosedRange<Int>, _ assign: (inout TimeScan, Int) -> Void
  ) -> Bool {
    var value = 0
    var count = 0
    while index < text.count, count < digits.upperBound, isDigit(text[index]) {
      value = value * 10 + Int(text[index].value) - 0x30
      index += 1
      count += 1
    }
    guard digits.contains(count) else { return false }
    assign(&self, value)
    return true
  }

  private mutating func word() -> String {
    var word = ""
    while index < text.count, text[index].properties.isAlphabetic {
      word.unicodeScalars.append(text[index])
      index += 1
    }
    return word
  }

  private mutating func epoch(dividedBy divisor: Int64, digits: ClosedRange<Int>) -> Bool {
    var value: Int64 = 0
    var count = 0
    while index < text.count, isDigit(text[index]), count < 18 {
      value = value * 10 + Int64(text[index].value) - 0x30
      index += 1
      count += 1
    }
    guard digits.contains(count) else { return false }
    // A fraction of a second is dropped.
    if divisor == 1, index < text.count, text[index] == "." {
      index += 1
      while index < text.count, isDigit(text[index]) { index += 1 }
    }
    epoch = value / divisor
    return true
  }
}

extension TimeForm {
  /// Forms that files of no profile are tried with.
  static let general: [TimeForm] = {
    var forms = ["iso"]
    let times = [
      "", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", ", %H:%M", ", %H:%M:%S",
      " %H:%M:%S %z",
    ]
    let days = [
      "%m/%d/%Y", "%d/%m/%Y", "%m/%d/%y", "%d/%m/%y", "%d.%m.%Y", "%d.%m.%y", "%m-%d-%Y",
      "%d-%m-%Y", "%Y/%m/%d", "%Y.%m.%d", "%d-%b-%Y", "%d-%b-%y", "%b-%d-%y", "%b-%d-%Y",
      "%d %b %Y",
      "%b %d, %Y", "%d. %b %Y", "%a, %d %b %Y",
    ]
    for day in days { for time in times { forms.append(day + time) } }
    return (forms + ["%s", "%Q", "%f"]).map(TimeForm.init(pattern:))
  }()
}
