package import Scoring

extension ScoreColumn {
  /// A line of the table of columns in Markdown: name, unit, meaning, source, when empty.
  package var markdownCells: String {
    let told = declaration
    return "| `\(rawValue)` | \(told.unit) | \(told.meaning) | \(told.source.rawValue) | "
      + "\(told.empty) |"
  }
}
