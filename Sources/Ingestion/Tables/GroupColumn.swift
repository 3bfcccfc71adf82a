internal import Dense
package import Files
package import Intake
package import Units

/// Groups of customers that somebody gives rather than learns: a column of text, by customer and, where
/// its rows are dated, by day.
package struct GroupColumn: Sendable {
  /// Where it comes from: `column 'country' of customers.csv`.
  package let source: String
  /// Names of the groups in the order of their bytes, then `unknown`.
  package let groups: [String]
  /// Whether each row says from when it holds, so that the group at a past date is known.
  package let isDated: Bool
  /// Rows whose customer has no history.
  package let withoutHistory: Int
  /// Rows of customer `i` are `offsets[i] ..< offsets[i + 1]`, by day.
  private let offsets: [Int]
  private let rows: [Row]

  /// The group of customers of whom nothing is said, or not yet.
  package static let unknown = "(unknown)"
  /// Different values that a column may have: more are names, not groups.
  package static let mostGroups = 1_000

  private struct Row: Sendable {
    let from: Int32
    let group: Int32

    package init(from: Int32, group: Int32) {
      self.from = from
      self.group = group
    }
  }

  /// The group of a customer of the store at a date: that of the last row that held before it.
  package func group(ofCustomer customer: Int, asOf: Day) -> Int {
    let range = offsets[customer]..<offsets[customer + 1]
    guard isDated else {
      return range.isEmpty ? groups.count - 1 : Int(rows[range.lowerBound].group)
    }
    // What holds from the as-of date on is no more known than that day's orders.
    let next = firstIndex(from: range.lowerBound, to: range.upperBound) {
      rows[$0].from >= asOf.number
    }
    return next == range.lowerBound ? groups.count - 1 : Int(rows[next - 1].group)
  }
}

extension GroupColumn {
  /// The groups of a column of the customers files.
  ///
  /// - Parameters:
  ///   - column: index into `columns.names`.
  ///   - columns: what the customers files say.
  /// - Throws: where the column has more than `mostGroups` values.
  package init(_ column: Int, of columns: CustomerColumns) throws(IngestionError) {
    let name = columns.names[column]
    var given = GivenRows()
    for customer in columns.rowOfCustomer.indices {
      guard let text = columns.text(column, ofCustomer: customer) else { continue }
      given.append(customer: customer, day: nil, group: text)
    }
    self = try given.column(
      source: "column '\(name)' of the customers file", file: "the customers file", name: name,
      customers: columns.rowOfCustomer.count, isDated: false, withoutHistory: 0)
  }

  /// Reads groups from a file with a row a customer or, where it has a column `valid_from`, any number.
  ///
  /// - Parameters:
  ///   - path: CSV with a header, a customer id and the column.
  ///   - name: of the column.
  ///   - customers: ids of the store.
  ///   - options: as for customers files.
  /// - Throws: where the file or the column cannot be used, or more rows than may be are bad.
  package init(
    path: String, column name: String, customers: TextColumn, options: ReadOptions
  ) throws(IngestionError) {
    guard let zone = ZoneClock(options.timeZone) else {
      throw .file(.unknownTimeZone(options.timeZone))
    }
    let options = options.own(.customers)
    let times = TimeReader(options, zone: zone)
    var file = try LogFile(
      path: path, kind: .customers, options: options,
      binder: ExpressionBinder(
        choices: options.columns, decimalComma: options.decimalComma, times: times))
    let settings = RowSettings(options, times: times)
    guard let field = file.columns.names.firstIndex(of: name) else {
      throw .noSuchColumn(file: file.reader.name, column: name, columns: file.columns.names)
    }
    let dateField = file.columns.names.firstIndex { plainName($0) == "validfrom" }
    guard let idField = file.columns.field(.customerID) else {
      preconditionFailure("a customers file without its id")
    }
    var given = GivenRows()
    var ids = Interner()
    var tally = RowTally()
    while try file.nextRow() {
      tally.countRead()
      if let refused = try given.append(
        rowOf: &file, id: idField, date: dateField, group: field, ids: &ids, settings: settings)
      {
        tally.refuse(refused)
      } else {
        tally.countUsed()
      }
    }
    try tally.checkLimit(options.maxRefused)
    let texts = options.pseudonyms?.names(of: ids.texts) ?? ids.texts
    let places = texts.places(in: customers)
    let known = given.placed(at: places)
    self = try known.column(
      source: "column '\(name)' of \(file.reader.name)", file: file.reader.name, name: name,
      customers: customers.count, isDated: dateField != nil,
      withoutHistory: places.count { $0 < 0 })
  }
}

/// Rows of a column of groups as they come.
private struct GivenRows {
  private struct Row {
    let customer: Int
    let day: Int32?
    let group: Int32

    package init(customer: Int, day: Int32?, group: Int32) {
      self.customer = customer
      self.day = day
      self.group = group
    }
  }
  private var rows: [Row] = []
  private var groups: [String] = []
  private var codeOfGroup: [String: Int32] = [:]
  private var seen: Set<Int> = []

  mutating func append(customer: Int, day: Int32?, group: String) {
    // Nothing said is nothing known.
    guard !group.isEmpty || day != nil else { return }
    rows.append(Row(customer: customer, day: day, group: code(of: group)))
  }

  /// Reads a row; gives back why it is refused, nil where it is used.
  mutating func append(
    rowOf file: inout LogFile, id: Int, date: Int?, group: Int, ids: inout Interner,
    settings: RowSettings
  ) throws(IngestionError) -> RejectedRow? {
    guard file.hasAllFields else {
      return file.refusal(.fieldCount, nil, expected: .fields(file.columns.names.count))
    }
    let range = file.reader.trimmed(id)
    if range.isEmpty { return file.refusal(.noCustomer, id, expected: .customer) }
    var day: Int32?
    if let date {
      switch try file.seconds(date, settings) {
      case .success(let seconds): day = Instant(seconds: seconds).day.number
      case .failure(let refusal): return file.refusal(.time, date, expected: refusal.expected)
      }
    }
    let customer = Int(ids.code(of: file.reader.buffer.span, range))
    if date == nil, !seen.insert(customer).inserted {
      return file.refusal(.repeatedCustomer, id, expected: .oneRow(.undated))
    }
    append(customer: customer, day: day, group: file.reader.text(group))
    return nil
  }

  /// The same rows with each customer at another place, without those who have none.
  func placed(at places: [Int]) -> GivenRows {
    var moved = self
    moved.rows = rows.compactMap { row in
      let place = places[row.customer]
      return place < 0 ? nil : Row(customer: place, day: row.day, group: row.group)
    }
    return moved
  }

  func column(
    source: String, file: String, name: String, customers: Int, isDated: Bool,
    withoutHistory: Int
  ) throws(IngestionError) -> GroupColumn {
    let used = Set(rows.map { Int($0.group) })
    let named = used.filter { !groups[$0].isEmpty && groups[$0] != GroupColumn.unknown }
      .sorted { groups[$0].utf8.lexicographicallyPrecedes(groups[$1].utf8) }
    guard named.count <= GroupColumn.mostGroups else {
      throw .tooManyGroups(file: file, column: name, count: named.count)
    }
    var newCode = [Int32](repeating: Int32(named.count), count: groups.count)
    for (place, code) in named.enumerated() { newCode[code] = Int32(place) }
    // Of rows of one customer and day the last in the order of groups holds, whatever the file's order.
    let sorted = rows.map { ($0.customer, $0.day ?? 0, newCode[Int($0.group)]) }.sorted { $0 < $1 }
    return GroupColumn(
      source: source, groups: named.map { groups[$0] } + [GroupColumn.unknown],
      isDated: isDated, withoutHistory: withoutHistory, customers: customers, sorted: sorted)
  }

  /// Texts that differ in spelling alone (é in one character or two) are one group; its name is the one
  /// that is first in byte order, whatever the order of rows.
  private mutating func code(of group: String) -> Int32 {
    if let code = codeOfGroup[group] {
      if group.utf8.lexicographicallyPrecedes(groups[Int(code)].utf8) { groups[Int(code)] = group }
      return code
    }
    let code = Int32(groups.count)
    groups.append(group)
    codeOfGroup[group] = code
    return code
  }
}

extension GroupColumn {
  fileprivate init(
    source: String, groups: [String], isDated: Bool, withoutHistory: Int, customers: Int,
    sorted: [(customer: Int, from: Int32, group: Int32)]
  ) {
    self.source = source
    self.groups = groups
    self.isDated = isDated
    self.withoutHistory = withoutHistory
    var offsets = [Int](repeating: 0, count: customers + 1)
    for row in sorted { offsets[row.customer + 1] += 1 }
    for customer in 0..<customers { offsets[customer + 1] += offsets[customer] }
    self.offsets = offsets
    rows = sorted.map { Row(from: $0.from, group: $0.group) }
  }
}

extension TextColumn {
  /// Where each text stands in a list in the order of bytes, −1 where it does not.
  func places(in sorted: TextColumn) -> [Int] {
    let (texts, rank) = sortedByBytes()
    var placeOfRank = [Int](repeating: -1, count: texts.count)
    // Both lists are in the order of their bytes: one walk along the two.
    var place = 0
    for index in 0..<texts.count {
      let text = texts.utf8(at: index)
      while place < sorted.count, sorted.utf8(at: place).lexicographicallyPrecedes(text) {
        place += 1
      }
      if place < sorted.count, sorted.utf8(at: place).elementsEqual(text) {
        placeOfRank[index] = place
      }
    }
    return rank.map { placeOfRank[Int($0)] }
  }
}
