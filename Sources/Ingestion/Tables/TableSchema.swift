internal import Dense
package import Files
internal import Intake
package import Units

/// What the columns of a plain table are to its reader.
package struct TableSchema: Sendable {
  /// The column that says who churned.
  package var label: String
  /// The label's text that means churn; nil where labels are yes and no, true and false or 1 and 0.
  package var positive: String?
  package var id: String
  /// A date by which rows are split for evaluation; no feature.
  package var splitColumn: String?
  /// The first day of the rows that are evaluated.
  package var splitAt: Day?
  /// The day that dates are counted to, where no column splits rows; nil for the latest date of the table.
  package var asOf: Day?
  /// Columns that are no features.
  package var ignored: [String] = []
  /// Columns of numbers that name categories.
  package var categories: [String] = []
  /// The one way that the risk may go with columns of numbers or dates.
  package var directions: [(column: String, direction: RiskDirection)] = []
  package var cells = CellFormat()

  package init(label: String, id: String) {
    self.label = label
    self.id = id
  }
}

/// What the cells of a column that a model looks at hold.
package enum CellForm: Sendable {
  case number, date, category
}

/// How cells are read, and how many rows may be unusable.
package struct CellFormat: Sendable {
  package var decimalComma = false
  package var dateFormat: DateFormat?
  /// Share of the rows that may be refused.
  package var maxRefused = 0.001

  package init() {}
}

/// What the dates of a table are counted to.
package enum DateReference: Sendable, Equatable {
  /// The date of each row in a column.
  case column(String)
  case day(Day)
}

/// Rows of a plain table with typed columns, by rising id.
package struct TableRows: Sendable {
  package let ids: TextColumn
  /// 1 where churned, else 0; empty where the table is scored.
  package let labels: [Double]
  package let columns: [TypedColumn]
  /// The split column's days; empty without one.
  package let days: [Day]
  package let refused: RefusedRows
  /// What was done with columns that are none of these.
  package let notices: [UnusedColumn]
  /// What dates are counted to; nil where no column holds any.
  package let datesTo: DateReference?

  package init(
    ids: TextColumn, labels: [Double], columns: [TypedColumn], days: [Day], refused: RefusedRows,
    notices: [UnusedColumn], datesTo: DateReference? = nil
  ) {
    self.datesTo = datesTo
    self.ids = ids
    self.labels = labels
    self.columns = columns
    self.days = days
    self.refused = refused
    self.notices = notices
  }

  package var count: Int { ids.count }
}

extension TableRows {
  /// Reads a table to learn from.
  ///
  /// A column holds numbers where nine in ten of its cells that hold anything do; its other cells
  /// make their rows be refused; likewise dates. All other columns hold categories, but for texts that
  /// hardly repeat, dates of which the form is unclear, and columns without any cell: these are no
  /// features, and that is said.
  /// - Throws: where a column is not there, labels are unclear, dates have two forms, or too many rows
  ///   cannot be used.
  package init(learning table: PlainTable, as roles: TableSchema) throws {
    let id = try table.column(roles.id, as: .id)
    let label = try table.column(roles.label, as: .label)
    let split = try roles.splitColumn.map { try table.column($0, as: .splitColumn) }
    for name in roles.ignored { _ = try table.column(name, as: .ignore) }
    for name in roles.categories { _ = try table.column(name, as: .categories) }
    for (name, _) in roles.directions { _ = try table.column(name, as: .monotone) }
    try roles.requireDifferentColumns()
    let taken = Set([roles.id, roles.label, roles.splitColumn ?? roles.id] + roles.ignored)
    var draft = TableReader(table, cells: roles.cells)
    draft.readIDs(of: id)
    let isChurned = try TableLabels(label, positive: roles.positive, file: table.file).isChurned
    draft.require(label, .label) { isChurned[$0] != nil }
    var days: [Day?] = []
    if let split {
      days = split.days(format: roles.cells.dateFormat)
      draft.require(split, .splitDate) { days[$0] != nil }
    }
    for column in table.columns where !taken.contains(column.name) {
      if roles.categories.contains(column.name) {
        draft.take(column, asCategory: true)
      } else {
        try draft.takeWithDates(column)
      }
    }
    try draft.take(directions: roles.directions)
    let reference =
      draft.dates.isEmpty
      ? nil
      : roles.splitColumn.map(DateReference.column)
        ?? (roles.asOf ?? draft.latestDate).map(DateReference.day)
    draft.count(datesTo: reference, rows: split?.codes.map { days[Int($0)] })
    guard !draft.columns.isEmpty else {
      throw TableError.nothingToLearnFrom(file: table.file, notices: draft.notices)
    }
    let order = try draft.usableRows()
    self.init(
      draft, order: order, id: id,
      labels: order.map { isChurned[Int(label.codes[$0])] == true ? 1 : 0 },
      days: split.map { column in order.compactMap { days[Int(column.codes[$0])] } } ?? [],
      datesTo: reference)
  }

  /// Reads a table to score.
  ///
  /// - Parameters:
  ///   - table: with all columns that the model looks at.
  ///   - columns: those that the model looks at, and what they hold.
  ///   - id: name of the column of ids.
  ///   - value: a column of money to weigh risks by; it must hold numbers.
  ///   - datesTo: the column that dates were counted to in training; nil for one day.
  ///   - asOf: the day to count them to; nil for that column's, or without one for the latest date.
  ///   - cells: how cells are read.
  /// - Throws: where a column is not there, or too many rows cannot be used.
  package init(
    scoring table: PlainTable, columns: [(name: String, form: CellForm)], id: String,
    value: String?, datesTo: String? = nil, asOf: Day? = nil, cells: CellFormat
  ) throws {
    let ids = try table.column(id, as: .id)
    let holdsDates = columns.contains { $0.form == .date }
    let column = holdsDates && asOf == nil ? datesTo : nil
    do throws(ColumnFault<TableError.ColumnUse>) {
      try table.require(
        columnsOfModel: columns.map(\.name) + (column.map { [$0] } ?? []),
        TableError.ColumnUse.self)
    } catch { throw TableError.column(error) }
    var draft = TableReader(table, cells: cells)
    draft.readIDs(of: ids)
    for column in columns {
      guard let plain = table.column(named: column.name) else { continue }
      switch column.form {
      case .number: draft.takeNumbers(plain)
      case .date: draft.takeDates(plain)
      case .category: draft.takeCategories(plain)
      }
    }
    var ofRows: [Day?]?
    if let column, let plain = table.column(named: column) {
      let days = plain.days(format: cells.dateFormat)
      draft.require(plain, .splitDate) { days[$0] != nil }
      ofRows = plain.codes.map { days[Int($0)] }
    }
    let reference =
      holdsDates
      ? column.map(DateReference.column) ?? (asOf ?? draft.latestDate).map(DateReference.day) : nil
    draft.count(datesTo: reference, rows: ofRows)
    if let value { draft.takeNumbers(try table.column(value, as: .value)) }
    let order = try draft.usableRows()
    self.init(draft, order: order, id: ids, labels: [], days: [], datesTo: reference)
  }

  private init(
    _ draft: TableReader, order: [Int], id: PlainColumn, labels: [Double], days: [Day],
    datesTo: DateReference?
  ) {
    self.datesTo = datesTo
    var ids = TextColumn()
    for row in order { ids.append(id.texts.utf8(at: Int(id.codes[row]))) }
    self.ids = ids
    self.labels = labels
    self.days = days
    columns = draft.columns.map { $0.at(order) }
    refused = draft.refused
    notices = draft.notices
  }

  /// The rows of some numbers.
  package func labels(at rows: [Int]) -> [Double] { rows.map { labels[$0] } }
}

extension TableSchema {
  fileprivate func requireDifferentColumns() throws(TableError) {
    let named: [(use: TableError.ColumnUse, name: String)] =
      [(.label, label), (.id, id)] + (splitColumn.map { [(.splitColumn, $0)] } ?? [])
      + ignored.map { (.ignore, $0) }
    let monotone = directions.map { (use: TableError.ColumnUse.monotone, name: $0.column) }
    do throws(ColumnFault<TableError.ColumnUse>) {
      let ofCategories = categories.map { (use: TableError.ColumnUse.categories, name: $0) }
      try ColumnFault.requireDifferent(named + monotone)
      try ColumnFault.requireDifferent(ignored.map { (.ignore, $0) } + ofCategories)
      try ColumnFault.requireDifferent(ofCategories + monotone)
    } catch { throw .column(error) }
  }
}

/// Which texts of a label mean churn.
private struct TableLabels {
  /// By place of the text: nil where it is no label.
  let isChurned: [Bool?]

  private static let yes: Set<String> = ["yes", "true", "1", "1.0", "y", "t"]
  private static let no: Set<String> = ["no", "false", "0", "0.0", "n", "f"]
  /// Share of the cells that must be yes or no for the others to be faults of their rows.
  private static let fewestKnown = 0.9

  init(_ column: PlainColumn, positive: String?, file: String) throws(TableError) {
    let texts = (0..<column.texts.count).map { column.texts[$0] }
    var counts = [Int](repeating: 0, count: texts.count)
    for code in column.codes { counts[Int(code)] += 1 }
    let levels = texts.filter { !$0.isEmpty }.sorted()
    if let positive {
      guard levels.contains(positive) else {
        throw .noPositive(column: column.name, positive: positive, found: levels, file: file)
      }
      guard levels.count <= 2 else {
        throw .tooManyLabels(column: column.name, positive: positive, found: levels, file: file)
      }
      isChurned = texts.map { $0.isEmpty ? nil : $0 == positive }
      return
    }
    isChurned = texts.map { text in
      let folded = text.lowercased()
      return Self.yes.contains(folded) ? true : Self.no.contains(folded) ? false : nil
    }
    let known = zip(isChurned, counts).reduce(0) { $0 + ($1.0 == nil ? 0 : $1.1) }
    let filled = zip(texts, counts).reduce(0) { $0 + ($1.0.isEmpty ? 0 : $1.1) }
    guard filled > 0, Double(known) >= Self.fewestKnown * Double(filled) else {
      throw .unknownLabels(column: column.name, found: levels, file: file)
    }
  }
}
