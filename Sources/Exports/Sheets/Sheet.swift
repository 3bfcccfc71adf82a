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
  private let lines: [Int32]
  private var columns: [CodedColumn?]
  /// Fingerprint of each row's whole record.
  let marks: [UInt64]
  /// Rows with another number of fields than the header.
  let misfits: [Int: Int]
  /// Columns in which an apostrophe was taken off a cell.
  let stripped: Set<Int>
  /// Forms of the columns that are read as numbers.
  private(set) var forms: [Int: MoneyForm] = [:]
  /// Forms of the columns that are read as times.
  private(set) var timeForms: [Int: TimeForm] = [:]
  /// By column, what its codes are as numbers; nil where nobody has asked.
  private var numbers: [[NumberCell]?]
  /// Changes where cells begin to be understood otherwise.
  private(set) var version = 0
  /// Rows of each column that are filled from others; nil where nobody will ask.
  private(set) var filled: [Int: Set<Int>]?

  private enum NumberCell {
    case number(FixedDecimal)
    case blank
    case none
  }

  var count: Int { lines.count }

  /// - Parameters:
  ///   - file: its name.
  ///   - header: names of the columns.
  ///   - rows: what was read.
  ///   - notesFills: whether `filled` will be asked for.
  init(file: String, header: [String], rows: SheetRows, notesFills: Bool = false) {
    self.file = file
    self.header = header
    foldedHeader = header.map(foldedName)
    lines = rows.lines
    columns = rows.columns
    marks = rows.marks
    misfits = rows.misfits
    stripped = rows.stripped
    numbers = Array(repeating: nil, count: header.count)
    filled = notesFills ? [:] : nil
  }

  func line(_ row: Int) -> Int { Int(lines[row]) }

  /// The row that begins on a line; nil where none does.
  func row(onLine line: Int) -> Int? { lines.firstIndex { $0 == line } }

  /// Whether a column was kept.
  func has(_ column: Int) -> Bool { columns[column] != nil }

  /// A column with a code for each row; nil where it was not kept.
  func column(_ column: Int) -> CodedColumn? {
    columns[column] = columns[column]?.dense(count)
    return columns[column]
  }

  func code(_ row: Int, _ column: Int) -> Int32 {
    columns[column]?.code(row) ?? CodedColumn.blank
  }

  func bytes(_ row: Int, _ column: Int) -> ArraySlice<UInt8> {
    columns[column]?.bytes(of: code(row, column)) ?? []
  }

  func text(_ row: Int, _ column: Int) -> String {
    String(decoding: bytes(row, column), as: UTF8.self)
  }

  /// The different texts of a column's cells.
  func texts(of column: Int) -> [String] { columns[column]?.texts.strings ?? [] }

  func isBlank(_ row: Int, _ column: Int) -> Bool { code(row, column) == CodedColumn.blank }

  /// Rows whose cell in a column is not blank, rising.
  func filledRows(_ column: Int) -> [Int] { columns[column]?.rows ?? [] }

  /// Makes cells of a column say what other rows' say.
  ///
  /// - Parameters:
  ///   - column: which.
  ///   - fills: rows, and the rows from which they are filled, in the order in which it is done.
  func fill(_ column: Int, _ fills: [(row: Int, from: Int)]) {
    guard !fills.isEmpty, var own = self.column(column) else { return }
    columns[column] = nil
    for fill in fills { own.fill(fill.row, from: fill.from) }
    columns[column] = own
    filled?[column, default: []].formUnion(fills.map(\.row))
    version += 1
  }

  /// Settles the form of the numbers of a column.
  func setForm(_ form: MoneyForm, of column: Int) {
    forms[column] = form
    numbers[column] = nil
    version += 1
  }

  /// Settles the form of the times of columns.
  func setForm(_ form: TimeForm, of columns: [Int]) {
    for column in columns { timeForms[column] = form }
    version += 1
  }

  /// The number of a cell; nil where it is blank.
  func decimal(_ row: Int, _ column: Int) throws(CellError) -> FixedDecimal? {
    let code = Int(code(row, column))
    if numbers[column] == nil { findNumbers(column) }
    switch numbers[column]?[code] {
    case .number(let value): return value
    case .blank, nil: return nil
    case .some(.none):
      throw CellError(
        column: column, found: text(row, column),
        expected: .number(decimalComma: forms[column] == .comma))
    }
  }

  private func findNumbers(_ column: Int) {
    guard let own = columns[column] else { return }
    let form = forms[column] ?? .point
    numbers[column] =
      [.blank]
      + (1..<own.codeCount).map { code in
        number(own.bytes(of: Int32(code)), form).map { .number($0) } ?? .none
      }
  }

  private func number(_ cell: ArraySlice<UInt8>, _ form: MoneyForm) -> FixedDecimal? {
    if let money = MoneyText(cell), money.fits(form), let value = money.value(form) {
      return value
    }
    // Programs write exponents.
    return form == .point ? parseDecimal(cell, decimalComma: false) : nil
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
    try sheet.decimal(row, column)
  }

  func day(_ column: Int) -> Day? {
    let form = sheet.timeForms[column] ?? TimeForm(pattern: "iso")
    let text = text(column)
    return (form.moment(text) ?? TimeForm(pattern: "iso").moment(text)).map {
      Instant(seconds: $0.wall).day
    }
  }
}
