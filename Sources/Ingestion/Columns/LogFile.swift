internal import Exports
internal import Expressions
package import Files
internal import Intake
internal import Units

/// One open file of orders, events or customers, with its columns found and its first row ahead.
struct LogFile: Sendable {
  /// As the user gave it.
  let path: String
  private(set) var reader: RecordReader
  let columns: RecognisedColumns
  /// The user's condition for rows, bound to this file.
  let filter: RowExpression?
  /// What the store does not keep of a row.
  let unkept: UnkeptFields
  private let usedFields: [Int]
  /// Whether the reader stands at a row that is still to be taken, for want of a header.
  private(set) var firstRowIsRead: Bool
  /// The rows of an export, written when they are read; nil where the reader has all.
  private(set) var export: PlainRows?

  /// Opens a file and finds its columns; no row is taken yet.
  ///
  /// - Parameters:
  ///   - path: path of the file, `-` for standard input.
  ///   - kind: what it holds.
  ///   - options: how it is read.
  ///   - binder: binds expressions to its columns.
  ///   - held: inputs that are no files.
  /// - Throws: where it cannot be read, or its columns are not found.
  init(
    path: String, kind: ColumnRole.FileKind, options: ReadOptions, binder: ExpressionBinder,
    held: HeldInputs = HeldInputs()
  ) throws(IngestionError) {
    self.path = path
    do {
      reader = try RecordReader(
        path: path, delimiter: options.delimiter, encoding: options.encoding, held: held,
        bufferSize: options.bufferSize)
    } catch { throw .file(error) }
    guard try reader.nextRecord() else { throw .noRows(files: [reader.name]) }
    var header: [String] = []
    if options.hasHeader {
      for field in reader.fields.indices { header.append(try Self.headerName(reader, field)) }
    }
    firstRowIsRead = !options.hasHeader
    columns = try RecognisedColumns(
      header: header, columnCount: reader.fields.count, file: reader.name, kind: kind,
      binder: binder)
    if let text = options.filter {
      filter = try binder.bound(
        text, as: .boolean, use: .filter, header: header, columnCount: columns.names.count,
        file: reader.name)
    } else {
      filter = nil
    }
    unkept = UnkeptFields(columns, times: binder.times, seed: options.markSeed)
    usedFields =
      kind == .customers
      ? Array(columns.names.indices) : Set(columns.usedFields + (filter?.fields ?? [])).sorted()
  }

  /// Takes an export over that was written as plain rows.
  ///
  /// - Parameters:
  ///   - path: of the file.
  ///   - plain: its rows.
  ///   - kind: what it holds.
  ///   - times: reads the times of plain rows.
  ///   - text: the user's condition for rows; nil where it was met before they were written.
  ///   - binder: binds the condition.
  ///   - markSeed: what marks of rows are made from.
  /// - Throws: where the condition does not fit the columns.
  init(
    path: String, _ plain: PlainRows, kind: ColumnRole.FileKind, times: TimeReader,
    filter text: String?, binder: ExpressionBinder, markSeed: UInt64
  ) throws(IngestionError) {
    self.path = path
    do {
      reader = try RecordReader(
        name: plain.file, text: plain.blockCount > 0 ? [] : plain.text,
        delimiter: .character(UInt8(ascii: ",")))
    } catch { throw .file(error) }
    if plain.blockCount > 0 { export = plain }
    firstRowIsRead = false
    columns = RecognisedColumns(
      file: plain.file, kind: kind, names: plain.names, roles: plain.roles)
    filter = try text.map { text throws(IngestionError) in
      try binder.bound(
        text, as: .boolean, use: .filter, header: plain.names, columnCount: plain.names.count,
        file: plain.file)
    }
    unkept = UnkeptFields(columns, times: times, seed: markSeed)
    usedFields = []
  }

  private static func headerName(
    _ reader: RecordReader, _ field: Int
  ) throws(IngestionError) -> String {
    guard let name = String(validating: reader.buffer[reader.trimmed(field)], as: UTF8.self) else {
      throw .file(
        .notUTF8(FileError.Place(file: reader.name, line: reader.line), column: "\(field + 1)"))
    }
    return name
  }

  /// Moves to the next row; false at the end.
  mutating func nextRow() throws(IngestionError) -> Bool {
    if firstRowIsRead {
      firstRowIsRead = false
    } else if !(try reader.nextRecord()) {
      return false
    }
    if reader.hasOtherThanASCII { try checkText() }
    return true
  }

  /// Bytes to be read, as far as that is known.
  var size: Int { export?.size ?? reader.size }

  /// Whether the rows can be read in blocks, and once more if that fails.
  var canBeReadAgain: Bool { export != nil || reader.canBeReadAgain }

  /// Writes the rows of an export into the reader, to be read one by one.
  mutating func writeExport() throws(IngestionError) {
    guard let plain = export else { return }
    export = nil
    do {
      reader = try RecordReader(
        name: plain.file, text: plain.text, delimiter: .character(UInt8(ascii: ",")))
    } catch { throw .file(error) }
  }

  /// Forgets the rows of an export, which are read.
  mutating func forgetExport() { export = nil }

  /// Gives away the rows behind the current one; nil where they can only be read one by one.
  mutating func handOver(blocksOf size: Int) -> RecordBlocks? { reader.handOver(blocksOf: size) }

  /// Moves to a row of a block; `isBlank` where there is none but a blank line.
  mutating func take(
    from bytes: Span<UInt8>, at start: Int, end: Int, line: Int
  ) throws(IngestionError) -> (next: Int, nextLine: Int, isBlank: Bool) {
    let taken: (next: Int, nextLine: Int, isBlank: Bool)
    do {
      taken = try reader.take(from: bytes, at: start, end: end, line: line)
    } catch { throw .file(error) }
    if !taken.isBlank, reader.hasOtherThanASCII { try checkText() }
    return taken
  }

  /// Whether the row has as many fields as the file has columns.
  var hasAllFields: Bool { reader.fields.count == columns.names.count }

  /// A mark of what the store does not keep of the row.
  func mark(time: Int) -> UInt64 {
    unkept.mark(reader.buffer.span, time: reader.trimmed(time)) { field in
      Int(reader.fields[field].start)..<Int(reader.fields[field].end)
    }
  }

  private func checkText() throws(IngestionError) {
    guard hasAllFields else { return }
    for field in usedFields
    where String(validating: reader.buffer[reader.trimmed(field)], as: UTF8.self) == nil {
      throw .file(.notUTF8(place, column: columns.told[field]))
    }
  }

  var place: FileError.Place { FileError.Place(file: reader.name, line: reader.line) }
}

extension LogFile {
  func refusal(
    _ reason: RejectedRow.Reason, _ field: Int?, expected: RejectedRow.Expectation
  ) -> RejectedRow {
    refusal(
      reason, field, found: field.map { reader.text($0) } ?? "\(reader.fields.count) fields",
      expected: expected)
  }

  func refusal(
    _ reason: RejectedRow.Reason, _ field: Int?, found: String,
    expected: RejectedRow.Expectation
  ) -> RejectedRow {
    RejectedRow(
      file: reader.name, line: reader.line, column: field.map { columns.told[$0] } ?? "",
      found: Self.quotable(found), expected: expected, reason: reason)
  }

  /// A cell on one line, of at most 80 characters; most are as they stand, which is told at once.
  private static func quotable(_ cell: String) -> String {
    let most = 80
    if cell.utf8.count <= most, cell.utf8.allSatisfy({ $0 >= 0x20 }) { return cell }
    let shown = cell.unicodeScalars.prefix(most).map { $0.value < 0x20 ? " " : Character($0) }
    return String(shown) + (cell.unicodeScalars.count > most ? "…" : "")
  }

  func refusal(_ reason: RejectedRow.Reason, _ error: CellError) -> RejectedRow {
    refusal(
      reason, error.column, found: error.found,
      expected: .cell(error.expected, numberHint(Array(error.found.utf8)[...])))
  }

  /// The number of a column or calculation; nil where the cell is empty.
  func number(
    _ source: RecognisedColumns.Source, decimalComma: Bool
  ) throws(CellError) -> FixedDecimal? {
    switch source {
    case .field(let field):
      let bytes = reader.buffer[reader.trimmed(field)]
      if bytes.isEmpty { return nil }
      guard let number = parseDecimal(bytes, decimalComma: decimalComma) else {
        throw CellError(
          column: field, found: reader.text(field), expected: .number(decimalComma: decimalComma))
      }
      return number
    case .calculation(let expression):
      return try expression.decimal(reader)
    }
  }

  /// Finds out, from the rest of the file, which formats fit dates that ISO 8601 does not explain.
  mutating func datesNeedFormat(_ field: Int) throws(IngestionError) -> IngestionError {
    let (place, found) = (place, reader.text(field))
    var monthFirst: String?
    var dayFirst: String?
    if let shape = DateShape(reader.buffer[reader.trimmed(field)].span) {
      (monthFirst, dayFirst) = shape.formats
      var remaining = 1_000_000
      while remaining > 0, monthFirst != nil, dayFirst != nil, try nextRow() {
        remaining -= 1
        guard hasAllFields,
          let other = DateShape(reader.buffer[reader.trimmed(field)].span)?.formats
        else { continue }
        if other.monthFirst == nil, other.dayFirst != nil { monthFirst = nil }
        if other.dayFirst == nil, other.monthFirst != nil { dayFirst = nil }
      }
    }
    let formats: IngestionError.DateFormats =
      switch (monthFirst, dayFirst) {
      case (let first?, let second?): .either([first, second])
      case (let only?, nil), (nil, let only?): .only(only)
      case (nil, nil): .unknown
      }
    return .datesNeedFormat(place, column: columns.told[field], found: found, formats)
  }
}

extension RecordReader: FieldSource {
  func bytes(ofField index: Int) -> ArraySlice<UInt8> { buffer[trimmed(index)] }
}
