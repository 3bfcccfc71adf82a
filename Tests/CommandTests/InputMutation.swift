import TestSupport

/// Changes of valid inputs, as `Tests/Fuzzing/mutation.py` makes them for the command.
struct InputMutation {
  var generator: SeededGenerator
  /// Whether inputs stay as they are.
  var isStill = false

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  private static let cells: [String] = [
    "", "0", "-0", "1", "-1", "0.1", "1e308", "-1e308", "1e-320", "1e999", "nan", "NaN", "inf",
    "-Infinity", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
    "18446744073709551616", "0x10", "1,5", "1.000,50", "1'000", "1_000", "€5", "5 EUR", "(5)", "5-",
    "%", "NULL", "null", "2024-02-29", "2023-02-29", "0000-00-00", "9999-12-31",
    "1970-01-01T00:00:00Z", "2024-03-31T02:30:00+02:00", "1711846800", "31/12/2024", "20240101",
    "true", "\"", "\"\"", "a\"b", "a\nb", "=1+1", "@SUM(A1)", "\u{202e}", "\u{feff}", "\0",
    "\u{1b}[31m", "é", "e\u{301}", "😀", String(repeating: "a", count: 300), " x ", "\t", ";",
    "customer_id", "date", "amount", "p_0123456789abcdef0123456789abcdef",
  ]
  private static let words: [String] = [
    "and", "or", "not", "in", "is", "null", "(", ")", "[", "]", ",", "-", "<", "<=", "=", "!=", ">",
    "*", "/", "+", "'", "1e308", "-1", "0", "0.5", "'555'", "orders", "spend_rank", "rfm", "90d",
    "orders(", "events(", "spend(", "event = 'x'", "amount", "\"", "`", "$1",
    "$99999999999999999999",
    "??", "&", "lower(", "abs(", "12w", "1y", "10%", "2026-01-31", "\\", "\0", "é",
    String(repeating: "(", count: 200), String(repeating: "not ", count: 200),
    String(repeating: "1 + ", count: 200),
  ]
  private static let numbers: [String] = [
    "0", "-0.0", "1", "-1", "2", "0.5", "1e-9", "5e-324", "1e9", "1e15", "1e18", "1e300", "-1e300",
    "1.7976931348623157e308", "2147483647", "2147483648", "9007199254740992",
    "9223372036854775807", "-9223372036854775808", "365000", "1e999", "1000000",
  ]

  mutating func below(_ count: Int) -> Int { Int.random(in: 0..<max(1, count), using: &generator) }

  /// A few flips, cuts, repetitions and insertions of bytes.
  mutating func bytes(_ valid: [UInt8]) -> [UInt8] {
    if isStill { return valid }
    var bytes = valid
    for _ in 0..<pick(from: [1, 1, 2, 4, 16], using: &generator) {
      let place = below(bytes.count + 1)
      switch below(7) {
      case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(below(8))
      case 1:
        let count = pick(from: [1, 2, 10, 100], using: &generator)
        bytes.removeSubrange(place..<min(bytes.count, place + count))
      case 2:
        bytes.insert(
          contentsOf: (0..<8).map { _ in UInt8(truncatingIfNeeded: generator.next()) }, at: place)
      case 3:
        let part = bytes[place..<min(bytes.count, place + 50)]
        for _ in 0..<pick(from: [1, 2, 50], using: &generator) {
          bytes.insert(contentsOf: part, at: place)
        }
      case 4: bytes.insert(contentsOf: pick(from: Self.cells, using: &generator).utf8, at: place)
      case 5:
        let mark = pick(from: ["\r", "\n", ",", ";", "\t", "\"", "\\", "\0"], using: &generator)
        bytes.insert(contentsOf: mark.utf8, at: place)
      default: if below(8) == 0 { bytes.removeSubrange(place...) }
      }
    }
    return bytes
  }

  /// Other cells, columns and lines in a delimited text.
  mutating func cells(_ valid: [UInt8]) -> [UInt8] {
    if isStill { return valid }
    var lines = valid.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for _ in 0..<pick(from: [1, 2, 5, 20], using: &generator) {
      let place = below(lines.count)
      var cells = lines[place].split(
        separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      let cell = below(cells.count)
      switch below(8) {
      case 0...3: cells[cell] = Array(pick(from: Self.cells, using: &generator).utf8)[...]
      case 4: cells.insert(Array(pick(from: Self.cells, using: &generator).utf8)[...], at: cell)
      case 5 where cells.count > 1: cells.remove(at: cell)
      case 6: lines.insert(lines[below(lines.count)], at: place)
      default: cells.swapAt(cell, below(cells.count))
      }
      lines[place] = Array(cells.joined(separator: [UInt8(ascii: ",")]))[...]
    }
    return Array(lines.joined(separator: [UInt8(ascii: "\n")]))
  }

  mutating func text(_ valid: [UInt8]) -> [UInt8] {
    below(2) == 0 ? bytes(valid) : cells(valid)
  }

  /// Other words in a text of the language of conditions.
  mutating func condition(_ valid: String) -> String {
    if isStill { return valid }
    var parts = valid.split(separator: " ").map(String.init)
    for _ in 0..<pick(from: [1, 1, 2, 4], using: &generator) {
      let place = below(parts.count + 1)
      switch below(4) {
      case 0 where place < parts.count: parts[place] = pick(from: Self.words, using: &generator)
      case 1: parts.removeSubrange(place..<min(parts.count, place + 1 + below(3)))
      case 2 where place < parts.count: parts.swapAt(place, below(parts.count))
      default: parts.insert(pick(from: Self.words, using: &generator), at: place)
      }
    }
    return parts.joined(separator: below(8) == 0 ? "" : " ")
  }

  /// Other numbers, texts and members in a JSON text, whose form mostly stays.
  mutating func json(_ valid: [UInt8], _ tokens: [Range<Int>]) -> [UInt8] {
    if isStill { return valid }
    var bytes = valid
    let places = Set(
      (0..<pick(from: [1, 1, 2, 4], using: &generator)).map { _ in below(tokens.count) })
    for place in places.sorted(by: >) {
      let token = tokens[place]
      let isText = valid[token.lowerBound] == UInt8(ascii: "\"")
      let new: String
      switch below(10) {
      case 0:
        new = pick(from: ["null", "[]", "{}", "\"x\"", "true", "[[],[],[]]"], using: &generator)
      case 1 where isText: new = "\"\""
      case 2...3:
        // One of the document's own in the place of another, so that kinds may fit.
        let other = tokens[below(tokens.count)]
        new = String(decoding: valid[other], as: UTF8.self)
      default:
        new =
          isText
          ? "\"\(String(repeating: "z", count: below(80)))\""
          : pick(from: Self.numbers, using: &generator)
      }
      bytes.replaceSubrange(token, with: new.utf8)
    }
    if below(20) == 0 { bytes = self.bytes(bytes) }
    return bytes
  }

  /// Numbers and texts of a JSON document that are values.
  static func tokens(of json: [UInt8]) -> [Range<Int>] {
    var tokens: [Range<Int>] = []
    var place = 0
    while place < json.count {
      let start = place
      if json[place] == UInt8(ascii: "\"") {
        place += 1
        while place < json.count, json[place] != UInt8(ascii: "\"") {
          place += json[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        place = min(place + 1, json.count)
        let next = json[place...].first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\n") }
        if next != UInt8(ascii: ":") { tokens.append(start..<place) }
      } else if "-0123456789".utf8.contains(json[place]) {
        while place < json.count, "-+.eE0123456789".utf8.contains(json[place]) { place += 1 }
        tokens.append(start..<place)
      } else {
        place += 1
      }
    }
    return tokens
  }
}
