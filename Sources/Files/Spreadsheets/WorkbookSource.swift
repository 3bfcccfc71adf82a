/// One sheet of a workbook (ECMA-376) as CSV.
final class WorkbookSource: ByteProducer {
  private let name: String
  private let text: SheetText
  private let reader: XMLReader
  private let part: ZipEntryReader
  private var isAtEnd = false
  private var ready: [UInt8] = []
  private var taken = 0

  /// Bytes of the parts that are read whole.
  static let largestPart = 16 << 20
  static let largestTexts = 512 << 20

  /// - Parameters:
  ///   - path: of the file.
  ///   - sheet: its name; nil for the first that is not hidden.
  /// - Throws: where it cannot be read, or has no such sheet.
  init(path: String, sheet: String?) throws(FileError) {
    let archive = try ZipArchive(path: path)
    name = archive.name
    let package = Relations()
    _ = try Self.read("_rels/.rels", into: package, archive)
    let book =
      package.targets.values.first { $0.kind == "officeDocument" }
      .map { Relations.part($0.target, in: "") } ?? "xl/workbook.xml"
    let folder = book.split(separator: "/").dropLast().joined(separator: "/")
    let file = book.split(separator: "/").last.map(String.init) ?? ""
    let index = WorkbookIndex()
    guard try Self.read(book, into: index, archive) else { throw .workbook(name, .damaged(book)) }
    let relations = Relations()
    _ = try Self.read("\(folder)/_rels/\(file).rels", into: relations, archive)
    let wanted = index.sheets.first { sheet == nil ? !$0.isHidden : $0.name == sheet }
    guard let wanted, let target = relations.targets[wanted.relation],
      let part = try archive.reader(of: Relations.part(target.target, in: folder))
    else { throw .workbook(name, .noSheet(sheet, index.sheets.map(\.name))) }
    func place(_ kind: String, _ usual: String) -> String {
      relations.targets.values.first { $0.kind == kind }
        .map { Relations.part($0.target, in: folder) } ?? "\(folder)/\(usual)"
    }
    let texts = SharedTexts()
    _ = try Self.read(
      place("sharedStrings", "sharedStrings.xml"), into: texts, archive, most: Self.largestTexts)
    let styles = CellStyles()
    _ = try Self.read(place("styles", "styles.xml"), into: styles, archive)
    text = SheetText(
      texts: texts.texts, styles: styles.kinds, counts1904: index.counts1904)
    guard let reader = XMLReader(text) else { throw .workbook(name, .noExpat) }
    (self.part, self.reader) = (part, reader)
  }

  func read(into buffer: inout [UInt8], from start: Int) throws(FileError) -> Int {
    var filled = start
    while filled < buffer.count {
      if taken == ready.count {
        guard !isAtEnd else { break }
        try readOn()
        continue
      }
      let count = min(buffer.count - filled, ready.count - taken)
      for offset in 0..<count { buffer[filled + offset] = ready[taken + offset] }
      (filled, taken) = (filled + count, taken + count)
    }
    return filled - start
  }

  private func readOn() throws(FileError) {
    let bytes = try part.next()
    isAtEnd = bytes.isEmpty
    do { try reader.read(bytes, isLast: isAtEnd) } catch {
      throw .workbook(
        name, .malformed(part: part.entry.name, line: error.line, reason: error.reason))
    }
    if let fault = text.fault { throw .workbook(name, fault) }
    (ready, taken) = (text.take(), 0)
  }

  /// Reads a part whole; false where there is none.
  private static func read(
    _ name: String, into taker: any XMLTaker, _ archive: ZipArchive, most: Int = largestPart
  ) throws(FileError) -> Bool {
    guard let part = try archive.reader(of: name) else { return false }
    guard part.entry.size <= most else {
      throw .workbook(archive.name, .tooLarge(part.entry.name, most: most))
    }
    guard let reader = XMLReader(taker) else { throw .workbook(archive.name, .noExpat) }
    while true {
      let bytes = try part.next()
      do { try reader.read(bytes, isLast: bytes.isEmpty) } catch {
        throw .workbook(
          archive.name, .malformed(part: name, line: error.line, reason: error.reason))
      }
      if bytes.isEmpty { return true }
    }
  }
}
