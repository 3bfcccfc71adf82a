/// Why a text is no expression, or none for the file at hand.
package struct ExpressionError: Error, Sendable, Equatable {
  /// The whole text of the expression.
  package let text: String
  /// Where the fault lies, in UTF-8 bytes from the start.
  package let offset: Int
  let reason: Reason

  enum Reason: Sendable, Equatable {
    case unexpected(found: String, expected: String)
    case tooLong
    case tooDeep
    case unclosed(quote: String)
    case unknownColumn(String, nearest: String?)
    case nameOnlyInQuotes(String)
    case noHeader(String)
    case repeatedColumn(String, positions: [Int])
    case noSuchPosition(Int, columnCount: Int)
    case divisionInAmount
    /// What was found and what was expected, in a sentence of its own.
    case told(String)
  }
}

extension ExpressionError {
  /// The same without the name of a column that may have been meant.
  package var withoutNearest: ExpressionError {
    guard case .unknownColumn(let name, _) = reason else { return self }
    return ExpressionError(text: text, offset: offset, reason: .unknownColumn(name, nearest: nil))
  }
}

extension ExpressionError: CustomStringConvertible {
  /// One sentence, then the text with a caret below the fault.
  package var description: String {
    let (excerpt, column) = excerptAndCaret
    return "\(sentence)\n  \(excerpt)\n  \(String(repeating: " ", count: column))^"
  }

  /// What was found and what was expected, on one line.
  package var sentence: String {
    switch reason {
    case .unexpected(let found, let expected):
      "found \(found), expected \(expected)"
    case .tooLong:
      "found an expression of \(text.utf8.count) bytes, expected at most \(ExpressionLimits.bytes)"
    case .tooDeep:
      "found an expression nested too deeply, expected at most \(ExpressionLimits.levels) levels of "
        + "parentheses and signs"
    case .unclosed(let quote):
      "found no end of this quote, expected a closing \(quote)"
    case .unknownColumn(let name, let nearest):
      "found no column '\(name)', expected a column of the file"
        + (isInDoubleQuotes ? ", or a text in single quotes" : "")
        + suggestion(nearest)
    case .nameOnlyInQuotes(let name):
      "found no column of this name, but one called '\(name)': write it in backquotes, `\(name)`"
    case .noHeader(let name):
      "found the column name '\(name)', but the file has no header: expected a position such as $2"
    case .repeatedColumn(let name, let positions):
      "found \(positions.count) columns called '\(name)', expected one: name it by its position, "
        + positions.map { "$\($0)" }.joined(separator: " or ")
    case .noSuchPosition(let position, let count):
      "found the position $\(position), expected $1 to $\(count): the file has \(count) columns"
    case .divisionInAmount:
      "found '/' in an amount, expected + - and *: amounts are exact decimals, and a quotient is "
        + "not. Divide before the export, or multiply by a decimal"
    case .told(let sentence): sentence
    }
  }

  /// Whether the fault is double quotes, which mean a name in SQL and a text to most people.
  private var isInDoubleQuotes: Bool {
    text.utf8.dropFirst(offset).first == UInt8(ascii: "\"")
  }

  /// At most 60 characters on either side of the fault, on one line, and the caret's place in them.
  private var excerptAndCaret: (String, Int) {
    let reach = 60
    let utf8 = text.utf8
    let place = utf8.index(utf8.startIndex, offsetBy: min(offset, utf8.count))
    let before = text[..<place].suffix(reach)
    let after = text[place...].prefix(reach)
    let shortened = before.startIndex > text.startIndex
    let excerpt = (before + after).map { $0.isNewline || isControl($0) ? " " : $0 }
    return (
      (shortened ? "…" : "") + String(excerpt) + (after.endIndex < text.endIndex ? "…" : ""),
      before.count + (shortened ? 1 : 0)
    )
  }

  private func isControl(_ character: Character) -> Bool {
    character.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }
}

/// A cell that an expression cannot use; it refuses its row.
package struct CellError: Error, Sendable, Equatable {
  /// Index of the column, from 0.
  package let column: Int
  /// The cell's text.
  package let found: String
  /// What the expression needs.
  package let expected: Expectation

  package enum Expectation: Sendable, Equatable {
    /// A decimal number of at most 18 digits.
    case number(decimalComma: Bool)
    case divisor
    case date
    /// Numbers whose result has at most 18 digits.
    case smallResult
  }

  package init(column: Int, found: String, expected: Expectation) {
    self.column = column
    self.found = found
    self.expected = expected
  }
}
