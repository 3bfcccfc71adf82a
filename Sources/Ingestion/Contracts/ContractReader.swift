internal import Dense
internal import Expressions
internal import Files
internal import Intake
internal import Units

extension ContractRows {
  /// Reads a table of contracts.
  ///
  /// A row is a contract, or with a column of dates from which rows hold one version of it. What is
  /// neither a role nor ignored becomes a column to learn from, as of labelled tables.
  ///
  /// - Parameters:
  ///   - table: with the columns that the roles name.
  ///   - roles: what the columns are.
  ///   - model: columns that a model looks at, with whether they hold numbers; nil to learn.
  /// - Throws: where a column is not there, dates cannot be read or contradict each other, or too many
  ///   rows cannot be used.
  package init(
    _ table: PlainTable, as roles: ContractSchema, model: [(name: String, isNumber: Bool)]? = nil
  ) throws {
    let draft = try ContractDraft(table, roles, model)
    let order = try draft.ordered()
    try draft.requirePossible(order)
    let (dates, groups) = (draft.dates, draft.contracts(order))
    try draft.requireApart(groups)
    let term = try roles.termPeriods()
    var (ids, starts, ends, lost, causes) = (TextColumn(), [Day](), [Day?](), [Day?](), [Int]())
    var (phases, versions, rows, endedAtOnce) = ([Int](), [Range<Int>](), [Int](), 0)
    for group in groups {
      let last = group[group.count - 1]
      let start = dates.starts[last]
      ids.append(draft.id.texts.utf8(at: Int(draft.id.codes[last])))
      starts.append(start)
      let known = dates.ends[last].flatMap { $0 < draft.asOf ? $0 : nil }
      let isEnd = known != nil && !dates.isRunning[last]
      ends.append(isEnd ? known : nil)
      // Whoever still ran on the table's last day was not lost.
      lost.append(isEnd ? nil : known.flatMap { $0 < draft.asOf - 1 ? $0 : nil })
      causes.append(isEnd ? dates.reasonCodes[last] : -1)
      if isEnd, known == start { endedAtOnce += 1 }
      let renewal = dates.renewals[last]
      phases.append(
        term.flatMap { term in
          renewal.map { Self.phase(of: $0, from: start, roles.period, term: term) }
        } ?? 0)
      versions.append(rows.count..<rows.count + group.count)
      rows += group
    }
    var values: [Double]?
    var columns = draft.reader.columns.map { $0.at(rows) }
    if roles.value != nil, case .numbers(let numbers)? = columns.popLast()?.cells {
      values = numbers
    }
    self.init(
      file: table.file, ids: ids, starts: starts, ends: ends, lost: lost, causes: causes,
      reasons: dates.reasons,
      phases: phases, versions: versions, validFrom: rows.map { dates.validFrom[$0] },
      columns: columns, values: values, asOf: draft.asOf, refused: draft.reader.refused,
      unused: draft.reader.notices, endedAtOnce: endedAtOnce)
  }

  /// A renewal's place in the term, by whole periods from the start.
  private static func phase(
    of renewal: Day, from start: Day, _ period: ContractPeriod, term: Int
  ) -> Int {
    if renewal >= start {
      let place = period.place(of: renewal, from: start)
      // A day or two beside the boundary is the boundary.
      return (place.share < 0.1 ? place.period - 1 : place.period) % term
    }
    let before = period.completed(from: renewal, to: start)
    return ((-before % term) + term) % term
  }
}

/// Dates and reasons of the rows of a table.
struct ContractDates {
  var starts: [Day] = []
  var ends: [Day?] = []
  var renewals: [Day?] = []
  var validFrom: [Day?] = []
  var isRunning: [Bool] = []
  var reasonCodes: [Int] = []
  var reasons: [String] = []
}

/// A table of contracts on its way to rows.
struct ContractDraft {
  let table: PlainTable
  let roles: ContractSchema
  let id: PlainColumn
  let reader: TableReader
  let dates: ContractDates
  let asOf: Day

  init(
    _ table: PlainTable, _ roles: ContractSchema, _ model: [(name: String, isNumber: Bool)]?
  ) throws {
    self.table = table
    self.roles = roles
    try Self.requireDifferentColumns(roles)
    func column(_ name: String, _ use: ContractError.ColumnUse) throws(ContractError) -> PlainColumn
    {
      try table.contractColumn(name, as: use)
    }
    id = try column(roles.id, .id)
    let start = try column(roles.start, .start)
    func optionalColumn(
      _ name: String?, _ use: ContractError.ColumnUse
    ) throws(ContractError) -> PlainColumn? {
      guard let name, roles.needsEnds || table.column(named: name) != nil else { return nil }
      return try column(name, use)
    }
    let end = try optionalColumn(roles.end, .end)
    let renewal = try roles.renewal.map { try column($0, .renewal) }
    let validFrom = try roles.validFrom.map { try column($0, .validFrom) }
    let reason = try optionalColumn(roles.reason, .reason)
    for name in roles.ignored { _ = try column(name, .ignore) }
    for name in roles.categories { _ = try column(name, .categories) }
    var (reader, dates) = (TableReader(table, cells: roles.cells), ContractDates())
    reader.readIDs(of: id, mayRepeat: true)
    let format = roles.cells.dateFormat
    let startDays = try table.contractDays(start, format, isRequired: true)
    reader.require(start, .splitDate) { startDays[$0] != nil }
    func optional(_ column: PlainColumn?) throws -> [Day?] {
      guard let column else { return [Day?](repeating: nil, count: table.count) }
      let days = try table.contractDays(column, format, isRequired: false)
      reader.require(column, .splitDate) { days[$0] != nil || column.texts.isMissing(at: $0) }
      return column.codes.map { days[Int($0)] }
    }
    // Rows whose start cannot be read are refused; the day stands in for none.
    dates.starts = start.codes.map { startDays[Int($0)] ?? Day(number: 0) }
    dates.ends = try optional(end)
    dates.renewals = try optional(renewal)
    dates.validFrom = try optional(validFrom)
    (dates.reasonCodes, dates.reasons, dates.isRunning) = try Self.reasons(of: reason, roles, table)
    asOf = try Self.asOf(table, roles, dates, start: start, end: end)
    try Self.take(&reader, table, roles, model)
    (self.reader, self.dates) = (reader, dates)
  }

  /// Each takes a fit and a column of the forecast.
  private static let mostReasons = 20

  /// Why contracts ended, as texts in byte order, and which rows say that theirs had not.
  private static func reasons(
    of column: PlainColumn?, _ roles: ContractSchema, _ table: PlainTable
  ) throws(ContractError) -> (codes: [Int], texts: [String], isRunning: [Bool]) {
    guard let column else {
      guard roles.running.isEmpty || !roles.needsEnds else { throw .noReasonColumn(.running) }
      let rows = table.count
      return ([Int](repeating: 0, count: rows), ["ended"], [Bool](repeating: false, count: rows))
    }
    let all = (0..<column.texts.count).map { column.texts[$0] }
    for text in roles.running where roles.needsEnds && !all.contains(text) {
      throw .unknownReason(
        text, option: .running, file: table.file, column: column.name, found: all.sorted())
    }
    let used = all.filter { !roles.running.contains($0) }.sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
    guard used.count <= Self.mostReasons else {
      throw .tooManyReasons(
        used.count, most: Self.mostReasons, file: table.file, column: column.name)
    }
    let named = used.map { $0.isEmpty ? "unknown" : $0 }
    let places = all.map { text in used.firstIndex(of: text) ?? -1 }
    return (
      column.codes.map { places[Int($0)] }, named,
      column.codes.map { roles.running.contains(all[Int($0)]) }
    )
  }

  /// The day that the table shows.
  private static func asOf(
    _ table: PlainTable, _ roles: ContractSchema, _ dates: ContractDates, start: PlainColumn,
    end: PlainColumn?
  ) throws(ContractError) -> Day {
    if let asOf = roles.asOf { return asOf }
    for (column, days) in [(start, dates.starts.map { $0 as Day? }), (end ?? start, dates.ends)] {
      let future = days.indices.filter { days[$0].map { $0 > roles.today } ?? false }
      if let first = future.first, let found = days[first] {
        let past = (dates.starts.map { $0 as Day? } + dates.ends).compactMap(\.self)
          .filter { $0 <= roles.today }
        throw .datesAfterToday(
          ContractError.Place(file: table.file, line: table.lines[first]), column: column.name,
          found: found, rows: future.count, latest: past.max().map { $0 + 1 })
      }
    }
    let latest = (dates.starts + dates.ends.compactMap(\.self)).max() ?? roles.today
    return latest + 1
  }

  private static func take(
    _ reader: inout TableReader, _ table: PlainTable, _ roles: ContractSchema,
    _ model: [(name: String, isNumber: Bool)]?
  ) throws {
    if let model {
      let missing = model.map(\.name).filter { table.column(named: $0) == nil }
      guard missing.isEmpty else {
        throw ContractError.missingColumns(missing, file: table.file, found: table.names)
      }
      for column in model {
        guard let plain = table.column(named: column.name) else { continue }
        if column.isNumber { reader.takeNumbers(plain) } else { reader.takeCategories(plain) }
      }
    } else {
      let taken = Set(roles.named.map(\.name) + roles.ignored)
      for column in table.columns where !taken.contains(column.name) {
        reader.take(column, asCategory: roles.categories.contains(column.name))
      }
    }
    if let value = roles.value { reader.takeNumbers(try table.contractColumn(value, as: .value)) }
  }

  private static func requireDifferentColumns(_ roles: ContractSchema) throws(ContractError) {
    let named = roles.named.map { ($0.use, $0.name) } + roles.ignored.map { (.ignore, $0) }
    for (index, role) in named.enumerated() {
      if let other = named[..<index].first(where: { $0.1 == role.1 && $0.0 != role.0 }) {
        throw .columnInTwoRoles(role.1, first: other.0, second: role.0)
      }
    }
  }

  /// Usable rows by id, start and date from which they hold.
  func ordered() throws(IngestionError) -> [Int] {
    let rows = try reader.usableRows()
    // By id they are sorted; equal ids follow each other.
    var ranks = [Int](repeating: 0, count: table.count)
    for (place, row) in rows.enumerated() {
      let isSame = place > 0 && id.codes[row] == id.codes[rows[place - 1]]
      ranks[row] = isSame ? ranks[rows[place - 1]] : place
    }
    func key(_ row: Int) -> (Int, Int32, Int32, Int) {
      (
        ranks[row], dates.starts[row].number, dates.validFrom[row]?.number ?? .min,
        table.lines[row]
      )
    }
    return rows.sorted { key($0) < key($1) }
  }

  /// Throws the first contract that ends before it starts, or is too long for its periods.
  func requirePossible(_ rows: [Int]) throws(ContractError) {
    let early = rows.filter { row in dates.ends[row].map { $0 < dates.starts[row] } ?? false }
    if let first = early.min(by: { table.lines[$0] < table.lines[$1] }), let end = dates.ends[first]
    {
      throw .endsBeforeStart(
        place(first), column: roles.end ?? "", end: end, start: dates.starts[first],
        rows: early.count)
    }
    for row in rows {
      let last = min(dates.ends[row] ?? asOf, asOf)
      let age = Double(last - dates.starts[row]) / roles.period.meanDays
      if age > Double(ContractSchema.mostPeriods) {
        throw .tooManyPeriods(
          place(row), found: Int(age), most: ContractSchema.mostPeriods, period: roles.period.text)
      }
    }
  }

  /// Rows by contract: those of one id and start.
  func contracts(_ rows: [Int]) -> [[Int]] {
    var groups: [[Int]] = []
    for row in rows {
      if let last = groups.last?.last, roles.validFrom != nil, id.codes[last] == id.codes[row],
        dates.starts[last] == dates.starts[row]
      {
        groups[groups.count - 1].append(row)
      } else {
        groups.append([row])
      }
    }
    return groups
  }

  /// Throws where two contracts of one id are in force at once.
  func requireApart(_ groups: [[Int]]) throws(ContractError) {
    var faults: [(row: Int, other: Int)] = []
    for (before, after) in zip(groups, groups.dropFirst()) {
      let (first, second) = (before[before.count - 1], after[0])
      guard id.codes[first] == id.codes[second] else { continue }
      if let end = dates.ends[first], end <= dates.starts[second] { continue }
      faults.append((second, first))
    }
    guard let fault = faults.min(by: { table.lines[$0.row] < table.lines[$1.row] }) else { return }
    throw .overlapping(
      place(fault.row), id: id.text(of: fault.row), start: dates.starts[fault.row],
      other: table.lines[fault.other], otherEnd: dates.ends[fault.other], contracts: faults.count)
  }

  private func place(_ row: Int) -> ContractError.Place {
    ContractError.Place(file: table.file, line: table.lines[row])
  }
}

extension ContractSchema {
  /// The columns that roles name.
  fileprivate var named: [(use: ContractError.ColumnUse, name: String)] {
    [(.id, id), (.start, start)] + (end.map { [(.end, $0)] } ?? [])
      + (reason.map { [(.reason, $0)] } ?? []) + (renewal.map { [(.renewal, $0)] } ?? [])
      + (validFrom.map { [(.validFrom, $0)] } ?? [])
  }
}

extension PlainTable {
  fileprivate func contractColumn(
    _ name: String, as use: ContractError.ColumnUse
  ) throws(ContractError) -> PlainColumn {
    if let column = column(named: name) { return column }
    throw .noColumn(
      name, file: file, use, nearest: nearestName(to: name, among: names), found: names)
  }

  /// The day of each text of a column of dates.
  ///
  /// - Throws: where a tenth of the cells or more have another form than the rest, or all have.
  fileprivate func contractDays(
    _ column: PlainColumn, _ format: DateFormat?, isRequired: Bool
  ) throws(ContractError) -> [Day?] {
    let days = column.days(format: format)
    var (read, unread): ([Int], [Int]) = ([], [])
    for (row, code) in column.codes.enumerated() where !column.texts.isMissing(at: Int(code)) {
      if days[Int(code)] == nil { unread.append(row) } else { read.append(row) }
    }
    guard let first = unread.first, 50 * unread.count >= read.count + unread.count else {
      return days
    }
    let place = ContractError.Place(file: file, line: lines[first])
    guard let other = read.first else {
      throw .datesInOtherForm(
        place, column: column.name, found: column.text(of: first), rows: unread.count)
    }
    throw .datesInTwoForms(
      place, column: column.name, read: column.text(of: other), readRows: read.count,
      unread: column.text(of: first), unreadRows: unread.count)
  }
}

extension TextColumn {
  /// Whether a cell holds nothing, or a word for it.
  fileprivate func isMissing(at index: Int) -> Bool {
    NumberText(utf8(at: index), decimalComma: false) == .missing
  }
}
