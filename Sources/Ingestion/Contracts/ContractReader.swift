internal import Dense
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
    try draft.requireAgreement(groups)
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
      columns: columns, values: values, asOf: draft.asOf, rowsRead: table.rowsRead,
      refused: draft.reader.refused,
      unused: draft.reader.notices, endedAtOnce: endedAtOnce,
      missingEnds: dates.hasEnds ? nil : roles.end, isDayOfLastDate: roles.asOf == nil,
      clockColumns: dates.clockColumns)
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
  var hasEnds = false
  var clockColumns: [ClockColumn] = []
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
    try roles.requireDifferentColumns()
    func optionalColumn(
      _ name: String?, _ use: ContractError.ColumnUse, isNeeded: Bool
    ) throws(ContractError) -> PlainColumn? {
      guard let name, isNeeded || table.column(named: name) != nil else { return nil }
      return try table.contractColumn(name, as: use)
    }
    id = try table.contractColumn(roles.id, as: .id).pseudonymised(by: table.pseudonyms)
    let start = try table.contractColumn(roles.start, as: .start)
    let end = try optionalColumn(roles.end, .end, isNeeded: roles.needsEnds)
    let renewal = try roles.renewal.map { try table.contractColumn($0, as: .renewal) }
    let validFrom = try roles.validFrom.map { try table.contractColumn($0, as: .validFrom) }
    var reason = try optionalColumn(roles.reason, .reason, isNeeded: roles.needsReasons)
    if end != nil, reason == nil, let name = roles.reason, !roles.running.isEmpty {
      // Ends that are none would count as ends.
      reason = try table.contractColumn(name, as: .reason)
    }
    for (use, names) in roles.listed {
      for name in names { _ = try table.contractColumn(name, as: use) }
    }
    var (reader, dates) = (TableReader(table, cells: roles.cells), ContractDates())
    reader.readIDs(of: id, mayRepeat: true)
    func days(_ column: PlainColumn) throws(ContractError) -> [Day?] {
      let read = try table.contractDays(column, roles.cells.dateFormat)
      if let clock = read.clock { dates.clockColumns.append(clock) }
      return read.days
    }
    let startDays = try days(start)
    reader.require(start, .splitDate) { startDays[$0] != nil }
    func optional(_ column: PlainColumn?) throws -> [Day?] {
      guard let column else { return [Day?](repeating: nil, count: table.count) }
      let days = try days(column)
      reader.require(column, .splitDate) { days[$0] != nil || column.texts.isMissing(at: $0) }
      return column.codes.map { days[Int($0)] }
    }
    // Rows whose start cannot be read are refused; the day stands in for none.
    dates.starts = start.codes.map { startDays[Int($0)] ?? Day(number: 0) }
    dates.ends = try optional(end)
    dates.hasEnds = end != nil
    dates.renewals = try optional(renewal)
    dates.validFrom = try optional(validFrom)
    (dates.reasonCodes, dates.reasons, dates.isRunning) = try Self.reasons(of: reason, roles, table)
    if end == nil, let reason { try Self.requireNoReasons(reason, roles, table) }
    asOf = try Self.asOf(table, roles, dates, start: start, end: end)
    try Self.take(&reader, table, roles, model, clocks: dates.clockColumns)
    (self.reader, self.dates) = (reader, dates)
  }

  /// Each takes a fit and a column of the forecast.
  private static let mostReasons = 20

  /// Why contracts ended, as texts in byte order, and which rows say that theirs had not.
  private static func reasons(
    of column: PlainColumn?, _ roles: ContractSchema, _ table: PlainTable
  ) throws(ContractError) -> (codes: [Int], texts: [String], isRunning: [Bool]) {
    guard let column else {
      guard roles.running.isEmpty || roles.isForScoring else { throw .noReasonColumn(.running) }
      let rows = table.count
      return ([Int](repeating: 0, count: rows), ["ended"], [Bool](repeating: false, count: rows))
    }
    let all = (0..<column.texts.count).map { column.texts[$0] }
    for text in roles.running where !roles.isForScoring && !all.contains(text) {
      throw .unknownReason(
        text, option: .running, file: table.file, column: column.name, found: all.sorted())
    }
    let used = all.filter { !roles.running.contains($0) }.sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
    guard used.count <= Self.mostReasons || roles.isForScoring else {
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

  /// Throws where contracts that are to be in force have reasons why they ended.
  private static func requireNoReasons(
    _ column: PlainColumn, _ roles: ContractSchema, _ table: PlainTable
  ) throws(ContractError) {
    let ended = column.codes.indices.filter { row in
      !column.texts.isMissing(at: Int(column.codes[row]))
        && !roles.running.contains(column.text(of: row))
    }
    guard let first = ended.first, let end = roles.end else { return }
    throw .reasonsWithoutEnds(
      ContractError.Place(file: table.file, line: table.lines[first]), column: column.name,
      found: column.text(of: first), rows: ended.count, end: end)
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
    _ model: [(name: String, isNumber: Bool)]?, clocks: [ClockColumn]
  ) throws {
    if let model {
      do {
        try table.require(columnsOfModel: model.map(\.name), ContractError.ColumnUse.self)
      } catch { throw ContractError.column(error) }
      for column in model {
        guard let plain = table.column(named: column.name) else { continue }
        if column.isNumber {
          reader.takeNumbers(plain, mayBeCategory: false)
        } else {
          reader.takeCategories(plain)
        }
      }
    } else {
      let taken = Set(roles.named.map(\.name) + roles.ignored)
      for column in table.columns where !taken.contains(column.name) {
        // Beside dates that a clock counts, other such numbers are dates as well.
        if !clocks.isEmpty, column.clockDays() != nil {
          reader.leaveOut(column, .dates)
        } else {
          reader.take(column, asCategory: roles.categories.contains(column.name))
        }
      }
    }
    if let value = roles.value {
      reader.takeNumbers(try table.contractColumn(value, as: .value), mayBeCategory: false)
    }
  }
}
