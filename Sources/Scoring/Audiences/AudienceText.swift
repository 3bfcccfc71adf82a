internal import Files

/// How a person's data are written before they are hashed or sent.
enum AudienceText {
  /// An e-mail address in lower case without blanks around it; nil where it is not one.
  ///
  /// Google wants the dots left out of the part before the @ of its own addresses.
  static func email(_ text: String, for target: AudienceTarget) -> String? {
    let plain = trimmed(text).lowercased()
    let parts = plain.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."),
      parts[1].first != ".", parts[1].last != ".",
      plain.unicodeScalars.allSatisfy({ !$0.properties.isWhitespace && $0.value > 0x20 }),
      plain.utf8.count <= 254
    else { return nil }
    guard target == .googleAds, ["gmail.com", "googlemail.com"].contains(parts[1]) else {
      return plain
    }
    let local = parts[0].filter { $0 != "." }
    return local.isEmpty ? nil : "\(local)@\(parts[1])"
  }

  /// A telephone number as E.164 (`+4930123456`); nil where it is not one.
  ///
  /// The country's digits go before a number without them, whose leading 0 goes.
  static func phone(_ text: String, countryCode: String?) -> String? {
    let plain = trimmed(text)
    guard plain.allSatisfy({ $0.isASCII && ($0.isNumber || " +-()./".contains($0)) }) else {
      return nil
    }
    var digits = plain.filter(\.isNumber)
    if plain.first != "+" {
      if digits.hasPrefix("00") {
        digits = String(digits.dropFirst(2))
      } else {
        guard let countryCode else { return nil }
        digits = countryCode + digits.drop { $0 == "0" }
      }
    }
    // E.164: at most 15 digits, none of them a leading 0.
    guard (8...15).contains(digits.count), digits.first != "0" else { return nil }
    return "+" + digits
  }

  /// A name in lower case without blanks around it; Meta takes no punctuation either.
  static func hashedName(_ text: String, for target: AudienceTarget) -> String {
    let plain = trimmed(text).lowercased()
    return target == .meta
      ? String(plain.filter { !$0.isPunctuation && !$0.isWhitespace && !$0.isSymbol }) : plain
  }

  static func trimmed(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    while scalars.first?.properties.isWhitespace == true { scalars.removeFirst() }
    while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
    return String(scalars)
  }

  /// 64 hex digits.
  static func hashed(_ text: String) -> String { SHA256.hexDigits(of: text.utf8) }
}
