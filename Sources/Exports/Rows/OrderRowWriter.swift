internal import Expressions
internal import Files
internal import Intake
internal import Units

/// Writes the rows of an order file as plain ones, block by block.
struct OrderRowWriter: RowWriter {
  private var entries: [OrderExport.Entry]
  private let lines: [Int32]
  private let marks: [UInt64]
  private let customers: TextColumn
  private let orders: TextColumn?
  private let columns: [CellTexts]
  private(set) var blocks = LineBlocks()

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
    for entry in self.entries { blocks.add(self.line(entry)) }
  }

  /// Extra rows have no line of their own.
  private func line(_ entry: OrderExport.Entry) -> Int {
    entry.isExtra ? 0 : Int(lines[entry.row])
  }

  /// Appends the rows of a block.
  func write(_ block: Int, to text: inout [UInt8]) {
    var line = blocks.firstLine(block)
    for entry in entries[blocks.rows(block)] {
      blankLines(from: &line, to: self.line(entry), &text)
      write(entry, to: &text)
    }
  }

  private func write(_ entry: OrderExport.Entry, to text: inout [UInt8]) {
    customers.write(Int(entry.customer), to: &text)
    appendTime(entry.wall, to: &text)
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
    appendMark(marks[entry.row], to: &text)
    text.append(UInt8(ascii: "\n"))
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
}

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
    isOfExtras = role == .currency || role == .eventDetail
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
    if role == .quantity || role == .discount || role == .eventValue,
      let number = try? expression.decimal(row)
    {
      return number.description
    }
    let text = expression.text(row)
    return role == .currency ? text.uppercased() : text
  }
}

extension TextColumn {
  /// Appends a text.
  func write(_ index: Int, to text: inout [UInt8]) {
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
