internal import Dense
internal import Expressions
internal import Files
internal import Intake
internal import Units

/// A plain table on its way to typed rows: columns as they are, and what is wrong with rows.
struct TableReader {
  let table: PlainTable
  let cells: CellFormat
  private(set) var columns: [TypedColumn] = []
  private(set) var notices: [UnusedColumn] = []
  /// Why a row cannot be used, by row; the first fault counts.
  private var faults: [Int: RejectedRow] = [:]
  private var ranks: [Int32] = []
  private var idCodes: [Int32] = []

  /// Share of cells that must hold numbers for the others to be faults of their rows.
  private static let fewestNumbers = 0.9

  init(_ table: PlainTable, cells: CellFormat) {
    self.table = table
    self.cells = cells
  }

  /// Every refused row, in the order of the file.
  var refused: [RejectedRow] {
    (table.refused + faults.values).sorted { $0.line < $1.line }
  }

  /// Refuses rows without an id, or with one that an earlier row has unless ids may repeat.
  mutating func readIDs(of column: PlainColumn, mayRepeat: Bool = false) {
    ranks = column.texts.byteRanks()
    idCodes = column.codes
    var isTaken = [Bool](repeating: false, count: column.texts.count)
    for (row, code) in column.codes.enumerated() {
      if column.texts.utf8(at: Int(code)).isEmpty {
        refuse(row, column, .customer, .noCustomer)
      } else if isTaken[Int(code)], !mayRepeat {
        refuse(row, column, .oneRow(.every), .repeatedCustomer)
      }
      isTaken[Int(code)] = true
    }
  }

  /// Refuses rows whose cell of a column is not as it must be.
  mutating func require(
    _ column: PlainColumn, _ expected: RejectedRow.Expectation, _ isRight: (_ text: Int) -> Bool
  ) {
    for (row, code) in column.codes.enumerated() where !isRight(Int(code)) {
      refuse(row, column, expected, .value)
    }
  }

  /// Takes a column for what most of its cells are.
  mutating func take(_ column: PlainColumn, asCategory: Bool) {
    var counts = [Int](repeating: 0, count: column.texts.count)
    for code in column.codes { counts[Int(code)] += 1 }
    var (numbers, others) = (0, 0)
    for (index, count) in counts.enumerated() {
      switch number(column, index) {
      case .number: numbers += count
      case .missing: break
      case .other: others += count
      }
    }
    let filled = numbers + others
    if filled == 0 {
      notices.append(UnusedColumn(name: column.name, reason: .empty))
    } else if !asCategory, Double(numbers) >= Self.fewestNumbers * Double(filled) {
      takeNumbers(column)
    } else if let reason = asCategory ? nil : whyNoCategory(column, counts, filled: filled) {
      notices.append(UnusedColumn(name: column.name, reason: reason))
    } else {
      takeCategories(column)
    }
  }

  /// Says why a column is none to learn from.
  mutating func leaveOut(_ column: PlainColumn, _ reason: UnusedColumn.Reason) {
    notices.append(UnusedColumn(name: column.name, reason: reason))
  }

  /// Takes a column of numbers; `mayBeCategory` says whether a user could have it read as categories.
  mutating func takeNumbers(_ column: PlainColumn, mayBeCategory: Bool = true) {
    let texts = (0..<column.texts.count).map { number(column, $0) }
    require(column, mayBeCategory ? .numberOrNothing : .feature(.number, nil)) {
      texts[$0] != .other
    }
    let values = texts.map { if case .number(let value) = $0 { value } else { Double.nan } }
    columns.append(
      TypedColumn(name: column.name, cells: .numbers(column.codes.map { values[Int($0)] })))
  }

  mutating func takeCategories(_ column: PlainColumn) {
    let ranks = column.texts.byteRanks()
    var texts = [String](repeating: "", count: ranks.count)
    for (index, rank) in ranks.enumerated() { texts[Int(rank)] = column.texts[index] }
    // Texts that Unicode holds to be one, however they are composed, are one level.
    var levels: [String] = []
    var placeOfLevel: [String: Int32] = ["": -1]
    let places = texts.map { text -> Int32 in
      if let place = placeOfLevel[text] { return place }
      let place = Int32(levels.count)
      placeOfLevel[text] = place
      levels.append(text)
      return place
    }
    columns.append(
      TypedColumn(
        name: column.name,
        cells: .categories(column.codes.map { places[Int(ranks[Int($0)])] }, levels: levels)))
  }

  /// The rows that can be used, by rising id.
  ///
  /// - Throws: where more cannot be used than may be, or none is left.
  func usableRows() throws(IngestionError) -> [Int] {
    let refused = refused
    let (read, limit) = (table.rowsRead, cells.maxRefused)
    // As elsewhere: a row without an id is no sign that the table is misread.
    let counted = refused.filter { $0.reason != .noCustomer }
    if Double(counted.count) > limit * Double(read) {
      throw .tooManyRejected(
        Array(counted.prefix(10)), rejected: counted.count, read: read, limit: limit)
    }
    let rows = (0..<table.count).filter { faults[$0] == nil }
    guard !rows.isEmpty else {
      throw .noRowsUsed(files: [table.file], read: read, filtered: 0, rejected: refused.count)
    }
    return rows.sorted { ranks[Int(idCodes[$0])] < ranks[Int(idCodes[$1])] }
  }

  private func number(_ column: PlainColumn, _ text: Int) -> NumberText {
    NumberText(column.texts.utf8(at: text), decimalComma: cells.decimalComma)
  }

  private mutating func refuse(
    _ row: Int, _ column: PlainColumn, _ expected: RejectedRow.Expectation,
    _ reason: RejectedRow.Reason
  ) {
    guard faults[row] == nil else { return }
    faults[row] = RejectedRow(
      file: table.file, line: table.lines[row], column: column.name, found: column.text(of: row),
      expected: expected, reason: reason)
  }

  /// Nil where texts repeat enough to be categories.
  private func whyNoCategory(
    _ column: PlainColumn, _ counts: [Int], filled: Int
  ) -> UnusedColumn.Reason? {
    let levels = zip(counts.indices, counts).filter {
      $0.1 > 0 && !column.texts.utf8(at: $0.0).isEmpty
    }
    guard levels.count > 20 else { return nil }
    let days = column.days(format: cells.dateFormat)
    if levels.allSatisfy({ days[$0.0] != nil }) {
      return .dates
    }
    guard 2 * levels.count > filled else { return nil }
    return .hardlyRepeats(texts: levels.count, rows: filled)
  }
}

extension PlainTable {
  /// A column by name, or an error that names its use and the nearest name.
  func column(_ name: String, as use: TableError.ColumnUse) throws(TableError) -> PlainColumn {
    if let column = column(named: name) {
      return use == .id ? column.pseudonymised(by: pseudonyms) : column
    }
    throw .noColumn(
      name, file: file, use, nearest: nearestName(to: name, among: names), found: names)
  }
}

extension TextColumn {
  /// Of each text its place in the order of bytes.
  func byteRanks() -> [Int32] {
    let order = (0..<count).sorted { self.order($0, $1) < 0 }
    var ranks = [Int32](repeating: 0, count: count)
    for (rank, index) in order.enumerated() { ranks[index] = Int32(rank) }
    return ranks
  }
}
