package import Files
package import Ingestion
package import Intake
package import Units

/// Score rows that an earlier run wrote, by customer, as the texts of their cells.
package struct PreviousScores: Sendable {
  /// As the user gave it.
  package let file: String
  private let table: PlainTable
  private let ids: TextColumn

  /// What changes, their causes and outcomes are told by.
  private static let used: [ScoreColumn] =
    [
      .customerID, .rank, .churnProbability, .orders, .daysSinceLastOrder, .whyNot, .model, .asOf,
      .horizonDays,
    ] + ScoreChange.allCases.compactMap(\.column)

  /// Reads the CSV of an earlier run.
  ///
  /// - Parameters:
  ///   - path: of the file.
  ///   - names: columns that are wanted besides those that changes and outcomes are told by.
  /// - Throws: where it cannot be read, has no column `customer_id`, or names a customer twice.
  /// - Complexity: O(bytes); memory for four bytes a cell and each column's different texts.
  package init(path: String, besides names: [String] = []) throws(IngestionError) {
    let kept = Set(names + Self.used.map(\.rawValue))
    table = try PlainTable(
      path: path, delimiter: .character(UInt8(ascii: ",")), encoding: .utf8,
      isKept: kept.contains)
    file = table.file
    guard table.refused.isEmpty else {
      throw .unusableRows(
        Array(table.refused.prefix(3)), count: table.refused.count, read: table.rowsRead)
    }
    let name = ScoreColumn.customerID.rawValue
    guard let column = table.column(named: name) else {
      throw .noSuchColumn(file: file, column: name, columns: table.names)
    }
    ids = column.texts
    // Each text's code is its row as long as none comes again.
    if let row = column.codes.indices.first(where: { column.codes[$0] != $0 }) {
      throw .unusableRows(
        [
          RejectedRow(
            file: file, line: table.lines[row], column: name, found: column.text(of: row),
            expected: .oneRow(.every), reason: .repeatedCustomer)
        ], count: 1, read: table.rowsRead)
    }
  }

  package var count: Int { table.count }
  package var names: [String] { table.names }

  /// The date that the rows were scored for; nil where they do not say so, or not alike.
  package var asOf: Day? {
    guard let days = earlierColumn(.asOf)?.days(format: nil), days.count == 1 else { return nil }
    return days[0]
  }

  /// The horizon of the rows; nil where they do not say it, or not alike.
  package var horizonInDays: Int? {
    guard let texts = earlierColumn(.horizonDays)?.texts, texts.count == 1,
      let days = Int(texts[0]),
      (1...36_500).contains(days)
    else { return nil }
    return days
  }

  func earlierColumn(_ column: ScoreColumn) -> PlainColumn? { table.column(named: column.rawValue) }

  package func earlierColumn(named name: String) -> PlainColumn? { table.column(named: name) }

  /// Numbers of a column by row, not-a-number where there is none; nil where the rows lack the column.
  package func earlierNumbers(_ column: ScoreColumn) -> [Double]? {
    guard let column = self.earlierColumn(column) else { return nil }
    let numbers = (0..<column.texts.count).map { index in
      Double(column.texts[index]).flatMap { $0.isFinite ? $0 : nil } ?? .nan
    }
    return column.codes.map { numbers[Int($0)] }
  }

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
}
