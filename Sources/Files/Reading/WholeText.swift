/// The text of a whole file in memory, as UTF-8 without a byte order mark.
package struct WholeText: Sendable {
  package let name: String
  package private(set) var bytes: [UInt8]
  /// The delimiter that a first line `sep=;` names.
  package private(set) var delimiter: Delimiter?
  /// The delimiter of what a program wrote, whatever that of other files.
  package let fixedDelimiter: Delimiter?
  /// What was done to the bytes.
  package private(set) var remarks: [Remark] = []

  package enum Remark: Sendable, Equatable {
    case utf16
    /// The first line names the delimiter, and is no record.
    case delimiterLine
  }

  /// Bytes of a compressed file or a pipe, which may go on without end: all is in memory here.
  static let mostExpanded = 512 << 20

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: of the file, `-` for standard input.
  ///   - encoding: how bytes stand for characters where no mark says otherwise.
  ///   - held: inputs that are no files.
  ///   - limit: bytes after which reading stops, of an input that cannot be read again no more than
  ///     is held; nil to read all.
  /// - Throws: where it cannot be read, or gives more than `mostExpanded` and is compressed or a pipe.
  package init(
    path: String, encoding: TextEncoding, held: HeldInputs = HeldInputs(), limit: Int? = nil
  ) throws(FileError) {
    let source = try held.source(path, isPeek: limit != nil)
    name = source.name
    fixedDelimiter = SourceAddress.delimiter(of: path)
    // Pieces are joined once: an array that grows is there twice, and has room that nothing fills.
    var pieces: [[UInt8]] = []
    var total = 0
    let size = min(limit ?? 1 << 20, 1 << 20)
    while limit.map({ total < $0 }) ?? true {
      var piece = [UInt8](repeating: 0, count: size)
      let count = try source.read(into: &piece, from: 0)
      total += count
      if source.isCompressed || !source.isRegularFile, total > Self.mostExpanded {
        throw .expandsTooFar(name, limitInBytes: Self.mostExpanded)
      }
      if count < size { piece.removeLast(size - count) }
      pieces.append(piece)
      if count < size { break }
    }
    bytes = []
    try take(
      pieces.count == 1 ? pieces[0] : Array(pieces.joined()),
      SourceAddress.isAddress(path) ? .utf8 : encoding, isWhole: limit == nil)
    if fixedDelimiter == nil { takeSeparatorLine() }
  }

  private mutating func take(
    _ raw: [UInt8], _ encoding: TextEncoding, isWhole: Bool
  ) throws(FileError) {
    if raw.starts(with: [0xef, 0xbb, 0xbf]) {
      bytes = Array(raw.dropFirst(3))
    } else if let isBig = Self.isUTF16(raw) {
      if isWhole, !raw.count.isMultiple(of: 2) {
        throw .cutUTF16(file: name, bytes: raw.count)
      }
      var units: [UInt16] = []
      units.reserveCapacity(raw.count / 2)
      let start = raw.starts(with: [0xff, 0xfe]) || raw.starts(with: [0xfe, 0xff]) ? 2 : 0
      for index in stride(from: start, to: raw.count - 1, by: 2) {
        let (a, b) = (UInt16(raw[index]), UInt16(raw[index + 1]))
        units.append(isBig ? a << 8 | b : b << 8 | a)
      }
      bytes = Array(String(decoding: units, as: UTF16.self).utf8)
      remarks.append(.utf16)
    } else if encoding == .utf8 {
      bytes = raw
    } else {
      var text = TextSource(name: name, bytes: raw, encoding: encoding)
      bytes = text.all(raw.count)
    }
  }

  /// Whether the bytes are UTF-16 with the high byte first, or last; nil where they are not.
  package static func isUTF16(_ raw: [UInt8]) -> Bool? {
    if raw.starts(with: [0xff, 0xfe]) { return false }
    if raw.starts(with: [0xfe, 0xff]) { return true }
    guard raw.count >= 8 else { return nil }
    let head = raw.prefix(200)
    let evens = stride(from: 0, to: head.count - 1, by: 2)
    if evens.allSatisfy({ head[$0] == 0 && head[$0 + 1] != 0 }) { return true }
    if evens.allSatisfy({ head[$0] != 0 && head[$0 + 1] == 0 }) { return false }
    return nil
  }

  private mutating func takeSeparatorLine() {
    let end = bytes.prefix(16).firstIndex { isLineEnd($0) } ?? 0
    let line = bytes[..<end].filter { $0 != quote }
    guard line.count == 5, line.starts(with: "sep=".utf8), line[4] < 0x7f else { return }
    delimiter = .character(line[4])
    remarks.append(.delimiterLine)
    // A blank line is no record, and the lines below keep their numbers.
    for index in 0..<end { bytes[index] = space }
  }
}
