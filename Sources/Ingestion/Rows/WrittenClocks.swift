/// Which clocks the times of some rows are of: a column with both cannot be compared.
struct WrittenClocks: OptionSet, Sendable {
  let rawValue: UInt8

  /// Times without a zone.
  static let shops = WrittenClocks(rawValue: 1)
  /// Times with one of their own.
  static let zoned = WrittenClocks(rawValue: 2)

  /// Bytes of times to the minute and to the second, behind which a zone may stand.
  private static let (minutes, seconds) = (16, 19)

  /// Notes a time of the ISO form; a date alone is the same day on every clock.
  @inline(__always)
  mutating func note(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    if range.count == Self.seconds || range.count == Self.minutes {
      insert(.shops)
    } else if range.count > Self.minutes {
      noteLong(bytes, range)
    }
  }

  private mutating func noteLong(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    // Behind the minutes: a colon, digits, a point or comma, and then a zone or nothing.
    let isZoned = (range.lowerBound + Self.minutes..<range.upperBound).contains { place in
      let byte = bytes[place]
      return byte | 0x20 == UInt8(ascii: "z") || byte == UInt8(ascii: "+")
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "U")
    }
    insert(isZoned ? .zoned : .shops)
  }
}
