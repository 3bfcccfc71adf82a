import Foundation

/// A ZIP archive of stored entries, made by APPNOTE alone, so that readers are tested against something else than
/// our writer.
struct StoredArchive {
  struct Entry {
    var name: String
    var bytes: [UInt8]
    /// What the directory says of it.
    var size: Int?
    var checksum: UInt32?
    var method = 0
    var flags = 0
  }

  var entries: [Entry]

  /// A workbook whose first sheet has these rows.
  init(
    rows: String, texts: [String]? = nil, styles: String = "", workbook: String = "",
    sheets: String = #"<sheet name="First" sheetId="1" r:id="rId1"/>"#
  ) {
    let shared = texts.map { texts in
      Entry(
        name: "xl/sharedStrings.xml",
        bytes: Array("<sst>\(texts.map { "<si>\($0)</si>" }.joined())</sst>".utf8))
    }
    entries =
      [
        (
          "_rels/.rels",
          #"<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
        ),
        (
          "xl/workbook.xml",
          #"<workbook xmlns:r="x">\#(workbook)<sheets>\#(sheets)</sheets></workbook>"#
        ),
        (
          "xl/_rels/workbook.xml.rels",
          #"<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="x/worksheet" Target="/xl/worksheets/sheet2.xml"/></Relationships>"#
        ),
        ("xl/styles.xml", "<styleSheet>\(styles)</styleSheet>"),
        ("xl/worksheets/sheet1.xml", "<worksheet><sheetData>\(rows)</sheetData></worksheet>"),
        (
          "xl/worksheets/sheet2.xml",
          #"<worksheet><sheetData><row><c t="inlineStr"><is><t>second</t></is></c></row></sheetData></worksheet>"#
        ),
      ].map { Entry(name: $0.0, bytes: Array($0.1.utf8)) } + (shared.map { [$0] } ?? [])
  }

  var bytes: [UInt8] {
    var (archive, directory): ([UInt8], [UInt8]) = ([], [])
    for entry in entries {
      let name = Array(entry.name.utf8)
      let common =
        half(20) + half(entry.flags) + half(entry.method) + half(0) + half(0)
        + word(Int(entry.checksum ?? Self.crc(entry.bytes)))
        + word(entry.bytes.count) + word(entry.size ?? entry.bytes.count)
      directory +=
        word(0x0201_4b50) + half(20) + common + half(name.count) + [UInt8](repeating: 0, count: 12)
        + word(archive.count) + name
      archive += word(0x0403_4b50) + common + half(name.count) + half(0) + name + entry.bytes
    }
    return archive + directory + word(0x0605_4b50) + word(0) + half(entries.count)
      + half(entries.count) + word(directory.count) + word(archive.count) + half(0)
  }

  private func half(_ value: Int) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8 & 255)] }
  private func word(_ value: Int) -> [UInt8] { half(value) + half(value >> 16) }

  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    var crc = ~UInt32(0)
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xedb8_8320 : crc >> 1 }
    }
    return ~crc
  }
}
