internal import Files

/// Writes the rows of an event file as plain ones, block by block.
struct EventRowWriter: RowWriter {
  /// One event.
  struct Entry: Sendable {
    var row: Int32
    var customer: Int32
    var kind: Int32
    /// Of several events of one kind that one row counts, which; −1 for the row's own.
    var place: Int32 = -1
    var wall: Int64
  }

  private let entries: [Entry]
  private let sheet: SheetMarks
  private let customers: TextColumn
  private let kinds: TextColumn
  private let columns: [CellTexts]
  private(set) var blocks = LineBlocks()

  /// What is known of the rows of a sheet as a whole.
  struct SheetMarks: Sendable {
    let lines: [Int32]
    let marks: [UInt64]
  }

  /// - Parameters:
  ///   - entries: what to write; a row's own stand in the order of the rows, all others behind them.
  ///   - sheet: lines and marks of the rows.
  ///   - customers: their ids, as they are written.
  ///   - kinds: of the events, as they are written.
  ///   - columns: further columns.
  init(
    _ entries: [Entry], _ sheet: SheetMarks, customers: TextColumn, kinds: TextColumn,
    columns: [CellTexts]
  ) {
    self.entries = entries
    self.sheet = sheet
    self.customers = customers
    self.kinds = kinds
    self.columns = columns
    for entry in entries { blocks.add(line(entry)) }
  }

  /// What a row counts has no line of its own.
  private func line(_ entry: Entry) -> Int {
    entry.place >= 0 ? 0 : Int(sheet.lines[Int(entry.row)])
  }

  func write(_ block: Int, to text: inout [UInt8]) {
    var line = blocks.firstLine(block)
    for entry in entries[blocks.rows(block)] {
      blankLines(from: &line, to: self.line(entry), &text)
      write(entry, to: &text)
    }
  }

  private func write(_ entry: Entry, to text: inout [UInt8]) {
    let row = Int(entry.row)
    customers.write(Int(entry.customer), to: &text)
    appendTime(entry.wall, to: &text)
    text.append(comma)
    kinds.write(Int(entry.kind), to: &text)
    for column in columns {
      text.append(comma)
      if entry.place < 0 || column.isOfExtras {
        column.texts.write(Int(column.codes[row]), to: &text)
      }
    }
    appendMark(sheet.marks[row], to: &text)
    // What one row counts several times is no copy, so that each has its place in the mark.
    if entry.place >= 0 { text.append(contentsOf: "-\(entry.place)".utf8) }
    text.append(UInt8(ascii: "\n"))
  }
}
