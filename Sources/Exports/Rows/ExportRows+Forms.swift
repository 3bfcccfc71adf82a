internal import Expressions
internal import Files
internal import Intake
internal import Units

// Forms of money and time: one for a whole column, or a question.

extension ExportRows {
  /// Finds the form of every column of money.
  ///
  /// - Parameter skipped: rows that may be totals.
  mutating func findMoneyForms(skipping skipped: Set<Int> = []) {
    let columns = bound.moneyColumns.filter(sheet.has)
    let quantities = (bound.roles[.quantity]?.numberFieldsOfAmount ?? []).filter(sheet.has)
    if let given = options.decimalComma ? MoneyForm.comma : options.decimalPoint ? .point : nil {
      for column in columns + quantities { sheet.setForm(given, of: column) }
      return
    }
    if let settled = profile.decimal {
      for column in columns + quantities { sheet.setForm(settled, of: column) }
      return
    }
    var found: [(column: Int, cells: MoneyColumn)] = []
    for column in columns {
      found.append((column, moneyCells(column, skipping: skipped)))
    }
    let proved = Set(found.compactMap(\.cells.proved))
    for (column, cells) in found {
      let name = sheet.header[column]
      if let two = cells.twoCurrencies {
        ask(.currencies(column: name, cells: [two.0, two.1]))
      }
      if let point = cells.onlyPoint, let comma = cells.onlyComma {
        ask(
          .twoMoneyForms(
            column: name, cells: [point.text, comma.text], lines: [point.line, comma.line]))
      } else if let own = cells.proved {
        sheet.setForm(own, of: column)
      } else if let other = proved.first, proved.count == 1 {
        sheet.setForm(other, of: column)
      } else if !cells.ambiguous.isEmpty, !isQuantity(column) {
        ask(
          .moneyForm(
            column: name, cells: cells.ambiguous.map(\.text),
            lines: cells.ambiguous.map(\.line)),
          choose: [.init(.decimalComma), .init(.decimalPoint)])
      } else {
        sheet.setForm(.point, of: column)
      }
    }
    for column in quantities where sheet.forms[column] == nil {
      sheet.setForm(proved.count == 1 ? proved.first ?? .point : .point, of: column)
    }
  }

  /// The different texts of a column in the order of the file.
  private func moneyCells(_ column: Int, skipping skipped: Set<Int>) -> MoneyColumn {
    var cells = MoneyColumn()
    guard let own = sheet.column(column) else { return cells }
    var isNoted = [Bool](repeating: false, count: own.codeCount)
    isNoted[Int(CodedColumn.blank)] = true
    for (index, code) in own.codes.enumerated() where !isNoted[Int(code)] {
      if outcomes[index] == .note || outcomes[index] == .refused || skipped.contains(index) {
        continue
      }
      isNoted[Int(code)] = true
      cells.note(own.bytes(of: code), line: sheet.line(index))
    }
    return cells
  }

  private func isQuantity(_ column: Int) -> Bool {
    let names = ["quantity", "qty", "items", "units", "pieces", "anzahl"]
    return names.contains(plainName(sheet.header[column]))
  }

  mutating func ask(
    _ subject: ReadingQuestion.Subject, use: [ReadingQuestion.Answer] = [],
    choose: [ReadingQuestion.Answer] = []
  ) {
    questions.append(ReadingQuestion(file: file, subject, use: use, choose: choose))
  }
}
