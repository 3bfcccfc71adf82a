internal import Expressions
internal import Files
internal import Intake
internal import Units

/// Writes the rows of an order file as plain ones, block by block.
struct OrderRowWriter: Sendable {
  private var entries: [OrderExport.Entry]
  private let lines: [Int32]
  private let marks: [UInt64]
  private let customers: TextColumn
  private let orders: TextColumn?
  private let columns: [CellTexts]
  /// The line at which each block begins.
  private var firstLines: [Int] = []
  /// Rows that stand beside their row's own.
  private(set) var extras = 0

  private static let rowsPerBlock = 1 << 12

  /// - Parameters:
  ///   - entries: what to write; a row's own stand in the order of the rows, all others behind them.
  ///   - lines: of the rows, so that messages tell the right one.
  ///   - marks: of the rows.
  ///   - customers: their ids, as they are written.
  ///   - orders: ids of orders; nil where there are none.
  ///   - columns: further columns.
  init(
    entries: [OrderExport.Entry], lines: [Int32], marks: [UInt64], customers: TextColumn,
    orders: TextColumn?, columns: [CellTexts]
  ) {
    self.entries = entries
    // A row's own entries stand before all extra ones, as a rule in order.
    let isInOrder = zip(entries, entries.dropFirst()).allSatisfy { first, second in
      second.isExtra || !first.isExtra && first.row <= second.row
    }
    if !isInOrder {
      self.entries =
        entries.filter { !$0.isExtra }.sorted { $0.row < $1.row } + entries.filter(\.isExtra)
    }
    self.lines = lines
    self.marks = marks
    self.customers = customers
    self.orders = orders
    self.columns = columns
    var line = 1
    for (place, entry) in self.entries.enumerated() {
      if place.isMultiple(of: Self.rowsPerBlock) { firstLines.append(line) }
      let target = self.line(entry)
      if line > target { extras += 1 }
      line = max(line, target) + 1
    }
  }

  var blockCount: Int { firstLines.count }

  /// About.
  var size: Int { entries.count * 80 }

  /// Extra rows have no line of their own.
  private func line(_ entry: OrderExport.Entry) -> Int {
    entry.isExtra ? 0 : Int(lines[entry.row])
  }

  /// Appends the rows of a block.
  func write(_ block: Int, to text: inout [UInt8]) {
    let start = block * Self.rowsPerBlock
    var line = firstLines[block]
    for entry in entries[start..<min(start + Self.rowsPerBlock, entries.count)] {
      let target = self.line(entry)
      while line < target {
        text.append(UInt8(ascii: "\n"))
        line += 1
      }
      write(entry, to: &text)
      line += 1
    }
  }

  private func write(_ entry: OrderExport.Entry, to text: inout [UInt8]) {
    customers.write(Int(entry.customer), to: &text)
    append(comma, time: entry.wall, to: &text)
    append(comma, entry.amount, to: &text)
    if let orders {
      text.append(comma)
      if entry.order >= 0 { orders.write(Int(entry.order), to: &text) }
    }
    for place in columns.indices {
      text.append(comma)
      if !entry.isExtra || columns[place].isOfExtras {
        columns[place].texts.write(Int(columns[place].codes[entry.row]), to: &text)
      }
    }
    append(comma, mark: marks[entry.row], to: &text)
    text.append(UInt8(ascii: "\n"))
  }

  /// `2026-01-05T10:00:00` of wall-clock seconds.
  private func append(_ mark: UInt8, time seconds: Int64, to text: inout [UInt8]) {
    let day = Instant(seconds: seconds).day
    let rest = Int(seconds - Instant(startOf: day).seconds)
    let date = day.civil
    guard date.year >= 1_000, date.year < 10_000 else {
      text.append(mark)
      text.append(contentsOf: isoText(seconds).utf8)
      return
    }
    text.append(addingCapacity: 20) { output in
      func two(_ value: Int) {
        output.append(UInt8(truncatingIfNeeded: 0x30 + value / 10))
        output.append(UInt8(truncatingIfNeeded: 0x30 + value % 10))
      }
      output.append(mark)
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

  private func append(_ mark: UInt8, _ amount: FixedDecimal, to text: inout [UInt8]) {
    text.append(mark)
    if amount.mantissa < 0 { text.append(UInt8(ascii: "-")) }
    let start = text.count
    var rest = amount.mantissa.magnitude
    var digits = 0
    // The lowest digit first.
    repeat {
      text.append(UInt8(truncatingIfNeeded: 0x30 + rest % 10))
      rest /= 10
      digits += 1
      if digits == amount.scale { text.append(UInt8(ascii: ".")) }
    } while rest > 0 || digits <= amount.scale
    text[start...].reverse()
  }

  private func append(_ mark: UInt8, mark value: UInt64, to text: inout [UInt8]) {
    text.append(addingCapacity: 17) { output in
      output.append(mark)
      for place in 0..<16 {
        let digit = UInt8(truncatingIfNeeded: value >> UInt64(60 - 4 * place)) & 15
        output.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
      }
    }
  }
}

private let comma = UInt8(ascii: ",")

/// The cells of a column of plain rows by the rows of a sheet, as they are written.
struct CellTexts: Sendable {
  /// Of each row.
  let codes: [Int32]
  /// From code 0 on.
  let texts: TextColumn
  /// Whether rows that stand beside their row's own have it too.
  let isOfExtras: Bool

  /// - Parameters:
  ///   - sheet: the rows.
  ///   - expression: of the column.
  ///   - role: of the column.
  init(_ sheet: Sheet, _ expression: SheetExpression?, _ role: ColumnRole) {
    isOfExtras = role == .currency
    guard let expression else {
      (codes, texts) = ([Int32](repeating: 0, count: sheet.count), TextColumn([""]))
      return
    }
    if let field = expression.column, let column = sheet.column(field) {
      // One row of each text says what it becomes.
      var rows = [Int](repeating: -1, count: column.codeCount)
      for (row, code) in column.codes.enumerated() where rows[Int(code)] < 0 {
        rows[Int(code)] = row
      }
      codes = column.codes
      texts =
        TextColumn(
          rows.map { row in
            row < 0 ? "" : Self.cell(SheetRow(sheet: sheet, row: row), expression, role)
          }
        ).quoted
      return
    }
    var found = TextCodes(TextColumn([""]))
    codes = (0..<sheet.count).map {
      found.code(Self.cell(SheetRow(sheet: sheet, row: $0), expression, role))
    }
    texts = found.column.quoted
  }

  private static func cell(
    _ row: SheetRow, _ expression: SheetExpression, _ role: ColumnRole
  ) -> String {
    if role == .quantity || role == .discount, let number = try? expression.decimal(row) {
      return number.description
    }
    let text = expression.text(row)
    return role == .currency ? text.uppercased() : text
  }
}

extension TextColumn {
  /// Appends a text.
  fileprivate func write(_ index: Int, to text: inout [UInt8]) {
    let (start, end) = (offsets[index], offsets[index + 1])
    let own = bytes.span
    text.append(addingCapacity: end - start) { output in
      for place in start..<end { output.append(own[place]) }
    }
  }

  /// The texts as cells are written: in quotes where they need them, line ends as blanks.
  var quoted: TextColumn {
    let isPlain = bytes.allSatisfy {
      $0 != comma && $0 != UInt8(ascii: "\"") && !isLineEnd($0)
    }
    if isPlain { return self }
    var quoted = TextColumn()
    for place in 0..<count {
      var cell: [UInt8] = []
      appendPlainCell(utf8(at: place), to: &cell)
      quoted.append(cell)
    }
    return quoted
  }
}
