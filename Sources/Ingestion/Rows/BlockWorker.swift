internal import Dense
internal import Expressions
internal import Files
internal import Histories
internal import Intake

/// One of the workers that read blocks.
///
/// The rows of a block are few enough to stay in the processor's caches until they are moved to the
/// parts of their customers.
struct BlockWorker<Rows: BlockRows>: Sendable {
  private let customers: CustomerParts
  private var rows: Rows
  private var collected: WorkerRows<Rows>
  private var files: [LogFile]
  private let fields: [Rows.Fields]
  private let scans: [StructuralScan?]
  private var cells: PlainCellReader
  private var places: [UInt32] = []
  /// Ids of those rows at the end whose customers are not numbered yet.
  private var unnumbered: [HashedText] = []
  private var unnumberedParts: [UInt16] = []
  private var numbers: [Int32] = []
  private var order: PartOrder
  /// The part whose customers are numbered first, another for each worker.
  private let firstPart: Int
  private let settings: RowSettings
  /// Whether every refused row is wanted, not the first of a block.
  private let keepsRefused: Bool
  /// Share of the bytes of all files of the kind that the worker expects to read.
  private let expectedBytes: Int

  /// - Parameters:
  ///   - rows: of no rows.
  ///   - customers: numbers the customers.
  ///   - files: their columns; their readers are used for rows that are not plain.
  ///   - settings: what is needed to make values of cells.
  ///   - keepsRefused: whether every refused row is wanted, not the first of a block.
  ///   - expectedBytes: about as many will be read, 0 where that is not known.
  ///   - share: which of all workers it is, from 0 up to 1.
  init(
    _ rows: Rows, customers: CustomerParts, files: [LogFile], settings: RowSettings,
    keepsRefused: Bool, expectedBytes: Int, share: Double
  ) {
    firstPart = Int(share * Double(customers.count))
    self.rows = rows
    self.customers = customers
    self.files = files
    self.settings = settings
    self.keepsRefused = keepsRefused
    self.expectedBytes = expectedBytes
    collected = WorkerRows(rows, parts: customers.count)
    order = PartOrder(parts: customers.count)
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
    var outcome = BlockOutcome(number: block.number)
    do {
      if let scan = scans[block.file], block.range.upperBound <= StructuralScan.longestBlock {
        try readPlainly(&block, scan, &outcome)
      } else {
        try readSlowly(block, &outcome)
      }
      outcome.used = rows.count
      try moveRows(block.file, block.number, bytes: block.range.count)
    } catch { throw BlockFailure() }
    return outcome
  }

  /// Moves the rows of a block to the parts of their customers.
  private mutating func moveRows(_ file: Int, _ block: Int, bytes: Int) throws(IngestionError) {
    if !rows.customers.isEmpty {
      order.sort(rows.customers.map { UInt16($0.part) })
      numbers = rows.customers.map(\.number)
    }
    var room = 0
    if collected.blocks.isEmpty, rows.count > 0 {
      let expected = Double(expectedBytes) / Double(bytes) * Double(rows.count)
      room = Int(1.1 * expected) / collected.parts.count
    }
    try collected.append(rows, numbers, order, file: file, block: block, room: room)
    rows.removeAll()
  }

  private mutating func readPlainly(
    _ block: inout RowBlock, _ scan: StructuralScan, _ outcome: inout BlockOutcome
  ) throws(IngestionError) {
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
  ) throws(IngestionError) {
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
          let text = HashedText(bytes, id)
          unnumbered.append(text)
          unnumberedParts.append(UInt16(truncatingIfNeeded: customers.part(ofHash: text.hash)))
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
    findNumbers(bytes)
    // Where all rows are plain, their order and numbers are those just found.
    if rows.customers.isEmpty { return forgetUnnumbered() }
    keepNumbers()
  }

  /// Numbers the customers of the last rows before a row that is not plain.
  private mutating func numberCustomers(_ bytes: Span<UInt8>) {
    if unnumbered.isEmpty { return }
    findNumbers(bytes)
    keepNumbers()
  }

  private mutating func findNumbers(_ bytes: Span<UInt8>) {
    order.sort(unnumberedParts)
    if numbers.count < unnumbered.count {
      numbers = [Int32](repeating: 0, count: unnumbered.count + unnumbered.count / 4)
    }
    customers.number(unnumbered, order, in: bytes, into: &numbers, from: firstPart)
  }

  private mutating func keepNumbers() {
    for (row, part) in unnumberedParts.enumerated() {
      rows.customers.append(CustomerPlace(part: Int32(part), number: numbers[row]))
    }
    forgetUnnumbered()
  }

  private mutating func forgetUnnumbered() {
    unnumbered.removeAll(keepingCapacity: true)
    unnumberedParts.removeAll(keepingCapacity: true)
  }

  /// Gives away what was collected.
  mutating func takeCollected() -> WorkerRows<Rows> {
    var taken = WorkerRows(rows, parts: 0)
    swap(&taken, &collected)
    taken.names = rows
    return taken
  }

  /// Reads the row that a file stands at, which was read to count its fields.
  mutating func readCurrentRow(
    of file: inout LogFile, number: Int
  ) throws(IngestionError) -> BlockOutcome {
    var outcome = BlockOutcome(number: 0)
    let hasRow = try file.nextRow()
    precondition(hasRow, "a file without a row")
    outcome.read = 1
    switch try file.row(into: &rows, customers: customers, settings: settings) {
    case .used: break
    case .filtered: outcome.filtered = 1
    case .refused(let refused): outcome.refuse(refused, keepsAll: keepsRefused)
    }
    outcome.used = rows.count
    try moveRows(number, 0, bytes: 1)
    return outcome
  }

  private mutating func readSlowly(
    _ block: RowBlock, _ outcome: inout BlockOutcome
  ) throws(IngestionError) {
    let bytes = block.bytes.span
    var index = block.range.lowerBound
    while index < block.range.upperBound {
      index = try readSlowly(block.file, bytes, index, block.range.upperBound, &outcome)
    }
  }

  /// Reads one row as the sequential reader does; gives back where the next begins.
  private mutating func readSlowly(
    _ file: Int, _ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ outcome: inout BlockOutcome
  ) throws(IngestionError) -> Int {
    numberCustomers(bytes)
    let taken = try files[file].take(from: bytes, at: start, end: end, line: outcome.lines)
    outcome.lines = taken.nextLine
    if taken.isBlank { return taken.next }
    outcome.read += 1
    switch try files[file].row(into: &rows, customers: customers, settings: settings) {
    case .used: break
    case .filtered: outcome.filtered += 1
    case .refused(let refused): outcome.refuse(refused, keepsAll: keepsRefused)
    }
    return taken.next
  }
}

/// What became of one row.
enum RowFate {
  case used, filtered, refused(RejectedRow)
}

extension LogFile {
  /// Reads the row that the file stands at.
  mutating func row(
    into rows: inout some BlockRows, customers: CustomerParts, settings: RowSettings
  ) throws(IngestionError) -> RowFate {
    guard hasAllFields else {
      return .refused(
        refusal(.fieldCount, nil, expected: .fields(columns.names.count)))
    }
    if let filter {
      do {
        if !(try filter.boolean(reader)) { return .filtered }
      } catch { return .refused(refusal(.filter, error)) }
    }
    let refused = try rows.append(rowOf: &self, customers: customers, settings: settings)
    return refused.map(RowFate.refused) ?? .used
  }
}
