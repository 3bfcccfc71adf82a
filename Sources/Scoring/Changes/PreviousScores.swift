package import Files
package import Ingestion
internal import Intake
internal import Interventions
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
      try check.requireLists()
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

  /// Numbers of a column by row, not-a-number where there is none; nil where the rows lack the column.
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

/// Whether cells hold what a run writes.
private struct PreviousCellCheck {
  let table: PlainTable

  init(_ table: PlainTable) { self.table = table }

  func requireIDs() throws(PreviousScoresError) {
    guard let column = table.column(named: ScoreColumn.customerID.rawValue) else { return }
    try require(column, .id) { !$0.isEmpty }
    // Each text's code is its row as long as none comes again.
    if let row = column.codes.indices.first(where: { column.codes[$0] != $0 }) {
      throw fault(column, row, .idOnce)
    }
  }

  func requireNumbers(isWhole: Bool) throws(PreviousScoresError) {
    if let column = table.column(named: ScoreColumn.churnProbability.rawValue) {
      try require(column, .probability) { $0.isEmpty || Double($0).map((0...1).contains) ?? false }
    }
    for name in [ScoreColumn.rank, .orders, .daysSinceLastOrder] {
      guard let column = table.column(named: name.rawValue) else { continue }
      try require(column, .count) { $0.isEmpty || count($0) != nil }
      let last = column.texts.strings.compactMap(count).max() ?? 0
      if isWhole, name == .rank, last > table.count {
        throw .notAllRows(file: table.file, rows: table.count, lastRank: last)
      }
    }
  }

  func requireLists() throws(PreviousScoresError) {
    guard let column = table.column(named: ScoreColumn.list.rawValue) else { return }
    let known = InterventionList.allCases.map(\.rawValue)
    try require(column, .list(known)) { $0.isEmpty || known.contains($0) }
  }

  /// The one date of all rows; nil where they say none.
  func date() throws(PreviousScoresError) -> Day? {
    guard let column = table.column(named: ScoreColumn.asOf.rawValue) else { return nil }
    try require(column, .oneDate) { [first = column.text(of: 0)] text in
      text == first && (text.isEmpty || Day(iso: text) != nil)
    }
    return Day(iso: column.text(of: 0))
  }

  /// The one horizon of all rows; nil where they say none.
  func horizon() throws(PreviousScoresError) -> Int? {
    guard let column = table.column(named: ScoreColumn.horizonDays.rawValue) else { return nil }
    try require(column, .oneHorizon) { [first = column.text(of: 0)] text in
      text == first && (text.isEmpty || count(text).map((1...36_500).contains) ?? false)
    }
    return count(column.text(of: 0))
  }

  private func count(_ text: String) -> Int? {
    Int(text).flatMap { (0...1_000_000_000).contains($0) ? $0 : nil }
  }

  private func require(
    _ column: PlainColumn, _ expected: PreviousScoresError.Expectation,
    _ isGood: (String) -> Bool
  ) throws(PreviousScoresError) {
    let isBad = column.texts.strings.map { !isGood($0) }
    guard isBad.contains(true) else { return }
    if let row = column.codes.indices.first(where: { isBad[Int(column.codes[$0])] }) {
      throw fault(column, row, expected)
    }
  }

  private func fault(
    _ column: PlainColumn, _ row: Int, _ expected: PreviousScoresError.Expectation
  ) -> PreviousScoresError {
    .badCell(
      file: table.file, line: table.lines[row], column: column.name, found: column.text(of: row),
      expected)
  }
}
