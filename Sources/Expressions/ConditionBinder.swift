internal import Units

/// Something in a condition that cannot be meant.
package struct ConditionFault: Error, Sendable, Equatable {
  package enum Kind: String, Sendable {
    case syntax, name, type, unit
  }

  package let kind: Kind
  /// Where it lies, in UTF-8 bytes from the start of the text.
  package let offset: Int
  /// What was found and what was expected.
  package let sentence: String
}

extension Condition {
  /// Reads a condition over a schema.
  ///
  /// Beyond the language of `Expression`: durations (`90d`, `12w`, `6m`, `1y`) are constants of columns in
  /// days, dates stand in quotes, and code names (`rfm in ('55[45]')`) compare several scores digit by
  /// digit, where brackets hold choices.
  /// - Throws: every fault that it has, in order.
  package init(parsing text: String, over schema: ColumnSchema) throws(ConditionFaults) {
    let expression: Expression
    do {
      expression = try Expression(parsing: text)
    } catch {
      throw ConditionFaults([
        ConditionFault(kind: .syntax, offset: error.offset, sentence: error.sentence)
      ])
    }
    var binder = ConditionBinder(schema: schema)
    binder.condition(expression.syntax)
    guard binder.faults.isEmpty else { throw ConditionFaults(binder.faults) }
    self.init(
      text: text, columns: binder.schema.columns, atoms: binder.atoms, steps: binder.steps)
  }
}

/// All faults of a condition.
package struct ConditionFaults: Error, Sendable {
  package let faults: [ConditionFault]

  init(_ faults: [ConditionFault]) { self.faults = faults }
}

/// Turns a syntax tree into steps, and gathers what is wrong on the way.
struct ConditionBinder {
  var schema: ColumnSchema
  private(set) var atoms: [Condition.Atom] = []
  private(set) var steps: [Condition.Step] = []
  var faults: [ConditionFault] = []

  init(schema: ColumnSchema) { self.schema = schema }

  mutating func condition(_ syntax: Syntax) {
    switch syntax.kind {
    case .all(let operands):
      for operand in operands { condition(operand) }
      steps.append(.all(operands.count))
    case .any(let operands):
      for operand in operands { condition(operand) }
      steps.append(.any(operands.count))
    case .not(let operand):
      condition(operand)
      steps.append(.not)
    case .missing(let operand):
      if let column = bareColumn(operand) { append(.missing(column: column)) }
    case .comparison(let comparison, let left, let right):
      compare(comparison, left, right, at: syntax.offset)
    case .membership(let operand, let list):
      member(operand, list)
    case .column, .number, .duration, .text, .negated, .sum, .product, .coalesced, .joined, .call,
      .tally:
      fault(
        .type, syntax, "found \(syntax.described), expected a condition, such as orders > 1")
    }
  }

  private mutating func append(_ atom: Condition.Atom) {
    let index = atoms.firstIndex(of: atom) ?? atoms.count
    if index == atoms.count { atoms.append(atom) }
    steps.append(.atom(index))
  }

  // MARK: Comparisons

  private mutating func compare(
    _ comparison: Comparator, _ left: Syntax, _ right: Syntax, at offset: Int
  ) {
    if left.isConstant, !right.isConstant {
      return compare(comparison.mirrored, right, left, at: offset)
    }
    if left.isConstant {
      return fault(.type, left, "found two constants, expected a column to compare")
    }
    if case .text(let text) = right.kind {
      guard let name = columnName(left) else { return }
      if schema.codes[name] != nil { return code(name, comparison, [(text, right)]) }
      guard let column = bareColumn(left) else { return }
      switch schema.columns[column].unit {
      case .date: return compareDate(column, comparison, text, right)
      case .text:
        guard !comparison.isOrdering else {
          return fault(.type, right, "found an order of texts, expected = or !=")
        }
        checkVocabulary(column, text, right)
        append(.texts(column: column, [text]))
        if comparison == .unequal { steps.append(.not) }
        return
      default:
        return fault(
          .type, right,
          "found the text '\(text)', expected a number: \(name) is in \(schema.columns[column].unit.words)"
        )
      }
    }
    if case .column(.name(let name)) = left.kind, schema.codes[name] != nil {
      return fault(.type, right, "found \(right.described), expected a code such as '555'")
    }
    compareNumbers(comparison, left, right)
  }

  private mutating func compareNumbers(
    _ comparison: Comparator, _ left: Syntax, _ right: Syntax
  ) {
    if case .column = left.kind, let constant = right.constant {
      guard let column = bareColumn(left) else { return }
      guard checkConstant(column, comparison, constant, at: right) else { return }
      return append(.comparison(column: column, comparison, constant.value))
    }
    guard let a = arithmetic(left), let b = arithmetic(right) else { return }
    if let x = a.unit, let y = b.unit, !x.isComparable(with: y) {
      return fault(
        .unit, left,
        "found \(x.words) compared with \(y.words), expected like with like")
    }
    append(.calculation(a.value, comparison, b.value))
  }

  private mutating func compareDate(
    _ column: Int, _ comparison: Comparator, _ text: String, _ literal: Syntax
  ) {
    guard let day = Day(iso: text) else {
      return fault(.type, literal, "found '\(text)', expected a date such as '2026-01-31'")
    }
    append(.comparison(column: column, comparison, Double(day.number)))
  }

  private mutating func member(_ operand: Syntax, _ list: [Syntax]) {
    guard let name = columnName(operand) else { return }
    if schema.codes[name] != nil {
      var patterns: [(String, Syntax)] = []
      for item in list {
        guard case .text(let text) = item.kind else {
          return fault(.type, item, "found \(item.described), expected a code such as '555'")
        }
        patterns.append((text, item))
      }
      return code(name, .equal, patterns)
    }
    guard let column = bareColumn(operand) else { return }
    if schema.columns[column].unit == .text {
      var texts: [String] = []
      for item in list {
        guard case .text(let text) = item.kind else {
          return fault(.type, item, "found \(item.described), expected a text: \(name) is a text")
        }
        checkVocabulary(column, text, item)
        texts.append(text)
      }
      return append(.texts(column: column, texts))
    }
    var numbers: [Double] = []
    for item in list {
      if case .text(let text) = item.kind, schema.columns[column].unit == .date,
        let day = Day(iso: text)
      {
        numbers.append(Double(day.number))
        continue
      }
      guard let constant = item.constant else {
        return fault(.type, item, "found \(item.described), expected a number")
      }
      guard checkConstant(column, .equal, constant, at: item) else { return }
      numbers.append(constant.value)
    }
    append(.numbers(column: column, numbers.sorted()))
  }

  // MARK: Codes

  private mutating func code(
    _ name: String, _ comparison: Comparator, _ patterns: [(text: String, syntax: Syntax)]
  ) {
    guard let names = schema.codes[name] else { return }
    let columns = names.compactMap { schema.index(of: $0) }
    guard !comparison.isOrdering else {
      return fault(.type, patterns[0].syntax, "found an order of codes, expected = or in (…)")
    }
    var codes: Set<Int> = []
    for pattern in patterns {
      guard let digits = choices(pattern.text), digits.count == columns.count,
        zip(digits, columns).allSatisfy({ choice, column in
          choice.allSatisfy { schema.columns[column].range.contains(Double($0)) }
        })
      else {
        fault(
          .type, pattern.syntax,
          "found '\(pattern.text)', expected \(columns.count) scores for "
            + "\(names.joined(separator: ", ")), such as '\(String(repeating: "5", count: columns.count))' "
            + "or '\(String(repeating: "5", count: columns.count - 1))[45]'")
        continue
      }
      codes.formUnion(
        digits.reduce([0]) { codes, choice in
          codes.flatMap { code in choice.map { 10 * code + $0 } }
        })
    }
    append(.code(columns: columns, codes))
    if comparison == .unequal { steps.append(.not) }
  }

  /// The digits that may stand at each place of `5[45]`.
  private func choices(_ pattern: String) -> [[Int]]? {
    var choices: [[Int]] = []
    var open: [Int]?
    for byte in pattern.utf8 {
      switch byte {
      case UInt8(ascii: "["):
        if open != nil { return nil }
        open = []
      case UInt8(ascii: "]"):
        guard let choice = open, !choice.isEmpty else { return nil }
        choices.append(choice)
        open = nil
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let digit = Int(byte - UInt8(ascii: "0"))
        if open != nil { open?.append(digit) } else { choices.append([digit]) }
      default: return nil
      }
      if choices.count > 8 { return nil }
    }
    return open == nil ? choices : nil
  }

  // MARK: Columns and arithmetic

  private func columnName(_ syntax: Syntax) -> String? {
    guard case .column(.name(let name)) = syntax.kind else { return "" }
    return name
  }

  private mutating func bareColumn(_ syntax: Syntax) -> Int? {
    guard case .column(let reference) = syntax.kind else {
      fault(.type, syntax, "found \(syntax.described), expected one column")
      return nil
    }
    guard case .name(let name) = reference, let index = schema.resolvedIndex(of: name) else {
      let name = reference.description
      if schema.codes[name] != nil {
        fault(
          .type, syntax, "found the code \(name), expected a comparison such as \(name) = '555'")
        return nil
      }
      let known = schema.columns.map(\.name) + schema.codes.keys.sorted()
      let nearest = looksLikeRow(known) ? "" : suggestion(for: name, among: known)
      fault(
        .name, syntax,
        "found '\(name)', expected a score, a feature or a behaviour fact "
          + "(`perennial segment columns`)\(nearest)")
      return nil
    }
    return index
  }

  private mutating func arithmetic(
    _ syntax: Syntax
  ) -> (value: Condition.Arithmetic, unit: ColumnUnit?)? {
    switch syntax.kind {
    case .column:
      guard let column = bareColumn(syntax) else { return nil }
      let unit = schema.columns[column].unit
      guard unit != .text else {
        fault(
          .type, syntax,
          "found the text \(schema.columns[column].name), expected a number; a text that it is held "
            + "against stands in single quotes")
        return nil
      }
      return (.column(column), unit)
    case .number(let value): return (.constant(value.doubleValue), nil)
    case .duration(let duration): return (.constant(duration.days), .days)
    case .negated(let operand):
      guard let inner = arithmetic(operand) else { return nil }
      return (.negated(inner.value), inner.unit)
    case .sum(let operands): return sum(operands)
    case .product(let operands): return product(operands)
    case .text, .comparison, .membership, .missing, .not, .all, .any, .coalesced, .joined, .call,
      .tally:
      fault(.type, syntax, "found \(syntax.described), expected a number or a column")
      return nil
    }
  }

  private mutating func sum(
    _ operands: [Syntax.Operand]
  ) -> (value: Condition.Arithmetic, unit: ColumnUnit?)? {
    var terms: [Condition.Arithmetic] = []
    var unit: ColumnUnit?
    for operand in operands {
      guard let term = arithmetic(operand.syntax) else { return nil }
      if let a = unit, let b = term.unit, !a.isComparable(with: b) {
        fault(
          .unit, operand.syntax, "found \(b.words) added to \(a.words), expected like with like")
        return nil
      }
      unit = unit ?? term.unit
      terms.append(operand.isInverse ? .negated(term.value) : term.value)
    }
    return (.sum(terms), unit)
  }

  /// A product keeps its unit under plain numbers; a quotient of like things is a ratio.
  private mutating func product(
    _ operands: [Syntax.Operand]
  ) -> (value: Condition.Arithmetic, unit: ColumnUnit?)? {
    var factors: [Condition.Arithmetic] = []
    var above: [ColumnUnit] = []
    var below: [ColumnUnit] = []
    for operand in operands {
      guard let factor = arithmetic(operand.syntax) else { return nil }
      factors.append(operand.isInverse ? .inverse(factor.value) : factor.value)
      if let unit = factor.unit, unit != .ratio, unit != .share {
        if operand.isInverse { below.append(unit) } else { above.append(unit) }
      }
    }
    if below.isEmpty, above.count == 1 { return (.product(factors), above[0]) }
    if below.count == 1, above.count == 1, above[0].isComparable(with: below[0]) {
      return (.product(factors), .ratio)
    }
    return (.product(factors), nil)
  }
}
