import Expressions
import Units

/// The fields of a row without quotes, blanks other than spaces, or bytes outside ASCII, where they
/// stand in a block.
///
/// Eight bytes are looked at in one step. Whatever is not plain is left to `RecordReader`, so that
/// there is one place that knows what such rows mean.
struct PlainRow {
  /// Where the row begins.
  private(set) var start = 0
  /// Where each field ends; the next begins one further.
  private(set) var ends: [Int]
  private let delimiter: UInt8

  /// - Parameters:
  ///   - fieldCount: fields of a whole row.
  ///   - delimiter: the byte between two of them.
  init(fieldCount: Int, delimiter: UInt8) {
    ends = [Int](repeating: 0, count: fieldCount)
    self.delimiter = delimiter
  }

  /// Finds the fields of the row at `start`.
  ///
  /// - Parameters:
  ///   - bytes: a block of whole records.
  ///   - start: where the row begins.
  ///   - end: end of the block.
  /// - Returns: where the next row begins; nil where the row is not plain or not of as many fields.
  @inline(__always)
  mutating func find(in bytes: Span<UInt8>, at start: Int, end: Int) -> Int? {
    self.start = start
    let delimiters = WordMask.repeated(delimiter)
    let quotes = WordMask.repeated(UInt8(ascii: "\""))
    var field = 0
    var index = start
    while index < end {
      let word = bytes.word(at: index)
      var hits =
        WordMask.equal(word, to: delimiters) | WordMask.equal(word, to: quotes)
        | WordMask.unprintable(word)
      while hits != 0 {
        let place = index &+ WordMask.first(hits)
        hits &= hits &- 1
        if place >= end { break }
        let byte = bytes[place]
        if byte == delimiter {
          if field >= ends.count { return nil }
          ends[field] = place
          field &+= 1
        } else {
          return rowEnd(bytes, byte, place, end, field)
        }
      }
      index &+= 8
    }
    // The last line of a file may lack its end.
    return wholeRow(endingAt: end, field) ? end : nil
  }

  @inline(__always)
  private mutating func rowEnd(
    _ bytes: Span<UInt8>, _ byte: UInt8, _ place: Int, _ end: Int, _ field: Int
  ) -> Int? {
    if byte == UInt8(ascii: "\n") {
      return wholeRow(endingAt: place, field) ? place &+ 1 : nil
    }
    if byte == UInt8(ascii: "\r"), place &+ 1 < end, bytes[place &+ 1] == UInt8(ascii: "\n") {
      return wholeRow(endingAt: place, field) ? place &+ 2 : nil
    }
    return nil
  }

  @inline(__always)
  private mutating func wholeRow(endingAt place: Int, _ field: Int) -> Bool {
    guard field == ends.count &- 1, place &- start <= RecordReader.longestField else {
      return false
    }
    ends[field] = place
    return true
  }

  /// Where a field stands.
  @inline(__always)
  func range(_ field: Int) -> Range<Int> {
    (field == 0 ? start : ends[field &- 1] &+ 1)..<ends[field]
  }

  /// Where the contents of a field stand, without the blanks around them.
  @inline(__always)
  func trimmed(_ field: Int, _ bytes: Span<UInt8>) -> Range<Int> {
    let range = range(field)
    if range.isEmpty { return range }
    if !isBlank(bytes[range.lowerBound]), !isBlank(bytes[range.upperBound &- 1]) { return range }
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, isBlank(bytes[start]) { start += 1 }
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  /// The mark of all fields as they are, as `LogFile.fingerprint` has it.
  @inline(__always)
  func fingerprint(_ bytes: Span<UInt8>) -> UInt64 {
    var fingerprint = Fingerprint()
    var start = start
    for end in ends {
      fingerprint.add(bytes, start..<end)
      start = end &+ 1
    }
    return fingerprint.value
  }
}

/// A plain row as expressions see it.
struct PlainCells: FieldSource {
  let row: PlainRow
  let bytes: [UInt8]

  func bytes(ofField index: Int) -> ArraySlice<UInt8> {
    bytes[row.trimmed(index, bytes.span)]
  }
}

/// Reads values of plain cells; nil leaves the row to the readers that explain what is wrong.
struct PlainCellReader: Sendable {
  private let settings: OrderRows.Settings
  private let point: UInt8
  /// The day last seen, as its ten bytes, and its first second: logs have many rows a day.
  private var dayHead: UInt64 = 0
  private var dayTail: UInt64 = 0
  private var midnight: Int64 = 0

  init(_ settings: OrderRows.Settings) {
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
      let date = start..<start &+ 10
      guard let day = try? settings.times.seconds(bytes.extracting(date)) else { return nil }
      (dayHead, dayTail, midnight) = (head, middle & 0xffff, day)
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
  func decimal(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Decimal? {
    var index = range.lowerBound
    let end = range.upperBound
    guard end &- index <= 18, index < end else { return nil }
    let isNegative = bytes[index] == UInt8(ascii: "-")
    if isNegative { index &+= 1 }
    var mantissa: Int64 = 0
    var digits = 0
    var scale = -1
    while index < end {
      let value = bytes[index] &- UInt8(ascii: "0")
      if value < 10 {
        mantissa = mantissa &* 10 &+ Int64(value)
        digits &+= 1
      } else if bytes[index] == point, scale < 0 {
        scale = digits
      } else {
        return nil
      }
      index &+= 1
    }
    guard digits > 0, digits <= 17 else { return nil }
    return Decimal(
      mantissa: isNegative ? 0 &- mantissa : mantissa, scale: scale < 0 ? 0 : digits &- scale)
  }

  /// The number of a role's column or calculation.
  @inline(__always)
  func number(
    _ role: ColumnRole, _ columns: RecognisedColumns, _ row: PlainRow, _ block: RowBlock,
    _ bytes: Span<UInt8>
  ) -> Decimal? {
    if let field = columns.field(role) { return decimal(bytes, row.trimmed(field, bytes)) }
    guard case .calculation(let expression) = columns.source(role) else { return nil }
    return try? expression.decimal(PlainCells(row: row, bytes: block.bytes))
  }
}
