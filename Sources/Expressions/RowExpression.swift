package import Units

/// The cells of one row, without quotes around them and blanks at their ends, as UTF-8.
package protocol FieldSource {
  func bytes(ofField index: Int) -> ArraySlice<UInt8>
}

/// An expression bound to the columns of a file, ready to be computed on its rows.
///
/// Names, positions and literals are checked when it is made. From then on the only failure is a
/// cell that cannot be read as what the expression needs: an empty one too, unless the question is
/// whether it `is missing`. `and` and `or` read left to right and stop as soon as the answer is
/// known, so `Quantity is not missing and Quantity > 0` never fails on an empty cell.
///
/// The literal fixes the type of a comparison: a number compares numbers, a date (`'2011-12-01'`)
/// compares days, any other text compares the bytes of the cell. Without a literal, numbers are
/// compared. Numbers are exact decimals; only comparisons with `/` are made in binary.
package struct RowExpression: Sendable {
  /// Indices of the columns that are read, from 0, in order of appearance.
  package let fields: [Int]
  private let program: RowProgram
  private let decimalComma: Bool
  private let parseDay: @Sendable (ArraySlice<UInt8>) -> Day?

  /// Binds an expression to a file.
  ///
  /// - Parameters:
  ///   - expression: what to compute.
  ///   - header: the names of the columns; empty where the file has no header.
  ///   - columnCount: the number of columns, where known: positions beyond it are refused.
  ///   - type: what the place of the expression needs. Texts and days are single columns.
  ///   - decimalComma: whether cells write decimals with a comma; the expression never does.
  ///   - parseDay: reads the day of a cell, as the file writes days.
  /// - Throws: what does not fit, where in the text, and what was expected.
  package init(
    _ expression: Expression, header: [String], columnCount: Int?, as type: ValueType,
    decimalComma: Bool, parseDay: @escaping @Sendable (ArraySlice<UInt8>) -> Day?
  ) throws(ExpressionError) {
    var resolver = Resolver(
      text: expression.text, header: header, columnCount: columnCount)
    program = try resolver.program(for: expression.syntax, as: type)
    fields = resolver.fields
    self.decimalComma = decimalComma
    self.parseDay = parseDay
  }

  /// The index of the column, from 0, where the expression is one and nothing more.
  package var bareField: Int? {
    guard case .field(let field) = program.nodes[program.root] else { return nil }
    return field
  }

  /// Whether the row fulfils the condition.
  package func boolean(_ row: borrowing some FieldSource) throws(CellError) -> Bool {
    try holds(program.root, row)
  }

  /// The amount of the row, rounded half away from zero to `FixedDecimal.moneyScale` places.
  ///
  /// Cells are multiplied and added exactly; only the result is rounded. A result that needs no
  /// rounding keeps its scale: 3 × 2.50 is 7.50.
  package func decimal(_ row: borrowing some FieldSource) throws(CellError) -> FixedDecimal {
    guard let amount = try number(program.root, row).rounded(toPlaces: FixedDecimal.moneyScale)
    else {
      throw tooLarge(row)
    }
    return amount
  }
}

extension RowExpression {
  private func holds(
    _ node: Int, _ row: borrowing some FieldSource
  ) throws(CellError) -> Bool {
    switch program.nodes[node] {
    case .comparison(let comparison, let a, let b):
      return comparison.holds(try number(a, row), try number(b, row))
    case .binaryComparison(let comparison, let a, let b):
      return comparison.holds(try binary(a, row), try binary(b, row))
    case .textEquality(let field, let text):
      return row.bytes(ofField: field).elementsEqual(program.texts[text])
    case .dayComparison(let comparison, let field, let day):
      return comparison.holds(try self.day(field, row), day)
    case .numberIn(let operand, let list):
      let value = try number(operand, row)
      return program.numbers[list].contains { $0 == value }
    case .textIn(let field, let list):
      let bytes = row.bytes(ofField: field)
      return program.texts[list].contains { bytes.elementsEqual($0) }
    case .dayIn(let field, let list):
      return program.days[list].contains(try day(field, row))
    case .missing(let field):
      return row.bytes(ofField: field).isEmpty
    case .not(let operand):
      return try !holds(operand, row)
    case .all(let operands):
      for index in operands where try !holds(program.operands[index].node, row) { return false }
      return true
    case .any(let operands):
      for index in operands where try holds(program.operands[index].node, row) { return true }
      return false
    case .field, .constant, .negated, .sum, .product:
      preconditionFailure("a number stands where the resolver puts conditions only")
    }
  }

  private func number(
    _ node: Int, _ row: borrowing some FieldSource
  ) throws(CellError) -> ExactNumber {
    switch program.nodes[node] {
    case .field(let field):
      return ExactNumber(try cell(field, row))
    case .constant(let value):
      return ExactNumber(value)
    case .negated(let operand):
      return try number(operand, row).negated
    case .sum(let operands):
      var total = ExactNumber.zero
      for index in operands {
        let operand = program.operands[index]
        let term = try number(operand.node, row)
        guard let sum = total.adding(operand.isInverse ? term.negated : term) else {
          throw tooLarge(row)
        }
        total = sum
      }
      return total
    case .product(let operands):
      var total = ExactNumber.one
      for index in operands {
        let factor = try number(program.operands[index].node, row)
        guard let product = total.multiplied(by: factor) else { throw tooLarge(row) }
        total = product
      }
      return total
    default:
      preconditionFailure("a condition stands where the resolver puts numbers only")
    }
  }

  /// A number of a comparison that divides, whose quotients no decimal holds.
  private func binary(
    _ node: Int, _ row: borrowing some FieldSource
  ) throws(CellError) -> Double {
    switch program.nodes[node] {
    case .negated(let operand):
      return try -binary(operand, row)
    case .sum(let operands):
      var total = 0.0
      for index in operands {
        let operand = program.operands[index]
        let term = try binary(operand.node, row)
        total += operand.isInverse ? -term : term
      }
      return total
    case .product(let operands):
      var total = 1.0
      for index in operands {
        let operand = program.operands[index]
        let factor = try binary(operand.node, row)
        guard !operand.isInverse || factor != 0 else {
          let field = program.firstField(under: operand.node) ?? fields.first ?? 0
          throw CellError(column: field, row.bytes(ofField: field), expected: .divisor)
        }
        total = operand.isInverse ? total / factor : total * factor
      }
      return total
    case .field(let field):
      return try cell(field, row).doubleValue
    case .constant(let value):
      return value.doubleValue
    default:
      preconditionFailure("a condition stands where the resolver puts numbers only")
    }
  }

  private func cell(
    _ field: Int, _ row: borrowing some FieldSource
  ) throws(CellError) -> FixedDecimal {
    let bytes = row.bytes(ofField: field)
    guard let value = parseDecimal(bytes, decimalComma: decimalComma) else {
      throw CellError(column: field, bytes, expected: .number(decimalComma: decimalComma))
    }
    return value
  }

  private func day(_ field: Int, _ row: borrowing some FieldSource) throws(CellError) -> Day {
    let bytes = row.bytes(ofField: field)
    guard let day = parseDay(bytes) else {
      throw CellError(column: field, bytes, expected: .date)
    }
    return day
  }

  private func tooLarge(_ row: borrowing some FieldSource) -> CellError {
    let field = fields.first ?? 0
    return CellError(column: field, row.bytes(ofField: field), expected: .smallResult)
  }
}

extension CellError {
  /// A refused cell, quoted to at most 200 bytes.
  fileprivate init(column: Int, _ bytes: ArraySlice<UInt8>, expected: Expectation) {
    self.init(
      column: column, found: String(decoding: bytes.prefix(200), as: UTF8.self),
      expected: expected)
  }
}
