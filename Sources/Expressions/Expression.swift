internal import Units

/// A text of the small language of `--columns` and `--where`, parsed but not yet bound to a file.
///
/// ```
/// Quantity*UnitPrice
/// Quantity > 0 and not `Stock Code` in ('POST', 'M') and InvoiceDate < '2011-12-01'
/// ```
/// Columns are bare names (letters, digits, `_`, `.`), names in backquotes or double quotes, or
/// positions (`$2`); numbers are exact decimals; texts and dates stand in single quotes; a quote
/// inside quotes is written twice. Operators, loosest first: `or`, `and`, `not`, then
/// `= == != <> < <= > >=`, `in (…)`, `not in (…)`, `is missing`, `is not missing`, then `+ -`,
/// `* /` and the sign. Keywords are read in either case.
package struct Expression: Sendable {
  /// The text as given.
  package let text: String
  /// The distinct columns in order of appearance; a position is written as in the text, `$2`.
  package let columns: [String]
  let syntax: Syntax

  /// Reads an expression of at most 64 KiB, nested at most 100 deep.
  package init(parsing text: String) throws(ExpressionError) {
    guard text.utf8.count <= ExpressionLimits.bytes else {
      throw ExpressionError(text: text, offset: 0, reason: .tooLong)
    }
    var parser = Parser(text: text, tokens: try Lexer.tokens(of: text))
    syntax = try parser.wholeExpression()
    columns = parser.columns
    self.text = text
  }

  /// The column, where the expression is one and nothing more.
  package var bareColumn: String? {
    guard case .column(let reference) = syntax.kind else { return nil }
    return reference.description
  }
}

extension Expression: Equatable {
  package static func == (a: Expression, b: Expression) -> Bool { a.text == b.text }
}

/// What an expression gives, and what its place asks for.
package enum ValueType: Sendable {
  case number, text, day, boolean
}
