internal import Intake

// What is looked at once all orders are known.

extension OrderExport {
  /// Amounts in two currencies cannot be added.
  mutating func checkCurrency() {
    guard let currency = rows.bound.currency, !currency.fields.isEmpty else { return }
    // By name in capitals, as the cells spell it.
    var found: [String: Set<String>] = [:]
    var seen = Set<Int32>()
    for entry in entries where !entry.isExtra {
      if let column = currency.column, !seen.insert(rows.sheet.code(entry.row, column)).inserted {
        continue
      }
      let text = currency.text(rows.row(entry.row))
      if !text.isEmpty { found[text.uppercased(), default: []].insert(text) }
    }
    guard found.count > 1 else { return }
    let name = currency.bareField.map { rows.sheet.header[$0] }
    let text = name.map(expressionName) ?? "(\(currency.userText))"
    let choices = found.sorted { $0.key < $1.key }.map { _, cells in
      let cells = cells.sorted().map(quotedText)
      return cells.count == 1
        ? "\(text) = \(cells[0])" : "\(text) in (\(cells.joined(separator: ", ")))"
    }
    rows.ask(
      .currencies(column: name ?? currency.userText, cells: found.keys.sorted()),
      choose: choices.map { .init(.filter, $0) })
  }

  /// One id with a fifth of many orders is most likely a till, not a person.
  mutating func checkHouseAccount() {
    var known = OrderTable<Bool>(orders: rows.orders.count)
    var counts = [Int](repeating: 0, count: rows.customers.count)
    var orders = 0
    for entry in entries where !entry.isExtra {
      let key = OrderKey(order: entry.order, customer: entry.customer)
      if entry.order >= 0, known[key] != nil { continue }
      if entry.order >= 0 { known[key] = true }
      orders += 1
      counts[Int(entry.customer)] += 1
    }
    guard orders >= 20, let most = counts.max(), let first = counts.firstIndex(of: most),
      5 * most > orders
    else { return }
    let second = counts.indices.filter { $0 != first }.map { counts[$0] }.max() ?? 0
    guard second > 0, most >= 5 * second else { return }
    let name = rows.customers.text(Int32(first))
    let folded = foldedName(name)
    if rows.options.keptCustomers.contains(folded) { return }
    rows.ask(
      .houseAccount(
        customer: name, orders: most, share: Double(most) / Double(orders)),
      choose: [.init(.guest, name), .init(.keepCustomer, name)])
  }
}
