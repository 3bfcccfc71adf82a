/// Cuts a file into blocks of whole records.
///
/// A line feed ends a record unless it stands between quotes. A block without a quote is cut behind
/// its last line feed, which a look from its end finds; in any other the records are told apart from
/// its beginning on.
package struct RecordBlocks: Sendable {
  private var source: TextSource
  /// Read already: the beginning of the next block.
  private var rest: [UInt8]
  private var atEnd: Bool
  private let size: Int
  private let delimiter: Delimiter
  /// Line of the first byte of all.
  package let firstLine: Int

  init(
    source: TextSource, rest: [UInt8], atEnd: Bool, nextLine: Int,
    delimiter: Delimiter, size: Int
  ) {
    self.source = source
    self.rest = rest
    self.atEnd = atEnd
    self.size = size
    self.delimiter = delimiter
    firstLine = nextLine
  }

  /// The rest of the file in slices that need no order; nil where it can only be read in order.
  package var slices: FileSlices? {
    guard case .character = delimiter, let file = source.plainFile,
      let end = file.bytes.size
    else { return nil }
    return FileSlices(file: file.bytes, first: file.position - rest.count, end: end, size: size)
  }

  /// The next block; nil at the end.
  ///
  /// - Parameter buffer: memory that may be used again.
  /// - Returns: the bytes and how many of them are the block.
  /// - Throws: `BlockFailure` where the file cannot be read on or not be cut.
  package mutating func next(
    reusing buffer: consuming [UInt8]
  ) throws(BlockFailure) -> (bytes: [UInt8], end: Int)? {
    var bytes = buffer
    if bytes.count < size { bytes = [UInt8](repeating: 0, count: size) }
    // Latin-1 needs room for two bytes at least.
    while bytes.count < rest.count + 2 { bytes.append(contentsOf: repeatElement(0, count: size)) }
    for (offset, byte) in rest.enumerated() { bytes[offset] = byte }
    var filled = rest.count
    rest = []
    while true {
      if !atEnd {
        do {
          let count = try source.read(into: &bytes, from: filled)
          atEnd = count == 0
          filled += count
        } catch { throw BlockFailure() }
      }
      if atEnd { return filled == 0 ? nil : (bytes, filled) }
      if let end = try lastRecordEnd(bytes.span, filled) {
        rest = Array(bytes[end..<filled])
        return (bytes, end)
      }
      if bytes.count < filled + 2 {
        bytes.append(contentsOf: repeatElement(0, count: bytes.count))
      }
    }
  }

  private func lastRecordEnd(_ bytes: Span<UInt8>, _ filled: Int) throws(BlockFailure) -> Int? {
    if firstPlace(of: quote, in: bytes, 0..<filled) == nil {
      var index = filled
      while index > 0 {
        index -= 1
        if bytes[index] == lineFeed { return index + 1 }
      }
    }
    var finder = RecordEndFinder(delimiter: delimiter)
    return try finder.lastEnd(in: bytes, filled)
  }
}

/// Cuts a file behind line feeds near fixed places, each cut by itself.
///
/// A line feed between quotes makes a wrong cut. It shows: the block before it then ends within quotes,
/// which is a failure. Where no block fails, every cut is right, by induction from the first, of a file
/// that does not change but for rows appended to it.
package struct FileSlices: Sendable {
  let file: ByteSource
  /// Where the first record begins.
  let first: Int
  /// Where the file ended when it was opened: what is appended meanwhile is not read.
  let end: Int
  let size: Int

  /// A record that reaches further into the next slice is left to `RecordBlocks`.
  private static let longestTail = 1 << 20

  /// Reads block `number`; nil behind the end.
  ///
  /// - Parameters:
  ///   - number: from 0.
  ///   - bytes: receives the block; memory that is used again.
  /// - Returns: which bytes are the block; none where one record covers the slice.
  /// - Throws: where the file cannot be read, or a record is very long.
  package func read(_ number: Int, into bytes: inout [UInt8]) throws(BlockFailure) -> Range<Int>? {
    // One byte more before, to see whether a record begins with the slice.
    let before = number == 0 ? 0 : 1
    let position = first + number * size - before
    if bytes.count < size + before { bytes = [UInt8](repeating: 0, count: size + (1 << 12)) }
    if position + before >= end { return nil }
    var filled = try fill(&bytes, from: 0, at: position)
    let last = before + size - 1
    while true {
      let isWhole = position + filled == end
      let start = number == 0 ? 0 : end(in: bytes.span, from: 0, filled, isWhole)
      let end = end(in: bytes.span, from: min(last, filled), filled, isWhole)
      if let start, let end { return start..<max(start, end) }
      if bytes.count > size + Self.longestTail { throw BlockFailure() }
      bytes.append(contentsOf: repeatElement(0, count: bytes.count))
      filled += try fill(&bytes, from: filled, at: position + filled)
    }
  }

  /// Reads as much as there is room for, up to the end.
  ///
  /// - Throws: where the file has become shorter.
  private func fill(
    _ bytes: inout [UInt8], from start: Int, at position: Int
  ) throws(BlockFailure) -> Int {
    let count = try file.read(at: position, into: &bytes, from: start)
    let wanted = min(bytes.count - start, end - position)
    if count < wanted { throw BlockFailure() }
    return wanted
  }

  /// Where the line ends that a byte is in; nil where that is not read yet.
  private func end(
    in bytes: Span<UInt8>, from index: Int, _ filled: Int, _ isWhole: Bool
  ) -> Int? {
    if let place = firstPlace(of: lineFeed, in: bytes, index..<filled) { return place + 1 }
    return isWhole ? filled : nil
  }
}

/// Finds where records end, by the same rules as `RecordReader`, without finding their fields.
private struct RecordEndFinder {
  private let delimiter: UInt8
  private let blankRuns: Bool

  init(delimiter: Delimiter) {
    switch delimiter {
    case .character(let byte): (self.delimiter, blankRuns) = (byte, false)
    case .blanks: (self.delimiter, blankRuns) = (UInt8(ascii: " "), true)
    }
  }

  /// Where the last record ends that is surely whole; nil where there is none.
  mutating func lastEnd(in bytes: Span<UInt8>, _ filled: Int) throws(BlockFailure) -> Int? {
    var last: Int?
    var index = 0
    while index < filled {
      if blankRuns {
        while index < filled, isBlank(bytes[index]) { index += 1 }
        if index == filled { break }
      }
      if bytes[index] == quote {
        guard let closed = try behindQuotes(bytes, index, filled) else { break }
        index = closed
      } else {
        let start = index
        while index < filled, !endsField(bytes[index]) { index += 1 }
        // Else a file without line ends would be taken into memory whole.
        if index - start > RecordReader.longestField { throw BlockFailure() }
      }
      if index == filled { break }
      if isLineEnd(bytes[index]) {
        let isCarriageReturn = bytes[index] == carriageReturn
        index += 1
        if isCarriageReturn {
          // A line feed may follow, and belongs to this end.
          if index == filled { break }
          if bytes[index] == lineFeed { index += 1 }
        }
        last = index
      } else if !blankRuns {
        index += 1
      }
    }
    return last
  }

  private func endsField(_ byte: UInt8) -> Bool {
    byte == delimiter || isLineEnd(byte) || blankRuns && isBlank(byte)
  }

  /// Where the delimiter or the line end behind a quoted field stands; nil where that is not read
  /// yet.
  private func behindQuotes(
    _ bytes: Span<UInt8>, _ opening: Int, _ filled: Int
  ) throws(BlockFailure) -> Int? {
    var index = opening + 1
    while true {
      while index < filled, bytes[index] != quote { index += 1 }
      if index - opening > RecordReader.longestField + 1 { throw BlockFailure() }
      if index + 1 >= filled { return nil }
      if bytes[index + 1] != quote { break }
      index += 2
    }
    index += 1
    while index < filled, isBlank(bytes[index]), bytes[index] != delimiter { index += 1 }
    if index == filled { return nil }
    guard endsField(bytes[index]) || blankRuns && isBlank(bytes[index - 1]) else {
      throw BlockFailure()
    }
    return index
  }
}
