internal import Units

struct Token: Sendable {
  let kind: Kind
  /// The token's place in the text, in UTF-8 bytes.
  let offset: Int
  /// The token as written; empty at the end.
  let source: Substring

  enum Kind: Sendable, Equatable {
    case column(ColumnReference)
    case number(FixedDecimal)
    case duration(DayCount)
    case text(String)
    case keyword(Keyword)
    case comparison(Comparator)
    case symbol(Character)
    case end
  }

  enum Keyword: String, Sendable, CaseIterable {
    case and, or, not, `in`, `is`
  }

  /// The token as an error names it.
  var described: String { kind == .end ? "the end" : "'\(source.prefix(60))'" }
}

/// Cuts a text into tokens, with an end token last.
struct Lexer {
  private let text: String
  private let scalars: String.UnicodeScalarView
  private var position: String.Index

  static func tokens(of text: String) throws(ExpressionError) -> [Token] {
    var lexer = Lexer(text: text, scalars: text.unicodeScalars, position: text.startIndex)
    var tokens: [Token] = []
    repeat {
      lexer.skipBlanks()
      let start = lexer.position
      let kind = try lexer.nextKind()
      tokens.append(
        Token(kind: kind, offset: lexer.offset(of: start), source: text[start..<lexer.position]))
    } while tokens.last?.kind != .end
    return tokens
  }

  private mutating func nextKind() throws(ExpressionError) -> Token.Kind {
    guard let first = peek() else { return .end }
    switch first {
    case "'":
      return .text(try quoted())
    case "`", "\"":
      return .column(.name(try quoted()))
    case "$":
      return .column(.position(try columnPosition()))
    case "?":
      advance()
      guard peek() == "?" else { throw unexpected("'?'", "'??' before what stands for a blank") }
      advance()
      return .symbol("?")
    case "(", ")", ",", "+", "-", "*", "/", "&":
      advance()
      return .symbol(Character(first))
    case "=", "!", "<", ">":
      return .comparison(try comparison())
    case _ where isDigit(first):
      return try numberOrDuration()
    case "."
    where scalars.index(after: position) < scalars.endIndex
      && isDigit(scalars[scalars.index(after: position)]):
      return try numberOrDuration()
    case _ where isNameStart(first):
      return nameOrKeyword()
    default:
      throw unexpected("'\(printable(first))'", "a column, a number, a quoted text or an operator")
    }
  }

  private mutating func nameOrKeyword() -> Token.Kind {
    let name = takeWhile(isNamePart)
    return Token.Keyword(rawValue: name.lowercased()).map { .keyword($0) }
      ?? .column(.name(String(name)))
  }

  /// The text between quotes, with doubled quotes undone.
  private mutating func quoted() throws(ExpressionError) -> String {
    let start = position
    let quote = scalars[position]
    advance()
    var content = String.UnicodeScalarView()
    while let scalar = peek() {
      advance()
      if scalar == quote {
        guard peek() == quote else { return String(content) }
        advance()
      }
      content.append(scalar)
    }
    throw ExpressionError(
      text: text, offset: offset(of: start), reason: .unclosed(quote: String(quote)))
  }

  private mutating func columnPosition() throws(ExpressionError) -> Int {
    advance()
    let digits = takeWhile(isDigit)
    guard let number = Int(digits), number >= 1 else {
      throw unexpected("'$\(digits.prefix(20))'", "a position counted from 1, such as $2")
    }
    return number
  }

  private mutating func comparison() throws(ExpressionError) -> Comparator {
    let first = scalars[position]
    advance()
    let second = peek()
    switch (first, second) {
    case ("=", "="): advance()
    case ("=", _): break
    case ("!", "="), ("<", ">"):
      advance()
      return .unequal
    case ("<", "="):
      advance()
      return .lessOrEqual
    case ("<", _): return .less
    case (">", "="):
      advance()
      return .greaterOrEqual
    case (">", _): return .greater
    default: throw unexpected("'!'", "'!=' or 'not'")
    }
    return .equal
  }

  private mutating func numberOrDuration() throws(ExpressionError) -> Token.Kind {
    let start = position
    let literal = takeWhile(isNamePart)
    if let duration = DayCount(String(literal)) { return .duration(duration) }
    if let unit = literal.last, "dwmy".contains(unit), literal.count > 1,
      literal.dropLast().allSatisfy(isNumeral)
    {
      throw ExpressionError(
        text: text, offset: offset(of: start),
        reason: .unexpected(
          found: "'\(String(literal).prefix(60))'",
          expected: "a duration of whole days, from 1d to 1000y, such as 90d, 12w, 6m or 1y"))
    }
    position = start
    return .number(try number())
  }

  private mutating func number() throws(ExpressionError) -> FixedDecimal {
    let start = position
    var literal = String(takeWhile { isNamePart($0) })
    // The sign of an exponent is no part of a name, so it ends the run above.
    if literal.last == "e" || literal.last == "E", literal.dropLast().allSatisfy(isNumeral),
      let sign = peek(), sign == "-" || sign == "+"
    {
      advance()
      literal += "\(sign)\(takeWhile(isNamePart))"
    }
    if let value = parseDecimal(Array(literal.utf8)[...], decimalComma: false) { return value }
    throw ExpressionError(
      text: text, offset: offset(of: start),
      reason: .unexpected(
        found: "'\(literal.prefix(60))'",
        expected: "a number of at most 18 digits; a name that starts with a digit stands in "
          + "backquotes"))
  }

  private func isNumeral(_ character: Character) -> Bool {
    character == "." || ("0"..."9").contains(character)
  }

  private mutating func skipBlanks() {
    _ = takeWhile { $0.properties.isWhitespace }
  }

  private mutating func takeWhile(_ belongs: (Unicode.Scalar) -> Bool) -> Substring {
    let start = position
    while let scalar = peek(), belongs(scalar) { advance() }
    return text[start..<position]
  }

  private func peek() -> Unicode.Scalar? {
    position < scalars.endIndex ? scalars[position] : nil
  }

  private mutating func advance() {
    scalars.formIndex(after: &position)
  }

  private func offset(of index: String.Index) -> Int {
    text.utf8.distance(from: text.startIndex, to: index)
  }

  private func unexpected(_ found: String, _ expected: String) -> ExpressionError {
    ExpressionError(
      text: text, offset: offset(of: position),
      reason: .unexpected(found: found, expected: expected))
  }
}

private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

private func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
  scalar == "_" || scalar.properties.isAlphabetic
}

private func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
  if isNameStart(scalar) || isDigit(scalar) || scalar == "." { return true }
  switch scalar.properties.generalCategory {
  case .decimalNumber, .nonspacingMark, .spacingMark: return true
  default: return false
  }
}

/// A scalar as an error shows it: control characters by their number.
private func printable(_ scalar: Unicode.Scalar) -> String {
  scalar.properties.generalCategory == .control
    ? "U+" + String(repeating: "0", count: 4 - min(4, String(scalar.value, radix: 16).count))
      + String(scalar.value, radix: 16, uppercase: true)
    : String(scalar)
}
