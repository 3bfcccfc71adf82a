internal import Expressions
internal import Files
internal import Intake
internal import Units

/// The rows of one export file of events, ready to be read as plain rows.
struct EventExport {
  var rows: ExportRows
  private let zone: ZoneClock

  /// More of one kind in a cell is no count.
  static let mostAtOnce = 1_000

  init(_ opened: OpenedExport, _ options: ReadOptions, zone: ZoneClock) throws(IngestionError) {
    self.zone = zone
    rows = try ExportRows(opened, options)
    try rows.checkRoles()
    guard rows.questions.isEmpty else { return }
    rows.join()
    rows.leaveOutNotes()
    rows.findTimeForm()
    rows.checkIDs()
    rows.decide()
  }

  /// The file as plain rows; a row that counts several things is as many.
  mutating func plainRows() -> PlainRows {
    let (sheet, bound) = (rows.sheet, rows.bound)
    var plain = PlainRows(file: rows.file)
    func name(_ expression: SheetExpression?) -> String {
      expression?.bareField.map { sheet.header[$0] } ?? expression?.text ?? ""
    }
    plain.addColumn(.eventCustomer, name(bound.customers.first))
    plain.addColumn(.eventTime, bound.times.map { sheet.header[$0] }.joined(separator: " "))
    plain.addColumn(.eventKind, name(bound.event))
    var columns: [CellTexts] = []
    for (role, expression) in [
      (ColumnRole.eventValue, bound.value), (.eventDetail, bound.roles[.eventDetail]),
    ] {
      guard let expression else { continue }
      plain.addColumn(role, name(expression))
      columns.append(CellTexts(sheet, expression, role))
    }
    plain.addColumn(nil, "the rest of the row")
    rows.findWallClocks(zone)
    var kinds = EventKinds(machines: machineColumns, options: rows.options)
    var entries: [EventRowWriter.Entry] = []
    var extras: [EventRowWriter.Entry] = []
    entries.reserveCapacity(sheet.count)
    for index in 0..<sheet.count where rows.outcomes[index] == .used {
      guard let entry = entry(index, &kinds) else { continue }
      entries.append(entry)
      addCounts(of: entry, index, &kinds, to: &extras)
    }
    plain.leave(
      to: EventRowWriter(
        entries + extras,
        .init(lines: (0..<sheet.count).map { Int32(sheet.line($0)) }, marks: sheet.marks),
        customers: rows.customers.column.quoted, kinds: kinds.texts.column.quoted,
        columns: columns))
    return plain
  }

  /// What a row says itself; nil where it says nothing that can be used.
  private mutating func entry(
    _ index: Int, _ kinds: inout EventKinds
  ) -> EventRowWriter.Entry? {
    guard let customer = rows.namedCustomer(index) else {
      rows.outcomes[index] = .anonymous
      return nil
    }
    guard let wall = rows.wallClock(index, zone) else {
      rows.refuse(
        index, .time, rows.bound.times.first, found: rows.timeText(index),
        expected: .time(form: rows.timeForm.pattern))
      return nil
    }
    let row = rows.row(index)
    var kind = rows.bound.event?.text(row) ?? ""
    if let own = rows.firstRule(index)?.event { kind = own.text(row) }
    if kind.isEmpty, !rows.bound.counts.isEmpty { kind = "message" }
    if kind.isEmpty {
      rows.refuse(index, .kind, nil, found: "", expected: .eventKind)
      return nil
    }
    return .init(
      row: Int32(index), customer: customer, kind: kinds.code(kind, of: row), wall: wall)
  }

  /// Adds what a row counts.
  private mutating func addCounts(
    of entry: EventRowWriter.Entry, _ index: Int, _ kinds: inout EventKinds,
    to extras: inout [EventRowWriter.Entry]
  ) {
    for (event, column) in rows.bound.counts {
      let text = rows.sheet.text(index, column)
      guard let count = text.isEmpty ? 0 : Int(text), (0...Self.mostAtOnce).contains(count) else {
        rows.rejected.append(
          RejectedRow(
            file: rows.file, line: rows.sheet.line(index), column: rows.sheet.header[column],
            found: text, expected: .count(atMost: Self.mostAtOnce), reason: .value))
        continue
      }
      var extra = entry
      extra.kind = kinds.code(event)
      for place in 0..<Int32(count) {
        extra.place = place
        extras.append(extra)
      }
    }
  }

  /// Columns that say that no person opened the mail.
  private var machineColumns: [Int] {
    let names: Set = [
      "apple privacy open", "machine open", "machine_open", "sg_machine_open", "bot click",
      "bot_click", "is_machine_open", "is_bot", "properties.machine_open",
      "properties.apple privacy open", "event_properties.machine_open",
      "event_properties.apple privacy open",
    ]
    return rows.sheet.foldedHeader.indices.filter {
      names.contains(rows.sheet.foldedHeader[$0]) && rows.sheet.has($0)
    }
  }
}

/// Kinds of events by number, as the user maps them.
private struct EventKinds {
  private(set) var texts = TextCodes()
  /// Columns that say that no person opened the mail.
  let machines: [Int]
  let options: ReadOptions
  private var known: [String: (kind: Int32, isMail: Bool)] = [:]

  init(machines: [Int], options: ReadOptions) {
    (self.machines, self.options) = (machines, options)
  }

  /// The number of what a row is; a machine's opens and clicks are a kind of their own.
  mutating func code(_ kind: String, of row: SheetRow) -> Int32 {
    let own = found(kind)
    guard own.isMail, machines.contains(where: { isTrue(row.text($0)) }) else { return own.kind }
    return found("machine_open").kind
  }

  mutating func code(_ kind: String) -> Int32 { found(kind).kind }

  private mutating func found(_ kind: String) -> (kind: Int32, isMail: Bool) {
    if let own = known[kind] { return own }
    let folded = foldedName(kind)
    let own = (
      texts.code(options.eventKinds[folded] ?? kind),
      folded.contains("open") || folded.contains("click")
    )
    known[kind] = own
    return own
  }

  private func isTrue(_ text: String) -> Bool {
    ["true", "1", "yes", "t", "y"].contains(foldedName(text))
  }
}
