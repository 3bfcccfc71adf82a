import Expressions
import Units

/// A row of cells given as texts.
struct Row: FieldSource {
  let cells: [[UInt8]]

  init(_ cells: String...) {
    self.cells = cells.map { Array($0.utf8) }
  }

  func bytes(ofField index: Int) -> ArraySlice<UInt8> { cells[index][...] }
}

func isoDay(_ bytes: ArraySlice<UInt8>) -> Day? {
  Day(iso: String(decoding: bytes, as: UTF8.self))
}

func bound(
  _ text: String, to header: [String] = ["a", "b", "c"], as type: ValueType = .boolean,
  decimalComma: Bool = false
) throws(ExpressionError) -> RowExpression {
  try RowExpression(
    Expression(parsing: text), header: header, columnCount: header.count, as: type,
    decimalComma: decimalComma, parseDay: isoDay)
}
