internal import Units

/// What is asked of the days after a date: a condition over counts and sums of a customer's rows.
///
/// ```
/// orders(category = 'wine', 90d) = 0
/// spend(90d) < 100 and not events(event = 'unsubscribe') > 0
/// ```
/// `orders(…)`, `lines(…)` and `events(…)` count, `spend(…)` sums money. In the parentheses stand a
/// condition on a row and a window from the date on, both of which may be left out: then all rows
/// count, over the whole horizon. The rest is the language of `Condition`; a text may stand in double
/// quotes too, as in a shell single ones are outermost.
package struct TargetRule: Sendable {
  /// A count or sum over the rows of a window.
  package struct Tally: Sendable {
    package typealias Kind = TallyKind

    package let kind: Kind
    /// What a row must fulfil, over `TargetRule.columns(of:)`; nil for every row.
    package let condition: Condition?
    /// Days from the date on; nil for the horizon.
    package let windowInDays: Int?
  }

  /// The text as given.
  package let text: String
  /// Each asked once, in order of appearance.
  package let tallies: [Tally]
  private let condition: Condition

  /// Reads a target.
  ///
  /// - Throws: what cannot be meant, and where in the text: a name of something that is known at the
  ///   date, a window before it, an unknown column, or unlike things compared.
  package init(parsing text: String) throws(ExpressionError) {
    guard text.utf8.count <= ExpressionLimits.bytes else {
      throw ExpressionError(text: text, offset: 0, reason: .tooLong)
    }
    var parser = Parser(text: text, tokens: try Lexer.tokens(of: text), allowsTallies: true)
    let syntax = try parser.wholeExpression()
    var found: [(name: String, tally: Tally)] = []
    try Self.gather(syntax, of: text, into: &found)
    guard !found.isEmpty else {
      throw ExpressionError(text: text, offset: syntax.offset, reason: .told(Self.nothingAsked))
    }
    let schema = ColumnSchema(
      found.map { name, tally in
        SchemaColumn(
          name, tally.kind == .spend ? .money : .count, isWhole: tally.kind != .spend,
          mayBeMissing: false)
      })
    condition = try Self.condition(syntax.withTalliesAsColumns, over: schema, of: text)
    tallies = found.map(\.tally)
    self.text = text
  }

  /// The longest window that is named; nil where none is.
  package var longestWindowInDays: Int? { tallies.compactMap(\.windowInDays).max() }

  /// Whether it holds.
  ///
  /// - Parameters:
  ///   - values: one for each of `tallies`.
  ///   - stack: working space.
  /// - Returns: whether it does; what is unknown does not.
  package func holds(_ values: [Double], using stack: inout [Truth]) -> Bool {
    condition.truth(using: &stack) { condition.atoms[$0].truth { values[$0] } } == .yes
  }

  private static let nothingAsked =
    "found nothing that is asked of the days after the date, expected a condition such as "
    + "orders(90d) = 0"
}

extension TargetRule: Equatable {
  package static func == (a: TargetRule, b: TargetRule) -> Bool { a.text == b.text }
}

// MARK: Rows

extension TargetRule {
  /// What a condition may ask of a row of orders or of events.
  package static func columns(of kind: Tally.Kind) -> ColumnSchema {
    let unlimited = -Double.infinity...Double.infinity
    return switch kind {
    case .events:
      ColumnSchema([SchemaColumn("event", .text), SchemaColumn("value", .ratio, range: unlimited)])
    case .orders, .lines, .spend:
      ColumnSchema([
        SchemaColumn("category", .text), SchemaColumn("channel", .text),
        SchemaColumn("amount", .money), SchemaColumn("quantity", .ratio, range: unlimited),
        SchemaColumn("discounted", .score, range: 0...1, isWhole: true),
      ])
    }
  }

  /// Finds the counts and sums, and whatever else is named, which cannot be meant.
  private static func gather(
    _ syntax: Syntax, of text: String, into found: inout [(name: String, tally: Tally)]
  ) throws(ExpressionError) {
    switch syntax.kind {
    case .tally(let kind, let asked, let window, let name):
      guard !found.contains(where: { $0.name == name }) else { return }
      var condition: Condition?
      if let asked {
        let schema = columns(of: kind)
        condition = try Self.condition(
          asked.withTexts(in: text, besides: schema), over: schema, of: text, kind: kind)
      }
      found.append(
        (name, Tally(kind: kind, condition: condition, windowInDays: window?.wholeDays)))
    case .column(let reference):
      throw ExpressionError(
        text: text, offset: syntax.offset,
        reason: .told(
          "found '\(reference)', which is known at the date, expected what comes after it: "
            + "orders(…), lines(…), events(…) or spend(…)"))
    default:
      for operand in syntax.operands { try gather(operand, of: text, into: &found) }
    }
  }

  private static func condition(
    _ syntax: Syntax, over schema: ColumnSchema, of text: String, kind: Tally.Kind? = nil
  ) throws(ExpressionError) -> Condition {
    if let kind {
      for name in syntax.columnNames where schema[name.text] == nil {
        let known = schema.columns.map(\.name)
        throw ExpressionError(
          text: text, offset: name.offset,
          reason: .told(
            "found '\(name.text)', expected of \(kind.rawValue)(…) one of "
              + known.joined(separator: ", ") + suggestion(for: name.text, among: known)))
      }
    }
    var binder = ConditionBinder(schema: schema)
    binder.condition(syntax)
    if let fault = binder.faults.first {
      throw ExpressionError(text: text, offset: fault.offset, reason: .told(fault.sentence))
    }
    return Condition(
      text: text, columns: binder.schema.columns, atoms: binder.atoms, steps: binder.steps)
  }
}

extension Syntax {
  /// The same with each count and sum as a column of its name.
  fileprivate var withTalliesAsColumns: Syntax {
    replacing { syntax in
      guard case .tally(_, _, _, let name) = syntax.kind else { return nil }
      return Syntax(offset: syntax.offset, kind: .column(.name(name)))
    }
  }

  /// The same with names in double quotes as texts, where there is no column of the name.
  fileprivate func withTexts(in text: String, besides schema: ColumnSchema) -> Syntax {
    let bytes = Array(text.utf8)
    return replacing { syntax in
      guard case .column(.name(let name)) = syntax.kind, schema[name] == nil,
        bytes[syntax.offset] == UInt8(ascii: "\"")
      else { return nil }
      return Syntax(offset: syntax.offset, kind: .text(name))
    }
  }

  /// All names, and where each stands.
  fileprivate var columnNames: [(text: String, offset: Int)] {
    if case .column(let reference) = kind { return [(reference.description, offset)] }
    return operands.flatMap(\.columnNames)
  }

  /// The same with some nodes in place of others.
  private func replacing(_ other: (Syntax) -> Syntax?) -> Syntax {
    if let other = other(self) { return other }
    func all(_ operands: [Syntax]) -> [Syntax] { operands.map { $0.replacing(other) } }
    func terms(_ operands: [Operand]) -> [Operand] {
      operands.map { Operand(isInverse: $0.isInverse, syntax: $0.syntax.replacing(other)) }
    }
    let replaced: Kind =
      switch kind {
      case .column, .number, .duration, .text, .tally: kind
      case .negated(let operand): .negated(operand.replacing(other))
      case .missing(let operand): .missing(operand.replacing(other))
      case .not(let operand): .not(operand.replacing(other))
      case .call(let function, let operand): .call(function, operand.replacing(other))
      case .sum(let operands): .sum(terms(operands))
      case .product(let operands): .product(terms(operands))
      case .comparison(let comparison, let left, let right):
        .comparison(comparison, left.replacing(other), right.replacing(other))
      case .membership(let operand, let list):
        .membership(operand.replacing(other), list: all(list))
      case .coalesced(let operands): .coalesced(all(operands))
      case .joined(let operands): .joined(all(operands))
      case .all(let operands): .all(all(operands))
      case .any(let operands): .any(all(operands))
      }
    return Syntax(offset: offset, kind: replaced)
  }
}
