/// Text of a user's as a line of Markdown holds it: no HTML, no markup, no line's or cell's end.
func markdownText(_ text: String) -> String {
  var escaped = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\\", "`", "*", "[", "]", "<", "|":
      escaped.append("\\")
      escaped.append(scalar)
    case "\0"..." ", "\u{7F}", "\u{2028}", "\u{2029}": escaped.append(" ")
    default: escaped.append(scalar)
    }
  }
  return String(escaped)
}

/// A table in Markdown: its first columns hold text, the others figures.
///
/// - Parameters:
///   - titles: of the columns.
///   - texts: how many of them hold text.
///   - rows: as many cells as titles in each.
/// - Returns: its lines, and an empty one.
func markdownTable(_ titles: [String], texts: Int = 1, _ rows: [[String]]) -> [String] {
  func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }
  let rule = titles.indices.map { $0 < texts || titles[$0].isEmpty ? "---" : "---:" }
  return [line(titles), "|\(rule.joined(separator: "|"))|"] + rows.map(line) + [""]
}
