import Expressions

/// Rows of one kind, as one worker collects them out of blocks.
protocol BlockRows: Sendable {
  var count: Int { get }

  /// Reads the row that the file stands at; gives back why it is refused, nil where it is used.
  mutating func append(
    rowOf file: inout LogFile, customers: inout Interner, settings: OrderRows.Settings
  ) throws(DataError) -> RefusedRow?

  /// Where the columns of one file stand.
  associatedtype Fields: Sendable

  static func fields(of file: LogFile) -> Fields

  /// Reads a plain row but for its customer; nil, and nothing changed, where `append(rowOf:…)` must.
  ///
  /// - Returns: where the customer's id stands.
  mutating func append(
    _ row: PlainRow, of text: borrowing PlainText, _ fields: Fields,
    cells: inout PlainCellReader
  ) -> Range<Int>?

  /// Codes of customers, by the interner of the worker.
  var customer: [Int32] { get set }

  /// Makes room for so many rows in all.
  mutating func reserve(rows: Int)

  /// Gives the rows away and goes on without any.
  mutating func takeAll() -> Self

  /// Brings the rows of all workers to one form; false where they do not go together.
  static func unify(_ sources: inout [Self]) -> Bool
}

extension BlockRows {
  /// Gives the codes of customers away.
  mutating func takeCustomers() -> [Int32] {
    var taken: [Int32] = []
    swap(&taken, &customer)
    return taken
  }
}

/// Whole records of one file.
struct RowBlock: Sendable {
  /// Place among the blocks of all files of a kind.
  var number: Int
  var file: Int
  var bytes: [UInt8]
  /// Which bytes are the block.
  var range: Range<Int>
}

/// What became of the rows of a block.
struct BlockOutcome: Sendable {
  var number: Int
  var worker: Int
  /// Which of the segments that the worker has filled holds the rows, and where in it.
  var segment: Int
  var rows: Range<Int>
  var read = 0
  var filtered = 0
  /// Lines are counted from 0 at the beginning of the block.
  var refused: [RefusedRow] = []
  var lines = 0
}

/// One of the workers that read blocks.
///
/// Rows are collected in segments, whose memory is taken at once: nothing is copied as they fill.
struct BlockWorker<Rows: BlockRows>: Sendable {
  private(set) var customers: Interner
  private var rows: Rows
  private var segments: [Rows] = []
  private let number: Int
  private var files: [LogFile]
  private let fields: [Rows.Fields]
  private let scans: [StructuralScan?]
  private var cells: PlainCellReader
  private var places: [UInt32] = []
  /// Where the ids stand of those rows at the end whose customers are not numbered yet.
  private var unnumbered: [Range<Int32>] = []
  private let settings: OrderRows.Settings

  private static var rowsPerSegment: Int { 1 << 19 }

  /// - Parameters:
  ///   - number: the worker's own.
  ///   - rows: where rows are collected.
  ///   - customers: numbers the customers that this worker meets.
  ///   - files: their columns; their readers are used for rows that are not plain.
  ///   - settings: what is needed to make values of cells.
  init(
    number: Int, rows: Rows, customers: Interner, files: [LogFile],
    settings: OrderRows.Settings
  ) {
    self.number = number
    self.rows = rows
    self.customers = customers
    self.files = files
    self.settings = settings
    cells = PlainCellReader(settings)
    fields = files.map { Rows.fields(of: $0) }
    scans = files.map { file in
      // Of a single column a blank line cannot be told from a row before it is looked at.
      guard case .character(let delimiter) = file.reader.delimiter, file.columns.names.count > 1
      else { return nil }
      return StructuralScan(delimiter: delimiter)
    }
  }

  /// Reads all rows of a block.
  ///
  /// - Throws: where the file must be read row by row to tell what is wrong.
  mutating func read(_ block: inout RowBlock) throws(BlockFailure) -> BlockOutcome {
    if rows.count == 0 || rows.count >= Self.rowsPerSegment { beginSegment() }
    let start = rows.count
    var outcome = BlockOutcome(
      number: block.number, worker: number, segment: segments.count, rows: start..<start)
    do {
      if let scan = scans[block.file], block.range.upperBound <= StructuralScan.longestBlock {
        try readPlainly(&block, scan, &outcome)
      } else {
        try readSlowly(block, &outcome)
      }
    } catch { throw BlockFailure() }
    outcome.rows = start..<rows.count
    return outcome
  }

  private mutating func beginSegment() {
    if rows.count > 0 { segments.append(rows.takeAll()) }
    // The last block may run over.
    rows.reserve(rows: Self.rowsPerSegment + Self.rowsPerSegment / 16)
  }

  private mutating func readPlainly(
    _ block: inout RowBlock, _ scan: StructuralScan, _ outcome: inout BlockOutcome
  ) throws(DataError) {
    let count = scan.find(in: block.bytes.span, block.range, into: &places)
    // Moved out and back: one owner at a time, so that nothing is counted or copied a row.
    var text = PlainText(bytes: [], places: [])
    swap(&text.bytes, &block.bytes)
    swap(&text.places, &places)
    defer {
      swap(&text.bytes, &block.bytes)
      swap(&text.places, &places)
    }
    try readPlainly(text, count, block.file, block.range, scan.delimiter, &outcome)
  }

  private mutating func readPlainly(
    _ text: borrowing PlainText, _ count: Int, _ file: Int, _ range: Range<Int>,
    _ delimiter: UInt8, _ outcome: inout BlockOutcome
  ) throws(DataError) {
    let end = range.upperBound
    let bytes = text.bytes.span
    let places = text.places.span
    let fields = fields[file]
    let fieldCount = files[file].columns.names.count
    let filter = files[file].filter
    var index = range.lowerBound
    var place = 0
    while index < end {
      if let row = PlainRow(
        bytes, places, count: count, start: index, firstPlace: place, fieldCount: fieldCount,
        delimiter: delimiter)
      {
        let passes =
          filter == nil ? true : try? filter?.boolean(PlainCells(row: row, text: text))
        if passes == false {
          outcome.filtered += 1
        } else if passes == true, let id = rows.append(row, of: text, fields, cells: &cells) {
          unnumbered.append(
            Int32(truncatingIfNeeded: id.lowerBound)..<Int32(truncatingIfNeeded: id.upperBound))
        } else {
          index = try readSlowly(file, bytes, index, end, &outcome)
          while place < count, Int(places[place]) < index { place += 1 }
          continue
        }
        outcome.read += 1
        outcome.lines += 1
        (index, place) = (row.next, row.nextPlace)
      } else {
        index = try readSlowly(file, bytes, index, end, &outcome)
        while place < count, Int(places[place]) < index { place += 1 }
      }
    }
    numberCustomers(bytes)
  }

  private mutating func numberCustomers(_ bytes: Span<UInt8>) {
    customers.appendCodes(of: bytes, unnumbered, to: &rows.customer)
    unnumbered.removeAll(keepingCapacity: true)
  }

  /// Gives away the segments that are full, and the last one.
  mutating func takeSegments() -> [Rows] {
    var taken = segments
    segments = []
    if rows.count > 0 { taken.append(rows.takeAll()) }
    return taken
  }

  /// No rows, but the names of all codes.
  var names: Rows { rows }

  /// Reads the row that a file stands at, which was read to count its fields.
  mutating func readCurrentRow(of file: inout LogFile) throws(DataError) -> BlockOutcome {
    let start = rows.count
    var outcome = BlockOutcome(
      number: 0, worker: number, segment: segments.count, rows: start..<start)
    let hasRow = try file.nextRow()
    precondition(hasRow, "a file without a row")
    outcome.read = 1
    switch try file.row(into: &rows, customers: &customers, settings: settings) {
    case .used: break
    case .filtered: outcome.filtered = 1
    case .refused(let refused): outcome.refused = [refused]
    }
    outcome.rows = start..<rows.count
    return outcome
  }

  private mutating func readSlowly(
    _ block: RowBlock, _ outcome: inout BlockOutcome
  ) throws(DataError) {
    let bytes = block.bytes.span
    var index = block.range.lowerBound
    while index < block.range.upperBound {
      index = try readSlowly(block.file, bytes, index, block.range.upperBound, &outcome)
    }
  }

  /// Reads one row as the sequential reader does; gives back where the next begins.
  private mutating func readSlowly(
    _ file: Int, _ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ outcome: inout BlockOutcome
  ) throws(DataError) -> Int {
    numberCustomers(bytes)
    let taken = try files[file].take(from: bytes, at: start, end: end, line: outcome.lines)
    outcome.lines = taken.nextLine
    if taken.isBlank { return taken.next }
    outcome.read += 1
    switch try files[file].row(into: &rows, customers: &customers, settings: settings) {
    case .used: break
    case .filtered: outcome.filtered += 1
    case .refused(let refused): outcome.refused.append(refused)
    }
    return taken.next
  }
}

/// What became of one row.
enum RowFate {
  case used, filtered, refused(RefusedRow)
}

extension LogFile {
  /// Reads the row that the file stands at.
  mutating func row(
    into rows: inout some BlockRows, customers: inout Interner, settings: OrderRows.Settings
  ) throws(DataError) -> RowFate {
    guard hasAllFields else {
      return .refused(
        refusal(.fieldCount, nil, expected: "\(columns.names.count) fields"))
    }
    if let filter {
      do {
        if !(try filter.boolean(reader)) { return .filtered }
      } catch { return .refused(refusal(.filter, error)) }
    }
    let refused = try rows.append(rowOf: &self, customers: &customers, settings: settings)
    return refused.map(RowFate.refused) ?? .used
  }
}
