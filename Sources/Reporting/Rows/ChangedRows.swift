internal import Files
internal import Ingestion
package import Intake
package import Scoring

/// Which score rows are written otherwise than an earlier run wrote them.
package struct ChangedRows: Sendable {
  private let changes: ScoreChanges
  /// The earlier columns by place among the columns that are written; nil where they are not compared.
  private let earlier: [PlainColumn?]

  /// - Parameters:
  ///   - changes: since the earlier run.
  ///   - columns: that are written; those that tell of changes are not compared.
  ///   - carried: columns of the customers files that are written.
  /// - Throws: where the earlier rows lack one of the columns.
  package init(
    _ changes: ScoreChanges, columns: [ScoreColumn], carried: [CarriedColumn]
  ) throws(IngestionError) {
    self.changes = changes
    var earlier: [PlainColumn?] = []
    let told = Set(ScoreColumn.sincePrevious.map(\.rawValue))
    for name in columns.map(\.rawValue) + carried.map(\.name) {
      guard !told.contains(name) else {
        earlier.append(nil)
        continue
      }
      guard let column = changes.previous.earlierColumn(named: name) else {
        throw .noSuchColumn(
          file: changes.previous.file, column: name, columns: changes.previous.names)
      }
      earlier.append(column)
    }
    self.earlier = earlier
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
