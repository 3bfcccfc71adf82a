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
      let name = withoutOuterBlanks(part[..<equals])
      guard let role = ColumnRole(spelling: name) else {
        throw .unknownRole(name, nearest: nearestName(to: name, among: ColumnRole.spellings))
      }
      guard texts[role] == nil else {
        throw .malformedColumns(part, .repeatedRole(role))
      }
      texts[role] = withoutOuterBlanks(part[part.index(after: equals)...])
    }
    for role in ColumnRole.allCases where role.isRequired && texts[role] == "" {
      throw .malformedColumns("\(role.spelling)=", .required(role))
    }
  }

  /// Adds choices; of a role that is chosen twice the later counts.
  package mutating func add(_ others: ColumnChoices) {
    texts.merge(others.texts) { $1 }
  }

  /// Those choices of which a condition on their text holds.
  package func those(_ holds: (String) -> Bool) -> ColumnChoices {
    var kept = ColumnChoices()
    kept.texts = texts.filter { holds($0.value) }
    return kept
  }

  /// Adds choices for event files, whose roles are written without `event.`.
  package mutating func addEvents(parsing text: String) throws(IngestionError) {
    try add(parsing: text, "event.")
  }

  /// Adds choices for customers files: `id=Code`, or `customer=Code`.
  package mutating func addCustomers(parsing text: String) throws(IngestionError) {
    try add(parsing: text, "customer.")
  }

  private mutating func add(parsing text: String, _ prefix: String) throws(IngestionError) {
    let parts = Self.parts(of: text).map { part in
      let trimmed = withoutOuterBlanks(part)
      if prefix == "customer.", trimmed.hasPrefix("customer=") {
        return "customer.id=\(trimmed.dropFirst(9))"
      }
      return trimmed.hasPrefix(prefix) ? trimmed : prefix + trimmed
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
}

/// A text without the blanks at its ends.
package func withoutOuterBlanks(_ text: some StringProtocol) -> String {
  var rest = text[...]
  while rest.first?.isWhitespace == true { rest.removeFirst() }
  while rest.last?.isWhitespace == true { rest.removeLast() }
  return String(rest)
}
