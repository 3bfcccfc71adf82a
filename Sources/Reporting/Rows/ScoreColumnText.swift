package import Scoring

extension ScoreColumn {
  /// A line of the table of columns in Markdown: name, unit, meaning, source, when empty.
  package var markdownCells: String {
    let told = declaration
    return "| `\(rawValue)` | \(told.unit) | \(told.meaning) | \(told.source.rawValue) | "
      + "\(told.empty) |"
  }

  /// A line of help: name, unit, when empty.
  package var helpLine: String {
    let plain = [declaration.unit, declaration.empty].map { text in
      text.filter { !"`¹²".contains($0) }
    }
    return "\(rawValue): \(plain[0]); empty: \(plain[1])"
  }
}
