package import Units

/// The cells of one row of a file, as a `CellExpression` needs them.
package protocol CellRow {
  /// The text of a cell without blanks around it.
  func text(_ column: Int) -> String
  /// The number of a cell as the file writes numbers; nil where it is blank.
  func decimal(_ column: Int) throws(CellError) -> FixedDecimal?
  /// The day of a cell as the file writes days; nil where there is none.
  func day(_ column: Int) -> Day?
}

/// An expression of the column language over cells that may be blank or missing as a whole column.
///
/// It is computed on the tree of the text, so it costs more than a `RowExpression`, and knows more:
/// `a ?? b`, texts joined by `&`, functions, and division by a constant. A blank cell in a calculation
/// gives no number; a comparison with no number does not hold.
package struct CellExpression: Sendable {
  package let text: String
  private let syntax: Syntax
  /// By name; a column that the file does not have is missing here.
  private let columns: [ColumnReference: Int]
  /// The columns of the file that are read, as the text names them.
  package let fieldsAsWritten: [Int]
  /// Whether every column is there, and of those that `??` is between at least one.
  package let isApplicable: Bool

  /// - Parameters:
  ///   - expression: what to compute.
  ///   - columnCount: the number of columns of the file.
  ///   - index: the column of a name, nil where the file has none.
  package init(_ expression: Expression, columnCount: Int, index: (String) -> Int?) {
    text = expression.text
    syntax = expression.syntax
    var columns: [ColumnReference: Int] = [:]
    for reference in syntax.references {
      switch reference {
      case .name(let name): columns[reference] = index(name)
      case .position(let place): if place <= columnCount { columns[reference] = place - 1 }
      }
    }
    self.columns = columns
    fieldsAsWritten = expression.columns.compactMap { name in
      columns.first { $0.key.description == name }?.value
    }
    isApplicable = syntax.canBeComputed { columns[$0] != nil }
  }

  /// All columns of the file that are read, in no order.
  package var fields: [Int] { Array(Set(columns.values)) }

  /// Columns that are read as numbers.
  package var numberFields: [Int] {
    syntax.numbers(inNumber: isNumber(syntax)).compactMap { columns[$0] }
  }

  /// The same where the expression as a whole stands for a number.
  package var numberFieldsOfAmount: [Int] {
    syntax.numbers(inNumber: true).compactMap { columns[$0] }
  }

  /// The column, where the expression is one and nothing more.
  package var bareField: Int? {
    guard case .column(let reference) = syntax.kind else { return nil }
    return columns[reference]
  }

  /// The text of a row; blank where nothing is there.
  package func text(_ row: some CellRow) -> String { text(syntax, row) }

  /// The number of a row; nil where a cell is blank.
  package func decimal(_ row: some CellRow) throws(CellError) -> FixedDecimal? {
    guard let value = try number(syntax, row) else { return nil }
    guard let rounded = value.rounded(toPlaces: FixedDecimal.moneyScale) else {
      throw tooLarge()
    }
    return rounded
  }

  /// Whether the row fulfils the condition.
  package func boolean(_ row: some CellRow) throws(CellError) -> Bool {
    try holds(syntax, row)
  }
}

extension CellExpression {
  private func text(_ syntax: Syntax, _ row: some CellRow) -> String {
    switch syntax.kind {
    case .column(let reference): return columns[reference].map { row.text($0) } ?? ""
    case .text(let value): return value
    case .number(let value): return value.description
    case .coalesced(let operands):
      for operand in operands {
        let value = text(operand, row)
        if !value.isEmpty { return value }
      }
      return ""
    case .joined(let operands):
      var joined = ""
      for operand in operands { joined += text(operand, row) }
      return joined
    case .call(.lower, let operand): return text(operand, row).lowercased()
    case .call(.upper, let operand): return text(operand, row).uppercased()
    case .call(.trim, let operand):
      var rest = text(operand, row)[...]
      while rest.first?.isWhitespace == true { rest.removeFirst() }
      while rest.last?.isWhitespace == true { rest.removeLast() }
      return String(rest)
    default:
      guard let value = try? number(syntax, row)?.rounded(toPlaces: FixedDecimal.moneyScale) else {
        return ""
      }
      return value.description
    }
  }

  private func number(
    _ syntax: Syntax, _ row: some CellRow
  ) throws(CellError) -> ExactNumber? {
    switch syntax.kind {
    case .column(let reference):
      guard let column = columns[reference] else { return nil }
      return try row.decimal(column).map { ExactNumber($0) }
    case .number(let value): return ExactNumber(value)
    case .negated(let operand): return try number(operand, row)?.negated
    case .coalesced(let operands):
      for operand in operands {
        if let value = try number(operand, row) { return value }
      }
      return nil
    case .call(.abs, let operand):
      guard let value = try number(operand, row) else { return nil }
      return value < .zero ? value.negated : value
    case .sum(let operands):
      var total = ExactNumber.zero
      for operand in operands {
        guard let value = try number(operand.syntax, row) else { return nil }
        guard let sum = total.adding(operand.isInverse ? value.negated : value) else {
          throw tooLarge()
        }
        total = sum
      }
      return total
    case .product(let operands):
      var total = ExactNumber.one
      for operand in operands {
        guard let value = try number(operand.syntax, row) else { return nil }
        guard let next = operand.isInverse ? total.divided(by: value) : total.multiplied(by: value)
        else { throw tooLarge() }
        total = next
      }
      return total
    default: return nil
    }
  }

  private func holds(_ syntax: Syntax, _ row: some CellRow) throws(CellError) -> Bool {
    switch syntax.kind {
    case .all(let operands):
      for operand in operands where try !holds(operand, row) { return false }
      return true
    case .any(let operands):
      for operand in operands where try holds(operand, row) { return true }
      return false
    case .not(let operand): return try !holds(operand, row)
    case .missing(let operand): return text(operand, row).isEmpty
    case .membership(let operand, let list):
      if case .number = list.first?.kind {
        guard let value = try number(operand, row) else { return false }
        for item in list {
          if case .number(let other) = item.kind, ExactNumber(other) == value { return true }
        }
        return false
      }
      let value = text(operand, row)
      for item in list {
        if case .text(let other) = item.kind, other == value { return true }
      }
      return false
    case .comparison(let comparison, let left, let right):
      return try compared(comparison, left, right, row)
    default: return false
    }
  }

  private func compared(
    _ comparison: Comparator, _ left: Syntax, _ right: Syntax, _ row: some CellRow
  ) throws(CellError) -> Bool {
    if case .text(let value) = right.kind {
      return try textCompared(comparison, left, value, row)
    }
    if case .text(let value) = left.kind {
      return try textCompared(comparison.mirrored, right, value, row)
    }
    if isText(left) || isText(right) {
      return comparison.holds(text(left, row), text(right, row))
    }
    guard let a = try number(left, row), let b = try number(right, row) else { return false }
    return comparison.holds(a, b)
  }

  private func textCompared(
    _ comparison: Comparator, _ operand: Syntax, _ value: String, _ row: some CellRow
  ) throws(CellError) -> Bool {
    if case .column(let reference) = operand.kind, let column = columns[reference],
      let day = Day(iso: value)
    {
      guard let own = row.day(column) else { return false }
      return comparison.holds(own, day)
    }
    let own = text(operand, row)
    switch comparison {
    case .equal: return own == value
    case .unequal: return own != value
    default: return comparison.holds(own, value)
    }
  }

  private func isText(_ syntax: Syntax) -> Bool {
    switch syntax.kind {
    case .text, .joined, .call(.lower, _), .call(.upper, _), .call(.trim, _): true
    case .coalesced(let operands): operands.contains { isText($0) }
    default: false
    }
  }

  private func isNumber(_ syntax: Syntax) -> Bool {
    switch syntax.kind {
    case .number, .sum, .product, .negated, .call(.abs, _): true
    default: false
    }
  }

  private func tooLarge() -> CellError {
    CellError(column: fields.min() ?? 0, found: text, expected: .smallResult)
  }
}

extension Syntax {
  /// All columns.
  var references: [ColumnReference] {
    var found: [ColumnReference] = []
    var open = [self]
    while let next = open.popLast() {
      if case .column(let reference) = next.kind, !found.contains(reference) {
        found.append(reference)
      }
      open += next.operands
    }
    return found
  }

  /// Whether there are columns enough: of operands of `??`, one is.
  func canBeComputed(_ has: (ColumnReference) -> Bool) -> Bool {
    switch kind {
    case .column(let reference): has(reference)
    case .coalesced(let operands): operands.contains { $0.canBeComputed(has) }
    default: operands.allSatisfy { $0.canBeComputed(has) }
    }
  }

  /// Columns that are read as numbers.
  func numbers(inNumber: Bool) -> [ColumnReference] {
    switch kind {
    case .column(let reference): return inNumber ? [reference] : []
    case .sum, .product, .negated, .call(.abs, _):
      return operands.flatMap { $0.numbers(inNumber: true) }
    case .coalesced: return operands.flatMap { $0.numbers(inNumber: inNumber) }
    case .comparison(_, let left, let right):
      let isNumeric = [left, right].contains { side in
        switch side.kind {
        case .number, .sum, .product, .negated, .call(.abs, _): true
        default: false
        }
      }
      return [left, right].flatMap { $0.numbers(inNumber: isNumeric) }
    case .membership(let operand, let list):
      if case .number = list.first?.kind { return operand.numbers(inNumber: true) }
      return []
    case .all(let parts), .any(let parts): return parts.flatMap { $0.numbers(inNumber: false) }
    case .not(let operand): return operand.numbers(inNumber: false)
    default: return []
    }
  }

  /// What stands below it.
  var operands: [Syntax] {
    switch kind {
    case .column, .number, .duration, .text: []
    case .tally(_, let condition, _, _): condition.map { [$0] } ?? []
    case .negated(let operand), .missing(let operand), .not(let operand), .call(_, let operand):
      [operand]
    case .sum(let operands), .product(let operands): operands.map(\.syntax)
    case .comparison(_, let left, let right): [left, right]
    case .membership(let operand, _): [operand]
    case .coalesced(let operands), .joined(let operands), .all(let operands), .any(let operands):
      operands
    }
  }
}
