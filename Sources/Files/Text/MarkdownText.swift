internal import Dense

/// Text of a user's as Markdown shows it literally, on one line: no HTML, no markup, no link, no
/// mathematics, and no end of the line or cell that it stands in.
///
/// What cannot be markup where it stands stays as it is, since cards are read as they are, too. A
/// backslash before ASCII punctuation is the character itself (CommonMark 0.31, 2.4); the backslash is
/// an entity, because notebooks take `\\(` for the beginning of a formula.
package func markdownText(_ text: String) -> String {
  let scalars = Array(
    text.unicodeScalars.lazy.map { isBlank($0) ? " " : $0 }.drop { $0 == " " })
  var escaped = String.UnicodeScalarView()
  for (index, scalar) in scalars.enumerated() {
    if scalar == "\\" {
      escaped.append(contentsOf: "&#92;".unicodeScalars)
      continue
    }
    if isMarkup(scalar, after: scalars[..<index], before: scalars[(index + 1)...]) {
      escaped.append("\\")
    }
    escaped.append(scalar)
  }
  return String(escaped)
}

/// Blanks, and what a line or a terminal could not hold.
private func isBlank(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar {
  case "\0"..." ", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}": true
  default: false
  }
}

private func isMarkup(
  _ scalar: Unicode.Scalar, after before: ArraySlice<Unicode.Scalar>,
  before after: ArraySlice<Unicode.Scalar>
) -> Bool {
  func isOfWord(_ neighbour: Unicode.Scalar?) -> Bool {
    guard let properties = neighbour?.properties else { return false }
    return properties.isAlphabetic || properties.numericType != nil
  }
  switch scalar {
  case "`", "*", "[", "]", "<", ">", "&", "|", "~", "$", "#", "@": return true
  // Within a word it is no emphasis.
  case "_": return !(isOfWord(before.last) && isOfWord(after.first))
  // Lists and rules begin so.
  case "-", "+", "=": return before.isEmpty
  case ".", ")":
    return before.allSatisfy { ("0"..."9").contains($0) } && (1...9).contains(before.count)
      || before.suffix(3).allSatisfy { $0 == "w" || $0 == "W" } && before.count >= 3
  // Addresses become links.
  case ":": return after.first == "/"
  default: return false
  }
}

/// A table in Markdown: its first columns hold text, the others figures.
///
/// - Parameters:
///   - titles: of the columns.
///   - texts: how many of them hold text.
///   - rows: as many cells as titles in each.
/// - Returns: its lines, and an empty one.
package func markdownTable(_ titles: [String], texts: Int = 1, _ rows: [[String]]) -> [String] {
  func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }
  let rule = titles.indices.map { $0 < texts || titles[$0].isEmpty ? "---" : "---:" }
  return [line(titles), "|\(rule.joined(separator: "|"))|"] + rows.map(line) + [""]
}
