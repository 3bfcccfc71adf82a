internal import Expressions
internal import Units

/// An expression over the rows of one sheet.
///
/// One of a single column is computed once for each text of it. Used by one thread at a time.
final class SheetExpression {
  private let expression: CellExpression
  /// The text with the file's own names of columns.
  let userText: String
  /// The only column that is read; nil where there are others.
  let column: Int?
  let fields: [Int]
  let bareField: Int?
  /// Of the only column, by row; empty where the sheet does not keep it.
  private var codes: [Int32] = []
  private var decimals: [Decimal?] = []
  private var booleans: [Bool?] = []
  /// Of the sheet, for which results are known.
  private var version = -1

  private enum Decimal {
    case value(FixedDecimal)
    case blank
  }

  init(_ expression: CellExpression, userText: String? = nil) {
    self.expression = expression
    self.userText = userText ?? expression.text
    fields = expression.fields
    bareField = expression.bareField
    column = fields.count == 1 ? fields[0] : nil
  }

  var text: String { expression.text }
  var isApplicable: Bool { expression.isApplicable }
  var numberFields: [Int] { expression.numberFields }
  var numberFieldsOfAmount: [Int] { expression.numberFieldsOfAmount }
  var fieldsAsWritten: [Int] { expression.fieldsAsWritten }

  /// The text of a row; blank where nothing is there.
  func text(_ row: SheetRow) -> String { expression.text(row) }

  /// The number of a row; nil where a cell is blank.
  func decimal(_ row: SheetRow) throws(CellError) -> FixedDecimal? {
    guard let column else { return try expression.decimal(row) }
    let code = code(row, column)
    if code < decimals.count, let known = decimals[code] {
      if case .value(let value) = known { return value }
      return nil
    }
    let value = try expression.decimal(row)
    while decimals.count <= code { decimals.append(nil) }
    decimals[code] = value.map { .value($0) } ?? .blank
    return value
  }

  /// Whether the row fulfils the condition.
  func boolean(_ row: SheetRow) throws(CellError) -> Bool {
    guard let column else { return try expression.boolean(row) }
    let code = code(row, column)
    if code < booleans.count, let known = booleans[code] { return known }
    let value = try expression.boolean(row)
    while booleans.count <= code { booleans.append(nil) }
    booleans[code] = value
    return value
  }

  /// The code of the only column's cell.
  private func code(_ row: SheetRow, _ column: Int) -> Int {
    // Forgets all where cells are understood otherwise by now.
    if version != row.sheet.version {
      version = row.sheet.version
      codes = row.sheet.column(column)?.codes ?? []
      decimals = []
      booleans = []
    }
    return Int(codes.isEmpty ? CodedColumn.blank : codes[row.row])
  }
}

extension SheetExpression {
  /// The columns in the order of the text.
  var fieldsInOrder: [Int] {
    guard let one = bareField else { return fieldsAsWritten }
    return [one]
  }

  /// How the user knows it: the column's own name, or the text.
  func name(in sheet: Sheet) -> String { bareField.map { sheet.header[$0] } ?? text }
}
