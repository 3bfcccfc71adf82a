/// A notebook as a Python script with cell markers, the "percent" format of editors.
///
/// A cell begins with a line `# %% ID`, or `# %% [markdown] ID` for prose, whose lines are comments.
/// A name in braces, such as `{AS_OF}`, stands for a value; braces with other text are Python's own. A cell
/// whose heading ends with `@NAME` is of the notebooks of that name alone.
struct NotebookTemplate {
  private static let marker = "# %% "
  private static let proseMarker = "[markdown] "

  private struct Cell {
    let id: String
    let kind: Notebook.Cell.Kind
    /// The only kind of notebook that has it; nil for all.
    let only: String?
    var lines: [Substring] = []
  }

  private let cells: [Cell]

  init(_ script: String) {
    var cells: [Cell] = []
    for line in script.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix(Self.marker) {
        cells.append(Self.cell(line.dropFirst(Self.marker.count)))
      } else if let last = cells.indices.last {
        cells[last].lines.append(line)
      }
    }
    self.cells = cells
  }

  private static func cell(_ heading: Substring) -> Cell {
    let isProse = heading.hasPrefix(proseMarker)
    let words = heading.dropFirst(isProse ? proseMarker.count : 0).split(separator: " @")
    return Cell(
      id: String(words.first ?? ""), kind: isProse ? .markdown : .code,
      only: words.dropFirst().first.map(String.init))
  }

  /// The cells, with values for the names in braces; a value is never looked at for further names.
  ///
  /// - Parameters:
  ///   - name: of the kind of notebook.
  ///   - values: by name.
  /// - Returns: those that notebooks of that kind have, in order.
  func cells(of name: String, filledWith values: [String: String]) -> [Notebook.Cell] {
    cells.filter { $0.only ?? name == name }.map { cell in
      Notebook.Cell(
        id: cell.id, kind: cell.kind,
        source: Self.source(of: cell).replacing(/\{([A-Z_]+)\}/) { name in
          values[String(name.1)] ?? String(name.0)
        })
    }
  }

  private static func source(of cell: Cell) -> String {
    var lines = cell.lines
    while lines.last?.isEmpty == true { lines.removeLast() }
    guard cell.kind == .markdown else { return lines.joined(separator: "\n") }
    // "# " before a line of prose, or "#" alone for an empty one.
    return lines.map { $0.dropFirst(2) }.joined(separator: "\n")
  }
}
