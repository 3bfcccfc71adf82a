internal import Expressions
internal import Files
package import Intake
internal import Units

/// An export's rows written as plain ones: what the reader of plain files takes over.
package struct PlainRows: Sendable {
  package let file: String
  /// Names of the columns, for messages.
  package private(set) var names: [String] = []
  package private(set) var roles: [ColumnRole: Int] = [:]
  package private(set) var text: [UInt8] = []
  /// Rows that stand beside their row's own.
  package private(set) var extras = 0
  private var line = 1

  init(file: String) { self.file = file }

  mutating func addColumn(_ role: ColumnRole?, _ name: String) {
    if let role { roles[role] = names.count }
    names.append(name)
  }

  /// Writes a record on a line of the file, so that messages tell the right one; lines rise.
  mutating func append(_ cells: [String], line target: Int) {
    while line < target {
      text.append(UInt8(ascii: "\n"))
      line += 1
    }
    if line > target { extras += 1 }
    for (place, cell) in cells.enumerated() {
      if place > 0 { text.append(UInt8(ascii: ",")) }
      append(cell)
    }
    text.append(UInt8(ascii: "\n"))
    line += 1
  }

  private mutating func append(_ cell: String) {
    let isPlain = cell.utf8.allSatisfy {
      $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "\"") && !isLineEnd($0)
    }
    if isPlain {
      text.append(contentsOf: cell.utf8)
      return
    }
    text.append(UInt8(ascii: "\""))
    for byte in cell.utf8 {
      if byte == UInt8(ascii: "\"") { text.append(byte) }
      text.append(isLineEnd(byte) ? UInt8(ascii: " ") : byte)
    }
    text.append(UInt8(ascii: "\""))
  }
}

extension OrderExport {
  /// The file as plain rows.
  func plainRows() -> PlainRows {
    var plain = PlainRows(file: rows.file)
    let sheet = rows.sheet
    let bound = rows.bound
    func name(_ expression: CellExpression?) -> String {
      expression?.bareField.map { sheet.header[$0] } ?? expression?.text ?? ""
    }
    plain.addColumn(.customer, name(bound.customers.first))
    plain.addColumn(.time, bound.times.map { sheet.header[$0] }.joined(separator: " "))
    plain.addColumn(.amount, name(bound.amounts.first?.value))
    if bound.order != nil { plain.addColumn(.order, name(bound.order)) }
    let roles = [ColumnRole.quantity, .category, .channel, .discount, .returned, .returnedAt]
      .filter { bound.roles[$0] != nil }
    for role in roles { plain.addColumn(role, name(bound.roles[role])) }
    if bound.currency != nil { plain.addColumn(.currency, name(bound.currency)) }
    plain.addColumn(nil, "the rest of the row")
    for entry in entries.filter({ !$0.isExtra }).sorted(by: { $0.row < $1.row })
      + entries.filter(\.isExtra)
    {
      let row = rows.row(entry.row)
      var cells = [rows.customers.texts[Int(entry.customer)], isoText(entry.wall)]
      cells.append(entry.amount.description)
      if bound.order != nil {
        cells.append(entry.order < 0 ? "" : rows.orders.texts[Int(entry.order)])
      }
      for role in roles { cells.append(entry.isExtra ? "" : cell(role, row)) }
      if let currency = bound.currency { cells.append(currency.text(row).uppercased()) }
      cells.append(String(sheet.marks[entry.row], radix: 16))
      plain.append(cells, line: entry.isExtra ? 0 : sheet.lines[entry.row])
    }
    return plain
  }

  private func cell(_ role: ColumnRole, _ row: SheetRow) -> String {
    guard let expression = rows.bound.roles[role] else { return "" }
    if role == .quantity || role == .discount, let number = try? expression.decimal(row) {
      return number.description
    }
    return expression.text(row)
  }
}

/// `2026-01-05T10:00:00` of wall-clock seconds.
func isoText(_ seconds: Int64) -> String {
  let instant = Instant(seconds: seconds)
  let rest = seconds - Instant(startOf: instant.day).seconds
  func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
  return "\(instant.day)T\(two(rest / 3_600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
}
