internal import Intake

/// The rejected rows of a table that is used whole or not at all: how many, and the first of them by line.
struct FirstRejected {
  private(set) var count = 0
  /// By line, at most `ExperimentFileError.shownRows`.
  private(set) var rows: [RejectedRow] = []

  /// Counts a row, which is made only where it is one of the first.
  mutating func add(line: Int, _ row: () -> RejectedRow) {
    count += 1
    if rows.count == ExperimentFileError.shownRows, rows[rows.count - 1].line <= line { return }
    let place = rows.firstIndex { $0.line > line } ?? rows.count
    rows.insert(row(), at: place)
    if rows.count > ExperimentFileError.shownRows { rows.removeLast() }
  }

  /// Counts rows of a table for which something holds.
  mutating func add(_ refused: RefusedRows, where holds: (_ place: Int) -> Bool) {
    for place in refused.indices where holds(place) {
      add(line: refused.line(at: place)) { refused[place] }
    }
  }

  /// Throws where there is any.
  func check(read: Int) throws(ExperimentFileError) {
    if count > 0 { throw .badRows(rows, count: count, read: read) }
  }
}
