internal import Expressions
internal import Files
internal import Intake
internal import Units

// What must not be read silently.

extension ExportRows {
  /// Whether the file can be read at all; asks where not.
  mutating func checkRoles() throws(IngestionError) {
    if let reason = profile.refuse {
      ask(.refused(title: profile.title, reason: reason))
      return
    }
    if profile.isGeneral {
      let undecided = GeneralProfile.undecided(
        header: sheet.header, kind: profile.kind, choices: options.choices(for: sheet.header))
      for (role, candidates) in undecided {
        if role.mustBeClear {
          throw .ambiguousColumns(
            file: file, role: role, candidates: candidates, columns: sheet.header)
        }
        notices.append(.undecidedColumn(file: file, role: role, candidates: candidates))
      }
      let hasAmount = profile.kind == .events || !bound.amounts.isEmpty
      let hasKind = profile.kind == .orders || bound.event != nil
      if !bound.customers.isEmpty, !bound.times.isEmpty, hasAmount, hasKind { return }
      // The same words as for files that are read the plain way.
      _ = try RecognisedColumns(
        header: sheet.header, columnCount: sheet.header.count, file: file, kind: profile.kind,
        binder: ExpressionBinder(
          choices: options.choices(for: sheet.header), decimalComma: false,
          times: TimeReader(format: nil, zone: .utc)))
      return
    }
    if bound.customers.isEmpty {
      ask(
        .refused(
          title: profile.title,
          reason: profile.noCustomer ?? "it has none of the columns that name the customer"))
    } else if bound.times.isEmpty {
      ask(.noColumn(title: profile.title, role: "time"))
    } else if profile.kind == .orders, bound.amounts.isEmpty {
      ask(.noColumn(title: profile.title, role: "amount"))
    }
  }

  /// Ids that a spreadsheet rounded, that differ in every order, or that are everybody's.
  mutating func checkIDs() {
    for column in [bound.customers.first?.bareField, bound.order?.bareField] {
      guard let column, let own = sheet.column(column) else { continue }
      let mangled = (0..<Int32(own.codeCount)).map { isMangled(own.bytes(of: $0)) }
      guard mangled.contains(true) else { continue }
      if let index = own.codes.firstIndex(where: { mangled[Int($0)] }) {
        ask(
          .mangledID(
            column: sheet.header[column], line: sheet.line(index),
            cell: sheet.text(index, column)))
      }
    }
    guard profile.isGeneral, options.columns.texts[.customer] == nil else { return }
    checkGuests()
    checkUniqueCustomers()
  }

  private func isMangled(_ cell: ArraySlice<UInt8>) -> Bool {
    guard cell.count >= 5, let first = cell.first, digit(first) != nil,
      let exponent = cell.lastIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }),
      exponent + 2 < cell.endIndex, cell[exponent + 1] == UInt8(ascii: "+"),
      cell[(exponent + 2)...].allSatisfy({ digit($0) != nil }), cell.endIndex - exponent <= 5
    else { return false }
    let mantissa = cell[..<exponent].dropFirst()
    return mantissa.isEmpty
      || mantissa.first == UInt8(ascii: ".") && mantissa.dropFirst().allSatisfy { digit($0) != nil }
  }

  private var dataRows: [Int] {
    (0..<sheet.count).filter { outcomes[$0] == .used && !continued.contains($0) }
  }

  private mutating func checkGuests() {
    guard let column = bound.customers.first?.bareField, let ids = sheet.column(column) else {
      return
    }
    let areGuests = (0..<Int32(ids.codeCount)).map { code in
      profile.guests.contains(foldedName(String(decoding: ids.bytes(of: code), as: UTF8.self)))
        && code != CodedColumn.blank
    }
    guard areGuests.contains(true) else { return }
    let rows = dataRows
    let guests = rows.filter { areGuests[Int(ids.codes[$0])] }
    guard let first = guests.first else { return }
    let data = Set(rows)
    let addresses = sheet.header.indices.first { other in
      guard other != column, sheet.has(other) else { return false }
      let filled = sheet.filledRows(other).filter(data.contains)
      let marked = filled.count { sheet.bytes($0, other).contains(UInt8(ascii: "@")) }
      return !filled.isEmpty && 10 * marked >= 9 * filled.count
    }
    guard let addresses else { return }
    let (own, other) = (sheet.header[column], sheet.header[addresses])
    ask(
      .guests(
        column: own, value: sheet.text(first, column), rows: guests.count, other: other),
      use: [
        .init(.columns, "customer=\(expressionName(other)) ?? \(expressionName(own))")
      ])
  }

  private mutating func checkUniqueCustomers() {
    guard let column = bound.customers.first?.bareField, let ids = sheet.column(column) else {
      return
    }
    // −2 where no row has the id yet.
    var orderOf = [Int32](repeating: -2, count: ids.codeCount)
    var orders = 0
    for index in 0..<sheet.count where outcomes[index] == .used && !continued.contains(index) {
      let (id, order) = (Int(ids.codes[index]), orderCodes[index])
      if orderOf[id] == -2 {
        orders += 1
        orderOf[id] = order
      } else if order < 0 || orderOf[id] != order {
        return
      }
    }
    let rows = dataRows
    guard orders >= 10 else { return }
    var others: [Int] = []
    for (other, name) in sheet.header.enumerated() where other != column && sheet.has(other) {
      let plain = plainName(name)
      guard ["customer", "client", "user", "buyer", "email"].contains(where: plain.contains),
        other != bound.order?.bareField
      else { continue }
      var counts: [Int32: Int] = [:]
      for index in rows where !sheet.isBlank(index, other) {
        counts[sheet.code(index, other), default: 0] += 1
      }
      let repeated = counts.values.count { $0 > 1 }
      if !counts.isEmpty, 5 * repeated >= counts.count { others.append(other) }
    }
    let best = others.first { index in
      plainName(sheet.header[index]).contains("unique")
        || sheet.bytes(rows[0], index).contains(UInt8(ascii: "@"))
    }
    guard let other = best ?? others.first else { return }
    let name = sheet.header[other]
    ask(
      .idPerOrder(column: sheet.header[column], other: name, customers: orders),
      use: [.init(.columns, "customer=\(expressionName(name))")])
  }

  /// Columns that say what was cancelled or given back, where no profile knows them.
  mutating func checkUnreadColumns() {
    guard profile.isGeneral, profile.kind == .orders else { return }
    let words = GeneralWords.builtIn
    let amounts = bound.amounts.flatMap { $0.value.fields + ($0.refund?.fields ?? []) }
    let used = Set(bound.filters.flatMap(\.fields) + amounts)
    for (column, header) in sheet.header.enumerated() where !used.contains(column) {
      let plain = plainName(header)
      if words.cancelledColumns.contains(plain) { checkCancelled(column) }
      if words.refundColumns.contains(plain) { checkRefunded(column) }
    }
  }

  private mutating func checkCancelled(_ column: Int) {
    let no: Set = ["", "0", "false", "no", "n", "f", "null", "none"]
    var counts: [Int32: (first: Int, rows: Int)] = [:]
    for index in dataRows { counts[sheet.code(index, column), default: (index, 0)].rows += 1 }
    var yes: [String: Int] = [:]
    for (first, rows) in counts.values {
      let text = sheet.text(first, column)
      if !no.contains(foldedName(text)) { yes[text] = rows }
    }
    if yes.isEmpty { return }
    let name = expressionName(sheet.header[column])
    let words: Set = ["1", "true", "yes", "y", "t"]
    let isFlag = yes.keys.allSatisfy { words.contains(foldedName($0)) }
    let list = yes.keys.sorted().map(quotedText).joined(separator: ", ")
    let condition = isFlag ? "\(name) not in (\(list))" : "\(name) is missing"
    ask(
      .cancelled(column: sheet.header[column], rows: yes.values.reduce(0, +)),
      use: [.init(.filter, condition)])
  }

  private mutating func checkRefunded(_ column: Int) {
    var rows = 0
    for index in dataRows where !sheet.isBlank(index, column) {
      guard let money = MoneyText(sheet.bytes(index, column)) else { return }
      if money.core.contains(where: { $0 >= 0x31 && $0 <= 0x39 }) { rows += 1 }
    }
    guard rows > 0, let amount = bound.amounts.first?.value else { return }
    let name = expressionName(sheet.header[column])
    let text =
      options.columns.texts[.amount]
      ?? amount.bareField.map { expressionName(sheet.header[$0]) } ?? amount.text
    ask(
      .refunds(column: sheet.header[column], rows: rows),
      use: [.init(.columns, "amount=\(text) - (\(name) ?? 0)")])
  }
}
