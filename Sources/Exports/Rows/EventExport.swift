internal import Expressions
internal import Files
internal import Intake
internal import Units

/// The rows of one export file of events, ready to be read as plain rows.
struct EventExport {
  var rows: ExportRows
  private let zone: ZoneClock
  private(set) var unreadableCounts = 0

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
    if bound.value != nil { plain.addColumn(.eventValue, name(bound.value)) }
    let detail = bound.roles[.eventDetail]
    if detail != nil { plain.addColumn(.eventDetail, name(detail)) }
    plain.addColumn(nil, "the rest of the row")
    let machines = machineColumns
    rows.findWallClocks(zone)
    var extras: [[String]] = []
    for index in 0..<sheet.count where rows.outcomes[index] == .used {
      let customer = rows.customer(index, bound.customers)
      if customer.isEmpty {
        rows.outcomes[index] = .anonymous
        continue
      }
      guard let wall = rows.wallClock(index, zone) else {
        rows.refuse(
          index, .time, bound.times.first, found: rows.timeText(index),
          expected: .time(form: rows.timeForm.pattern))
        continue
      }
      let row = rows.row(index)
      var kind = bound.event?.text(row) ?? ""
      if let own = rows.firstRule(index)?.event { kind = own.text(row) }
      if kind.isEmpty, !bound.counts.isEmpty { kind = "message" }
      if kind.isEmpty {
        rows.refuse(index, .kind, nil, found: "", expected: .eventKind)
        continue
      }
      if machines.contains(where: { isTrue(row.text($0)) }), isMail(kind) { kind = "machine_open" }
      // What one row counts several times is no copy, so that each has its place in the mark.
      func cells(_ kind: String, value: String, place: Int? = nil) -> [String] {
        var cells = [customer, isoText(wall), mapped(kind)]
        if bound.value != nil { cells.append(value) }
        if detail != nil { cells.append(detail?.text(row) ?? "") }
        let mark = String(sheet.marks[index], radix: 16)
        cells.append(place.map { "\(mark)-\($0)" } ?? mark)
        return cells
      }
      var value = bound.value?.text(row) ?? ""
      if let number = try? bound.value?.decimal(row) { value = number.description }
      plain.append(cells(kind, value: value), line: sheet.line(index))
      for (event, column) in bound.counts {
        let text = row.text(column)
        guard let count = text.isEmpty ? 0 : Int(text), (0...Self.mostAtOnce).contains(count) else {
          rows.rejected.append(
            RejectedRow(
              file: rows.file, line: sheet.line(index), column: sheet.header[column],
              found: text, expected: .count(atMost: Self.mostAtOnce), reason: .value))
          continue
        }
        for place in 0..<count { extras.append(cells(event, value: "", place: place)) }
      }
    }
    for extra in extras { plain.append(extra, line: 0) }
    return plain
  }

  private func mapped(_ kind: String) -> String {
    rows.options.eventKinds[foldedName(kind)] ?? kind
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

  private func isMail(_ kind: String) -> Bool {
    let folded = foldedName(kind)
    return folded.contains("open") || folded.contains("click")
  }

  private func isTrue(_ text: String) -> Bool {
    ["true", "1", "yes", "t", "y"].contains(foldedName(text))
  }
}
