internal import Expressions
internal import Files
internal import Intake

/// Whether a file needs to be read as an export, or is plain enough for the fast reader.
struct ExportSigns {
  let kind: ColumnRole.FileKind
  let options: ReadOptions
  let choice: ProfileChoice
  let held: HeldInputs

  /// Looks at the beginning and the end of a file.
  ///
  /// - Parameter path: of the file.
  /// - Returns: an export where the plain reader would refuse it or take it for something else.
  /// - Throws: where the file cannot be read.
  func reading(_ path: String) throws(IngestionError) -> FileReading {
    if !options.hasHeader || options.delimiter == .blanks { return .plain }
    let text = try WholeText.loaded(
      path: path, encoding: options.encoding, held: held, limit: OpenedExport.headLength)
    if !text.remarks.isEmpty { return .export }
    if JSONSheet.begins(text.bytes) { return .export }
    let search = HeaderSearch(
      kind: kind, choice: choice, choices: options.columns, isJSON: false)
    guard let header = try? search.header(in: text, delimiter: options.delimiter) else {
      return .plain
    }
    if let match = header.match {
      if !match.0.isPlain { return .export }
      if header.record == 0 { return .plainByProfile }
    }
    if header.record > 0 {
      return GeneralProfile.score(header: header.names, kind: kind) > 1 ? .export : .plain
    }
    return needsCare(path, text, header) ? .export : .plainSoFar
  }

  /// Whether a file has a column of order ids.
  func hasOrders(_ path: String) -> Bool {
    guard
      let text = try? WholeText.loaded(
        path: path, encoding: options.encoding, held: held, limit: OpenedExport.headLength),
      let header = try? HeaderSearch(
        kind: kind, choice: choice, choices: options.columns, isJSON: false
      )
      .header(in: text, delimiter: options.delimiter)
    else { return false }
    let (profile, _) =
      header.match
      ?? GeneralProfile.profile(header: header.names, kind: kind, choices: options.columns)
    return profile.order != nil || options.columns.texts[.order] != nil
  }

  /// Folded names of a file's columns; nil where they cannot be read.
  func header(_ path: String) -> [String]? {
    guard
      let text = try? WholeText.loaded(
        path: path, encoding: options.encoding, held: held, limit: OpenedExport.headLength)
    else { return nil }
    return try? HeaderSearch(
      kind: kind, choice: choice, choices: options.columns, isJSON: false
    )
    .header(in: text, delimiter: options.delimiter).names.map(foldedName)
  }

  private func needsCare(
    _ path: String, _ text: WholeText, _ header: HeaderSearch.Header
  ) -> Bool {
    let plain = header.names.map(plainName)
    let words = GeneralWords.builtIn
    if kind == .orders {
      let told = [
        words.statusColumns, words.cancelledColumns, words.refundColumns, words.parentColumns,
      ]
      if plain.contains(where: { name in told.contains { $0.contains(name) } }) { return true }
    }
    let records = HeaderSearch.records(
      HeaderSearch.head(text.bytes), text.name, header.delimiter, limit: 2_000
    )
    .dropFirst(header.record + 1)
    let (profile, found) = GeneralProfile.profile(
      header: header.names, kind: kind, choices: options.columns)
    func column(_ expression: Expression?) -> Int? { expression.flatMap { found[$0.text] } }
    func named(_ role: ColumnRole) -> Int? {
      options.columns.texts[role].flatMap { header.names.firstIndex(of: $0) }
    }
    func cells(_ column: Int?) -> [String] {
      column.map { column in records.compactMap { $0.count > column ? $0[column] : nil } } ?? []
    }
    let isOrders = kind == .orders
    let customers = cells(
      named(isOrders ? .customer : .eventCustomer) ?? column(profile.customers.first))
    if customers.contains(where: { ExportCells.isOddID($0.bytes) }) { return true }
    if customers.contains(where: { ExportCells.isGuest($0.bytes) }) { return true }
    let time =
      named(isOrders ? .time : .eventTime)
      ?? profile.time.cells.first?.first.flatMap { found[$0] }
    let times = cells(time)
    // Cells with and without a zone cannot be compared.
    let withZone = times.count { TimeForm(pattern: "iso").moment($0)?.offset != nil }
    if options.dateFormat == nil, withZone > 0,
      times.count(where: { $0.utf8.count > 10 }) > withZone
    {
      return true
    }
    // One odd cell is a row to reject; most cells are a form to find.
    let filled = times.filter { !$0.isEmpty }
    let odd = filled.filter { TimeForm(pattern: "iso").moment($0) == nil }
    if options.dateFormat == nil, 2 * odd.count > filled.count,
      odd.prefix(20).contains(where: { cell in
        TimeForm.general.contains { $0.moment(cell) != nil }
      })
    {
      return true
    }
    guard isOrders else { return false }
    if !options.decimalComma {
      let amounts = cells(named(.amount) ?? column(profile.amounts.first?.value))
      if amounts.contains(where: { ExportCells.isMoneyForPeople(Array($0.utf8)) }) { return true }
    }
    let orders = cells(column(profile.order))
    if orders.contains(where: { ExportCells.isOddID($0.bytes) }) { return true }
    return hasOtherCustomer(header, customers, cells) || hasTotal(path, header, records)
  }

  /// Customers that never repeat beside a column of customers that does.
  private func hasOtherCustomer(
    _ header: HeaderSearch.Header, _ customers: [String], _ cells: (Int?) -> [String]
  ) -> Bool {
    guard options.columns.texts[.customer] == nil, customers.count >= 10,
      Set(customers).count == customers.count
    else { return false }
    return header.names.indices.contains { index in
      let plain = plainName(header.names[index])
      guard ["customer", "client", "user", "buyer", "email"].contains(where: plain.contains) else {
        return false
      }
      let own = cells(index)
      return own != customers && Set(own).count < own.count
    }
  }

  /// A last row that names itself a total.
  private func hasTotal(
    _ path: String, _ header: HeaderSearch.Header, _ records: ArraySlice<[String]>
  ) -> Bool {
    let words = GeneralWords.builtIn.totals
    // In a short file the last lines are the header too.
    return (records.suffix(3) + tail(path, header)).contains { record in
      record.map(plainName) != header.names.map(plainName)
        && record.contains { words.contains(foldedName($0)) }
    }
  }

  /// The last records of a file.
  private func tail(_ path: String, _ header: HeaderSearch.Header) -> [[String]] {
    guard let end = try? FileTail.bytes(of: path, count: 4_096, held: held), !end.isEmpty else {
      return []
    }
    let lines = end.split(whereSeparator: isLineEnd).suffix(3)
    guard case .character(let delimiter) = header.delimiter else { return [] }
    return lines.map { line in
      line.split(separator: delimiter, omittingEmptySubsequences: false).map { cell in
        String(decoding: cell.filter { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
      }
    }
  }
}

extension String {
  fileprivate var bytes: ArraySlice<UInt8> { Array(utf8)[...] }
}

extension ReadOptions {
  /// Whether what the user says of columns and rows is more than the plain reader knows.
  func asksForExports(_ kind: ColumnRole.FileKind) -> Bool {
    if let profile, profile != "none" { return true }
    if kind == .orders, !countStatus.isEmpty || !guests.isEmpty || decimalPoint { return true }
    if kind == .events, !eventKinds.isEmpty || !bridge.isEmpty { return true }
    if fileZone != nil || kind == .orders && (!ofFile.isEmpty || explainedLine != nil) {
      return true
    }
    let texts =
      columns.texts.filter { $0.key.fileKind == kind }.map(\.value)
      + [filter].compactMap(\.self)
    return texts.contains { text in
      text.contains("??") || text.contains("&") || text.contains("lower(")
        || text.contains("upper(") || text.contains("trim(") || text.contains("abs(")
    }
  }
}
