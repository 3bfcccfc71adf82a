internal import Files

extension ExportRows {
  /// What the file was read as, and what was done to it, in lines for the user.
  var summary: [String] {
    var lines: [String] = []
    if profile.isGeneral {
      lines.append("\(file): read by the common names of its columns")
    } else {
      let means = profile.means.first { $0.key == "text" }?.text
      lines.append(
        "\(file): read as \(profile.name) (\(profile.title))" + (means.map { ": \($0)" } ?? ""))
    }
    if bound.customers.count > 1, namedBy.reduce(0, +) > 0 {
      let parts = bound.customers.indices.filter { $0 < namedBy.count && namedBy[$0] > 0 }.map {
        "\(bound.customers[$0].name(in: sheet)) \(namedBy[$0])"
      }
      lines.append("\(file): the customer is told by \(parts.joined(separator: ", "))")
    }
    if profile.customerIsName {
      lines.append(
        "\(file): customers are told apart by name only; two people of one name become one")
    }
    if foldedAddresses > 0 {
      lines.append(
        "\(file): e-mail addresses are one whatever their case (\(foldedAddresses) rows)")
    }
    lines += remarks.map { "\(file): \($0)" }
    return lines
  }
}

extension Ledger {
  /// Adds what became of exports before their rows were plain ones.
  mutating func add(_ orders: [OrderExport], _ events: [EventExport]) {
    if !orders.isEmpty {
      exports = ExportLedger(
        orders.map(\.rows), refundsJoined: orders.reduce(0) { $0 + $1.refundsJoined })
      if orders.contains(where: \.hasRefunds) {
        // Money given back beside an order's own row; the net of both stays.
        gross = orders.reduce(ExactSum()) { $0 + $1.gross }.text
        refunded = orders.reduce(ExactSum()) { $0 + $1.refunded }.text
      }
    }
    if !events.isEmpty { self.events?.exports = ExportLedger(events.map(\.rows), refundsJoined: 0) }
  }
}

extension ReadOptions {
  /// Values of a status column that are sales.
  package mutating func countStatus(_ values: [String], in column: String) {
    countStatus[foldedName(column), default: []].formUnion(values.map { foldedValue($0) })
  }

  /// Ids that name nobody.
  package mutating func addGuests(_ ids: [String]) { guests.formUnion(ids.map(foldedName)) }

  /// Ids that are customers however many orders they have.
  package mutating func keepCustomers(_ ids: [String]) {
    keptCustomers.formUnion(ids.map(foldedName))
  }

  /// What events of a name are.
  package mutating func mapEvent(_ name: String, to kind: String) {
    eventKinds[foldedName(name)] = kind
  }

  /// Whether what the user says of columns and rows is more than the plain reader knows.
  func asksForExports(_ kind: ColumnRole.FileKind) -> Bool {
    if let profile, profile != "none" { return true }
    if kind == .orders, !countStatus.isEmpty || !guests.isEmpty || decimalPoint { return true }
    if kind == .events, !eventKinds.isEmpty { return true }
    let texts =
      columns.texts.filter { $0.key.fileKind == kind }.map(\.value)
      + (kind == .orders ? [filter].compactMap(\.self) : [])
    return texts.contains { text in
      text.contains("??") || text.contains("&") || text.contains("lower(")
        || text.contains("upper(") || text.contains("trim(") || text.contains("abs(")
    }
  }
}
