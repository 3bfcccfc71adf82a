internal import Files
internal import Intake

/// Reads records of one file into the cells of columns; one of several workers, or the only one.
struct SheetReader: Sendable {
  /// The rows of one block.
  struct Block: Sendable {
    let number: Int
    /// Lines that the block has, and the line of each row from its first.
    fileprivate(set) var lineCount = 0
    fileprivate(set) var lines: [Int32] = []
    fileprivate(set) var marks: [UInt64] = []
    fileprivate(set) var misfits: [(row: Int, fields: Int)] = []
    /// By kept column.
    fileprivate var cells: [[Int32]] = []

    /// The codes of a column.
    func codes(_ slot: Int) -> [Int32] { cells[slot] }

    fileprivate init(_ number: Int) { self.number = number }
  }

  let file: String
  private let header: [String]
  /// The columns that are kept.
  let kept: [Int]
  /// Place among them of each column, −1 where it is not kept.
  private let slots: [Int]
  private var coders: [CellCoder]
  /// By column, whether an apostrophe was taken off a cell.
  private var hasStripped: [Bool]
  private(set) var blocks: [Block] = []
  /// Codes of the rows of the block that is being read, row by row.
  private var rowCodes: [Int32] = []
  private var places: [UInt32] = []
  private var fields: [Range<Int>] = []
  /// For records that are more than quotes and letters.
  private var reader: RecordReader

  init(_ reader: RecordReader, header: [String], kept: Set<Int>) {
    self.reader = reader
    self.header = header
    self.kept = kept.sorted()
    file = reader.name
    var slots = Array(repeating: -1, count: header.count)
    for (slot, column) in self.kept.enumerated() { slots[column] = slot }
    self.slots = slots
    coders = self.kept.map { _ in CellCoder() }
    hasStripped = Array(repeating: false, count: header.count)
  }

  var columnCount: Int { header.count }

  func texts(_ slot: Int) -> TextColumn { coders[slot].texts }

  /// Whether a text of a column may have several codes.
  func mayRepeat(_ slot: Int) -> Bool { coders[slot].mayRepeat }

  var stripped: Set<Int> { Set(hasStripped.indices.filter { hasStripped[$0] }) }

  /// Reads all records that are left, one after the other.
  mutating func readAll() throws(IngestionError) {
    var block = Block(0)
    while try reader.nextRecord() { try take(&block) }
    finish(&block)
  }

  /// Takes the record at which the reader stands.
  private mutating func take(_ block: inout Block) throws(IngestionError) {
    let own = reader
    if own.hasOtherThanASCII {
      for field in own.fields.indices where field < header.count && slots[field] >= 0 {
        if String(validating: own.buffer[own.trimmed(field)], as: UTF8.self) == nil {
          throw .file(
            .notUTF8(FileError.Place(file: file, line: own.line), column: header[field]))
        }
      }
    }
    append(own.buffer.span, fieldCount: own.fields.count, line: own.line, &block) {
      own.trimmed($0)
    }
  }

  /// Appends a row, unless all its cells are blank.
  @inline(__always)
  private mutating func append(
    _ bytes: Span<UInt8>, fieldCount: Int, line: Int, _ block: inout Block,
    range: (Int) -> Range<Int>
  ) {
    let row = rowCodes.count
    rowCodes.append(contentsOf: repeatElement(CodedColumn.blank, count: kept.count))
    var fingerprint = Fingerprint()
    var followsBlank = true
    var isBlank = true
    for column in 0..<min(fieldCount, header.count) {
      let cell = range(column)
      guard !cell.isEmpty else {
        followsBlank = true
        continue
      }
      // Which columns are blank is told by where the others stand.
      if followsBlank { fingerprint.add(column) }
      followsBlank = false
      isBlank = false
      fingerprint.add(bytes, cell)
      let slot = slots[column]
      guard slot >= 0 else { continue }
      var start = cell.lowerBound
      // A spreadsheet writes an apostrophe before digits that shall stay as they are.
      if bytes[start] == UInt8(ascii: "'"), cell.count > 1 {
        start += 1
        hasStripped[column] = true
      }
      rowCodes[row + slot] = coders[slot].code(of: bytes, start..<cell.upperBound) + 1
    }
    var hasMore = false
    if fieldCount > header.count {
      for field in header.count..<fieldCount where !range(field).isEmpty { hasMore = true }
    }
    if isBlank, !hasMore {
      rowCodes.removeLast(kept.count)
      return
    }
    if fieldCount < header.count || hasMore {
      block.misfits.append((block.lines.count, fieldCount))
    }
    block.lines.append(Int32(truncatingIfNeeded: line))
    block.marks.append(fingerprint.value)
  }

  /// Puts the codes of a block's rows by column.
  private mutating func finish(_ block: inout Block) {
    let (rows, count) = (block.lines.count, kept.count)
    for slot in 0..<count {
      var codes = [Int32](repeating: CodedColumn.blank, count: rows)
      for row in 0..<rows { codes[row] = rowCodes[row * count + slot] }
      block.cells.append(codes)
    }
    rowCodes.removeAll(keepingCapacity: true)
    blocks.append(block)
  }
}

extension SheetReader {
  /// Reads the records of a block.
  ///
  /// - Parameters:
  ///   - number: of the block in the file.
  ///   - bytes: hold it.
  ///   - range: where it stands.
  ///   - scan: finds what stands between its fields.
  /// - Throws: where the file must be read in order to tell what is wrong.
  mutating func read(
    _ number: Int, _ bytes: [UInt8], _ range: Range<Int>, _ scan: StructuralScan
  ) throws(BlockFailure) {
    guard range.upperBound <= StructuralScan.longestBlock else { throw BlockFailure() }
    var block = Block(number)
    let span = bytes.span
    let count = scan.find(in: span, range, into: &places)
    // Moved out and back, so that a row can be appended while it is looked at.
    let places = places
    let marks = places.span
    defer { self.places = places }
    self.places = []
    var index = range.lowerBound
    var place = 0
    var line = 0
    while index < range.upperBound {
      if let row = PlainRow(
        span, marks, count: count, start: index, firstPlace: place, fieldCount: header.count,
        delimiter: scan.delimiter)
      {
        append(span, fieldCount: header.count, line: line, &block) {
          row.trimmed($0, span, marks)
        }
        line += 1
        (index, place) = (row.next, row.nextPlace)
        continue
      }
      let record = QuotedRecord(
        span, marks, count: count, start: index, firstPlace: place, delimiter: scan.delimiter,
        into: &fields)
      if let record, !record.hasOtherThanASCII || areText(bytes) {
        let own = fields
        append(span, fieldCount: own.count, line: line, &block) { trimmed(own[$0], span) }
        line += record.lines
        (index, place) = (record.next, record.nextPlace)
      } else {
        index = try readSlowly(span, index, range.upperBound, &line, &block)
        while place < count, Int(places[place]) < index { place += 1 }
      }
    }
    block.lineCount = line
    finish(&block)
  }

  /// Whether the kept fields are UTF-8.
  private func areText(_ bytes: [UInt8]) -> Bool {
    kept.allSatisfy { column in
      column >= fields.count || String(validating: bytes[fields[column]], as: UTF8.self) != nil
    }
  }

  private mutating func readSlowly(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ line: inout Int, _ block: inout Block
  ) throws(BlockFailure) -> Int {
    do {
      let taken = try reader.take(from: bytes, at: start, end: end, line: line)
      if !taken.isBlank { try take(&block) }
      line = taken.nextLine
      return taken.next
    } catch { throw BlockFailure() }
  }
}

private func trimmed(_ range: Range<Int>, _ bytes: Span<UInt8>) -> Range<Int> {
  var (start, end) = (range.lowerBound, range.upperBound)
  while start < end, isBlank(bytes[start]) { start += 1 }
  while end > start, isBlank(bytes[end - 1]) { end -= 1 }
  return start..<end
}
