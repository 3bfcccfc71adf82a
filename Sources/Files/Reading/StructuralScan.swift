/// Finds where the structural bytes of a block stand: one branch-free pass, after which rows and
/// fields are read off (as in Langdale & Lemire, "Parsing Gigabytes of JSON per Second", 2019).
package struct StructuralScan: Sendable {
  package let delimiter: UInt8
  private let structure: StructuralBytes

  /// Blocks beyond this have one record of megabytes, which is not worth an index.
  package static let longestBlock = 1 << 24

  package init(delimiter: UInt8) {
    self.delimiter = delimiter
    structure = StructuralBytes(delimiter: delimiter)
  }

  /// Finds the places in `bytes[range]`.
  ///
  /// - Parameters:
  ///   - bytes: hold the block.
  ///   - range: the block.
  ///   - places: receives the places in rising order, then the end of the block.
  /// - Returns: how many places there are, the end not counted.
  /// - Precondition: the block ends within `longestBlock`.
  package func find(in bytes: Span<UInt8>, _ range: Range<Int>, into places: inout [UInt32]) -> Int
  {
    let end = range.upperBound
    precondition(end <= Self.longestBlock && end <= bytes.count)
    // Eight places are written at once, however many of them count.
    let room = range.count + 64 + 8
    if places.count < room { places = [UInt32](repeating: 0, count: room) }
    var places = places.mutableSpan
    var found = 0
    var index = range.lowerBound
    while index < end {
      var bits = bytes.bits(at: index, of: structure)
      let hits = bits.nonzeroBitCount
      var next = found
      repeat {
        for step in 0..<8 {
          places[next &+ step] = UInt32(truncatingIfNeeded: index &+ bits.trailingZeroBitCount)
          bits &= bits &- 1
        }
        next &+= 8
      } while next &- found < hits
      found &+= hits
      index &+= 64
    }
    // Zeros, or another block's bytes, stand behind the end.
    while found > 0, places[found &- 1] >= end { found &-= 1 }
    places[found] = UInt32(truncatingIfNeeded: end)
    return found
  }
}

/// A row without quotes, blanks other than spaces, or bytes outside ASCII, and with as many fields as
/// the file has columns: where it stands in a block and its index.
///
/// Whatever is not plain is left to `RecordReader`, so that there is one place that knows what such
/// rows mean.
public struct PlainRow {
  /// Where the row begins.
  @usableFromInline let start: Int
  /// The place, by number, of the first field's end.
  @usableFromInline let firstPlace: Int
  @usableFromInline let fieldCount: Int
  /// Where the next row begins, and the number of its first place.
  public let next: Int
  public let nextPlace: Int

  /// The row that begins at `start`; nil where it is not plain.
  ///
  /// - Parameters:
  ///   - bytes: a block of whole records.
  ///   - places: of its index.
  ///   - count: places that count; the end stands behind them.
  ///   - start: where the row begins.
  ///   - firstPlace: number of the first place not before `start`.
  ///   - fieldCount: columns of the file.
  ///   - delimiter: the byte between two fields.
  @inlinable @inline(__always)
  public init?(
    _ bytes: Span<UInt8>, _ places: Span<UInt32>, count: Int, start: Int, firstPlace: Int,
    fieldCount: Int, delimiter: UInt8
  ) {
    let last = firstPlace &+ fieldCount &- 1
    guard last <= count else { return nil }
    for number in firstPlace..<last where bytes[Int(places[number])] != delimiter { return nil }
    let end = Int(places[last])
    guard end &- start <= longestPlainField else { return nil }
    self.start = start
    self.firstPlace = firstPlace
    self.fieldCount = fieldCount
    if last == count {
      // The last line of a file may lack its end.
      (next, nextPlace) = (end, last)
    } else if bytes[end] == UInt8(ascii: "\n") {
      (next, nextPlace) = (end &+ 1, last &+ 1)
    } else if bytes[end] == UInt8(ascii: "\r"), last &+ 1 < count,
      Int(places[last &+ 1]) == end &+ 1, bytes[end &+ 1] == UInt8(ascii: "\n")
    {
      (next, nextPlace) = (end &+ 2, last &+ 2)
    } else {
      return nil
    }
  }

  /// Where a field stands.
  @inlinable @inline(__always)
  public func range(_ field: Int, _ places: Span<UInt32>) -> Range<Int> {
    let start = field == 0 ? start : Int(places[firstPlace &+ field &- 1]) &+ 1
    return start..<Int(places[firstPlace &+ field])
  }

  /// Where the contents of a field stand, without the blanks around them.
  @inlinable @inline(__always)
  public func trimmed(_ field: Int, _ bytes: Span<UInt8>, _ places: Span<UInt32>) -> Range<Int> {
    let range = range(field, places)
    if range.isEmpty { return range }
    // One question of both ends, as plain rows have no blanks but spaces: hardly any field has them.
    if min(bytes[range.lowerBound], bytes[range.upperBound &- 1]) > UInt8(ascii: " ") {
      return range
    }
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, isBlank(bytes[start]) { start += 1 }
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return start..<end
  }
}

/// A block and its index.
package struct PlainText: Sendable {
  package var bytes: [UInt8]
  package var places: [UInt32]

  package init(bytes: [UInt8], places: [UInt32]) {
    self.bytes = bytes
    self.places = places
  }
}

/// Bytes of the longest field that is read, quotes not counted.
@inlinable var longestPlainField: Int { 64 << 10 }
