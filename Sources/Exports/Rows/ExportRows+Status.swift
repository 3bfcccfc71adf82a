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
    var values: [String: (rows: Int, sum: ExactSum)] = [:]
    var firstRow: [Int32: Int] = [:]
    if !table.isPerLine {
      for index in 0..<sheet.count where orderCodes[index] >= 0 {
        if firstRow[orderCodes[index]] == nil { firstRow[orderCodes[index]] = index }
      }
    }
    if profile.isGeneral, !isStatus(column) { return }
    var ends: [(Int, String)] = []
    for index in 0..<sheet.count where outcomes[index] == .used {
      let source =
        table.isPerLine || profile.isGeneral ? index : firstRow[orderCodes[index]] ?? index
      let text = sheet.text(source, column)
      values[text, default: (0, ExactSum())].rows += 1
      if let amount = rawAmount(index) { values[text]?.sum.add(amount) }
      if let group = group(text), group != "counted" { ends.append((index, group)) }
    }
    if isNamedByFilter(column) {
      // The user's own condition settles what to do with values that nobody knows.
    } else if askOfStatus(column, values, group, isTold: counted != nil) {
      return
    }
    for (index, group) in ends { outcomes[index] = .leftOut(group) }
  }

  /// A column of many values, or one a row, is no status.
  private func isStatus(_ column: Int) -> Bool {
    var values = Set<String>()
    for index in 0..<sheet.count {
      values.insert(sheet.text(index, column))
      if values.count > 50 { return false }
    }
    return values.count < max(2, sheet.count) || sheet.count < 4
  }

  /// Asks where values are unknown, or known only by common words; true where it did.
  private mutating func askOfStatus(
    _ column: Int, _ values: [String: (rows: Int, sum: ExactSum)],
    _ group: (String) -> String?, isTold: Bool
  ) -> Bool {
    if isTold { return false }
    let table = values.map { value, found in
      ReadingQuestion.Value(
        value: value, group: group(value), rows: found.rows, sum: found.sum.text)
    }.sorted { ($0.group ?? "~", $0.value) < ($1.group ?? "~", $1.value) }
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
      ask(
        .statuses(column: name, values: table),
        choose: [answer(counted + unknown.map(\.value)), answer(counted)])
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
