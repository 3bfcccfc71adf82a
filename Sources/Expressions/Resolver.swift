internal import Units

/// Binds a syntax tree to the columns of a file and checks every type.
struct Resolver {
  let text: String
  let header: [String]
  let columnCount: Int?
  private(set) var fields: [Int] = []
  private var program = RowProgram()

  init(text: String, header: [String], columnCount: Int?) {
    self.text = text
    self.header = header
    self.columnCount = columnCount
  }

  mutating func program(
    for syntax: Syntax, as type: ValueType
  ) throws(ExpressionError) -> RowProgram {
    switch type {
    case .boolean:
      program.root = try condition(syntax)
    case .number:
      if let offset = divisionOffset(in: syntax) { throw error(offset, .divisionInAmount) }
      program.root = try number(syntax)
    case .text, .day:
      let field = try field(syntax, expected: "one column")
      program.root = program.append(.field(field))
    }
    return program
  }

  private mutating func condition(_ syntax: Syntax) throws(ExpressionError) -> Int {
    switch syntax.kind {
    case .all(let operands):
      return program.append(.all(try group(operands)))
    case .any(let operands):
      return program.append(.any(try group(operands)))
    case .not(let operand):
      return program.append(.not(try condition(operand)))
    case .missing(let operand):
      return program.append(
        .missing(field: try field(operand, expected: "one column before 'is missing'")))
    case .comparison(let comparison, let left, let right):
      return try self.comparison(comparison, left, right)
    case .membership(let operand, let list):
      return try membership(operand, list)
    case .column, .number, .duration, .text, .negated, .sum, .product, .coalesced, .joined, .call,
      .tally:
      throw misfit(syntax, "a condition, such as amount > 0")
    }
  }

  private mutating func group(_ operands: [Syntax]) throws(ExpressionError) -> Range<Int> {
    var group: [RowProgram.Operand] = []
    for operand in operands {
      group.append(.init(node: try condition(operand), isInverse: false))
    }
    return program.append(group)
  }

  private mutating func comparison(
    _ comparison: Comparator, _ left: Syntax, _ right: Syntax
  ) throws(ExpressionError) -> Int {
    switch (left.kind, right.kind) {
    case (.text, .text):
      throw misfit(left, "a column to compare with")
    case (_, .text(let value)):
      return try textComparison(comparison, left, value, at: right)
    case (.text(let value), _):
      return try textComparison(comparison.mirrored, right, value, at: left)
    default:
      let divides = divisionOffset(in: left) != nil || divisionOffset(in: right) != nil
      let (a, b) = (try number(left), try number(right))
      return program.append(
        divides ? .binaryComparison(comparison, a, b) : .comparison(comparison, a, b))
    }
  }

  private mutating func textComparison(
    _ comparison: Comparator, _ operand: Syntax, _ value: String, at literal: Syntax
  ) throws(ExpressionError) -> Int {
    let field = try field(operand, expected: "one column to compare with a text")
    if let day = try day(value, at: literal) {
      return program.append(.dayComparison(comparison, field: field, day))
    }
    guard !comparison.isOrdering else {
      throw misfit(literal, "a number or a date '2020-01-31': texts have no order here")
    }
    program.texts.append(Array(value.utf8))
    let equality = program.append(.textEquality(field: field, text: program.texts.count - 1))
    return comparison == .equal ? equality : program.append(.not(equality))
  }

  private mutating func membership(
    _ operand: Syntax, _ list: [Syntax]
  ) throws(ExpressionError) -> Int {
    if case .number = list[0].kind {
      if let offset = divisionOffset(in: operand) {
        throw error(
          offset, .unexpected(found: "'/' before 'in'", expected: "a number without division"))
      }
      return try numberMembership(operand, list)
    }
    let field = try field(operand, expected: "one column to compare with texts")
    var texts: [[UInt8]] = []
    var days: [Day] = []
    for item in list {
      guard case .text(let value) = item.kind else { throw misfit(item, "a text in single quotes") }
      texts.append(Array(value.utf8))
      if let day = try day(value, at: item) { days.append(day) }
    }
    if days.count == list.count {
      program.days.append(contentsOf: days)
      return program.append(
        .dayIn(field: field, program.days.count - days.count..<program.days.count))
    }
    program.texts.append(contentsOf: texts)
    return program.append(
      .textIn(field: field, program.texts.count - texts.count..<program.texts.count))
  }

  private mutating func numberMembership(
    _ operand: Syntax, _ list: [Syntax]
  ) throws(ExpressionError) -> Int {
    let node = try number(operand)
    for item in list {
      guard case .number(let value) = item.kind else { throw misfit(item, "a number") }
      program.numbers.append(ExactNumber(value))
    }
    return program.append(
      .numberIn(node, program.numbers.count - list.count..<program.numbers.count))
  }

  private mutating func number(_ syntax: Syntax) throws(ExpressionError) -> Int {
    switch syntax.kind {
    case .column(let reference):
      return program.append(.field(try index(of: reference, at: syntax.offset)))
    case .number(let value):
      return program.append(.constant(value))
    case .negated(let operand):
      return program.append(.negated(try number(operand)))
    case .sum(let operands):
      return program.append(.sum(try numbers(operands)))
    case .product(let operands):
      return program.append(.product(try numbers(operands)))
    case .text, .duration, .comparison, .membership, .missing, .not, .all, .any, .coalesced,
      .joined, .call, .tally:
      throw misfit(syntax, "a number or a column")
    }
  }

  private mutating func numbers(
    _ operands: [Syntax.Operand]
  ) throws(ExpressionError) -> Range<Int> {
    var group: [RowProgram.Operand] = []
    for operand in operands {
      group.append(.init(node: try number(operand.syntax), isInverse: operand.isInverse))
    }
    return program.append(group)
  }

  /// Where the first `/` of a number stands, if it divides at all.
  private func divisionOffset(in syntax: Syntax) -> Int? {
    switch syntax.kind {
    case .negated(let operand): divisionOffset(in: operand)
    case .sum(let operands): operands.lazy.compactMap { divisionOffset(in: $0.syntax) }.first
    case .product(let operands):
      operands.lazy.compactMap {
        $0.isInverse ? $0.syntax.offset : divisionOffset(in: $0.syntax)
      }.first
    default: nil
    }
  }

  /// The day of a literal that is written as one; a day that does not exist is an error, not a text.
  private func day(_ value: String, at literal: Syntax) throws(ExpressionError) -> Day? {
    let pattern = value.utf8.map { byte in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? UInt8(ascii: "0") : byte
    }
    guard pattern.elementsEqual("0000-00-00".utf8) else { return nil }
    guard let day = Day(iso: value) else { throw misfit(literal, "a day that exists") }
    return day
  }
}

extension Resolver {
  private mutating func field(
    _ syntax: Syntax, expected: String
  ) throws(ExpressionError) -> Int {
    guard case .column(let reference) = syntax.kind else { throw misfit(syntax, expected) }
    return try index(of: reference, at: syntax.offset)
  }

  private mutating func index(
    of reference: ColumnReference, at offset: Int
  ) throws(ExpressionError) -> Int {
    let index: Int
    switch reference {
    case .name(let name): index = try self.index(ofName: name, at: offset)
    case .position(let position):
      let count = columnCount ?? (header.isEmpty ? nil : header.count)
      guard position <= count ?? .max else {
        throw error(offset, .noSuchPosition(position, columnCount: count ?? 0))
      }
      index = position - 1
    }
    if !fields.contains(index) { fields.append(index) }
    return index
  }

  private func index(ofName name: String, at offset: Int) throws(ExpressionError) -> Int {
    guard !header.isEmpty else { throw error(offset, .noHeader(name)) }
    let matches = header.indices.filter { header[$0] == name }
    if matches.count == 1 { return matches[0] }
    guard matches.isEmpty else {
      throw error(offset, .repeatedColumn(name, positions: matches.map { $0 + 1 }))
    }
    // `order-id` reads as a difference; where it is a column's whole name, say so.
    if let whole = header.first(where: { $0 == text && $0 != name }) {
      throw error(offset, .nameOnlyInQuotes(whole))
    }
    // A file without a header has somebody's row in its place.
    let nearest = looksLikeRow(header) ? nil : nearestName(to: name, among: header)
    throw error(offset, .unknownColumn(name, nearest: nearest))
  }

  private func misfit(_ syntax: Syntax, _ expected: String) -> ExpressionError {
    error(syntax.offset, .unexpected(found: syntax.described, expected: expected))
  }

  private func error(_ offset: Int, _ reason: ExpressionError.Reason) -> ExpressionError {
    ExpressionError(text: text, offset: offset, reason: reason)
  }
}
