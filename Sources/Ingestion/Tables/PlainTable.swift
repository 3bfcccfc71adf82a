internal import Dense
package import Files
package import Intake
package import Units

/// A plain table as text: every cell is known by the number of its text among the column's own.
package struct PlainTable: Sendable {
  /// As the user gave it.
  package let file: String
  package private(set) var columns: [PlainColumn]
  /// Names of all columns of the file.
  package let names: [String]
  /// Line of each row, from 1.
  package private(set) var lines: [Int] = []
  /// Rows of the file, those included that have too few or too many fields.
  package private(set) var rowsRead = 0
  /// What stands in the place of the ids that are asked of the table; nil to keep them.
  package var pseudonyms: Pseudonyms?
  /// Rows that are not in the columns.
  package private(set) var refused: RefusedRows

  /// Rows that can be used as far as their number of fields tells.
  package var count: Int { lines.count }

  package func column(named name: String) -> PlainColumn? { columns.first { $0.name == name } }

  /// Reads a file with a header: CSV or another delimiter, also gzipped; `-` is standard input.
  ///
  /// - Parameters:
  ///   - path: path of the file.
  ///   - delimiter: nil to find it out from the first line.
  ///   - encoding: how its bytes stand for characters.
  ///   - isKept: which columns are kept, by name; all where nil.
  ///   - mayHaveNoRows: whether a header alone will do.
  ///   - bufferSize: bytes read at once.
  /// - Throws: where it cannot be read, is empty, names two columns alike, or is no text.
  /// - Complexity: O(bytes); memory for four bytes a cell and each column's different texts.
  package init(
    path: String, delimiter: Delimiter?, encoding: TextEncoding,
    isKept: ((String) -> Bool)? = nil, mayHaveNoRows: Bool = false, bufferSize: Int = 1 << 18
  ) throws(IngestionError) {
    var reader: RecordReader
    do {
      reader = try RecordReader(
        path: path, delimiter: delimiter, encoding: encoding, bufferSize: bufferSize)
    } catch { throw .file(error) }
    try self.init(reader, isKept: isKept, mayHaveNoRows: mayHaveNoRows)
  }

  /// Reads rows that this program wrote to an address, each number with all of its bits.
  package init(
    bitsOf path: String, isKept: ((String) -> Bool)?
  ) throws(IngestionError) {
    let reader: RecordReader
    do { reader = try RecordReader(bitsOf: path) } catch { throw .file(error) }
    try self.init(reader, isKept: isKept, mayHaveNoRows: false)
  }

  /// The table with other texts in place of a column's.
  package func mapped(_ text: (_ column: String, _ text: String) -> String) -> PlainTable {
    var table = self
    table.columns = columns.map { column in column.mapped { text(column.name, $0) } }
    return table
  }

  /// Reads text that is in memory, which may have no row.
  package init(
    name: String, text: [UInt8], delimiter: Delimiter?, isKept: @escaping (String) -> Bool
  ) throws(IngestionError) {
    let reader: RecordReader
    do {
      reader = try RecordReader(name: name, text: text, delimiter: delimiter)
    } catch { throw .file(error) }
    try self.init(reader, isKept: isKept, mayHaveNoRows: true)
  }

  private init(
    _ reader: consuming RecordReader, isKept: ((String) -> Bool)?, mayHaveNoRows: Bool
  ) throws(IngestionError) {
    var reader = reader
    file = reader.name
    guard try reader.nextRecord() else { throw .noRows(files: [file]) }
    try Self.requireText(reader, names: [])
    let names = reader.fields.indices.map { index in
      let name = reader.text(index)
      return name.isEmpty ? "column \(index + 1)" : name
    }
    var known: Set<String> = []
    for name in names where !known.insert(name).inserted {
      throw .repeatedColumn(file: file, column: name)
    }
    self.names = names
    refused = RefusedRows(file: file, fields: names.count)
    let kept = names.indices.filter { isKept?(names[$0]) ?? true }
    columns = kept.map { PlainColumn(name: names[$0]) }
    while try reader.nextRecord() {
      rowsRead += 1
      guard rowsRead < Int(Int32.max) else { throw .tooManyRows(rowsRead) }
      try Self.requireText(reader, names: names)
      guard reader.fields.count == names.count else {
        refused.append(line: reader.line, .fields(Int32(reader.fields.count)))
        continue
      }
      lines.append(reader.line)
      let bytes = reader.buffer.span
      for (place, index) in kept.enumerated() {
        columns[place].append(bytes, reader.trimmed(index))
      }
    }
    guard rowsRead > 0 || mayHaveNoRows else { throw .noRows(files: [file]) }
  }

  private static func requireText(_ reader: RecordReader, names: [String]) throws(IngestionError) {
    guard reader.hasOtherThanASCII else { return }
    for field in reader.fields.indices
    where String(validating: reader.buffer[reader.trimmed(field)], as: UTF8.self) == nil {
      throw .file(
        .notUTF8(
          FileError.Place(file: reader.name, line: reader.line, column: nil),
          column: field < names.count ? names[field] : "\(field + 1)"))
    }
  }
}

/// One column of a plain table.
package struct PlainColumn: Sendable {
  package let name: String
  private var interner = Interner()
  /// Of each row, the place of its text in `texts`.
  package private(set) var codes: [Int32] = []

  /// The different texts, without blanks around them, in the order of their first appearance.
  package var texts: TextColumn { interner.texts }

  init(name: String) { self.name = name }

  /// Makes a column of texts.
  package init(name: String, cells: [String]) {
    self.init(name: name)
    for cell in cells {
      let bytes = Array(cell.utf8)
      append(bytes.span, 0..<bytes.count)
    }
  }

  fileprivate mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    codes.append(interner.code(of: bytes, range))
  }

  /// The text of a row.
  package func text(of row: Int) -> String { texts[Int(codes[row])] }

  fileprivate func mapped(_ change: (String) -> String) -> PlainColumn {
    var column = PlainColumn(name: name)
    let places = texts.strings.map { text in
      let bytes = Array(change(text).utf8)
      return column.interner.code(of: bytes.span, 0..<bytes.count)
    }
    column.codes = codes.map { places[Int($0)] }
    return column
  }

  /// The column with pseudonyms in the place of its texts.
  package func pseudonymised(by pseudonyms: Pseudonyms?) -> PlainColumn {
    guard let pseudonyms else { return self }
    var column = PlainColumn(name: name)
    let names = (0..<texts.count).map { text in
      let name = pseudonyms.name(of: texts.utf8(at: text))
      return column.interner.code(of: name.span, 0..<name.count)
    }
    column.codes = codes.map { names[Int($0)] }
    return column
  }
}

/// What a cell of a column of numbers holds.
package enum NumberText: Sendable, Equatable {
  case number(Double)
  /// Nothing, or a word for it.
  case missing
  /// A number beyond `largest`.
  case tooLarge
  case other

  /// Beyond, sums of squares would no longer be numbers.
  package static let largest = 1e100

  /// Reads a cell.
  ///
  /// - Parameters:
  ///   - text: without blanks around it.
  ///   - decimalComma: whether a comma is the decimal point.
  package init(_ text: ArraySlice<UInt8>, decimalComma: Bool) {
    var bytes = Array(text)
    if Self.isMissing(bytes) {
      self = .missing
      return
    }
    if decimalComma {
      if bytes.contains(point) {
        self = .other
        return
      }
      for index in bytes.indices where bytes[index] == comma { bytes[index] = point }
    }
    guard let cell = NumberCell(bytes.span, at: 0, limit: bytes.count), cell.end == bytes.count
    else {
      self = .other
      return
    }
    self = cell.value.magnitude <= Self.largest ? .number(cell.value) : .tooLarge
  }

  /// Empty, or one of the words that programs write where a number is not known.
  private static func isMissing(_ bytes: [UInt8]) -> Bool {
    guard bytes.count <= 4 else { return false }
    return ["", "na", "n/a", "nan", "null", "none"].contains {
      $0.utf8.elementsEqual(
        bytes.lazy.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 })
    }
  }
}

private let point = UInt8(ascii: ".")
private let comma = UInt8(ascii: ",")

extension PlainColumn {
  /// The day of each of the column's texts; nil where it is none.
  ///
  /// - Parameter format: nil for ISO 8601 and `yyyymmdd`; a time of day is cut off.
  /// - Returns: one element a text of `texts`.
  package func days(format: DateFormat?) -> [Day?] {
    let reader = TimeReader(format: format, zone: .utc)
    return (0..<texts.count).map { index in
      let bytes = Array(texts.utf8(at: index))
      guard let seconds = try? reader.seconds(bytes.span) else { return nil }
      return Instant(seconds: seconds).day
    }
  }
}

/// Writes rejected rows as CSV, whole or not at all.
package func writeRejected(
  _ rows: RefusedRows, to output: RejectedRowsOutput
) throws(IngestionError) {
  let file = try RejectedRowsFile(output)
  for row in rows { try file.append(row) }
  try file.finish()
}
