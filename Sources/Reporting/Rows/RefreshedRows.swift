internal import Files
internal import Models
package import Scoring
internal import Units

extension ScoreRefresh {
  /// Writes the rows that are not as they were, as CSV in the order of action: of those scored anew the
  /// ones with another cell, of all others the ones with another rank.
  ///
  /// - Parameters:
  ///   - columns: that are written; the earlier rows have them.
  ///   - top: how many ranks at most; all where nil.
  ///   - sink: takes each block of bytes.
  /// - Returns: how many rows were written.
  /// - Throws: where the earlier rows cannot be read any more, and what the sink throws.
  package func write(
    _ columns: [ScoreColumn], top: Int?, to sink: ([UInt8]) throws -> Void
  ) throws -> Int {
    var table = table
    table.fill(changes)
    let cells = columns.map { table[$0] }
    let compared = ChangedRows(changes, columns: columns, carried: [])
    var writer = RowWriter(columns: columns.map(\.rawValue), format: .csv)
    var probe = writer
    _ = probe.takeBytes()
    try sink(writer.takeBytes())
    let most = top ?? .max
    let showsRanks = columns.contains(.rank)
    var written = 0
    try forEachRow { row, rank in
      guard rank < most else { return }
      let reasons = table.reasons(row, ScoreTable.reasonsShown)
      let isChanged = compared.isChanged(
        row, &probe,
        append: { isCompared, probe in
          for place in cells.indices {
            probe.append(
              isCompared(place) ? cells[place] : .unknown, row: row, rank: rank, reasons)
          }
        })
      guard isChanged else { return }
      for column in cells { writer.append(column, row: row, rank: rank, reasons) }
      writer.endRow()
      written += 1
    } old: { row, rank in
      guard showsRanks, rank < most, row.text(.rank) != "\(rank + 1)" else { return }
      for column in columns { writer.append(column, of: row, rank: rank) }
      writer.endRow()
      written += 1
      if writer.bytes.count > blockSize { try sink(writer.takeBytes()) }
    }
    try sink(writer.takeBytes())
    return written
  }

  /// How many rows were scored anew, of how many.
  package func text(of file: String, batches: Int) -> String {
    "\(counted(table.count, "customer")) of \(grouped(count)) scored anew, who may have rows since batch "
      + "\(grouped(batches)) of the store; all others have the row of \(file), but for the rank"
  }
}

extension RowWriter {
  /// Appends a cell of an earlier row that stays: nothing changed in it but the rank.
  fileprivate mutating func append(
    _ column: ScoreColumn, of row: borrowing FormerRows, rank: Int
  ) {
    let text: String
    switch column {
    case .rank: return append(integer: rank + 1)
    case .changes, .changeCause: text = ""
    case .previousRank: text = row.text(.rank)
    case .previousList: text = row.text(.list)
    case .previousSegment: text = row.text(.segment)
    case .previousChurnProbability: text = row.text(.churnProbability)
    default: text = row.text(column)
    }
    append(text: text.isEmpty ? nil : text)
  }
}
