import Files
import Foundation
import TestSupport
import Testing

/// Sheets as text.
///
/// Oracle: what ECMA-376 and its errata say of each kind of cell, by hand; whole files of
/// openpyxl are read by `.ci/sources`.
@Suite struct WorkbookTests {
  private func rows(_ archive: StoredArchive, _ rest: String = "") throws -> [[String]] {
    let folder = try TemporaryFolder()
    return try rows(at: try folder.write(archive.bytes, to: "book.xlsx") + rest)
  }

  private func rows(at path: String) throws -> [[String]] {
    var reader = try RecordReader(path: path, delimiter: nil, encoding: .utf8)
    var rows: [[String]] = []
    while try reader.next() {
      rows.append(["\(reader.line)"] + reader.fields.indices.map { reader.text($0) })
    }
    return rows
  }

  @Test func eachKindOfCellHasItsText() throws {
    let archive = StoredArchive(
      rows: """
        <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><r><t>am</t></r><r><t>ount</t></r></is></c>\
        <c r="C1" t="str"><f>1+1</f><v>for&amp;mula</v></c></row>
        <row r="4"><c r="A4" t="s"><v>1</v></c><c r="B4"><v>19.989999999999998</v></c><c r="C4" t="b"><v>1</v></c></row>
        <row r="5"><c r="B5"><v>12345678901234567</v></c><c r="C5" t="e"><v>#N/A</v></c></row>
        <row r="6"><c r="A6"><v>00</v></c><c r="B6"><v>1.5E-3</v></c><c r="D6"><v>7</v></c><c r="F6"><v>8</v></c></row>
        """,
      texts: ["<t>id</t><rPh><t>guide</t></rPh>", "<r><t>a_x000A_b, \"</t></r><r><t>c</t></r>"])
    #expect(
      try rows(archive) == [
        ["1", "id", "amount", "for&mula"], ["4", "a\nb, \"c", "19.99", "TRUE"],
        // The line feed within the cell is one of the text.
        ["6", "", "12345678901234567", "#N/A"],
        // More cells than names are one field too many.
        ["7", "00", "0.0015", "", "7"],
      ])
  }

  /// Serial numbers of the standard's own examples (18.17.4.1), and both of its calendars.
  @Test(arguments: [
    (false, "1", "1900-01-01"), (false, "59", "1900-02-28"), (false, "61", "1900-03-01"),
    (false, "60", "60"), (false, "38719", "2006-01-02"), (false, "44197.5", "2021-01-01 12:00:00"),
    (true, "0", "1904-01-01"), (true, "38719", "2010-01-03"), (false, "-1", "-1"),
    (false, "45292.999988425923", "2024-01-01 23:59:59"), (false, "2958465", "9999-12-31"),
    (false, "45292.0000057870", "2024-01-01 00:00:00.500"),
    // The calendar from 1904 has no day that was not, and ends as early; the one from 1900 has no day 0.
    (true, "60", "1904-03-01"), (true, "59", "1904-02-29"), (true, "2957003", "9999-12-31"),
    (true, "2957004", "2957004"), (false, "0", "0"), (false, "0.5", "0.5"),
    (false, "2958466", "2958466"), (false, "60.5", "60.5"),
    (false, "59.99999999999", "59.99999999999"),
    (false, "1.5", "1900-01-01 12:00:00"),
  ])
  func datesOfBothEpochs(counts1904: Bool, serial: String, text: String) throws {
    let archive = StoredArchive(
      rows: #"<row r="1"><c r="A1" s="1"><v>\#(serial)</v></c></row>"#,
      styles: #"<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>"#,
      workbook: counts1904 ? #"<workbookPr date1904="1"/>"# : "")
    #expect(try rows(archive) == [["1", text]])
  }

  @Test(arguments: [
    ("yyyy\\-mm\\-dd", true), ("[$-409]d\\-mmm", true), ("General", false), ("0.00E+00", false),
    ("#,##0 \"days\"", false), ("[Red]0.00", false), ("[h]:mm", false), ("0\\d", false),
    ("0;\"d\"", false), ("_d0", false), ("mm:ss", false), ("mm:ss.0", false), ("[mm]:ss", false),
    ("h:mm AM/PM", true), ("mm", true), ("d/m h:mm", true), ("[$-F400]h:mm:ss", true),
  ])
  func formatsOfDates(code: String, isDate: Bool) throws {
    let archive = StoredArchive(
      rows: #"<row><c s="0"><v>45292</v></c></row>"#,
      styles:
        #"<numFmts><numFmt numFmtId="170" formatCode="\#(code.replacingOccurrences(of: "\"", with: "&quot;"))"/></numFmts><cellXfs><xf numFmtId="170"/></cellXfs>"#
    )
    #expect(try rows(archive)[0][1].hasPrefix("2024-01-01") == isDate)
  }

  /// Built-in formats (18.8.30): 45 to 47 tell how long something took, 18 to 21 a time of a day that they do not
  /// show, and of less than a day there is none.
  @Test(arguments: [
    (45, "45292.5", "45292.5"), (46, "1.5", "1.5"), (47, "0.0125", "0.0125"),
    (20, "0.5", "0.5"), (20, "45292.5", "2024-01-01 12:00:00"),
    (22, "45292", "2024-01-01 00:00:00"),
  ])
  func formatsOfTimes(format: Int, serial: String, text: String) throws {
    let archive = StoredArchive(
      rows: #"<row><c s="0"><v>\#(serial)</v></c></row>"#,
      styles: #"<cellXfs><xf numFmtId="\#(format)"/></cellXfs>"#)
    #expect(try rows(archive) == [["1", text]])
  }

  /// Sheets count days before March 1900 one less than calendars do, and none before 1900.
  @Test(arguments: ["1899-12-31", "1900-01-01", "1900-02-28", "1900-03-01", "9999-12-31"])
  func writtenDatesComeBack(day: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("out.xlsx")
    let columns = [RowColumn("d", .date)]
    let sink = try RowSink(try #require(try RowDestination(path)), columns: columns)
    try sink.write(Array("d\n\(day)\n".utf8))
    try sink.finish()
    #expect(try rows(at: path).last == ["2", day])
  }

  @Test func theSheetThatIsNamed() throws {
    let sheets =
      #"<sheet name="Hidden" state="hidden" r:id="rId1"/><sheet name="A &amp; b" r:id="rId2"/>"#
    let archive = StoredArchive(rows: "<row><c><v>1</v></c></row>", sheets: sheets)
    #expect(try rows(archive) == [["1", "second"]])
    #expect(try rows(archive, "?sheet=A & b") == [["1", "second"]])
    #expect(try rows(archive, "?sheet=Hidden") == [["1", "1"]])
    #expect(throws: FileError.self) { try rows(archive, "?sheet=None") }
  }

  /// What a text may be comes back, digits and zeros of ids with it, and nothing is a formula.
  @Test func writtenRowsComeBack() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("out.xlsx")
    let columns: [RowColumn] = [
      RowColumn("id", .text), RowColumn("n", .integer), RowColumn("x", .number),
      RowColumn("m", .decimal(scale: 2)), RowColumn("d", .date), RowColumn("f", .flag),
    ]
    let texts = [
      "00123", "=1+1", "<a&\"b\">", " x ", "_x0041_", "\u{1}", "é\n😀", "12345678901234567890",
    ]
    let sink = try RowSink(try #require(try RowDestination(path)), columns: columns)
    var writer = RowWriter(columns: columns.map(\.name), format: .typed)
    for text in texts {
      writer.append(text: text)
      writer.append(integer: nil)
      writer.append(number: 0.1 + 0.2)
      writer.append(units: 1_250, scale: 2)
      writer.append(text: "2024-02-29")
      writer.append(text: "yes")
      writer.endRow()
    }
    try sink.write(writer.takeBytes())
    #expect(!FileManager.default.fileExists(atPath: path))
    try sink.finish()
    let read = try rows(at: path)
    #expect(read.count == texts.count + 1)
    for (row, text) in zip(read.dropFirst(), texts) {
      // Readers of rows leave blanks around a text out.
      #expect(
        Array(row.dropFirst()) == [
          text.trimmingCharacters(in: .whitespaces), "", "0.30000000000000004", "12.50",
          "2024-02-29", "TRUE",
        ])
    }
  }

  @Test func moreRowsThanASheetHolds() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("old", to: "out.xlsx")
    let columns = [RowColumn("n", .integer)]
    let sink = try RowSink(try #require(try RowDestination(path)), columns: columns)
    #expect(throws: OutputError.self) {
      try sink.write(Array("n\n".utf8))
      let rows = Array(String(repeating: "1\n", count: 1 << 16).utf8)
      for _ in 0..<17 { try sink.write(rows) }
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
  }
}

/// Archives that are none, lie, or want more than is in them: each is refused, none is unpacked far.
@Suite struct HostileWorkbookTests {
  private func fault(_ bytes: [UInt8]) throws -> WorkbookFault? {
    let folder = try TemporaryFolder()
    let path = try folder.write(bytes, to: "book.xlsx")
    do {
      var reader = try RecordReader(path: path, delimiter: nil, encoding: .utf8)
      while try reader.next() {}
    } catch FileError.workbook(_, let fault) {
      return fault
    }
    return nil
  }

  private let sound = StoredArchive(rows: #"<row r="1"><c r="A1"><v>1</v></c></row>"#)

  @Test func theSoundOneIsRead() throws { #expect(try fault(sound.bytes) == nil) }

  @Test func noArchive() throws {
    #expect(try fault(Array("customer_id,date\n".utf8)) == .noArchive)
    #expect(try fault([]) == .noArchive)
    #expect(try fault([0xd0, 0xcf, 0x11, 0xe0] + [UInt8](repeating: 0, count: 600)) == .oldForm)
  }

  @Test func everyCutIsRefused() throws {
    let bytes = sound.bytes
    for count in stride(from: 0, to: bytes.count, by: 7) {
      #expect(try fault(Array(bytes[..<count])) != nil)
    }
  }

  /// Any byte may be another: what is read is read or refused, and nothing traps.
  @Test func changedBytesAreNoTrap() throws {
    var generator = SeededGenerator(seed: 7)
    let bytes = sound.bytes
    for _ in 0..<400 {
      var changed = bytes
      let place = Int.random(in: changed.indices, using: &generator)
      changed[place] = UInt8.random(in: 0...255, using: &generator)
      _ = try? fault(changed)
    }
  }

  @Test func sizesThatAreNotThere() throws {
    var archive = sound
    let sheet = archive.entries.firstIndex { $0.name.hasSuffix("sheet1.xml") }!
    archive.entries[sheet].size = 1 << 31
    #expect(
      try fault(archive.bytes) == .tooLarge("xl/worksheets/sheet1.xml", most: 64 << 20))
    archive.entries[sheet].size = 3
    #expect(try fault(archive.bytes) == .damaged("xl/worksheets/sheet1.xml"))
    archive.entries[sheet].size = nil
    archive.entries[sheet].checksum = 1
    #expect(try fault(archive.bytes) == .damaged("xl/worksheets/sheet1.xml"))
    archive = sound
    archive.entries[sheet].flags = 1
    #expect(try fault(archive.bytes) != nil)
    archive.entries[sheet].flags = 0
    archive.entries[sheet].method = 8
    #expect(try fault(archive.bytes) != nil)
  }

  @Test(arguments: [
    #"<row r="0"><c r="A0"><v>1</v></c></row>"#, #"<row r="1048577"/>"#,
    #"<row r="2"/><row r="2"/>"#,
    #"<row><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>"#,
    #"<row><c r="XFE1"><v>1</v></c></row>"#, #"<row><c t="s"><v>5</v></c></row>"#, "<row>",
    #"<row><c t="s"><v>-1</v></c></row>"#, "<row>&x;</row>",
    #"<row r="99999999999999999999"/>"#,
  ])
  func cellsThatHaveNoPlace(rows: String) throws {
    #expect(try fault(StoredArchive(rows: rows).bytes) != nil)
  }

  /// Entities that stand for entities, and files that stand elsewhere.
  @Test func documentTypesAreRefused() throws {
    var archive = sound
    archive.entries[1].bytes = Array(
      #"<!DOCTYPE a [<!ENTITY x SYSTEM "/etc/passwd">]><workbook>&x;</workbook>"#.utf8)
    guard case .malformed = try fault(archive.bytes) else {
      Issue.record("a document type was read")
      return
    }
  }
}
