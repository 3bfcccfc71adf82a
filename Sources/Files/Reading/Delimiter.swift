/// What stands between the fields of a row.
package enum Delimiter: Sendable, Equatable {
  /// One byte: comma, semicolon, tab, bar or any other ASCII character.
  case character(UInt8)
  /// Runs of blanks; blanks at both ends of a line count for nothing.
  case blanks

  /// Reads `tab`, `space` or one ASCII character; nil for any other text.
  package init?(_ text: String) {
    switch text {
    case "tab", "\t", "\\t": self = .character(UInt8(ascii: "\t"))
    case "space", " ": self = .blanks
    default:
      let bytes = Array(text.utf8)
      guard bytes.count == 1, bytes[0] > 0x20, bytes[0] < 0x7f, bytes[0] != UInt8(ascii: "\"")
      else { return nil }
      self = .character(bytes[0])
    }
  }

  /// The likeliest delimiter of a first line: the commonest of tab, `;`, `|` and `,` outside quotes.
  ///
  /// Where two are as common the comma loses, because it also stands inside numbers. A line with none
  /// of them is one column.
  static func detected(in line: ArraySlice<UInt8>) -> Delimiter {
    var isQuoted = false
    var counts = [UInt8: Int]()
    for byte in line {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        if counts.isEmpty { continue }
        break
      }
      counts[byte, default: 0] += 1
    }
    var best = UInt8(ascii: ",")
    for candidate in "\t;|,".utf8 where counts[candidate, default: 0] > counts[best, default: 0] {
      best = candidate
    }
    if counts[best, default: 0] > 0 {
      for candidate in "|;\t".utf8 where counts[candidate] == counts[best] { best = candidate }
    }
    return .character(best)
  }
}
