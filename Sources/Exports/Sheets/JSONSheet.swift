internal import Files
internal import Intake

/// JSON as a sheet: one object a line, or objects in one array; columns by dotted paths to scalars.
struct JSONSheet {
  let header: [String]
  let rows: SheetRows

  static let deepest = 64
  static let longestObject = 1 << 20

  /// Whether a text is read as JSON: its first record is an object, alone or first of an array.
  static func begins(_ bytes: [UInt8]) -> Bool {
    var marks = bytes.lazy.filter { !isBlank($0) && !isLineEnd($0) }.prefix(2).makeIterator()
    guard let first = marks.next() else { return false }
    if first == UInt8(ascii: "{") { return true }
    return first == UInt8(ascii: "[") && marks.next() == UInt8(ascii: "{")
  }

  /// - Throws: where an object cannot be read, is too long, or there are too many paths.
  init(text: WholeText) throws(IngestionError) {
    var objects = JSONObjects(file: text.name)
    let first = text.bytes.first { !isBlank($0) && !isLineEnd($0) }
    if first == UInt8(ascii: "[") {
      try objects.addArray(text.bytes)
    } else {
      try objects.addLines(text.bytes)
    }
    header = objects.paths
    rows = SheetRows(sparse: objects.paths, objects.rows)
  }
}

/// The scalars of JSON objects, one row each.
private struct JSONObjects {
  let file: String
  private(set) var paths: [String] = []
  private(set) var rows: [(line: Int, cells: [(column: Int, text: String)])] = []
  private var columns: [String: Int] = [:]

  init(file: String) { self.file = file }

  mutating func addLines(_ bytes: [UInt8]) throws(IngestionError) {
    var line = 0
    for bytes in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      line += 1
      if bytes.allSatisfy({ isBlank($0) || isLineEnd($0) }) { continue }
      guard bytes.count <= JSONSheet.longestObject else { throw tooLong(line) }
      var scanner = JSONScanner(bytes: bytes)
      guard try add(&scanner, line), scanner.isAtEnd else {
        throw .malformedJSON(
          FileError.Place(file: file, line: line, column: scanner.index - bytes.startIndex + 1))
      }
    }
  }

  mutating func addArray(_ bytes: [UInt8]) throws(IngestionError) {
    var scanner = JSONScanner(bytes: bytes[...])
    var (line, known) = (1, 0)
    func lines(to index: Int) -> Int {
      bytes[known..<index].count { $0 == UInt8(ascii: "\n") }
    }
    func malformed() -> IngestionError {
      let start = bytes[..<scanner.index].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      return .malformedJSON(
        FileError.Place(
          file: file, line: line + lines(to: scanner.index), column: scanner.index - start + 1))
    }
    guard scanner.take("[") else { throw malformed() }
    repeat {
      scanner.skipBlanks()
      line += lines(to: scanner.index)
      known = scanner.index
      guard try add(&scanner, line) else { throw malformed() }
      guard scanner.index - known <= JSONSheet.longestObject else { throw tooLong(line) }
    } while scanner.take(",")
    guard scanner.take("]"), scanner.isAtEnd else { throw malformed() }
  }

  private func tooLong(_ line: Int) -> IngestionError {
    .file(.fieldTooLong(FileError.Place(file: file, line: line), isQuoted: false))
  }

  /// Reads an object; false where there is none, or one that gives a path twice.
  private mutating func add(
    _ scanner: inout JSONScanner, _ line: Int
  ) throws(IngestionError) -> Bool {
    var cells: [(column: Int, text: String)] = []
    var isFull = false
    let isWhole = scanner.object("", 0) { path, value in
      if let known = columns[path] {
        cells.append((known, value))
      } else if paths.count < RecordReader.mostColumns {
        columns[path] = paths.count
        cells.append((paths.count, value))
        paths.append(path)
      } else {
        isFull = true
      }
    }
    if isFull { throw .file(.tooManyColumns(FileError.Place(file: file, line: line))) }
    guard isWhole, Set(cells.map(\.column)).count == cells.count else { return false }
    rows.append((line, cells))
    return true
  }
}

/// Reads one JSON object.
private struct JSONScanner {
  let bytes: ArraySlice<UInt8>
  private(set) var index: Int

  init(bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    index = bytes.startIndex
  }

  mutating func skipBlanks() {
    while index < bytes.endIndex, isBlank(bytes[index]) || isLineEnd(bytes[index]) { index += 1 }
  }

  var isAtEnd: Bool {
    bytes[index...].allSatisfy { isBlank($0) || isLineEnd($0) || $0 == UInt8(ascii: ",") }
  }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard index < bytes.endIndex, bytes[index] == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  /// Reads an object, in which each key may stand once; false where there is none.
  mutating func object(
    _ path: String, _ depth: Int, _ found: (String, String) -> Void
  ) -> Bool {
    guard depth < JSONSheet.deepest, take("{") else { return false }
    if take("}") { return true }
    var keys = Set<String>()
    repeat {
      skipBlanks()
      guard let key = string(), keys.insert(key).inserted, take(":") else { return false }
      guard value(path.isEmpty ? key : "\(path).\(key)", depth + 1, found) else { return false }
    } while take(",")
    return take("}")
  }

  private mutating func value(
    _ path: String, _ depth: Int, _ found: (String, String) -> Void
  ) -> Bool {
    skipBlanks()
    guard index < bytes.endIndex else { return false }
    switch bytes[index] {
    case UInt8(ascii: "{"): return object(path, depth, found)
    case UInt8(ascii: "["): return list(path, depth)
    case UInt8(ascii: "\""):
      guard let text = string() else { return false }
      found(path, text)
      return true
    default:
      let start = index
      while index < bytes.endIndex, !",}]".utf8.contains(bytes[index]), !isBlank(bytes[index]),
        !isLineEnd(bytes[index])
      {
        index += 1
      }
      let word = String(decoding: bytes[start..<index], as: UTF8.self)
      if word == "null" { return true }
      guard word == "true" || word == "false" || isNumber(word) else { return false }
      found(path, word)
      return true
    }
  }

  private func isNumber(_ word: String) -> Bool {
    guard let first = word.utf8.first, first == UInt8(ascii: "-") || digit(first) != nil else {
      return false
    }
    return Double(word) != nil
      && word.utf8.allSatisfy { digit($0) != nil || "+-.eE".utf8.contains($0) }
  }

  /// Lists are not opened.
  private mutating func list(_ path: String, _ depth: Int) -> Bool {
    guard depth < JSONSheet.deepest, take("[") else { return false }
    if take("]") { return true }
    repeat {
      guard value(path, depth + 1, { _, _ in }) else { return false }
    } while take(",")
    return take("]")
  }

  private mutating func string() -> String? {
    guard index < bytes.endIndex, bytes[index] == UInt8(ascii: "\"") else { return nil }
    index += 1
    var text: [UInt8] = []
    while index < bytes.endIndex {
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
      if byte != UInt8(ascii: "\\") {
        text.append(byte)
        continue
      }
      guard index < bytes.endIndex, appendEscaped(to: &text) else { return nil }
    }
    return nil
  }

  private mutating func appendEscaped(to text: inout [UInt8]) -> Bool {
    let escape = bytes[index]
    index += 1
    switch escape {
    case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "b"),
      UInt8(ascii: "f"):
      text.append(UInt8(ascii: " "))
    case UInt8(ascii: "u"):
      guard var scalar = hex() else { return false }
      if scalar >= 0xd800, scalar < 0xdc00, index + 1 < bytes.endIndex,
        bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
      {
        index += 2
        guard let low = hex(), low >= 0xdc00, low < 0xe000 else { return false }
        scalar = 0x10000 + (scalar - 0xd800) << 10 + (low - 0xdc00)
      }
      guard let character = Unicode.Scalar(scalar) else { return false }
      text += Array(String(Character(character)).utf8)
    default: text.append(escape)
    }
    return true
  }

  private mutating func hex() -> UInt32? {
    guard index + 4 <= bytes.endIndex,
      let value = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
    else { return nil }
    index += 4
    return value
  }
}
