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
  /// Why rows cannot be used.
  private var faults: [RefusedRows.Fault] = []
  /// The place of its fault among them, by row, below 0 for none; empty before there is any.
  private var faultOf: [Int32] = []
  private var ranks: [Int32] = []
  private var idCodes: [Int32] = []

  /// Share of cells that must hold numbers for the others to be faults of their rows.
  private static let fewestNumbers = 0.9

  init(_ table: PlainTable, cells: CellFormat) {
    self.table = table
    self.cells = cells
  }

  /// Every refused row, in the order of the file.
  var refused: RefusedRows { table.refused.adding(faultOf, faults, rowLines: table.lines) }

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

  /// Columns taken so far that hold dates.
  var dates: [TypedColumn] { columns.filter { $0.dates != nil } }

  /// Takes a column for what most of its cells are, dates included: `count(datesTo:rows:)` gives them their cells.
  ///
  /// - Throws: where its dates have two forms.
  mutating func takeWithDates(_ column: PlainColumn) throws(TableError) {
    switch try form(of: column) {
    case .dates: takeDates(column)
    case .datesNeedFormat(let formats): leaveOut(column, .datesNeedFormat(formats: formats))
    case .other: take(column, asCategory: false)
    }
  }

  /// Takes a column of dates, each of which may be missing.
  mutating func takeDates(_ column: PlainColumn) {
    let days = days(of: column)
    let missing = (0..<days.count).map { column.texts.isMissing(at: $0) }
    require(column, .dateOrNothing) { days[$0] != nil || missing[$0] }
    let numbers = days.map { $0.map { Double($0.number) } ?? .nan }
    columns.append(
      TypedColumn(
        name: column.name, cells: .numbers([]), dates: column.codes.map { numbers[Int($0)] }))
  }

  /// Makes the cells of columns of dates: days from each to a day of its row.
  private mutating func count(to day: (_ row: Int) -> Day?) {
    columns = columns.map { column in
      guard let dates = column.dates else { return column }
      let cells = dates.enumerated().map { row, date in
        day(row).map { Double($0.number) - date } ?? .nan
      }
      return TypedColumn(
        name: column.name, cells: .numbers(cells), dates: dates, direction: column.direction)
    }
  }

  /// The same, to one day or to that of each row.
  mutating func count(datesTo reference: DateReference?, rows: [Day?]?) {
    switch reference {
    case .day(let day): count(to: { _ in day })
    case .column: count(to: { rows?[$0] })
    case nil: break
    }
  }

  /// The latest of all dates taken; nil where there is none.
  var latestDate: Day? {
    let latest = dates.flatMap { $0.dates ?? [] }.reduce(-Double.infinity) { $1 > $0 ? $1 : $0 }
    return latest.isFinite ? Day(number: Int32(latest)) : nil
  }

  private enum Form {
    case dates
    case datesNeedFormat(formats: [String])
    case other
  }

  /// By text: as the date format says, or where there is none or it fits nothing, as it is written.
  private func days(of column: PlainColumn) -> [Day?] {
    let days = column.days(format: cells.dateFormat)
    guard cells.dateFormat != nil, days.allSatisfy({ $0 == nil }) else { return days }
    return column.days(format: nil)
  }

  /// Years that eight digits must lie in to be taken for dates.
  private static let years = 1900...2100

  /// Whether a column holds dates.
  private func form(of column: PlainColumn) throws(TableError) -> Form {
    let days = days(of: column)
    /// First row and number of rows of each kind.
    var (read, alike): ((first: Int, rows: Int)?, (first: Int, rows: Int)?)
    var filled = 0
    let kinds = (0..<column.texts.count).map { index -> (isMissing: Bool, isAlike: Bool) in
      let bytes = Array(column.texts.utf8(at: index))
      return (column.texts.isMissing(at: index), DateShape(bytes.span) != nil)
    }
    for (row, code) in column.codes.enumerated() where !kinds[Int(code)].isMissing {
      filled += 1
      if days[Int(code)] != nil {
        read = (read?.first ?? row, (read?.rows ?? 0) + 1)
      } else if kinds[Int(code)].isAlike {
        alike = (alike?.first ?? row, (alike?.rows ?? 0) + 1)
      }
    }
    let all = (read?.rows ?? 0) + (alike?.rows ?? 0)
    guard all > 0, Double(all) >= Self.fewestNumbers * Double(filled) else { return .other }
    guard let read else {
      guard let alike else { return .other }
      let formats = DateShape(Array(column.text(of: alike.first).utf8).span)?.formats
      return .datesNeedFormat(
        formats: [formats?.dayFirst, formats?.monthFirst].compactMap(\.self))
    }
    if let alike, 50 * min(alike.rows, read.rows) >= all {
      throw .datesInTwoForms(
        file: table.file, line: table.lines[alike.first], column: column.name,
        read: column.text(of: read.first), readRows: read.rows,
        unread: column.text(of: alike.first), unreadRows: alike.rows)
    }
    guard Double(read.rows) >= Self.fewestNumbers * Double(filled) else { return .other }
    // Eight digits may also be a number: dates are so many that differ, of our time, without exception.
    let areDigits = column.text(of: read.first).utf8.count == 8
    if areDigits {
      let seen = kinds.indices.filter { !kinds[$0].isMissing }
      guard seen.count >= 20,
        seen.allSatisfy({ Self.years.contains(days[$0]?.civil.year ?? 0) })
      else { return .other }
    }
    return .dates
  }

  /// Takes a column for what most of its cells are.
  mutating func take(_ column: PlainColumn, asCategory: Bool) {
    var counts = [Int](repeating: 0, count: column.texts.count)
    for code in column.codes { counts[Int(code)] += 1 }
    var (numbers, others) = (0, 0)
    for (index, count) in counts.enumerated() {
      switch number(column, index) {
      // One that is too large is a fault of its row, and makes no column of texts.
      case .number, .tooLarge: numbers += count
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

  /// Notes the one way that the risk may go with columns of numbers or dates.
  ///
  /// - Throws: where one of them holds neither.
  mutating func take(directions: [(column: String, direction: RiskDirection)]) throws(TableError) {
    for (name, direction) in directions {
      guard let place = columns.firstIndex(where: { $0.name == name }),
        case .numbers = columns[place].cells
      else {
        let texts = table.column(named: name)?.texts
        let found = texts.flatMap { texts in
          (0..<texts.count).map { texts[$0] }.first { !$0.isEmpty }
        }
        throw .directionOfText(file: table.file, column: name, found: found)
      }
      columns[place].direction = direction
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
      texts[$0] != .other && texts[$0] != .tooLarge
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
    let counted = refused.indices.lazy.filter { refused.reason(at: $0) != .noCustomer }
    let count = counted.count
    if Double(count) > limit * Double(read) {
      throw .tooManyRejected(
        counted.prefix(10).map { refused[$0] }, rejected: count, read: read, limit: limit)
    }
    let rows = (0..<table.count).filter { faultOf.isEmpty || faultOf[$0] < 0 }
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
    if faultOf.isEmpty { faultOf = [Int32](repeating: -1, count: table.count) }
    guard faultOf[row] < 0 else { return }
    // The faults of one column follow each other.
    let known = faults.lastIndex {
      $0.column.name == column.name && $0.reason == reason && $0.expected == expected
    }
    if known == nil {
      faults.append(RefusedRows.Fault(column: column, expected: expected, reason: reason))
    }
    faultOf[row] = Int32(known ?? faults.count - 1)
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
    do throws(ColumnFault<TableError.ColumnUse>) {
      let column = try column(named: name, for: use)
      return use == .id ? column.pseudonymised(by: pseudonyms) : column
    } catch { throw .column(error) }
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
