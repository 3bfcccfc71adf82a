internal import Files
internal import Intake

/// JSON lines as a sheet: one object a line, columns by dotted paths to scalars.
struct JSONSheet {
  let header: [String]
  let sheet: Sheet

  static let deepest = 64
  static let mostPaths = 4_096
  static let longestLine = 1 << 20

  init(text: WholeText) throws(IngestionError) {
    var paths: [String: Int] = [:]
    var names: [String] = []
    var rows: [(line: Int, cells: [(Int, String)])] = []
    var line = 0
    for bytes in text.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      line += 1
      if bytes.allSatisfy({ isBlank($0) || isLineEnd($0) }) { continue }
      let place = FileError.Place(file: text.name, line: line)
      guard bytes.count <= Self.longestLine else {
        throw .file(.fieldTooLong(place, isQuoted: false))
      }
      var scanner = JSONScanner(bytes: bytes)
      var cells: [(Int, String)] = []
      guard
        scanner.object(
          "", 0,
          { path, value in
            if let known = paths[path] {
              cells.append((known, value))
            } else if names.count < Self.mostPaths {
              paths[path] = names.count
              cells.append((names.count, value))
              names.append(path)
            }
          }), scanner.isAtEnd
      else {
        throw .malformedJSON(
          FileError.Place(file: text.name, line: line, column: scanner.column))
      }
      rows.append((line, cells))
    }
    header = names
    sheet = Sheet(file: text.name, header: names, kept: Set(names.indices))
    var texts = [String?](repeating: nil, count: names.count)
    for row in rows {
      for (column, value) in row.cells { texts[column] = value }
      sheet.append(texts, line: row.line)
      for (column, _) in row.cells { texts[column] = nil }
    }
  }
}

/// Reads one JSON object.
private struct JSONScanner {
  let bytes: ArraySlice<UInt8>
  private var index: Int

  init(bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    index = bytes.startIndex
  }

  /// From 1.
  var column: Int { index - bytes.startIndex + 1 }

  private mutating func skipBlanks() {
    while index < bytes.endIndex, isBlank(bytes[index]) || isLineEnd(bytes[index]) { index += 1 }
  }

  var isAtEnd: Bool {
    bytes[index...].allSatisfy { isBlank($0) || isLineEnd($0) || $0 == UInt8(ascii: ",") }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
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
