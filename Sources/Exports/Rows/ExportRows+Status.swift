internal import Expressions
internal import Files
internal import Intake
internal import Units

// Which rows are sales: statuses, rules for rows, and the user's own conditions.

extension ExportRows {
  mutating func decide() {
    applyFilters()
    for (table, column) in bound.status { applyStatus(table, column) }
    applyRules()
  }

  private mutating func applyFilters() {
    for filter in bound.filters {
      for index in 0..<sheet.count where outcomes[index] == .used {
        do {
          if !(try filter.boolean(row(index))) { outcomes[index] = .filtered }
        } catch { refuse(index, .filter, error) }
      }
    }
  }

  private func isNamedByFilter(_ column: Int) -> Bool {
    bound.filters.contains { $0.fields.contains(column) }
  }

  private mutating func applyStatus(_ table: Profile.Status, _ column: Int) {
    let name = sheet.header[column]
    let counted = options.countStatus[foldedName(name)]
    var classes: [String: String?] = [:]
    func group(_ text: String) -> String? {
      if let known = classes[text] { return known }
      let value = foldedValue(text, prefix: table.prefix)
      let found: String?
      if let counted, !text.isEmpty {
        let own = table.classes[value]
        found =
          counted.contains(value) ? "counted" : (own == "counted" ? nil : own) ?? "not counted"
      } else if text.isEmpty {
        found = table.blank
      } else {
        found = table.filled ?? table.classes[value]
      }
      classes[text] = found
      return found
    }
    if profile.isGeneral, counted == nil, !isStatus(column, table) { return }
    guard let codes = sheet.column(column)?.codes else { return }
    let firstRow = table.isPerLine || profile.isGeneral ? [] : firstRows
    var found: [Int32: Found] = [:]
    // The value of the row before, which is the next one's most often.
    var (lastCode, last): (Int32, Found?) = (-1, nil)
    var ends: [(Int, RowOutcome)] = []
    for index in 0..<sheet.count where outcomes[index] == .used {
      let order = orderCodes[index]
      let source = firstRow.isEmpty || order < 0 ? index : Int(firstRow[Int(order)])
      let code = codes[source]
      if lastCode != code {
        if let last { found[lastCode] = last }
        let value = sheet.text(source, column)
        (lastCode, last) = (code, found[code] ?? Found(value: value, group: group(value)))
      }
      last?.rows += 1
      if let amount = rawAmount(index) { last?.sum.add(amount) }
      if let group = last?.group, group != "counted" {
        // Less than nothing is what was given back, not the sale that it takes back.
        let isRefund = profile.isGeneral && group == "refunded" && isNegative(index)
        ends.append((index, isRefund ? .refund : .leftOut(group)))
      }
    }
    if let last { found[lastCode] = last }
    var values: [String: (rows: Int, sum: ExactSum)] = [:]
    for found in found.values {
      let value = table.filled != nil && !found.value.isEmpty ? "(filled)" : found.value
      let known = values[value] ?? (0, ExactSum())
      values[value] = (known.rows + found.rows, known.sum + found.sum)
    }
    let told = values.map { value, found in
      ReadingQuestion.Value(
        value: value, group: group(value), rows: found.rows, sum: found.sum.text)
    }.sorted { ($0.group ?? "~", $0.value) < ($1.group ?? "~", $1.value) }
    if isNamedByFilter(column) {
      // The user's own condition settles what to do with values that nobody knows.
    } else if askOfStatus(column, told, isTold: counted != nil) {
      return
    }
    statuses.append(
      (
        column: name,
        values: told.map { value in
          var value = value
          // What is not left out counts.
          value.group = value.group ?? "counted"
          return value
        }
      ))
    for (index, end) in ends { outcomes[index] = end }
  }

  /// The rows of one value of a status column.
  private struct Found {
    let value: String
    let group: String?
    var rows = 0
    var sum = ExactSum()
  }

  /// The first row of each order.
  private var firstRows: [Int32] {
    var first = [Int32](repeating: -1, count: orders.count)
    for (index, order) in orderCodes.enumerated() where order >= 0 && first[Int(order)] < 0 {
      first[Int(order)] = Int32(index)
    }
    return first
  }

  private func isNegative(_ index: Int) -> Bool { (rawAmount(index)?.mantissa ?? 0) < 0 }

  /// More unknown values than this are not listed one by one.
  private static let mostUnknown = 50

  /// Whether a column that is named as a status says what became of the orders: a value of it is
  /// known, or it has few values and its name says nothing else.
  private func isStatus(_ column: Int, _ table: Profile.Status) -> Bool {
    var values = Set<String>()
    guard let own = sheet.column(column) else { return false }
    var isSeen = [Bool](repeating: false, count: own.codeCount)
    for code in own.codes where !isSeen[Int(code)] {
      isSeen[Int(code)] = true
      let text = String(decoding: own.bytes(of: code), as: UTF8.self)
      values.insert(text)
      if table.classes[foldedValue(text, prefix: table.prefix)] != nil { return true }
    }
    let words = GeneralWords.builtIn
    if words.ambiguousStatusColumns.contains(plainName(sheet.header[column])) { return false }
    return values.count <= Self.mostUnknown
      && (values.count < max(2, sheet.count) || sheet.count < 4)
  }

  /// The values with those that nobody knows brought to one line, where they are many.
  private func shortened(_ values: [ReadingQuestion.Value]) -> [ReadingQuestion.Value] {
    let unknown = values.filter { $0.group == nil }
    guard unknown.count > Self.mostUnknown else { return values }
    let listed = unknown.sorted { ($1.rows, $0.value) < ($0.rows, $1.value) }.prefix(20)
    let names = Set(listed.map(\.value))
    var (rows, sum) = (0, ExactSum())
    for value in unknown where !names.contains(value.value) {
      rows += value.rows
      if let own = parseDecimal(Array(value.sum.utf8)[...], decimalComma: false) { sum.add(own) }
    }
    return values.filter { $0.group != nil || names.contains($0.value) } + [
      ReadingQuestion.Value(
        value: "\(unknown.count - names.count) other values", group: nil, rows: rows,
        sum: sum.text)
    ]
  }

  /// Asks where values are unknown, or known only by common words; true where it did.
  private mutating func askOfStatus(
    _ column: Int, _ table: [ReadingQuestion.Value], isTold: Bool
  ) -> Bool {
    if isTold { return false }
    let unknown = table.filter { $0.group == nil && !($0.value.isEmpty && profile.isGeneral) }
    let left = table.filter { $0.group != nil && $0.group != "counted" }
    if unknown.isEmpty {
      if !profile.isGeneral || left.isEmpty { return false }
    }
    // The owner writes values as the file does; a value with a comma cannot be listed.
    let counted = table.filter { $0.group == "counted" }.map(\.value)
    let name = sheet.header[column]
    func answer(_ values: [String]) -> ReadingQuestion.Answer {
      .init(.countStatus, "\(name)=\(values.joined(separator: ","))")
    }
    if unknown.isEmpty {
      ask(.statuses(column: name, values: table), use: [answer(counted)])
    } else {
      let all = answer(counted + unknown.map(\.value))
      ask(
        .statuses(column: name, values: shortened(table)),
        choose: (unknown.count > Self.mostUnknown ? [] : [all]) + [answer(counted)])
    }
    return true
  }

  private mutating func applyRules() {
    if bound.rules.isEmpty { return }
    var asked: [String: (rows: Int, sum: ExactSum)] = [:]
    let column = askedColumn
    let settled = column.flatMap { options.countStatus[foldedName(sheet.header[$0])] }
    for index in 0..<sheet.count {
      var isOut = false
      var isRefunded = false
      switch outcomes[index] {
      case .used: break
      case .leftOut(let reason): (isOut, isRefunded) = (true, reason == "refunded")
      default: continue
      }
      guard let rule = firstRule(index) else { continue }
      switch rule.rule.kind {
      case .refund:
        if !isOut || isRefunded { outcomes[index] = .refund }
      case .leftOut:
        if !isOut { outcomes[index] = .leftOut(rule.rule.reason) }
      case .ask where !isOut:
        let value = column.map { sheet.text(index, $0) } ?? ""
        if let settled {
          outcomes[index] = settled.contains(foldedValue(value)) ? .used : .leftOut("not counted")
        } else {
          asked[value, default: (0, ExactSum())].rows += 1
          if let amount = rawAmount(index) { asked[value]?.sum.add(amount) }
        }
      case .sale, .event, .ask: break
      }
    }
    if asked.isEmpty { return }
    let values = asked.map { value, found in
      ReadingQuestion.Value(value: value, group: nil, rows: found.rows, sum: found.sum.text)
    }.sorted { $0.value < $1.value }
    var choices: [ReadingQuestion.Answer] = []
    if let column {
      let name = sheet.header[column]
      for value in values {
        choices.append(
          .init(.filter, "\(expressionName(name)) != \(quotedText(value.value))"))
      }
      choices.append(.init(.countStatus, "\(name)=\(values.map(\.value).joined(separator: ","))"))
    }
    ask(.unknownRows(values: values), choose: choices)
  }

  /// The rule that decides a row; nil where none does.
  func firstRule(_ index: Int) -> BoundProfile.Rule? {
    bound.rules.first { (try? $0.when.boolean(row(index))) == true }
  }

  /// The column of texts that most rules name.
  private var askedColumn: Int? {
    var counts: [Int: Int] = [:]
    for rule in bound.rules {
      let numbers = Set(rule.when.numberFields)
      for field in rule.when.fields where !numbers.contains(field) {
        counts[field, default: 0] += 1
      }
    }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }
}
