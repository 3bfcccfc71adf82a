internal import Expressions
internal import Intake

// Lines and cells that belong to the lines above them.

extension ExportRows {
  /// Lines that continue the row above, and cells that stand on an order's first line only.
  mutating func join() {
    joinContinuations()
    numberOrders()
    fillDown()
    if !continued.isEmpty {
      remarks.append(.continuedLines(continued.count))
    }
    if filledCells > 0 {
      remarks.append(.filledCells(filledCells))
    }
  }

  private mutating func numberOrders() {
    guard let order = bound.order else {
      orderCodes = Array(repeating: -1, count: sheet.count)
      return
    }
    if let field = order.bareField, let column = sheet.column(field) {
      orders = TextCodes(column.texts)
      orderCodes = column.codes.map { $0 - 1 }
      return
    }
    orderCodes = (0..<sheet.count).map { index in
      let text = order.text(row(index))
      return text.isEmpty ? -1 : orders.code(text)
    }
  }

  private mutating func joinContinuations() {
    guard !bound.continues.isEmpty else { return }
    let keys = bound.continues.compactMap { sheet.column($0)?.codes }
    var last: Int?
    var fills: [(row: Int, above: Int)] = []
    for index in 0..<sheet.count {
      guard keys.allSatisfy({ $0[index] == CodedColumn.blank }), !isBelowData(index) else {
        last = index
        continue
      }
      guard let above = last else {
        refuse(index, .fieldCount, nil, found: "a line that continues", expected: .orderAbove)
        continue
      }
      continued.insert(index)
      fills.append((index, above))
    }
    for column in Set(bound.fillDown + bound.continues).sorted() {
      guard let codes = sheet.column(column)?.codes else { continue }
      sheet.fill(
        column,
        fills.filter { codes[$0.row] == CodedColumn.blank && codes[$0.above] != CodedColumn.blank }
          .map { ($0.row, $0.above) })
    }
  }

  /// Whether a row begins as a line below the data does.
  private func isBelowData(_ index: Int) -> Bool {
    if profile.footer.isEmpty { return false }
    return sheet.header.indices.contains { column in
      sheet.has(column) && !sheet.isBlank(index, column)
        && profile.footer.contains { foldedName(sheet.text(index, column)).hasPrefix($0) }
    }
  }

  private mutating func fillDown() {
    guard !bound.fillDown.isEmpty, bound.order != nil else { return }
    let customerColumns = Set(bound.customers.flatMap(\.fields))
    for column in bound.fillDown {
      guard let codes = sheet.column(column)?.codes else { continue }
      // The first line of each order that has a cell; −2 where lines have different ones.
      var source = [Int32](repeating: -1, count: orders.count)
      let mayDiffer = !customerColumns.contains(column)
      for (index, order) in orderCodes.enumerated()
      where order >= 0 && codes[index] != CodedColumn.blank {
        let first = source[Int(order)]
        if first == -1 {
          source[Int(order)] = Int32(index)
        } else if !mayDiffer, first >= 0, codes[Int(first)] != codes[index] {
          source[Int(order)] = -2
        }
      }
      var fills: [(row: Int, from: Int)] = []
      for (index, order) in orderCodes.enumerated()
      where order >= 0 && codes[index] == CodedColumn.blank && source[Int(order)] >= 0 {
        fills.append((index, Int(source[Int(order)])))
      }
      sheet.fill(column, fills)
      filledCells += fills.count
    }
  }

  /// The row from which a cell was filled; nil where it was not.
  func source(_ index: Int, _ column: Int) -> Int? {
    guard let filled = sheet.filled?[column], filled.contains(index) else { return nil }
    if continued.contains(index),
      let above = (0..<index).last(where: { !continued.contains($0) }),
      !filled.contains(above), !sheet.isBlank(above, column)
    {
      return above
    }
    return orderCodes.indices.first {
      orderCodes[$0] == orderCodes[index] && !filled.contains($0) && !sheet.isBlank($0, column)
    }
  }

  /// Lines below the data, and records of another shape.
  mutating func leaveOutNotes() {
    let amounts = bound.amountColumns.compactMap { sheet.column($0)?.codes }
    for index in 0..<sheet.count where outcomes[index] == .used {
      if !amounts.contains(where: { $0[index] != CodedColumn.blank }), isNote(index) {
        outcomes[index] = .note
      } else if !sheet.misfits.isEmpty, let fields = sheet.misfits[index] {
        refuse(
          index, .fieldCount, nil, found: "\(fields) fields",
          expected: .fields(sheet.header.count))
      }
    }
    let notes = outcomes.count { $0 == .note }
    if notes > 0 { remarks.append(.linesWithoutRow(notes)) }
  }

  /// Whether a row without amount is a line below the data.
  private func isNote(_ index: Int) -> Bool {
    if isBelowData(index) { return true }
    return timeText(index).isEmpty && customerName(index, bound.customers) == nil
      && !continued.contains(index)
  }
}
