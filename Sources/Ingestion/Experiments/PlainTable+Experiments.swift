internal import Files
internal import Intake
internal import Units

/// The rows of a table by customer, for files of which every row must be usable.
struct CustomerTable {
  let table: PlainTable
  /// Nil where rows have no ids.
  let id: PlainColumn?
  /// What is wrong so far.
  private(set) var faults = FirstRejected()

  /// Finds rows without a customer, and customers with two rows.
  ///
  /// - Parameters:
  ///   - table: the file.
  ///   - id: its column of ids.
  ///   - arm: a column of arms; where two rows of a customer differ in it, that is the fault.
  init(_ table: PlainTable, id: PlainColumn?, arm: PlainColumn? = nil) {
    self.table = table
    self.id = id
    faults.add(table.refused) { _ in true }
    guard let id else { return }
    var firstRow = [Int](repeating: -1, count: id.texts.count)
    for (row, code) in id.codes.enumerated() {
      let first = firstRow[Int(code)]
      if id.texts.utf8(at: Int(code)).isEmpty {
        refuse(row, id, .customer, .noCustomer)
      } else if first < 0 {
        firstRow[Int(code)] = row
      } else if let arm, arm.codes[first] != arm.codes[row] {
        refuse(row, arm, .oneArm(arm.text(of: first)), .repeatedCustomer)
      } else {
        refuse(row, id, .oneRow(.every), .repeatedCustomer)
      }
    }
  }

  mutating func refuse(
    _ row: Int, _ column: PlainColumn, _ expected: RejectedRow.Expectation,
    _ reason: RejectedRow.Reason = .value
  ) {
    let table = table
    faults.add(line: table.lines[row]) {
      RejectedRow(
        file: table.file, line: table.lines[row], column: column.name, found: column.text(of: row),
        expected: expected, reason: reason)
    }
  }

  /// Refuses rows whose cell of a column is not as it must be.
  mutating func require(
    _ column: PlainColumn, _ expected: RejectedRow.Expectation, _ isRight: (_ text: Int) -> Bool
  ) {
    for (row, code) in column.codes.enumerated() where !isRight(Int(code)) {
      refuse(row, column, expected)
    }
  }

  /// All rows by rising id.
  func rows() throws(ExperimentFileError) -> [Int] {
    try faults.check(read: table.rowsRead)
    return ordered(Array(0..<table.count), by: [])
  }

  /// Rows by rising id and then by the texts of columns, so that what rows hold decides and not where they
  /// stand.
  func ordered(_ rows: [Int], by columns: [PlainColumn]) -> [Int] {
    let ranks = ((id.map { [$0] } ?? []) + columns).map { column in
      let ranks = column.texts.byteRanks()
      return column.codes.map { ranks[Int($0)] }
    }
    return rows.sorted { one, other in
      for rank in ranks where rank[one] != rank[other] { return rank[one] < rank[other] }
      return one < other
    }
  }

  /// The ids of some rows.
  func ids(of rows: [Int]) -> TextColumn {
    var ids = TextColumn()
    guard let id else { return ids }
    for row in rows { ids.append(id.texts.utf8(at: Int(id.codes[row]))) }
    return ids
  }
}

/// The number of each text of a column of outcomes: numbers, and yes and no; nil for anything else.
func outcomeNumbers(_ column: PlainColumn, decimalComma: Bool) -> [Double?] {
  (0..<column.texts.count).map { index in
    switch NumberText(column.texts.utf8(at: index), decimalComma: decimalComma) {
    case .number(let value): value
    case .missing, .tooLarge: nil
    case .other:
      switch column.texts[index].lowercased() {
      case "yes", "true", "y", "t": 1
      case "no", "false", "n", "f": 0
      default: nil
      }
    }
  }
}
