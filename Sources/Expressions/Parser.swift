internal import Units

/// A recursive-descent parser over the tokens of one text.
struct Parser {
  let text: String
  let tokens: [Token]
  /// The distinct columns met so far, in order.
  private(set) var columns: [String] = []
  private var seen: Set<String> = []
  private var index = 0
  private var depth = 0
  /// Whether counts and sums over a window may stand here.
  private var allowsTallies: Bool

  init(text: String, tokens: [Token], allowsTallies: Bool = false) {
    self.text = text
    self.tokens = tokens
    self.allowsTallies = allowsTallies
  }

  mutating func wholeExpression() throws(ExpressionError) -> Syntax {
    let syntax = try disjunction()
    guard current.kind == .end else {
      throw unexpected(expectedAfter(syntax))
    }
    return syntax
  }

  /// What may follow a complete expression; a second name hints at a name with a blank.
  private func expectedAfter(_ syntax: Syntax) -> String {
    if case .column = current.kind, index > 0, case .column = tokens[index - 1].kind {
      return "an operator or the end; a name with blanks stands in backquotes"
    }
    return "an operator or the end"
  }

  private mutating func disjunction() throws(ExpressionError) -> Syntax {
    let first = try conjunction()
    var operands = [first]
    while take(.keyword(.or)) { operands.append(try conjunction()) }
    return operands.count == 1 ? first : Syntax(offset: first.offset, kind: .any(operands))
  }

  private mutating func conjunction() throws(ExpressionError) -> Syntax {
    let first = try negation()
    var operands = [first]
    while take(.keyword(.and)) { operands.append(try negation()) }
    return operands.count == 1 ? first : Syntax(offset: first.offset, kind: .all(operands))
  }

  private mutating func negation() throws(ExpressionError) -> Syntax {
    let offset = current.offset
    guard take(.keyword(.not)) else { return try comparison() }
    try descend()
    let operand = try negation()
    depth -= 1
    return Syntax(offset: offset, kind: .not(operand))
  }

  private mutating func comparison() throws(ExpressionError) -> Syntax {
    let left = try sum()
    switch current.kind {
    case .comparison(let comparison):
      index += 1
      let right = try sum()
      if case .comparison = current.kind {
        throw unexpected("'and', 'or' or the end; comparisons do not chain")
      }
      return Syntax(offset: left.offset, kind: .comparison(comparison, left, right))
    case .keyword(.in):
      return try membership(of: left)
    case .keyword(.not) where tokens[index + 1].kind == .keyword(.in):
      index += 1
      return Syntax(offset: left.offset, kind: .not(try membership(of: left)))
    case .keyword(.is):
      return try missing(left)
    default:
      return left
    }
  }

  private mutating func missing(_ operand: Syntax) throws(ExpressionError) -> Syntax {
    index += 1
    let isNegated = take(.keyword(.not))
    guard case .column(.name(let name)) = current.kind, name.lowercased() == "missing" else {
      throw unexpected(isNegated ? "'missing'" : "'missing' or 'not missing'")
    }
    index += 1
    let test = Syntax(offset: operand.offset, kind: .missing(operand))
    return isNegated ? Syntax(offset: operand.offset, kind: .not(test)) : test
  }

  private mutating func membership(of operand: Syntax) throws(ExpressionError) -> Syntax {
    index += 1
    guard take(.symbol("(")) else { throw unexpected("'(' and a list of values") }
    var list: [Syntax] = []
    repeat { list.append(try literal()) } while take(.symbol(","))
    guard take(.symbol(")")) else { throw unexpected("',' or ')'") }
    return Syntax(offset: operand.offset, kind: .membership(operand, list: list))
  }

  /// A number, with its sign, or a quoted text.
  private mutating func literal() throws(ExpressionError) -> Syntax {
    let offset = current.offset
    let isNegative = take(.symbol("-"))
    switch current.kind {
    case .number(var value):
      index += 1
      if isNegative { value.mantissa.negate() }
      return Syntax(offset: offset, kind: .number(value))
    case .text(let value) where !isNegative:
      index += 1
      return Syntax(offset: offset, kind: .text(value))
    case .duration(let value) where !isNegative:
      index += 1
      return Syntax(offset: offset, kind: .duration(value))
    default:
      throw unexpected(isNegative ? "a number" : "a number or a text in single quotes")
    }
  }

  private mutating func sum() throws(ExpressionError) -> Syntax {
    let first = try product()
    if current.kind == .symbol("&") {
      var texts = [first]
      while take(.symbol("&")) { texts.append(try product()) }
      return Syntax(offset: first.offset, kind: .joined(texts))
    }
    var operands = [Syntax.Operand(isInverse: false, syntax: first)]
    while current.kind == .symbol("+") || current.kind == .symbol("-") {
      let isSubtracted = current.kind == .symbol("-")
      index += 1
      operands.append(.init(isInverse: isSubtracted, syntax: try product()))
    }
    return operands.count == 1 ? first : Syntax(offset: first.offset, kind: .sum(operands))
  }

  private mutating func product() throws(ExpressionError) -> Syntax {
    let first = try coalesced()
    var operands = [Syntax.Operand(isInverse: false, syntax: first)]
    while current.kind == .symbol("*") || current.kind == .symbol("/") {
      let divides = current.kind == .symbol("/")
      index += 1
      operands.append(.init(isInverse: divides, syntax: try coalesced()))
    }
    return operands.count == 1 ? first : Syntax(offset: first.offset, kind: .product(operands))
  }

  private mutating func coalesced() throws(ExpressionError) -> Syntax {
    let first = try signed()
    var operands = [first]
    while take(.symbol("?")) { operands.append(try signed()) }
    return operands.count == 1 ? first : Syntax(offset: first.offset, kind: .coalesced(operands))
  }

  private mutating func signed() throws(ExpressionError) -> Syntax {
    let offset = current.offset
    guard take(.symbol("-")) else { return try primary() }
    try descend()
    let operand = try signed()
    depth -= 1
    return Syntax(offset: offset, kind: .negated(operand))
  }

  private mutating func primary() throws(ExpressionError) -> Syntax {
    let token = current
    switch token.kind {
    case .column(.name(let name))
    where token.source == name[...] && tokens[index + 1].kind == .symbol("("):
      return try call(name)
    case .column(let reference):
      index += 1
      if seen.insert(reference.description).inserted { columns.append(reference.description) }
      return Syntax(offset: token.offset, kind: .column(reference))
    case .number(let value):
      index += 1
      return Syntax(offset: token.offset, kind: .number(value))
    case .text(let value):
      index += 1
      return Syntax(offset: token.offset, kind: .text(value))
    case .duration(let value):
      index += 1
      return Syntax(offset: token.offset, kind: .duration(value))
    case .symbol("("):
      index += 1
      try descend()
      let inner = try disjunction()
      depth -= 1
      guard take(.symbol(")")) else { throw unexpected("an operator or ')'") }
      return inner
    default:
      throw unexpected("a column, a number, a quoted text or '('")
    }
  }

  /// `lower(column)` and the like.
  private mutating func call(_ name: String) throws(ExpressionError) -> Syntax {
    let offset = current.offset
    if allowsTallies { return try tally(name) }
    guard let function = CellFunction(rawValue: name.lowercased()) else {
      throw unexpected(
        "a function: \(CellFunction.allCases.map { "\($0.rawValue)()" }.joined(separator: ", "))")
    }
    index += 2
    try descend()
    let operand = try disjunction()
    depth -= 1
    guard take(.symbol(")")) else { throw unexpected("')'") }
    return Syntax(offset: offset, kind: .call(function, operand))
  }

  /// `orders(category = 'wine', 90d)` and the like; condition and window may be left out.
  private mutating func tally(_ name: String) throws(ExpressionError) -> Syntax {
    guard let kind = TallyKind(rawValue: name.lowercased()) else {
      throw unexpected(
        TallyKind.allCases.map { "\($0.rawValue)(…)" }.joined(separator: ", "))
    }
    let offset = current.offset
    index += 2
    try descend()
    // What is asked of a row holds no counts.
    allowsTallies = false
    var (condition, window): (Syntax?, DayCount?)
    if current.kind != .symbol(")") {
      let first = try disjunction()
      switch first.kind {
      case .duration(let days): window = days
      case .negated(let operand) where operand.isDuration:
        throw ExpressionError(text: text, offset: first.offset, reason: .told(Self.pastWindow))
      default:
        condition = first
        if take(.symbol(",")) { window = try self.window() }
      }
    }
    guard take(.symbol(")")) else {
      throw unexpected(
        window == nil ? "')', or ',' and a window after the date such as 90d" : "')'")
    }
    allowsTallies = true
    depth -= 1
    let end = tokens[index - 1].offset + 1
    let source = String(decoding: Array(text.utf8)[offset..<end], as: UTF8.self)
    return Syntax(
      offset: offset, kind: .tally(kind, condition: condition, window: window, name: source))
  }

  private mutating func window() throws(ExpressionError) -> DayCount {
    if current.kind == .symbol("-") {
      throw ExpressionError(text: text, offset: current.offset, reason: .told(Self.pastWindow))
    }
    guard case .duration(let days) = current.kind else {
      throw unexpected("a window after the date, such as 90d")
    }
    index += 1
    return days
  }

  private static let pastWindow =
    "found a window before the date, expected one after it, such as 90d: a target asks what comes "
    + "after the date"

  private mutating func descend() throws(ExpressionError) {
    depth += 1
    guard depth <= ExpressionLimits.levels else {
      throw ExpressionError(text: text, offset: current.offset, reason: .tooDeep)
    }
  }

  /// The next token; the end token is never passed.
  private var current: Token { tokens[index] }

  private mutating func take(_ kind: Token.Kind) -> Bool {
    guard current.kind == kind else { return false }
    index += 1
    return true
  }

  private func unexpected(_ expected: String) -> ExpressionError {
    ExpressionError(
      text: text, offset: current.offset,
      reason: .unexpected(found: current.described, expected: expected))
  }
}

extension Syntax {
  fileprivate var isDuration: Bool { if case .duration = kind { true } else { false } }
}
