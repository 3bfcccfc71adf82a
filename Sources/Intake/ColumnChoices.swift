internal import Dense
internal import Expressions
internal import Files

/// What the user says about columns: `customer=CustomerID,amount=Quantity*UnitPrice`.
///
/// Commas inside parentheses and quotes belong to the expression. A role with nothing after its `=`
/// is left out even where a column has its common name.
package struct ColumnChoices: Sendable {
  package private(set) var texts: [ColumnRole: String] = [:]

  package init() {}

  package init(parsing text: String) throws(IngestionError) {
    for part in Self.parts(of: text) {
      guard let equals = part.firstIndex(of: "=") else {
        throw .malformedColumns(part, .noEquals)
      }
      let name = Self.trimmed(part[..<equals])
      guard let role = ColumnRole(spelling: name) else {
        throw .unknownRole(name, nearest: nearestName(to: name, among: ColumnRole.spellings))
      }
      guard texts[role] == nil else {
        throw .malformedColumns(part, .repeatedRole(role))
      }
      texts[role] = Self.trimmed(part[part.index(after: equals)...])
    }
    for role in ColumnRole.allCases where role.isRequired && texts[role] == "" {
      throw .malformedColumns("\(role.spelling)=", .required(role))
    }
  }

  /// Adds choices; of a role that is chosen twice the later counts.
  package mutating func add(_ others: ColumnChoices) {
    texts.merge(others.texts) { $1 }
  }

  /// Adds choices for event files, whose roles are written without `event.`.
  package mutating func addEvents(parsing text: String) throws(IngestionError) {
    let parts = Self.parts(of: text).map { part in
      let trimmed = Self.trimmed(part)
      return trimmed.hasPrefix("event.") ? trimmed : "event.\(trimmed)"
    }
    add(try ColumnChoices(parsing: parts.joined(separator: ",")))
  }

  private static func parts(of text: String) -> [String] {
    var parts = [""]
    var depth = 0
    var openQuote: Character?
    for character in text {
      if let quote = openQuote {
        if character == quote { openQuote = nil }
      } else {
        switch character {
        case "'", "\"", "`": openQuote = character
        case "(": depth += 1
        case ")": depth -= 1
        case "," where depth <= 0:
          parts.append("")
          continue
        default: break
        }
      }
      parts[parts.count - 1].append(character)
    }
    return parts
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    var rest = text[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
