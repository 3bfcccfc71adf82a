internal import Files
internal import Intake
internal import Units

/// The rows of a table by customer, for files of which every row must be usable.
struct CustomerTable {
  let table: PlainTable
  let id: PlainColumn
  /// What is wrong so far.
  private(set) var faults: [RejectedRow]

  /// Finds rows without a customer, and customers with two rows.
  ///
  /// - Parameters:
  ///   - table: the file.
  ///   - id: its column of ids.
  ///   - arm: a column of arms; where two rows of a customer differ in it, that is the fault.
  init(_ table: PlainTable, id: PlainColumn, arm: PlainColumn? = nil) {
    self.table = table
    self.id = id
    faults = table.refused
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
    faults.append(
      RejectedRow(
        file: table.file, line: table.lines[row], column: column.name, found: column.text(of: row),
        expected: expected, reason: reason))
  }

  /// Refuses rows whose cell of a column is not as it must be.
  mutating func require(
    _ column: PlainColumn, _ expected: RejectedRow.Expectation, _ isRight: (_ text: Int) -> Bool
  ) {
    for (row, code) in column.codes.enumerated() where !isRight(Int(code)) {
      refuse(row, column, expected)
    }
  }

  /// The rows by rising id.
  func rows() throws(ExperimentFileError) -> [Int] {
    try ExperimentFileError.check(faults, read: table.rowsRead)
    let ranks = id.texts.byteRanks()
    return id.codes.indices.sorted { ranks[Int(id.codes[$0])] < ranks[Int(id.codes[$1])] }
  }

  /// The ids of some rows.
  func ids(of rows: [Int]) -> TextColumn {
    var ids = TextColumn()
    for row in rows { ids.append(id.texts.utf8(at: Int(id.codes[row]))) }
    return ids
  }
}

/// The number of each text of a column of outcomes: numbers, and yes and no; nil for anything else.
func outcomeNumbers(_ column: PlainColumn, decimalComma: Bool) -> [Double?] {
  (0..<column.texts.count).map { index in
    switch NumberText(column.texts.utf8(at: index), decimalComma: decimalComma) {
    case .number(let value): value
    case .missing: nil
    case .other:
      switch column.texts[index].lowercased() {
      case "yes", "true", "y", "t": 1
      case "no", "false", "n", "f": 0
      default: nil
      }
    }
  }
}
