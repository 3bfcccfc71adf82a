package import Files
package import Ingestion
internal import Intake
package import Units

/// Score rows that an earlier run wrote, by customer, as the texts of their cells.
package struct PreviousScores: Sendable {
  /// As the user gave it.
  package let file: String
  /// The date that the rows were scored for; nil where they do not say so.
  package let asOf: Day?
  /// Nil where the rows do not say it.
  package let horizonInDays: Int?
  private let table: PlainTable
  private let ids: TextColumn

  /// What changes, their causes and outcomes are told by.
  private static let used: [ScoreColumn] =
    [
      .customerID, .rank, .churnProbability, .orders, .daysSinceLastOrder, .whyNot, .model, .asOf,
      .horizonDays,
    ] + ScoreChange.allCases.compactMap(\.column)

  /// Reads the rows of an earlier run: its CSV, or the address of a table, Parquet file or workbook.
  ///
  /// - Parameters:
  ///   - path: of the file.
  ///   - names: columns that are wanted besides those that changes and outcomes are told by.
  ///   - keepsAll: whether all other columns are kept too.
  /// - Throws: where it cannot be read, lacks `customer_id` or a wanted column, or holds what no run
  ///   writes.
  /// - Complexity: O(bytes); memory for four bytes a cell and each column's different texts.
  package init(
    path: String, besides names: [String] = [], keepsAll: Bool = false
  ) throws(PreviousScoresError) {
    let kept = Set(names + Self.used.map(\.rawValue))
    let table: PlainTable
    do {
      table = try PlainTable(scoresAt: path) { keepsAll || kept.contains($0) }
    } catch { throw .unreadable(error) }
    try self.init(table, besides: names, isWhole: true)
  }

  /// Reads some rows of a run.
  ///
  /// - Parameters:
  ///   - name: of the file that they are from.
  ///   - rows: CSV with the header of all.
  ///   - names: columns that are wanted.
  /// - Throws: as for all rows.
  init(name: String, rows: [UInt8], besides names: [String]) throws(PreviousScoresError) {
    let kept = Set(names + Self.used.map(\.rawValue))
    let table: PlainTable
    do {
      table = try PlainTable(
        name: name, text: rows, delimiter: .character(UInt8(ascii: ",")), isKept: kept.contains)
    } catch { throw .unreadable(error) }
    try self.init(table, besides: names, isWhole: false)
  }

  private init(
    _ table: PlainTable, besides names: [String], isWhole: Bool
  ) throws(PreviousScoresError) {
    let id = ScoreColumn.customerID.rawValue
    for name in [id] + names where !table.names.contains(name) {
      throw .noColumn(file: table.file, column: name, columns: table.names)
    }
    if let row = table.refused.first, case .fields(let expected) = row.expected {
      throw .otherFields(
        file: table.file, line: row.line, found: Int(row.found.prefix { $0.isNumber }) ?? 0,
        expected: expected)
    }
    if table.count > 0 {
      let check = PreviousCellCheck(table)
      try check.requireIDs()
      try check.requireNumbers(isWhole: isWhole)
      try check.requireWords()
      (asOf, horizonInDays) = (try check.date(), try check.horizon())
    } else {
      (asOf, horizonInDays) = (nil, nil)
    }
    self.table = table
    file = table.file
    ids = table.column(named: id)?.texts ?? TextColumn()
  }

  package var count: Int { table.count }
  package var names: [String] { table.names }

  func earlierColumn(_ column: ScoreColumn) -> PlainColumn? { table.column(named: column.rawValue) }

  package func earlierColumn(named name: String) -> PlainColumn? { table.column(named: name) }

  /// Numbers of a column by row, not-a-number where a cell is empty; nil where the rows lack the column.
  package func earlierNumbers(_ column: ScoreColumn) -> [Double]? {
    guard let column = self.earlierColumn(column) else { return nil }
    let numbers = column.texts.strings.map { Double($0) ?? .nan }
    return column.codes.map { numbers[Int($0)] }
  }

  /// The line of a row, from 1.
  func line(ofRow row: Int) -> Int { table.lines[row] }

  /// The id of a row, as it was written.
  package func writtenID(ofRow row: Int) -> String { ids[row] }

  /// The row of each of some customers; nil where an id has none.
  package func earlierRows(of customers: TextColumn) -> [Int?] {
    var written = TextColumn()
    for customer in 0..<customers.count { written.append(csvText(customers[customer]).utf8) }
    let united = UnitedTexts([written, ids])
    var rowOfText = [Int32](repeating: -1, count: united.texts.count)
    for (row, text) in united.ranks[1].enumerated() { rowOfText[Int(text)] = Int32(row) }
    return united.ranks[0].map { text in
      let row = rowOfText[Int(text)]
      return row < 0 ? nil : Int(row)
    }
  }

  /// Refuses rows of a later date than the one that is scored now.
  package func requireNotLater(than scored: Day) throws(PreviousScoresError) {
    if let asOf, asOf > scored { throw .later(file: file, asOf: asOf, scored: scored) }
  }
}
