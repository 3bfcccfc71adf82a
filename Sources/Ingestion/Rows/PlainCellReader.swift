internal import Expressions
internal import Files
internal import Units

/// Reads values of plain cells; nil leaves the row to the readers that explain what is wrong.
struct PlainCellReader: Sendable {
  let settings: RowSettings
  private let point: UInt8
  /// The day last seen, as its ten bytes, and its first second: logs have many rows a day.
  private var dayHead: UInt64 = 0
  private var dayTail: UInt64 = 0
  private var midnight: Int64 = 0

  init(_ settings: RowSettings) {
    self.settings = settings
    point = settings.decimalComma ? UInt8(ascii: ",") : UInt8(ascii: ".")
  }

  /// The wall-clock seconds of a cell that lies in the past.
  @inline(__always)
  mutating func seconds(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    let seconds: Int64
    if range.count == 19, settings.times.format == nil {
      guard let plain = dateTime(bytes, range.lowerBound) else { return nil }
      seconds = plain
    } else if range.count == 10, settings.times.format == nil {
      let start = range.lowerBound
      guard let day = day(bytes.word(at: start), bytes.word(at: start &+ 8)) else { return nil }
      seconds = Instant(startOf: day).seconds
    } else {
      guard let other = try? settings.times.seconds(bytes.extracting(range)) else { return nil }
      seconds = other
    }
    return seconds < settings.futureBegins ? seconds : nil
  }

  /// `yyyy-mm-ddThh:mm:ss`, or with a blank for the T.
  @inline(__always)
  private mutating func dateTime(_ bytes: Span<UInt8>, _ start: Int) -> Int64? {
    let head = bytes.word(at: start)
    let middle = bytes.word(at: start &+ 8)
    if head != dayHead || middle & 0xffff != dayTail {
      guard let day = day(head, middle) else { return nil }
      (dayHead, dayTail) = (head, middle & 0xffff)
      midnight = Instant(startOf: day).seconds
    }
    // Behind the day: T h h : m m, then : s s.
    let letter = UInt8(truncatingIfNeeded: middle >> 16)
    guard letter | 0x20 == UInt8(ascii: "t") || letter == UInt8(ascii: " "),
      UInt8(truncatingIfNeeded: middle >> 40) == UInt8(ascii: ":"),
      bytes[start &+ 16] == UInt8(ascii: ":")
    else { return nil }
    let hour = twoDigits(middle >> 24)
    let minute = twoDigits(middle >> 48)
    let second = twoDigits(
      UInt64(bytes[start &+ 17]) | UInt64(bytes[start &+ 18]) << 8)
    guard hour < 24, minute < 60, second < 60 else { return nil }
    return midnight &+ Int64(hour &* 3_600 &+ minute &* 60 &+ second)
  }

  /// The day of `yyyy-mm-` and `dd`.
  @inline(__always)
  private func day(_ head: UInt64, _ tail: UInt64) -> Day? {
    let hyphens = UInt64(UInt8(ascii: "-"))
    guard head >> 32 & 0xff == hyphens, head >> 56 == hyphens else { return nil }
    let (century, year) = (twoDigits(head), twoDigits(head >> 16))
    guard century < 100, year < 100 else { return nil }
    return Day(
      year: century &* 100 &+ year, month: twoDigits(head >> 40), day: twoDigits(tail))
  }

  /// The number of the two lowest bytes, 100 or more where they are no digits.
  @inline(__always)
  private func twoDigits(_ word: UInt64) -> Int {
    let tens = Int(word & 0xff) &- 0x30
    let ones = Int(word >> 8 & 0xff) &- 0x30
    let areDigits = UInt(bitPattern: tens) < 10 && UInt(bitPattern: ones) < 10
    return areDigits ? tens &* 10 &+ ones : 100
  }

  /// A number of at most 17 digits without exponent; nil for any other cell.
  @inline(__always)
  func decimal(_ bytes: Span<UInt8>, _ range: Range<Int>) -> FixedDecimal? {
    if range.isEmpty { return nil }
    let isNegative = bytes[range.lowerBound] == UInt8(ascii: "-")
    let start = isNegative ? range.lowerBound &+ 1 : range.lowerBound
    let length = range.upperBound &- start
    guard length <= 8 else {
      return Self.longDecimal(bytes, start..<range.upperBound, isNegative, point: point)
    }
    // All digits at once: the point is taken out, and zeros are put before the first digit.
    var word = bytes.word(of: start..<range.upperBound)
    var digits = length
    var scale = 0
    let points = WordMask.equal(word, to: WordMask.repeated(point))
    if points != 0 {
      let place = WordMask.first(points)
      let before = (1 &<< (8 &* UInt64(place))) &- 1
      word = word & before | (word &>> 8) & ~before
      digits &-= 1
      scale = digits &- place
    }
    guard digits > 0 else { return nil }
    let zeros = 8 &* UInt64(8 &- digits)
    word = zeros == 0 ? word : word &<< zeros | EightDigits.zeros &>> (64 &- zeros)
    guard let mantissa = Self.number(ofDigits: word) else { return nil }
    return FixedDecimal(mantissa: isNegative ? 0 &- mantissa : mantissa, scale: scale)
  }

  /// The number of eight digits, the lowest byte the first; nil where any byte is no digit.
  @inline(__always)
  private static func number(ofDigits word: UInt64) -> Int64? {
    // A digit's high half is 3, and stays so when 6 is added.
    let high: UInt64 = 0xf0f0_f0f0_f0f0_f0f0
    guard word & high == EightDigits.zeros,
      (word &+ 0x0606_0606_0606_0606) & high == EightDigits.zeros
    else { return nil }
    return Int64(EightDigits.value(word))
  }

  // Of the type, not of a reader, which would be copied for the call.
  private static func longDecimal(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ isNegative: Bool, point: UInt8
  ) -> FixedDecimal? {
    guard range.count <= 18 else { return nil }
    var mantissa: Int64 = 0
    var digits = 0
    var scale = -1
    for index in range {
      let value = bytes[index] &- UInt8(ascii: "0")
      if value < 10 {
        mantissa = mantissa &* 10 &+ Int64(value)
        digits &+= 1
      } else if bytes[index] == point, scale < 0 {
        scale = digits
      } else {
        return nil
      }
    }
    guard digits > 0, digits <= 17 else { return nil }
    return FixedDecimal(
      mantissa: isNegative ? 0 &- mantissa : mantissa, scale: scale < 0 ? 0 : digits &- scale)
  }
}
