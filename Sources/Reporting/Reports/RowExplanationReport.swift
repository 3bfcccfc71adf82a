internal import Files
package import Intake
internal import Units

extension RowExplanation {
  /// The row in lines: each part's cells and what they mean, then what became of the row.
  package var report: String {
    var lines = ["\(file):\(line):"]
    for part in parts {
      let cells = part.cells.map { cell in
        "\(cell.column) '\(shownCell(cell.text))'"
          + (cell.filledFrom.map { " (from line \($0))" } ?? "")
      }
      var text = "  \(part.subject.words): "
      text += cells.isEmpty ? "no column" : cells.joined(separator: ", ")
      if let form = part.form { text += ", written as \(form)" }
      lines.append(text + " → " + (part.shownValue ?? "nothing"))
    }
    lines.append("  the row \(fate.words)")
    return lines.joined(separator: "\n")
  }
}

extension RowExplanation.Part {
  /// What the cells mean; nil where they mean nothing.
  ///
  /// What has been read as money, a count or a time is shown though cells are masked, since it is no text of anybody's.
  fileprivate var shownValue: String? {
    guard let value, !value.isEmpty else { return nil }
    switch subject {
    case .role(.time), .role(.amount), .refund, .status: return value
    case .role: return shownCell(value)
    }
  }
}

extension RowExplanation.Subject {
  fileprivate var words: String {
    switch self {
    case .role(let role): role.word
    case .refund: "refund"
    case .status: "status"
    }
  }
}

extension RowExplanation.Fate {
  fileprivate var words: String {
    switch self {
    case .used: "counts as a sale, or a line of one"
    case .usedWithoutMoney: "is a line of an order whose amount stands on another line"
    case .refund: "gives money back"
    case .filtered: "is filtered out by the condition for rows"
    case .refused: "is rejected"
    case .leftOut(let reason): "is left out: \(reason)"
    }
  }
}
