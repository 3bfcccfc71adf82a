internal import Intake

// Orders whose money stands on one of their rows.

extension OrderExport {
  /// Orders of which a line has an amount, where the user says that amounts are whole orders', and asks
  /// whether they are where every other line's is blank.
  mutating func findFilledOrders() {
    let (sheet, bound) = (rows.sheet, rows.bound)
    guard rows.profile.isGeneral, bound.order != nil,
      let field = bound.amounts.first?.value.bareField,
      let cells = sheet.column(field)?.codes, rows.options.amountPer != .line
    else { return }
    var filled = [Int32](repeating: 0, count: rows.orders.count)
    for (index, order) in rows.orderCodes.enumerated()
    where order >= 0 && cells[index] != CodedColumn.blank && rows.outcomes[index] == .used {
      filled[Int(order)] += 1
    }
    if rows.options.amountPer == .order {
      setFilledOrders(filled.map { $0 > 0 })
      return
    }
    var blank = Set<Int32>()
    var firstBlank: Int?
    for (index, order) in rows.orderCodes.enumerated()
    where cells[index] == CodedColumn.blank && rows.outcomes[index] == .used {
      guard order >= 0, filled[Int(order)] == 1 else { return }
      blank.insert(order)
      firstBlank = firstBlank ?? index
    }
    guard let firstBlank, !filled.contains(where: { $0 > 1 }) else { return }
    rows.ask(
      .totalOnOneLine(
        column: sheet.header[field], orders: blank.count, line: sheet.line(firstBlank)),
      use: [.init(.amountPer, AmountPer.order.rawValue)])
  }
}
