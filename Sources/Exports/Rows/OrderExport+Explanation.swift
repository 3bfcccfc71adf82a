internal import Expressions
internal import Files
internal import Intake
internal import Units

extension OrderExport {
  /// How the row on a line was understood; nil where none begins there.
  func explanation(ofLine line: Int) -> RowExplanation? {
    guard let index = rows.sheet.row(onLine: line) else { return nil }
    let (bound, row) = (rows.bound, rows.row(index))
    let own = entries.filter { $0.row == index }
    let entry = own.first { !$0.isExtra }
    var parts: [RowExplanation.Part] = []
    let customer = entry.map { rows.customers.text($0.customer) }
    for expression in bound.customers {
      let isTaken = !expression.text(row).isEmpty
      parts.append(
        .init(
          subject: .role(.customer), cells: cells(expression.fieldsInOrder, index),
          value: isTaken ? customer : nil))
      if isTaken { break }
    }
    parts.append(
      .init(
        subject: .role(.time), cells: cells(bound.times, index), form: rows.timeForm.pattern,
        value: entry.map { isoText($0.wall) }))
    if let order = bound.order {
      parts.append(
        .init(
          subject: .role(.order), cells: cells(order.fieldsInOrder, index), value: order.text(row)))
    }
    if let amount = try? bound.amount(row) {
      let columns = amount.value.fieldsInOrder
      parts.append(
        .init(
          subject: .role(.amount), cells: cells(columns, index),
          form: columns.first.flatMap { rows.sheet.forms[$0]?.rawValue },
          value: entry?.amount.description ?? rows.rawAmount(index)?.description))
    }
    if let refund = own.first(where: \.isExtra)?.amount {
      let value = (try? bound.amount(row))?.refund ?? bound.refundValue
      let columns = value?.fieldsInOrder ?? [bound.remaining].compactMap(\.self)
      parts.append(
        .init(subject: .refund, cells: cells(columns, index), value: refund.description))
    }
    for (table, column) in bound.status {
      let text = rows.sheet.text(index, column)
      let value = table.filled != nil && !text.isEmpty ? "(filled)" : text
      let told = rows.statuses.first { $0.column == rows.sheet.header[column] }
      let group = told?.values.first { $0.value == value }?.group
      parts.append(.init(subject: .status, cells: cells([column], index), value: group))
    }
    for role in ColumnRole.allCases {
      let expression = role == .currency ? bound.currency : bound.roles[role]
      guard let expression else { continue }
      parts.append(
        .init(
          subject: .role(role), cells: cells(expression.fieldsInOrder, index),
          value: expression.text(row)))
    }
    return RowExplanation(
      file: rows.file, line: line, parts: parts, fate: fate(index, entry))
  }

  private func cells(_ columns: [Int], _ index: Int) -> [RowExplanation.Cell] {
    let sheet = rows.sheet
    return columns.filter(sheet.has).map { column in
      return .init(
        column: sheet.header[column], text: sheet.text(index, column),
        filledFrom: rows.source(index, column).map { sheet.line($0) })
    }
  }

  private func fate(_ index: Int, _ entry: Entry?) -> RowExplanation.Fate {
    switch rows.outcomes[index] {
    case .used:
      let isElsewhere = entry.map { $0.amount.mantissa == 0 } ?? true
      return isElsewhere && rows.rawAmount(index) == nil ? .usedWithoutMoney : .used
    case .refund: return .refund
    case .filtered: return .filtered
    case .refused: return .refused
    case .note, .totals, .anonymous, .repeated, .leftOut:
      return .leftOut(rows.outcomes[index].reason ?? "")
    }
  }
}
