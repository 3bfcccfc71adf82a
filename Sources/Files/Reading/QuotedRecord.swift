/// A record with quotes, characters outside ASCII or any number of fields, read off the index of a
/// block.
///
/// What is stranger than that, doubled quotes among it, is left to `RecordReader`.
package struct QuotedRecord {
  /// Where the next record begins, and the number of its first place.
  package let next: Int
  package let nextPlace: Int
  /// Lines that it covers.
  package let lines: Int
  package let hasOtherThanASCII: Bool

  /// The record that begins at `start`; nil where it is stranger.
  ///
  /// - Parameters:
  ///   - bytes: a block of whole records.
  ///   - places: of its index.
  ///   - count: places that count; the end stands behind them.
  ///   - start: where the record begins.
  ///   - firstPlace: number of the first place not before `start`.
  ///   - delimiter: the byte between two fields.
  ///   - fields: receives where the fields stand, without their quotes.
  package init?(
    _ bytes: Span<UInt8>, _ places: Span<UInt32>, count: Int, start: Int, firstPlace: Int,
    delimiter: UInt8, into fields: inout [Range<Int>]
  ) {
    fields.removeAll(keepingCapacity: true)
    let end = Int(places[count])
    var fieldStart = start
    var closed: Int?
    var place = firstPlace
    var lines = 1
    var isOther = false
    while true {
      let index = Int(places[place])
      let isEnd = place == count
      let byte = isEnd ? lineFeed : bytes[index]
      if !isEnd, byte == quote, closed == nil, index == fieldStart {
        guard
          let quoted = Quoted(bytes, places, count: count, opening: index, place: place)
        else { return nil }
        lines += quoted.lines
        isOther = isOther || quoted.isOther
        closed = quoted.closing
        place = quoted.next
        // Nothing but blanks may follow.
        var behind = quoted.closing + 1
        while behind < end, isBlank(bytes[behind]), bytes[behind] != delimiter { behind += 1 }
        guard behind == end || bytes[behind] == delimiter || isLineEnd(bytes[behind]) else {
          return nil
        }
        while place < count, Int(places[place]) < behind { place += 1 }
        continue
      }
      if byte == delimiter || isLineEnd(byte) {
        fields.append(closed.map { fieldStart + 1..<$0 } ?? fieldStart..<index)
        closed = nil
        fieldStart = index + 1
        place += 1
        guard byte != delimiter || isEnd else { continue }
        var next = isEnd ? end : index + 1
        if !isEnd, byte == carriageReturn, next < end, bytes[next] == lineFeed {
          next += 1
          place += 1
        }
        (self.next, nextPlace, self.lines) = (next, min(place, count), lines)
        hasOtherThanASCII = isOther
        break
      }
      if byte == 0 { return nil }
      isOther = isOther || byte >= 0x80
      place += 1
    }
    // A blank line is no record; long fields are refused elsewhere.
    if next - start > longestPlainField || fields.count > RecordReader.mostColumns { return nil }
    if fields.count == 1 { return nil }
  }

  /// What stands between two quotes.
  private struct Quoted {
    let closing: Int
    /// Number of the first place behind the closing quote.
    let next: Int
    var lines = 0
    var isOther = false

    init?(_ bytes: Span<UInt8>, _ places: Span<UInt32>, count: Int, opening: Int, place: Int) {
      var place = place + 1
      while true {
        // A field that is not closed here says that the block is cut wrongly.
        guard place < count else { return nil }
        let index = Int(places[place])
        let byte = bytes[index]
        if byte == quote {
          if index + 1 < bytes.count, bytes[index + 1] == quote { return nil }
          (closing, next) = (index, place + 1)
          return
        }
        if byte == 0 { return nil }
        let isPair =
          byte == carriageReturn && index + 1 < bytes.count && bytes[index + 1] == lineFeed
        if isLineEnd(byte), !isPair { lines += 1 }
        isOther = isOther || byte >= 0x80
        place += 1
      }
    }
  }
}
