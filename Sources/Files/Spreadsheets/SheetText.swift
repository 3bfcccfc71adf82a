/// Makes CSV of the cells of a sheet: a line for each of its rows, so that lines have their numbers.
final class SheetText: XMLTaker {
  /// What is ready to be taken.
  private(set) var ready: [UInt8] = []
  private(set) var fault: WorkbookFault?

  private let texts: TextColumn
  private let styles: [CellStyles.Kind]
  private let counts1904: Bool

  private var row = 0
  /// Columns of the first row that has cells; 0 before.
  private var width = 0
  /// Columns of this row that are written.
  private var written = 0
  private var cell = Cell()
  private var isValue = false
  private var value: [UInt8] = []

  private struct Cell {
    var column = 0
    var type = "n"
    var style = 0
    var guides = 0
  }

  static let mostColumns = 16_384

  init(texts: TextColumn, styles: [CellStyles.Kind], counts1904: Bool) {
    (self.texts, self.styles, self.counts1904) = (texts, styles, counts1904)
  }

  /// What was made since the last call.
  func take() -> [UInt8] {
    var taken: [UInt8] = []
    swap(&taken, &ready)
    return taken
  }

  func begin(_ name: String, _ attributes: borrowing XMLAttributes) {
    // What is behind a fault is read no more.
    guard fault == nil else { return }
    switch name {
    case "row": beginRow(attributes["r"])
    case "c":
      let place = attributes["r"].map { Self.column(of: $0) } ?? cell.column + 1
      guard let place, place > cell.column else { return fail(.damaged("the place of a cell")) }
      cell = Cell(
        column: place, type: attributes["t"] ?? "n",
        style: attributes["s"].flatMap { Int($0) } ?? 0)
      value = []
    case "rPh": cell.guides += 1
    case "v", "t": isValue = cell.guides == 0
    default: break
    }
  }

  func end(_ name: String) {
    guard fault == nil else { return }
    switch name {
    case "row": endRow()
    case "c": endCell()
    case "rPh": cell.guides -= 1
    case "v", "t": isValue = false
    default: break
    }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    if isValue, value.count <= longestPlainField { unsafe value += bytes }
  }

  private func fail(_ found: WorkbookFault) { if fault == nil { fault = found } }

  private func beginRow(_ number: String?) {
    let next = number.map { Int($0) } ?? row + 1
    guard let next, next > row, next <= WorkbookForm.mostRows else {
      return fail(.damaged("the number of a row"))
    }
    // Blank lines are no records, and the lines below keep the numbers of their rows.
    ready.append(contentsOf: repeatElement(lineFeed, count: next - row - 1))
    (row, written, cell) = (next, 0, Cell())
  }

  private func endRow() {
    // A row without any text is blank.
    if written > 0 {
      if width == 0 { width = written }
      while written < width {
        ready.append(comma)
        written += 1
      }
    }
    ready.append(lineFeed)
  }

  private func endCell() {
    let text = cellText()
    if text.isEmpty || width > 0 && written > width { return }
    // One field too many says what a hundred would.
    let place = width > 0 ? min(cell.column, width + 1) : cell.column
    guard place > written else { return fail(.damaged("the order of the cells of a row")) }
    let commas = written == 0 ? place - 1 : place - written
    ready.append(contentsOf: repeatElement(comma, count: commas))
    appendExactField(text, to: &ready)
    written = place
  }

  private func cellText() -> [UInt8] {
    switch cell.type {
    case "s":
      guard let place = Int(String(decoding: value, as: UTF8.self)), texts.count > place,
        place >= 0
      else {
        if !value.isEmpty { fail(.damaged("the number of a shared text")) }
        return []
      }
      return Array(texts.utf8(at: place))
    case "inlineStr", "str": return plainSheetText(value)
    case "b":
      return value.isEmpty ? [] : Array((value == [UInt8(ascii: "1")] ? "TRUE" : "FALSE").utf8)
    case "n": return number()
    default: return value
    }
  }

  private func number() -> [UInt8] {
    let text = String(decoding: value, as: UTF8.self)
    let kind = cell.style < styles.count && cell.style >= 0 ? styles[cell.style] : .number
    guard let serial = Double(text),
      let date = SheetDate.text(of: serial, counts1904: counts1904, kind)
    else { return Self.shortest(value, text) }
    return Array(date.utf8)
  }

  /// A number as it is written, or where it has more digits than are its own, as a spreadsheet writes 19.99 as
  /// 19.989999999999998, the shortest text of it.
  private static func shortest(_ bytes: [UInt8], _ text: String) -> [UInt8] {
    let digits = bytes.count { $0 >= zero && $0 <= zero + 9 }
    let isWhole = bytes.allSatisfy { $0 >= zero && $0 <= zero + 9 || $0 == minus }
    let hasExponent = bytes.contains { $0 | 0x20 == UInt8(ascii: "e") }
    guard !isWhole, digits > 15 || hasExponent, let number = Double(text), number.isFinite else {
      return bytes
    }
    return Array(numberCell(number).utf8)
  }

  /// The number of the column in `BC12`, from 1; nil where it names none.
  static func column(of reference: String) -> Int? {
    var column = 0
    for byte in reference.utf8 {
      guard byte >= UInt8(ascii: "A"), byte <= UInt8(ascii: "Z") else { break }
      column = column * 26 + Int(byte - UInt8(ascii: "A")) + 1
      if column > mostColumns { return nil }
    }
    return column == 0 ? nil : column
  }
}
