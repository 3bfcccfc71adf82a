internal import Files
package import Intake
internal import Units

/// An export's rows written as plain ones: what the reader of plain files takes over.
package struct PlainRows: Sendable {
  package let file: String
  /// Names of the columns, for messages.
  package private(set) var names: [String] = []
  package private(set) var roles: [ColumnRole: Int] = [:]
  /// Rows that stand beside their row's own.
  package private(set) var extras = 0
  private var written: [UInt8] = []
  private var line = 1
  /// Writes rows when they are asked for; nil where all are written.
  private var writer: (any RowWriter)?

  init(file: String) { self.file = file }

  /// Leaves the rows to be written block by block.
  mutating func leave(to writer: some RowWriter) {
    self.writer = writer
    extras = writer.blocks.extras
  }

  /// All rows.
  package var text: [UInt8] {
    guard let writer else { return written }
    var text: [UInt8] = []
    for number in 0..<writer.blocks.count { writer.write(number, to: &text) }
    return text
  }

  /// Blocks in which rows are written; 0 where all are written.
  package var blockCount: Int { writer?.blocks.count ?? 0 }

  /// Bytes of all blocks, about.
  package var size: Int { writer.map { $0.blocks.size } ?? written.count }

  /// Writes the rows of a block, in place of what stands there; many threads may do so at once.
  package func write(_ block: Int, to text: inout [UInt8]) {
    text.removeAll(keepingCapacity: true)
    writer?.write(block, to: &text)
  }

  mutating func addColumn(_ role: ColumnRole?, _ name: String) {
    if let role { roles[role] = names.count }
    names.append(name)
  }

  /// Writes a record on a line of the file, so that messages tell the right one; lines rise.
  mutating func append(_ cells: [String], line target: Int) {
    while line < target {
      written.append(UInt8(ascii: "\n"))
      line += 1
    }
    if line > target { extras += 1 }
    for (place, cell) in cells.enumerated() {
      if place > 0 { written.append(UInt8(ascii: ",")) }
      appendPlainCell(cell.utf8, to: &written)
    }
    written.append(UInt8(ascii: "\n"))
    line += 1
  }
}

let comma = UInt8(ascii: ",")

/// Writes the rows of an export as plain ones, block by block.
protocol RowWriter: Sendable {
  var blocks: LineBlocks { get }

  /// Appends the rows of a block.
  func write(_ block: Int, to text: inout [UInt8])
}

/// Which rows the blocks of a `RowWriter` have, and at which line of the text each begins.
struct LineBlocks: Sendable {
  private var firstLines: [Int] = []
  private var rows = 0
  private var line = 1
  /// Rows that stand beside their row's own.
  private(set) var extras = 0

  private static let rowsPerBlock = 1 << 12

  var count: Int { firstLines.count }

  /// Bytes of all, about.
  var size: Int { rows * 80 }

  /// Adds a row that stands on a line of the file, or, with a line that is past, beside another.
  mutating func add(_ target: Int) {
    if rows.isMultiple(of: Self.rowsPerBlock) { firstLines.append(line) }
    if line > target { extras += 1 }
    line = max(line, target) + 1
    rows += 1
  }

  func rows(_ block: Int) -> Range<Int> {
    let start = block * Self.rowsPerBlock
    return start..<min(start + Self.rowsPerBlock, rows)
  }

  func firstLine(_ block: Int) -> Int { firstLines[block] }
}

/// Appends the blank lines before a row on a line, so that messages tell the right one; the row is on
/// the line before the one that follows.
func blankLines(from line: inout Int, to target: Int, _ text: inout [UInt8]) {
  while line < target {
    text.append(UInt8(ascii: "\n"))
    line += 1
  }
  line += 1
}

/// Appends `,2026-01-05T10:00:00` of wall-clock seconds.
func appendTime(_ seconds: Int64, to text: inout [UInt8]) {
  let day = Instant(seconds: seconds).day
  let rest = Int(seconds - Instant(startOf: day).seconds)
  let date = day.civil
  guard date.year >= 1_000, date.year < 10_000 else {
    text.append(comma)
    text.append(contentsOf: isoText(seconds).utf8)
    return
  }
  text.append(addingCapacity: 20) { output in
    func two(_ value: Int) {
      output.append(UInt8(truncatingIfNeeded: 0x30 + value / 10))
      output.append(UInt8(truncatingIfNeeded: 0x30 + value % 10))
    }
    output.append(comma)
    two(date.year / 100)
    two(date.year % 100)
    output.append(UInt8(ascii: "-"))
    two(date.month)
    output.append(UInt8(ascii: "-"))
    two(date.day)
    output.append(UInt8(ascii: "T"))
    two(rest / 3_600)
    output.append(UInt8(ascii: ":"))
    two(rest / 60 % 60)
    output.append(UInt8(ascii: ":"))
    two(rest % 60)
  }
}

/// Appends the fingerprint of a record behind a comma.
func appendMark(_ value: UInt64, to text: inout [UInt8]) {
  text.append(addingCapacity: 17) { output in
    output.append(comma)
    for place in 0..<16 {
      let digit = UInt8(truncatingIfNeeded: value >> UInt64(60 - 4 * place)) & 15
      output.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
  }
}

/// Appends a cell, in quotes where it needs them; line ends become blanks.
func appendPlainCell(_ cell: some Collection<UInt8>, to text: inout [UInt8]) {
  let isPlain = cell.allSatisfy {
    $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "\"") && !isLineEnd($0)
  }
  if isPlain {
    text.append(contentsOf: cell)
    return
  }
  text.append(UInt8(ascii: "\""))
  for byte in cell {
    if byte == UInt8(ascii: "\"") { text.append(byte) }
    text.append(isLineEnd(byte) ? UInt8(ascii: " ") : byte)
  }
  text.append(UInt8(ascii: "\""))
}

extension OrderExport {
  /// The file as plain rows.
  func plainRows() -> PlainRows {
    var plain = PlainRows(file: rows.file)
    let sheet = rows.sheet
    let bound = rows.bound
    func name(_ expression: SheetExpression?) -> String {
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
    var columns = roles.map { CellTexts(sheet, bound.roles[$0], $0) }
    if let currency = bound.currency { columns.append(CellTexts(sheet, currency, .currency)) }
    plain.leave(
      to: OrderRowWriter(
        entries: entries, lines: (0..<sheet.count).map { Int32(sheet.line($0)) },
        marks: sheet.marks, customers: rows.customers.column.quoted,
        orders: bound.order == nil ? nil : rows.orders.column.quoted, columns: columns))
    return plain
  }
}

/// `2026-01-05T10:00:00` of wall-clock seconds.
func isoText(_ seconds: Int64) -> String {
  let instant = Instant(seconds: seconds)
  let rest = seconds - Instant(startOf: instant.day).seconds
  func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
  return "\(instant.day)T\(two(rest / 3_600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
}
