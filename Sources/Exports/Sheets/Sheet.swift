internal import Expressions
internal import Files
internal import Intake
internal import Units

/// All records of one file below its header, by column.
///
/// Used by one thread at a time.
final class Sheet {
  let file: String
  /// As the file writes them.
  let header: [String]
  /// The same, folded.
  let foldedHeader: [String]
  /// Line of each row.
  private(set) var lines: [Int] = []
  private var columns: [TextColumn?]
  /// Rows of each column's texts, rising; nil where every row has one in each.
  private var filledRows: [[Int32]]?
  /// Row from which a column's cell is taken, where cells were filled from others.
  private var sources: [[Int32]?]
  /// Fingerprint of each row's whole record.
  private(set) var marks: [UInt64] = []
  /// Rows with another number of fields than the header.
  private(set) var misfits: [Int: Int] = [:]
  /// Columns in which an apostrophe was taken off a cell.
  private(set) var stripped: Set<Int> = []
  /// Forms of the columns that are read as numbers.
  var forms: [Int: MoneyForm] = [:]
  /// Forms of the columns that are read as times.
  var timeForms: [Int: TimeForm] = [:]

  var count: Int { lines.count }

  init(file: String, header: [String], kept: Set<Int>) {
    self.file = file
    self.header = header
    foldedHeader = header.map(foldedName)
    columns = header.indices.map { kept.contains($0) ? TextColumn() : nil }
    sources = Array(repeating: nil, count: header.count)
  }

  /// A sheet of rows that fill any few of many columns.
  convenience init(sparse file: String, header: [String]) {
    self.init(file: file, header: header, kept: Set(header.indices))
    filledRows = Array(repeating: [], count: header.count)
  }

  /// Appends the record that a reader stands at, unless all its cells are blank.
  func append(_ reader: borrowing RecordReader) throws(IngestionError) {
    var isBlank = true
    for field in reader.fields.indices where !reader.trimmed(field).isEmpty {
      isBlank = false
      break
    }
    if isBlank { return }
    var fingerprint = Fingerprint()
    let bytes = reader.buffer.span
    for column in header.indices {
      let range = column < reader.fields.count ? reader.trimmed(column) : 0..<0
      fingerprint.add(bytes, range)
      if columns[column] == nil { continue }
      if reader.hasOtherThanASCII,
        String(validating: reader.buffer[range], as: UTF8.self) == nil
      {
        throw .file(
          .notUTF8(FileError.Place(file: file, line: reader.line), column: header[column]))
      }
      // A spreadsheet writes an apostrophe before digits that shall stay as they are.
      let start =
        range.count > 1 && bytes[range.lowerBound] == UInt8(ascii: "'")
        ? range.lowerBound + 1 : range.lowerBound
      if start > range.lowerBound { stripped.insert(column) }
      columns[column]?.append(bytes, start..<range.upperBound)
    }
    if reader.fields.count != header.count {
      let extra = reader.fields.indices.dropFirst(header.count)
      if reader.fields.count < header.count
        || extra.contains(where: { !reader.trimmed($0).isEmpty })
      {
        misfits[lines.count] = reader.fields.count
      }
    }
    lines.append(reader.line)
    marks.append(fingerprint.value)
  }

  /// Appends a row to a sparse sheet.
  ///
  /// - Parameters:
  ///   - cells: texts of some columns, each once.
  ///   - line: of the file.
  func append(_ cells: [(column: Int, text: String)], line: Int) {
    var fingerprint = Fingerprint()
    let filled = cells.filter { !$0.text.isEmpty }.map { ($0, header[$0.column]) }
    // Objects that say the same are alike in whatever order they say it.
    for (cell, path) in filled.sorted(by: { $0.1 < $1.1 }) {
      let (name, text) = (Array(path.utf8), Array(cell.text.utf8))
      fingerprint.add(name.span, 0..<name.count)
      fingerprint.add(text.span, 0..<text.count)
      columns[cell.column]?.append(text)
      filledRows?[cell.column].append(Int32(lines.count))
    }
    lines.append(line)
    marks.append(fingerprint.value)
  }

  /// Whether a column was kept.
  func has(_ column: Int) -> Bool { columns[column] != nil }

  func bytes(_ row: Int, _ column: Int) -> ArraySlice<UInt8> {
    let row = source(row, column)
    guard let filled = filledRows?[column] else { return columns[column]?.utf8(at: row) ?? [] }
    if row < filled.count, filled[row] == row { return columns[column]?.utf8(at: row) ?? [] }
    var (low, high) = (0, filled.count)
    while low < high {
      let middle = (low + high) / 2
      if filled[middle] < row { low = middle + 1 } else { high = middle }
    }
    guard low < filled.count, filled[low] == row else { return [] }
    return columns[column]?.utf8(at: low) ?? []
  }

  /// The row whose cell a cell has: its own, unless it was filled.
  func source(_ row: Int, _ column: Int) -> Int { sources[column].map { Int($0[row]) } ?? row }

  func text(_ row: Int, _ column: Int) -> String {
    String(decoding: bytes(row, column), as: UTF8.self)
  }

  func isBlank(_ row: Int, _ column: Int) -> Bool { bytes(row, column).isEmpty }

  /// Rows whose cell in a column is not blank, rising.
  func filledRows(_ column: Int) -> [Int] {
    if let filled = filledRows?[column], sources[column] == nil { return filled.map { Int($0) } }
    return (0..<count).filter { !isBlank($0, column) }
  }

  /// Makes a cell say what another row's says.
  func fill(_ row: Int, _ column: Int, from other: Int) {
    if sources[column] == nil { sources[column] = (0..<Int32(count)).map { $0 } }
    let source = sources[column]?[other] ?? Int32(other)
    sources[column]?[row] = source
  }

  /// Which column of the file a name is; nil where there is none.
  func index(ofName name: String) -> Int? {
    header.firstIndex(of: name) ?? foldedHeader.firstIndex(of: foldedName(name))
  }
}

extension Sheet {
  /// The first column that an expression of the user names and the file does not have; nil where it
  /// has all.
  func missingColumn(of text: String) -> String? {
    if header.contains(text) { return nil }
    return ((try? Expression(parsing: text))?.columns ?? [])
      .first { !$0.hasPrefix("$") && index(ofName: $0) == nil }
  }
}

/// One row of a sheet, as expressions read it.
struct SheetRow: CellRow {
  let sheet: Sheet
  let row: Int

  func text(_ column: Int) -> String { sheet.text(row, column) }

  func decimal(_ column: Int) throws(CellError) -> FixedDecimal? {
    let cell = sheet.bytes(row, column)
    if cell.isEmpty { return nil }
    let form = sheet.forms[column] ?? .point
    if let money = MoneyText(cell), money.fits(form), let value = money.value(form) {
      return value
    }
    // Programs write exponents.
    if form == .point, let value = parseDecimal(cell, decimalComma: false) { return value }
    throw CellError(
      column: column, found: String(decoding: cell, as: UTF8.self),
      expected: .number(decimalComma: form == .comma))
  }

  func day(_ column: Int) -> Day? {
    let form = sheet.timeForms[column] ?? TimeForm(pattern: "iso")
    let text = text(column)
    return (form.moment(text) ?? TimeForm(pattern: "iso").moment(text)).map {
      Instant(seconds: $0.wall).day
    }
  }
}
