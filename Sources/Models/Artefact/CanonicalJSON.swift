internal import FoundationEssentials
package import Units

/// A number of a document that is infinite or not a number, which JSON cannot hold.
package struct UndefinedFigure: Error, Sendable, Equatable {
  /// Where it stands: names and places with dots between, as `groups.all.model.auc`.
  package let keyPath: String

  package init(keyPath: String) {
    self.keyPath = keyPath
  }
}

/// JSON with sorted keys, so that equal values are equal bytes.
///
/// - Parameters:
///   - value: a document.
///   - words: how findings are put into words; nil leaves codes and values alone.
/// - Returns: UTF-8 that ends with a line break.
/// - Throws: where a number is not finite.
package func canonicalJSON(
  _ value: some Encodable, words: FindingWords? = nil
) throws(UndefinedFigure) -> [UInt8] {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
  if let words, let key = FindingWords.key { encoder.userInfo[key] = words }
  do {
    return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
  } catch EncodingError.invalidValue(_, let context) {
    throw UndefinedFigure(
      keyPath: context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
        .joined(separator: "."))
  } catch {
    // Encoders throw nothing else, and documents of ours throw nothing of their own.
    throw UndefinedFigure(keyPath: "")
  }
}

/// What a JSON text says, however it is spaced, ordered or spelled: members sorted by name, no
/// blanks, numbers in their shortest form that reads back as the same, strings with no more escapes
/// than needed.
///
/// Whole numbers of up to 64 bits are kept to the digit. Integers and decimal fractions of one value
/// are one (`2`, `2.0` and `2e0`).
struct CanonicalContent {
  /// Why a text has no content.
  struct Fault: Error {}

  private let text: [UInt8]
  private var place = 0
  private var depth = 0

  /// Deeper documents are refused, before they could exhaust the stack.
  private static let deepest = 128

  private init(_ text: [UInt8]) { self.text = text }

  /// - Parameters:
  ///   - text: a JSON object as UTF-8.
  ///   - name: a member at the top that is left out.
  /// - Returns: the canonical bytes.
  /// - Throws: where the text is no JSON object, is nested too deeply, or names a member twice.
  /// - Complexity: O(n log n) of the text's length.
  static func bytes(of text: [UInt8], without name: String) throws(Fault) -> [UInt8] {
    var reader = CanonicalContent(text)
    reader.skipBlanks()
    guard reader.current == UInt8(ascii: "{") else { throw Fault() }
    let content = try reader.object(without: name)
    reader.skipBlanks()
    guard reader.place == text.count else { throw Fault() }
    return content
  }

  private var current: UInt8? { place < text.count ? text[place] : nil }

  private mutating func skipBlanks() {
    while let byte = current, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { place += 1 }
  }

  private mutating func take(_ byte: UInt8) throws(Fault) {
    guard current == byte else { throw Fault() }
    place += 1
  }

  private mutating func value() throws(Fault) -> [UInt8] {
    skipBlanks()
    switch current {
    case UInt8(ascii: "{"): return try object(without: nil)
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return Self.quoted(try string())
    case UInt8(ascii: "t"): return try word("true")
    case UInt8(ascii: "f"): return try word("false")
    case UInt8(ascii: "n"): return try word("null")
    default: return try number()
    }
  }

  private mutating func word(_ word: String) throws(Fault) -> [UInt8] {
    for byte in word.utf8 { try take(byte) }
    return Array(word.utf8)
  }

  private mutating func open(_ byte: UInt8) throws(Fault) {
    try take(byte)
    depth += 1
    guard depth <= Self.deepest else { throw Fault() }
    skipBlanks()
  }

  private mutating func object(without left: String?) throws(Fault) -> [UInt8] {
    try open(UInt8(ascii: "{"))
    var members: [(name: [UInt8], value: [UInt8])] = []
    if current != UInt8(ascii: "}") {
      while true {
        skipBlanks()
        let name = try string()
        skipBlanks()
        try take(UInt8(ascii: ":"))
        let content = try value()
        members.append((name, content))
        skipBlanks()
        guard current == UInt8(ascii: ",") else { break }
        place += 1
      }
    }
    try take(UInt8(ascii: "}"))
    depth -= 1
    members.sort { $0.name.lexicographicallyPrecedes($1.name) }
    for (one, next) in zip(members, members.dropFirst()) where one.name == next.name {
      throw Fault()
    }
    if let left { members.removeAll { $0.name.elementsEqual(left.utf8) } }
    return Self.joined(
      members.map { Self.quoted($0.name) + [UInt8(ascii: ":")] + $0.value }, "{", "}")
  }

  private mutating func array() throws(Fault) -> [UInt8] {
    try open(UInt8(ascii: "["))
    var elements: [[UInt8]] = []
    if current != UInt8(ascii: "]") {
      while true {
        elements.append(try value())
        skipBlanks()
        guard current == UInt8(ascii: ",") else { break }
        place += 1
      }
    }
    try take(UInt8(ascii: "]"))
    depth -= 1
    return Self.joined(elements, "[", "]")
  }

  private static func joined(
    _ parts: [[UInt8]], _ start: Unicode.Scalar, _ end: Unicode.Scalar
  ) -> [UInt8] {
    [UInt8(ascii: start)] + parts.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: end)]
  }
}

extension CanonicalContent {
  private mutating func number() throws(Fault) -> [UInt8] {
    let start = place
    while let byte = current, "+-.0123456789Ee".utf8.contains(byte) { place += 1 }
    let literal = String(decoding: text[start..<place], as: UTF8.self)
    let isWhole = !literal.contains { ".eE".contains($0) }
    if isWhole, literal != "-0" {
      if let whole = Int64(literal) { return Array("\(whole)".utf8) }
      if let whole = UInt64(literal) { return Array("\(whole)".utf8) }
    }
    guard let value = Double(literal), value.isFinite else { throw Fault() }
    // Every whole number so small is itself as a fraction, too.
    if value.magnitude < 0x1p53, value == value.rounded(), value != 0 || value.sign == .plus {
      return Array("\(Int64(value))".utf8)
    }
    return Array("\(value)".utf8)
  }

  /// The bytes of a string, escapes resolved.
  private mutating func string() throws(Fault) -> [UInt8] {
    try take(UInt8(ascii: "\""))
    var bytes: [UInt8] = []
    while let byte = current, byte != UInt8(ascii: "\"") {
      place += 1
      guard byte != UInt8(ascii: "\\") else {
        bytes += try escape()
        continue
      }
      guard byte >= 0x20 else { throw Fault() }
      bytes.append(byte)
    }
    try take(UInt8(ascii: "\""))
    return bytes
  }

  private mutating func escape() throws(Fault) -> [UInt8] {
    guard let kind = current else { throw Fault() }
    place += 1
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [kind]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): break
    default: throw Fault()
    }
    var code = try hexDigits()
    if (0xD800..<0xDC00).contains(code) {
      try take(UInt8(ascii: "\\"))
      try take(UInt8(ascii: "u"))
      let low = try hexDigits()
      guard (0xDC00..<0xE000).contains(low) else { throw Fault() }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw Fault() }
    return Array(String(Character(scalar)).utf8)
  }

  private mutating func hexDigits() throws(Fault) -> UInt32 {
    guard place + 4 <= text.count,
      let code = UInt32(String(decoding: text[place..<place + 4], as: UTF8.self), radix: 16),
      text[place] != UInt8(ascii: "+")
    else { throw Fault() }
    place += 4
    return code
  }

  private static func quoted(_ bytes: [UInt8]) -> [UInt8] {
    var quoted = [UInt8(ascii: "\"")]
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): quoted += [UInt8(ascii: "\\"), byte]
      case 0..<0x20:
        quoted += Array("\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8)
      default: quoted.append(byte)
      }
    }
    return quoted + [UInt8(ascii: "\"")]
  }
}

/// What a decoding error says, without the decoder's own type names.
func decodingReason(_ error: any Error) -> String {
  func place(_ context: DecodingError.Context) -> String {
    context.codingPath.map(\.stringValue).joined(separator: ".")
  }
  switch error {
  case DecodingError.keyNotFound(let key, let context):
    let path = place(context)
    return "'\(key.stringValue)' is missing\(path.isEmpty ? "" : " in '\(path)'")"
  case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
    return "'\(place(context))' has the wrong type"
  case DecodingError.dataCorrupted(let context):
    let path = place(context)
    return path.isEmpty ? "it is no JSON" : "'\(path)': \(context.debugDescription)"
  default:
    return "it is no JSON"
  }
}
