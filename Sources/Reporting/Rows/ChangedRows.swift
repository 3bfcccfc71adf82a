internal import Files
internal import Ingestion
package import Scoring

/// Which score rows are written otherwise than an earlier run wrote them.
package struct ChangedRows: Sendable {
  private let changes: ScoreChanges
  /// The earlier column of each that is written; nil where it is not compared.
  private let earlier: [PlainColumn?]

  /// - Parameters:
  ///   - changes: since the earlier run, whose rows have all of the columns.
  ///   - columns: that are written; those that tell of changes are not compared.
  ///   - carried: columns of the customers files that are written.
  package init(_ changes: ScoreChanges, columns: [ScoreColumn], carried: [CarriedColumn]) {
    self.changes = changes
    let compared = columns.map { ScoreColumn.sincePrevious.contains($0) ? nil : $0.rawValue }
    earlier = (compared + carried.map(\.name)).map { name in
      name.flatMap(changes.previous.earlierColumn(named:))
    }
  }

  /// Whether a row is new or one of its cells is not the text that it was.
  ///
  /// - Parameters:
  ///   - row: of the table.
  ///   - probe: a blank writer of CSV of the same columns.
  ///   - append: writes the row without its end; cells that are not compared as unknown.
  /// - Returns: whether it is written.
  func isChanged(
    _ row: Int, _ probe: inout RowWriter,
    append: (_ isCompared: (Int) -> Bool, inout RowWriter) -> Void
  ) -> Bool {
    guard let then = changes.rows[row] else { return true }
    append({ earlier[$0] != nil }, &probe)
    probe.endRow()
    let now = probe.takeBytes()
    for column in earlier {
      let text = column?.text(of: then)
      probe.append(text: text?.isEmpty == true ? nil : text)
    }
    probe.endRow()
    return probe.takeBytes() != now
  }
}
