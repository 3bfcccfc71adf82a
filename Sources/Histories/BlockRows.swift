import Expressions

/// Rows of one kind, as one worker collects them out of blocks.
protocol BlockRows: Sendable {
  var count: Int { get }

  /// Reads the row that the file stands at; gives back why it is refused, nil where it is used.
  mutating func append(
    rowOf file: inout LogFile, customers: inout Interner, settings: OrderRows.Settings
  ) throws(DataError) -> RefusedRow?

  /// Reads a plain row but for its customer; nil, and nothing changed, where `append(rowOf:…)` must.
  ///
  /// - Returns: where the customer's id stands.
  mutating func append(
    _ row: PlainRow, of block: RowBlock, _ bytes: Span<UInt8>, columns: RecognisedColumns,
    cells: inout PlainCellReader
  ) -> Range<Int>?

  /// Codes of customers, by the interner of the worker.
  var customer: [Int32] { get set }

  /// Gives the rows away and goes on without any.
  mutating func takeAll() -> Self

  /// Brings the rows of all workers to one form; false where they do not go together.
  static func unify(_ sources: inout [Self]) -> Bool
}

extension BlockRows {
  /// Gives the codes of customers away, so that they can be changed in place.
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
  /// Bytes that are the block; what stands behind them in `bytes` is not.
  var end: Int
}

/// What became of the rows of a block.
struct BlockOutcome: Sendable {
  var number: Int
  var worker: Int
  /// Numbers of its rows among those that the worker has collected.
  var rows: Range<Int>
  var read = 0
  var filtered = 0
  /// Lines are counted from 0 at the beginning of the block.
  var refused: [RefusedRow] = []
  var lines = 0
}

/// One of the workers that read blocks.
struct BlockWorker<Rows: BlockRows>: Sendable {
  private(set) var rows: Rows
  private(set) var customers: Interner
  private let number: Int
  private var files: [LogFile]
  private var plain: [PlainRow?]
  private var cells: PlainCellReader
  /// Rows of the block whose customers are not numbered yet, and where their ids stand.
  private var unnumbered: [(row: Int, id: Range<Int>)] = []
  private let settings: OrderRows.Settings

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
    plain = files.map { file in
      guard case .character(let delimiter) = file.reader.delimiter else { return nil }
      return PlainRow(fieldCount: file.columns.names.count, delimiter: delimiter)
    }
  }

  /// Reads all rows of a block.
  ///
  /// - Throws: where the file must be read row by row to tell what is wrong.
  mutating func read(_ block: borrowing RowBlock) throws(BlockFailure) -> BlockOutcome {
    var outcome = BlockOutcome(
      number: block.number, worker: number, rows: rows.count..<rows.count)
    let start = rows.count
    do {
      if var row = plain[block.file] {
        plain[block.file] = nil
        try read(block, &row, &outcome)
        plain[block.file] = row
      } else {
        try readSlowly(block, &outcome)
      }
    } catch { throw BlockFailure() }
    outcome.rows = start..<rows.count
    return outcome
  }

  private mutating func read(
    _ block: borrowing RowBlock, _ row: inout PlainRow, _ outcome: inout BlockOutcome
  ) throws(DataError) {
    let block = copy block
    let bytes = block.bytes.span
    let columns = files[block.file].columns
    let filter = files[block.file].filter
    var index = 0
    while index < block.end {
      if let next = row.find(in: bytes, at: index, end: block.end) {
        let passes =
          filter == nil ? true : try? filter?.boolean(PlainCells(row: row, bytes: block.bytes))
        if passes == false {
          outcome.filtered += 1
        } else if passes == true,
          let id = rows.append(row, of: block, bytes, columns: columns, cells: &cells)
        {
          unnumbered.append((rows.count - 1, id))
        } else {
          index = try readSlowly(block, bytes, index, &outcome)
          continue
        }
        outcome.read += 1
        outcome.lines += 1
        index = next
      } else {
        index = try readSlowly(block, bytes, index, &outcome)
      }
    }
    // In a loop of its own, so that the processor waits for many places of the table at once.
    for (row, id) in unnumbered { rows.customer[row] = customers.code(of: bytes, id) }
    unnumbered.removeAll(keepingCapacity: true)
  }

  /// Gives the rows collected so far away.
  mutating func takeRows() -> Rows { rows.takeAll() }

  /// Reads the row that a file stands at, which was read to count its fields.
  mutating func readCurrentRow(of file: inout LogFile) throws(DataError) -> BlockOutcome {
    var outcome = BlockOutcome(number: 0, worker: number, rows: rows.count..<rows.count)
    let start = rows.count
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
    _ block: borrowing RowBlock, _ outcome: inout BlockOutcome
  ) throws(DataError) {
    let bytes = block.bytes.span
    var index = 0
    while index < block.end { index = try readSlowly(block, bytes, index, &outcome) }
  }

  /// Reads one row as the sequential reader does; gives back where the next begins.
  private mutating func readSlowly(
    _ block: borrowing RowBlock, _ bytes: Span<UInt8>, _ start: Int,
    _ outcome: inout BlockOutcome
  ) throws(DataError) -> Int {
    let taken = try files[block.file].take(
      from: bytes, at: start, end: block.end, line: outcome.lines)
    outcome.lines = taken.nextLine
    if taken.isBlank { return taken.next }
    outcome.read += 1
    switch try files[block.file].row(into: &rows, customers: &customers, settings: settings) {
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
