/// Reads delimited text one record after the other into a buffer that is used again.
///
/// RFC 4180 with what real files need besides: LF, CR and CRLF end a line, blanks may follow a
/// closing quote, a quote inside an unquoted field is a character like any other, and lines of blanks
/// only are no records. Memory is one buffer, which grows to the longest record.
package struct RecordReader: Sendable {
  /// Where the unquoted contents of a field stand in `buffer`.
  package struct Field: Sendable {
    package var start: Int32
    package var end: Int32
    var isQuoted = false
    var hasDoubledQuotes = false
  }

  package static var longestField: Int { longestPlainField }
  package static let mostColumns = 4_096

  /// Line of the first byte of the current record, from 1.
  package private(set) var line = 0
  /// The current record's fields.
  package private(set) var fields: [Field] = []
  /// Whether any byte of the current record is outside ASCII.
  package private(set) var hasOtherThanASCII = false
  /// Holds the current record, to be read through `fields` only.
  package private(set) var buffer: [UInt8]

  package let name: String
  package private(set) var delimiter = Delimiter.character(UInt8(ascii: ","))

  /// Nil where records come out of blocks that others read.
  private var source: TextSource?
  private var position = 0
  private var filled = 0
  private var atEnd = false
  private var nextLine = 1
  private var afterCarriageReturn = false

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: path of the file, `-` for standard input.
  ///   - delimiter: nil to find it out from the first line.
  ///   - encoding: how its bytes stand for characters.
  ///   - held: inputs that are no files.
  ///   - bufferSize: bytes read at once.
  /// - Throws: where the file cannot be opened or its beginning not be read.
  package init(
    path: String, delimiter: Delimiter?, encoding: TextEncoding, held: HeldInputs = HeldInputs(),
    bufferSize: Int = 1 << 18
  ) throws(FileError) {
    try self.init(
      try TextSource(path: path, encoding: encoding, held: held),
      delimiter: SourceAddress.delimiter(of: path) ?? delimiter, bufferSize: bufferSize)
  }

  /// Opens an address of rows that this program wrote, each number with all of its bits.
  package init(bitsOf path: String) throws(FileError) {
    try self.init(
      try TextSource(bitsOf: path), delimiter: .character(comma), bufferSize: 1 << 18)
  }

  /// Reads text that is in memory.
  package init(
    name: String, text: [UInt8], delimiter: Delimiter?, bufferSize: Int = 1 << 18
  ) throws(FileError) {
    try self.init(
      TextSource(name: name, bytes: text), delimiter: delimiter, bufferSize: bufferSize)
  }

  private init(
    _ source: TextSource, delimiter: Delimiter?, bufferSize: Int
  ) throws(FileError) {
    precondition(bufferSize >= 6, "a buffer of \(bufferSize) bytes cannot hold a byte order mark")
    self.source = source
    name = source.name
    buffer = [UInt8](repeating: 0, count: bufferSize)
    try refill()
    if let delimiter {
      self.delimiter = delimiter
    } else {
      while !atEnd, !firstLineIsComplete, filled < Self.longestField { try refill() }
      self.delimiter = .detected(in: buffer[..<filled])
    }
  }

  /// Moves to the next record that is not blank; false at the end of the file.
  package mutating func next() throws(FileError) -> Bool {
    while true {
      switch try scan() {
      case .incomplete: try refill()
      case .end: return false
      case .record:
        if isBlankLine { continue }
        for index in fields.indices where fields[index].hasDoubledQuotes { undouble(index) }
        return true
      }
    }
  }

  /// Where the contents of a field stand in `buffer`, without the blanks around them.
  package func trimmed(_ field: Int) -> Range<Int> {
    var start = Int(fields[field].start)
    var end = Int(fields[field].end)
    let bytes = buffer.span
    while start < end, isBlank(bytes[start]) { start += 1 }
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  /// The text of a field without the blanks around it.
  package func text(_ field: Int) -> String {
    String(decoding: buffer[trimmed(field)], as: UTF8.self)
  }

  private var isBlankLine: Bool {
    fields.count == 1 && !fields[0].isQuoted && trimmed(0).isEmpty
  }

  private var firstLineIsComplete: Bool {
    buffer[..<filled].contains(UInt8(ascii: "\n"))
  }
}

extension RecordReader {
  private enum Scan { case record, incomplete, end }

  private mutating func scan() throws(FileError) -> Scan {
    fields.removeAll(keepingCapacity: true)
    if afterCarriageReturn {
      if position == filled { return atEnd ? .end : .incomplete }
      if buffer[position] == lineFeed { position += 1 }
      afterCarriageReturn = false
    }
    if position == filled { return atEnd ? .end : .incomplete }
    switch delimiter {
    case .character(let byte): return try scanRecord(delimiter: byte, blankRuns: false)
    case .blanks: return try scanRecord(delimiter: space, blankRuns: true)
    }
  }

  /// Finds the fields of the record at `position`.
  ///
  /// Nothing but `fields` changes before the record is whole, so that a record cut by the end of the
  /// buffer is simply scanned again after more was read.
  @inline(__always)
  private mutating func scanRecord(
    delimiter: UInt8, blankRuns: Bool
  ) throws(FileError) -> Scan {
    // A second reference, because a span of `self.buffer` would bar changes to all of `self`.
    let buffer = buffer
    let bytes = buffer.span
    let end = filled
    var index = position
    var lineNumber = nextLine
    var lineStart = position
    var seen: UInt8 = 0
    scanning: while true {
      if blankRuns {
        while index < end, isBlank(bytes[index]) { index += 1 }
        if index == end, !atEnd { return .incomplete }
        if !fields.isEmpty, index == end || isLineEnd(bytes[index]) { break scanning }
      }
      let start = index
      if index < end, bytes[index] == quote {
        let opening = FileError.Place(file: name, line: lineNumber, column: index - lineStart + 1)
        var doubled = false
        index += 1
        while true {
          if index - start > Self.longestField + 1 { throw .fieldTooLong(opening, isQuoted: true) }
          guard index < end else {
            if atEnd { throw .unclosedQuote(opening) }
            return .incomplete
          }
          let byte = bytes[index]
          if byte == quote {
            if index + 1 == end, !atEnd { return .incomplete }
            guard index + 1 < end, bytes[index + 1] == quote else { break }
            doubled = true
            index += 2
            continue
          }
          if byte < space {
            if byte == 0 { throw .nulByte(place(lineNumber, index - lineStart + 1)) }
            if byte == carriageReturn, index + 1 == end, !atEnd { return .incomplete }
            let endsLine =
              byte == lineFeed
              || byte == carriageReturn && !(index + 1 < end && bytes[index + 1] == lineFeed)
            if endsLine {
              lineNumber += 1
              lineStart = index + 1
            }
          }
          seen |= byte
          index += 1
        }
        fields.append(
          Field(
            start: Int32(start + 1), end: Int32(index), isQuoted: true, hasDoubledQuotes: doubled))
        index += 1
        let closed = index
        while index < end, isBlank(bytes[index]), bytes[index] != delimiter { index += 1 }
        if index == end, !atEnd { return .incomplete }
        let blankFollows = blankRuns && index > closed
        if index < end, bytes[index] != delimiter, !isLineEnd(bytes[index]), !blankFollows {
          throw .textAfterQuote(place(lineNumber, index - lineStart + 1))
        }
      } else {
        while index < end {
          let byte = bytes[index]
          if byte == delimiter { break }
          if byte < space {
            if isLineEnd(byte) || blankRuns && byte == tab { break }
            if byte == 0 { throw .nulByte(place(lineNumber, index - lineStart + 1)) }
          }
          seen |= byte
          index += 1
        }
        if index - start > Self.longestField {
          throw .fieldTooLong(place(lineNumber, start - lineStart + 1), isQuoted: false)
        }
        if index == end, !atEnd { return .incomplete }
        fields.append(Field(start: Int32(start), end: Int32(index)))
      }
      if fields.count > Self.mostColumns {
        throw .tooManyColumns(place(lineNumber, start - lineStart + 1))
      }
      if index == end || isLineEnd(bytes[index]) { break scanning }
      if !blankRuns { index += 1 }
    }
    line = nextLine
    if index < end {
      afterCarriageReturn = bytes[index] == carriageReturn
      index += 1
      lineNumber += 1
    }
    hasOtherThanASCII = seen >= 0x80
    nextLine = lineNumber
    position = index
    return .record
  }

  private func place(_ line: Int, _ column: Int) -> FileError.Place {
    FileError.Place(file: name, line: line, column: column)
  }

  /// Moves the unfinished record to the front of the buffer and reads more behind it.
  private mutating func refill() throws(FileError) {
    let remaining = filled - position
    // Latin-1 needs room for two bytes at least.
    if remaining + 2 > buffer.count {
      buffer.append(contentsOf: repeatElement(0, count: buffer.count))
    }
    if position > 0 {
      for offset in 0..<remaining { buffer[offset] = buffer[position + offset] }
    }
    position = 0
    filled = remaining
    let count = try source?.read(into: &buffer, from: filled) ?? 0
    filled += count
    atEnd = count == 0
  }

  /// Makes one quote of two in a field of the finished record.
  private mutating func undouble(_ field: Int) {
    var target = Int(fields[field].start)
    var index = target
    let end = Int(fields[field].end)
    while index < end {
      buffer[target] = buffer[index]
      index += buffer[index] == quote ? 2 : 1
      target += 1
    }
    fields[field].end = Int32(target)
  }
}

extension RecordReader {
  /// Whether opening the path again gives the same bytes.
  package var canBeReadAgain: Bool { source?.isRegularFile ?? false }

  /// Bytes of the file, 0 where that is not known or all is given away.
  package var size: Int { source?.size ?? 0 }

  /// Gives away all that is behind the current record, to be read in blocks; this reader is at its
  /// end from then on.
  ///
  /// - Parameter size: bytes of a block.
  /// - Returns: the rest of the file; nil where it cannot be read again if that should be needed.
  package mutating func handOver(blocksOf size: Int) -> RecordBlocks? {
    guard let source, source.isRegularFile else { return nil }
    var rest = buffer[position..<filled]
    if afterCarriageReturn {
      if rest.isEmpty { return nil }
      if rest.first == lineFeed { rest.removeFirst() }
    }
    self.source = nil
    afterCarriageReturn = false
    position = filled
    defer { atEnd = true }
    return RecordBlocks(
      source: source, rest: Array(rest), atEnd: atEnd, nextLine: nextLine, delimiter: delimiter,
      size: size)
  }

  /// Reads one record out of a block of whole records.
  ///
  /// - Parameters:
  ///   - bytes: the block.
  ///   - start: where the record begins.
  ///   - end: end of the block.
  ///   - line: line of the record's first byte.
  /// - Returns: where the next record begins, its line, and whether this one is a blank line.
  /// - Throws: what is wrong with the record.
  package mutating func take(
    from bytes: Span<UInt8>, at start: Int, end: Int, line: Int
  ) throws(FileError) -> (next: Int, nextLine: Int, isBlank: Bool) {
    // A run of empty lines is as long as a compressed file cares to say: nothing is copied for them.
    if start < end, isLineEnd(bytes[start]) {
      let isPair = bytes[start] == carriageReturn && start + 1 < end && bytes[start + 1] == lineFeed
      fields.removeAll(keepingCapacity: true)
      hasOtherThanASCII = false
      return (start + (isPair ? 2 : 1), line + 1, isBlank: true)
    }
    var room = 1 << 10
    while true {
      let count = min(room, end - start)
      if buffer.count < count { buffer = [UInt8](repeating: 0, count: count) }
      for offset in 0..<count { buffer[offset] = bytes[start + offset] }
      (position, filled, nextLine) = (0, count, line)
      afterCarriageReturn = false
      atEnd = start + count == end
      if try scan() == .record { break }
      precondition(!atEnd, "a block of records has none")
      room *= 4
    }
    var next = start + position
    if afterCarriageReturn, next < end, bytes[next] == lineFeed { next += 1 }
    let isBlank = isBlankLine
    if !isBlank {
      for index in fields.indices where fields[index].hasDoubledQuotes { undouble(index) }
    }
    return (next, nextLine, isBlank)
  }
}

@inlinable @inline(__always)
public func isLineEnd(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
}

@inline(__always)
@inlinable
public func isBlank(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
}
