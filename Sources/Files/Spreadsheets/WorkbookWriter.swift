/// Writes rows as a workbook for people (ECMA-376): typed cells, a header that stays, and nothing that is
/// reckoned.
final class WorkbookWriter {
  /// UTF-16 units of a cell.
  static let longestText = 32_767

  private let path: String
  private let file: AtomicFile
  private let columns: [RowColumn]
  private let references: [String]
  /// The style of each column's cells.
  private let styles: [Int]
  private var zip: ZipWriter
  private var row = 0
  private let mostRows: Int

  /// - Parameters:
  ///   - path: of the file.
  ///   - columns: of the rows.
  ///   - mostRows: that a sheet holds.
  /// - Throws: where the file cannot be written.
  init(
    path: String, columns: [RowColumn], mostRows: Int = WorkbookForm.mostRows
  ) throws(OutputError) {
    (self.path, self.columns, self.mostRows) = (path, columns, mostRows)
    references = columns.indices.map(columnLetters)
    file = try AtomicFile(path: path)
    zip = ZipWriter(file, path: path)
    let scales = Self.scales(of: columns)
    styles = columns.map { column in
      switch column.type {
      case .date: 2
      case .decimal(let scale): 3 + (scales.firstIndex(of: scale) ?? 0)
      case .text, .integer, .number, .flag: 0
      }
    }
    for (name, text) in Self.parts(scales) { try zip.write(name, text) }
    try zip.begin("xl/worksheets/sheet1.xml")
    try zip.write(Array(head.utf8))
  }

  /// Takes whole rows of `RowFormat.typed`, the header first.
  func write(_ rows: [UInt8]) throws(OutputError) {
    var text: [UInt8] = []
    try forEachRow(of: rows, path: path) { cells throws(OutputError) in
      row += 1
      guard row <= mostRows else { throw .tooManyRows(path: path, most: mostRows - 1) }
      text += "<row r=\"\(row)\">".utf8
      for (index, cell) in cells.enumerated() where !cell.isEmpty {
        try append(cell, index, to: &text)
      }
      text += "</row>".utf8
    }
    try zip.write(text)
  }

  func finish() throws(OutputError) {
    let last = references.last ?? "A"
    try zip.write(
      Array("</sheetData><autoFilter ref=\"A1:\(last)\(max(row, 1))\"/></worksheet>".utf8))
    try zip.end()
    try zip.finish()
    try file.finish()
  }

  private func append(_ cell: String, _ index: Int, to text: inout [UInt8]) throws(OutputError) {
    let start = "<c r=\"\(references[index])\(row)\""
    let type = row == 1 ? .text : columns[index].type
    switch type {
    case .text:
      guard cell.utf16.count <= Self.longestText else {
        throw .cellTooLong(
          path: path, row: row, column: columns[index].name, most: Self.longestText)
      }
      text +=
        "\(start)\(row == 1 ? " s=\"1\"" : "") t=\"inlineStr\"><is><t xml:space=\"preserve\">".utf8
      appendSheetText(cell, to: &text)
      text += "</t></is></c>".utf8
    case .integer, .number, .decimal:
      text += "\(start)\(style(index))><v>\(cell)</v></c>".utf8
    case .date:
      if let serial = SheetDate.serial(of: cell) {
        text += "\(start)\(style(index))><v>\(serial)</v></c>".utf8
      } else {
        // Sheets have no numbers for days before 1900.
        text += "\(start) t=\"inlineStr\"><is><t>\(cell)</t></is></c>".utf8
      }
    case .flag: text += "\(start) t=\"b\"><v>\(cell == "yes" ? 1 : 0)</v></c>".utf8
    }
  }

  private func style(_ index: Int) -> String {
    styles[index] == 0 ? "" : " s=\"\(styles[index])\""
  }

  /// What stands before the rows: the header stays in view, and columns are as wide as their kind needs.
  private var head: String {
    let widths = columns.enumerated().map { index, column in
      let width =
        switch column.type {
        case .text: max(16, min(60, column.name.count + 4))
        case .integer, .number, .decimal, .date, .flag: max(12, column.name.count + 4)
        }
      return "<col min=\"\(index + 1)\" max=\"\(index + 1)\" width=\"\(width)\" customWidth=\"1\"/>"
    }
    return Self.declaration
      + "<worksheet xmlns=\"\(Self.main)\"><sheetViews><sheetView workbookViewId=\"0\">"
      + "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"
      + "</sheetView></sheetViews><cols>\(widths.joined())</cols><sheetData>"
  }
}

extension WorkbookWriter {
  private static let declaration =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let documents =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let package = "http://schemas.openxmlformats.org/package/2006"

  /// Digits after the point that columns have.
  private static func scales(of columns: [RowColumn]) -> [Int] {
    Set(
      columns.compactMap { column -> Int? in
        if case .decimal(let scale) = column.type { scale } else { nil }
      }
    ).sorted()
  }

  /// All parts but the sheet.
  private static func parts(_ scales: [Int]) -> [(name: String, text: String)] {
    let types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    func relation(_ kind: String, _ target: String, _ id: Int) -> String {
      "<Relationship Id=\"rId\(id)\" Type=\"\(documents)/\(kind)\" Target=\"\(target)\"/>"
    }
    func relations(_ all: String) -> String {
      "\(declaration)<Relationships xmlns=\"\(package)/relationships\">\(all)</Relationships>"
    }
    return [
      (
        "[Content_Types].xml",
        declaration + "<Types xmlns=\"\(package)/content-types\">"
          + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
          + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
          + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"\(types).sheet.main+xml\"/>"
          + "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"\(types).worksheet+xml\"/>"
          + "<Override PartName=\"/xl/styles.xml\" ContentType=\"\(types).styles+xml\"/></Types>"
      ),
      ("_rels/.rels", relations(relation("officeDocument", "xl/workbook.xml", 1))),
      (
        "xl/workbook.xml",
        declaration + "<workbook xmlns=\"\(main)\" xmlns:r=\"\(documents)\"><sheets>"
          + "<sheet name=\"rows\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
      ),
      (
        "xl/_rels/workbook.xml.rels",
        relations(
          relation("worksheet", "worksheets/sheet1.xml", 1) + relation("styles", "styles.xml", 2))
      ),
      ("xl/styles.xml", styleSheet(scales)),
    ]
  }

  /// Style 0 is plain, 1 the header's, 2 a date, those behind are amounts.
  private static func styleSheet(_ scales: [Int]) -> String {
    let firstFormat = 164
    let formats = scales.enumerated().map { index, scale in
      let code = scale == 0 ? "0" : "0." + String(repeating: "0", count: scale)
      return "<numFmt numFmtId=\"\(firstFormat + 1 + index)\" formatCode=\"\(code)\"/>"
    }
    let cells = scales.indices.map {
      "<xf numFmtId=\"\(firstFormat + 1 + $0)\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
        + "applyNumberFormat=\"1\"/>"
    }
    return declaration + "<styleSheet xmlns=\"\(main)\"><numFmts count=\"\(formats.count + 1)\">"
      + "<numFmt numFmtId=\"\(firstFormat)\" formatCode=\"yyyy\\-mm\\-dd\"/>\(formats.joined())</numFmts>"
      + "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
      + "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
      + "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
      + "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
      + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
      + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
      + "<cellXfs count=\"\(3 + cells.count)\">"
      + "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
      + "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>"
      + "<xf numFmtId=\"\(firstFormat)\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
      + "applyNumberFormat=\"1\"/>\(cells.joined())</cellXfs><cellStyles count=\"1\">"
      + "<cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>"
  }
}

/// The letters of a column, `A` for 0.
func columnLetters(_ index: Int) -> String {
  var (rest, letters) = (index + 1, "")
  while rest > 0 {
    rest -= 1
    letters = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(rest % 26))) + letters
    rest /= 26
  }
  return letters
}

/// Appends a text as a sheet has it: characters that XML has no place for are written `_x0001_`, and so is the
/// beginning of what would be read as one of them.
func appendSheetText(_ text: String, to bytes: inout [UInt8]) {
  let scalars = Array(text.unicodeScalars)
  for (index, scalar) in scalars.enumerated() {
    switch scalar {
    case "&": bytes += "&amp;".utf8
    case "<": bytes += "&lt;".utf8
    case ">": bytes += "&gt;".utf8
    case "_" where isEscape(scalars[index...]): bytes += "_x005F_".utf8
    case "\t", "\n": bytes += String(scalar).utf8
    case _ where scalar.value < 0x20 || scalar.value == 0xfffe || scalar.value == 0xffff:
      let digits = String(scalar.value, radix: 16, uppercase: true)
      bytes += "_x\(String(repeating: "0", count: 4 - digits.count))\(digits)_".utf8
    default: bytes += String(scalar).utf8
    }
  }
}
