internal import Expressions
internal import Intake

extension Profile {
  /// The aliases of which cells are read.
  ///
  /// Amounts that another one comes before count too: their cells tell the form of all money. Lines
  /// below the data, and columns that say who opened a mail, are looked for in all.
  ///
  /// - Parameter found: column of each alias that the file has.
  /// - Returns: aliases, whether the file has them or not.
  func readAliases(_ found: [String: Int]) -> Set<String> {
    if kind != .orders || !footer.isEmpty { return Set(found.keys) }
    var read = Set(time.cells.joined() + fillDown + continues + status.map(\.column))
    for expression in [order, parent, orderRow] + customers + roles.values.map(\.self) {
      read.formUnion(expression?.columns ?? [])
    }
    if case .column(let alias) = time.zone { read.insert(alias) }
    for amount in amounts { read.formUnion(amount.columns) }
    switch refund {
    case .value(let expression): read.formUnion(expression.columns)
    case .remaining(let alias): read.insert(alias)
    case nil: break
    }
    if case .column(let expression) = currency { read.formUnion(expression.columns) }
    for rule in rows { read.formUnion(rule.columns) }
    return read
  }
}

extension Profile.Amount {
  fileprivate var columns: [String] { [when, value, refund].flatMap { $0?.columns ?? [] } }
}

extension Profile.RowRule {
  fileprivate var columns: [String] {
    ([when, order] + (customers ?? [])).flatMap { $0?.columns ?? [] }
  }
}
