internal import Expressions
internal import Files
internal import Intake

/// A profile with its expressions bound to the columns of one file, and what the user overrides.
///
/// A class, since every row asks it; nothing changes once it is made.
final class BoundProfile {
  struct Amount {
    let level: Profile.Level
    let when: SheetExpression?
    let value: SheetExpression
    let refund: SheetExpression?
  }

  struct Rule {
    let rule: Profile.RowRule
    let when: SheetExpression
    let order: SheetExpression?
    let customers: [SheetExpression]?
    let event: SheetExpression?
  }

  let profile: Profile
  private(set) var customers: [SheetExpression] = []
  private(set) var order: SheetExpression?
  private(set) var parent: SheetExpression?
  /// Columns whose cells are joined to a time.
  private(set) var times: [Int] = []
  private(set) var amounts: [Amount] = []
  /// The amount of every row; nil where it depends on the row.
  private(set) var onlyAmount: SheetExpression?
  private(set) var refundValue: SheetExpression?
  private(set) var remaining: Int?
  private(set) var currency: SheetExpression?
  private(set) var roles: [ColumnRole: SheetExpression] = [:]
  private(set) var fillDown: [Int] = []
  private(set) var continues: [Int] = []
  private(set) var orderRow: SheetExpression?
  private(set) var status: [(table: Profile.Status, column: Int)] = []
  private(set) var rules: [Rule] = []
  private(set) var filters: [SheetExpression] = []
  private(set) var zoneColumn: Int?
  private(set) var event: SheetExpression?
  private(set) var value: SheetExpression?
  private(set) var counts: [(event: String, column: Int)] = []
  /// What the user says of other files of the run: this one lacks the column.
  private(set) var notApplied: [(use: IngestionError.ExpressionUse, column: String)] = []

  /// - Parameters:
  ///   - export: the file.
  ///   - options: what the user says of columns and rows.
  /// - Throws: where what the user says does not fit the file.
  init(_ export: OpenedExport, _ options: ReadOptions) throws(IngestionError) {
    profile = export.profile
    let sheet = export.sheet
    let found = export.found
    func bound(_ expression: Expression) -> SheetExpression {
      SheetExpression(
        CellExpression(expression, columnCount: sheet.header.count) { found[$0] },
        userText: Self.userText(expression.text, found, sheet.header))
    }
    func applicable(_ expression: Expression?) -> SheetExpression? {
      expression.map(bound).flatMap { $0.isApplicable ? $0 : nil }
    }
    customers = profile.customers.compactMap(applicable)
    order = applicable(profile.order)
    parent = applicable(profile.parent)
    times =
      profile.time.cells.first { $0.allSatisfy { found[$0] != nil } }?.compactMap { found[$0] }
      ?? []
    for amount in profile.amounts {
      guard let value = applicable(amount.value) else { continue }
      if amount.when != nil, applicable(amount.when) == nil { continue }
      amounts.append(
        Amount(
          level: amount.level, when: applicable(amount.when), value: value,
          refund: applicable(amount.refund)))
    }
    switch profile.refund {
    case .value(let expression): refundValue = applicable(expression)
    case .remaining(let alias): remaining = found[alias]
    case nil: break
    }
    switch profile.currency {
    case .column(let expression): currency = applicable(expression)
    case .fixed(let name): currency = (try? Expression(parsing: "'\(name)'")).map(bound)
    case nil: break
    }
    roles = profile.roles.compactMapValues(applicable)
    fillDown = profile.fillDown.compactMap { found[$0] }
    continues = profile.continues.compactMap { found[$0] }
    orderRow = applicable(profile.orderRow)
    status = profile.status.compactMap { table in found[table.column].map { (table, $0) } }
    addStatuses(named: options, sheet)
    for rule in profile.rows {
      guard let when = applicable(rule.when) else { continue }
      rules.append(
        Rule(
          rule: rule, when: when, order: applicable(rule.order),
          customers: rule.customers?.compactMap(applicable), event: applicable(rule.event)))
    }
    if case .column(let alias) = profile.time.zone { zoneColumn = found[alias] }
    event = applicable(profile.event)
    value = applicable(profile.value)
    counts = profile.counts.compactMap { count in found[count.column].map { (count.event, $0) } }
    try apply(options, sheet)
  }

  /// A profile's text with the names of the file's columns in place of aliases.
  private static func userText(
    _ text: String, _ found: [String: Int], _ header: [String]
  ) -> String {
    var named = ""
    var word = ""
    var isQuoted = false
    func take() {
      named += isQuoted ? word : found[word].map { expressionName(header[$0]) } ?? word
      word = ""
    }
    for character in text {
      if !isQuoted, character == "_" || character.isLetter || character.isNumber {
        word.append(character)
        continue
      }
      take()
      if character == "'" { isQuoted.toggle() }
      named.append(character)
    }
    take()
    return named
  }

  /// A column of which the user counts values says what became of the orders, whatever its name.
  private func addStatuses(named options: ReadOptions, _ sheet: Sheet) {
    guard profile.kind == .orders else { return }
    let known = Set(status.map(\.column))
    for (column, name) in sheet.header.enumerated()
    where options.countStatus[foldedName(name)] != nil && !known.contains(column) {
      let table = Profile.Status(column: name, classes: GeneralWords.builtIn.statuses)
      status.append((table, column))
    }
  }

  private func apply(_ options: ReadOptions, _ sheet: Sheet) throws(IngestionError) {
    for role in ColumnRole.allCases where role.fileKind == profile.kind {
      guard let text = options.columns.texts[role] else { continue }
      if text.isEmpty {
        roles[role] = nil
        if role == .currency { currency = nil }
        if role == .order { order = nil }
        continue
      }
      guard let expression = try applied(text, .column(role, text), options, sheet) else {
        continue
      }
      switch role {
      case .customer, .eventCustomer: customers = [expression]
      case .time, .eventTime: times = expression.fieldsInOrder
      case .amount: amounts = [Amount(level: .line, when: nil, value: expression, refund: nil)]
      case .order: order = expression
      case .currency: currency = expression
      case .eventKind: event = expression
      case .eventValue: value = expression
      default: roles[role] = expression
      }
    }
    if let text = options.filter, let filter = try applied(text, .filter, options, sheet) {
      filters = [filter]
    }
    takeRefundApart(options, sheet)
    if let first = amounts.first, first.when == nil { onlyAmount = first.value }
  }

  /// Reads `amount - (refund ?? 0)` as an amount and a refund, so that what was given back is told,
  /// and an order of which all was given back is none.
  private func takeRefundApart(_ options: ReadOptions, _ sheet: Sheet) {
    guard profile.isGeneral, let order, let text = options.columns.texts[.amount],
      amounts.count == 1
    else { return }
    let words = GeneralWords.builtIn.refundColumns
    for (column, header) in sheet.header.enumerated()
    where words.contains(plainName(header)) && sheet.has(column) {
      let name = expressionName(header)
      let tails = [" - (\(name) ?? 0)", " - \(name)"]
      guard let tail = tails.first(where: { text.hasSuffix($0) }) else { continue }
      let use = IngestionError.ExpressionUse.column(.amount, text)
      guard let value = try? Self.bound(String(text.dropLast(tail.count)), sheet, use: use),
        let refund = try? Self.bound(name, sheet, use: use), value.bareField != nil,
        !hasLines(order, sheet)
      else { continue }
      amounts = [Amount(level: .line, when: nil, value: value, refund: refund)]
      return
    }
  }

  /// Whether an order has several rows: each may repeat the order's own money.
  private func hasLines(_ order: SheetExpression, _ sheet: Sheet) -> Bool {
    var seen = Set<String>()
    return (0..<sheet.count).contains { index in
      let id = order.text(SheetRow(sheet: sheet, row: index))
      return !id.isEmpty && !seen.insert(id).inserted
    }
  }

  /// An expression of the user; nil where it is for other order files, since this one lacks a column.
  private func applied(
    _ text: String, _ use: IngestionError.ExpressionUse, _ options: ReadOptions, _ sheet: Sheet
  ) throws(IngestionError) -> SheetExpression? {
    do {
      return try Self.bound(text, sheet, use: use)
    } catch {
      guard options.isOneOfSeveral, case .noSuchColumn(_, let column, _) = error else {
        throw error
      }
      notApplied.append((use, column))
      return nil
    }
  }

  /// An expression of the user, over the file's own names of columns.
  private static func bound(
    _ text: String, _ sheet: Sheet, use: IngestionError.ExpressionUse
  ) throws(IngestionError) -> SheetExpression {
    if let index = sheet.header.firstIndex(of: text),
      let whole = try? Expression(parsing: "$\(index + 1)")
    {
      return SheetExpression(
        CellExpression(whole, columnCount: sheet.header.count) { _ in nil })
    }
    let expression: Expression
    do {
      expression = try Expression(parsing: text)
    } catch { throw .malformedExpression(use, error) }
    for name in expression.columns where !name.hasPrefix("$") && sheet.index(ofName: name) == nil {
      throw .noSuchColumn(file: sheet.file, column: name, columns: sheet.header)
    }
    return SheetExpression(
      CellExpression(expression, columnCount: sheet.header.count) { sheet.index(ofName: $0) })
  }

  /// The rule's amount of a row, and what it is the amount of.
  func amount(_ row: SheetRow) throws(CellError) -> Amount? {
    for amount in amounts {
      guard let when = amount.when else { return amount }
      if try when.boolean(row) { return amount }
    }
    return nil
  }

  /// Columns that are read as money.
  var moneyColumns: [Int] {
    var columns = amounts.flatMap { amount in
      amount.value.numberFieldsOfAmount + (amount.refund?.numberFieldsOfAmount ?? [])
        + (amount.when?.numberFields ?? [])
    }
    columns += refundValue?.numberFieldsOfAmount ?? []
    columns += [remaining].compactMap(\.self)
    columns += rules.flatMap(\.when.numberFields) + (orderRow?.numberFields ?? [])
    return Array(Set(columns)).sorted()
  }

  /// Columns of which a row without any says nothing of money.
  var amountColumns: [Int] { Array(Set(amounts.flatMap(\.value.fields))).sorted() }
}
