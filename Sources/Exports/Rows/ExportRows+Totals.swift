internal import Expressions
internal import Files
internal import Intake
internal import Units

// Rows that only sum the others.

extension ExportRows {
  /// The last rows that may be totals.
  var totalsCandidates: [Int] {
    let words = GeneralWords.builtIn.totals
    let data = (0..<sheet.count).reversed().lazy.filter { outcomes[$0] == .used }
    return data.prefix(3).reversed().filter { index in
      if continued.contains(index) { return false }
      let cells = sheet.header.indices.filter { sheet.has($0) && !sheet.isBlank(index, $0) }
      if cells.contains(where: { words.contains(foldedName(sheet.text(index, $0))) }) {
        return true
      }
      return bound.customers.allSatisfy { $0.text(row(index)).isEmpty } && orderCodes[index] < 0
        && timeText(index).isEmpty
    }
  }

  /// Leaves out rows of totals; their amounts are told.
  mutating func leaveOutTotals(_ candidates: [Int]) {
    guard !candidates.isEmpty else { return }
    let words = GeneralWords.builtIn.totals
    var sum = ExactSum()
    var (next, others) = (0, 0)
    for candidate in candidates {
      while next < candidate {
        if outcomes[next] == .used || isLeftOut(next), let amount = rawAmount(next) {
          sum.add(amount)
        }
        next += 1
      }
      let hasWord = sheet.header.indices.contains {
        sheet.has($0) && words.contains(foldedName(sheet.text(candidate, $0)))
      }
      let names = bound.customers.map { $0.text(row(candidate)) }.filter { !$0.isEmpty }
      let namesNobody = names.allSatisfy { words.contains(foldedName($0)) }
      guard let amount = rawAmount(candidate) else {
        if hasWord, namesNobody { outcomes[candidate] = .totals }
        continue
      }
      var own = ExactSum()
      own.add(amount)
      let isSum = own == sum && sum.units != 0
      if isSum && (namesNobody || !hasWord) {
        outcomes[candidate] = .totals
      } else if hasWord, namesNobody, timeText(candidate).isEmpty {
        outcomes[candidate] = .totals
        others += 1
        remarks.append(
          .otherTotal(line: sheet.line(candidate), amount: own.text, sum: sum.text))
      } else if hasWord, namesNobody {
        ask(
          .doubtfulTotal(
            line: sheet.line(candidate), amount: own.text, sum: sum.text),
          choose: names.first.flatMap { name in
            bound.customers.first?.bareField.map {
              [.init(.filter, "\(expressionName(sheet.header[$0])) != \(quotedText(name))")]
            }
          } ?? [])
      }
    }
    let count = outcomes.count { $0 == .totals } - others
    if count > 0 { remarks.append(.totals(count)) }
  }

  private func isLeftOut(_ index: Int) -> Bool {
    if case .leftOut = outcomes[index] { true } else { false }
  }

  /// The amount of a row as its cells say it; nil where there is none.
  func rawAmount(_ index: Int) -> FixedDecimal? {
    if let amount = bound.onlyAmount { return try? amount.decimal(row(index)) }
    guard let amount = try? bound.amount(row(index)) else { return nil }
    return try? amount.value.decimal(row(index))
  }
}
