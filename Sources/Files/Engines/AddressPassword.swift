/// Passwords in texts that are, or look like, addresses of databases.
///
/// Such a text is refused before anything is made of it, since messages show addresses as they stand. Known are
/// `scheme://user:password@host` anywhere in a text, whatever the scheme; a whole text `scheme:user:password@host`;
/// and settings (`password=…`, `PASSWORD '…'`, keys and tokens) as libpq, DuckDB and stores of objects take
/// them. A file with such a name is given by a path: `./a:b:c@d`.
enum AddressPassword {
  private static let settings: Set<String> = [
    "password", "sslpassword", "passwd", "pwd", "pgpassword", "secret_access_key",
    "s3_secret_access_key", "session_token", "s3_session_token", "access_token", "motherduck_token",
    "sig",
  ]
  /// Before a text in quotes alone: other words before `=` may be columns.
  private static let quotedSettings = settings.union(["secret"])
  /// Ends of the names of further settings.
  private static let endings = ["secret_access_key", "_token", "_secret"]
  /// Schemes of files, whose names may have any sign.
  private static let ofFiles: Set<String> = ["parquet", "json", "duckdb", "sqlite"]

  /// The text up to where a password begins, and `…`; nil where it has none.
  ///
  /// - Complexity: O(length of the text).
  static func masked(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    if let start = start(in: bytes) {
      return String(decoding: bytes[..<start], as: UTF8.self) + "…"
    }
    // Signs that are written by their number are those signs to who reads the address.
    guard start(in: decoded(bytes)) != nil else { return nil }
    return String(decoding: bytes.prefix { !":?&".utf8.contains($0) }, as: UTF8.self) + "…"
  }

  private static func start(in bytes: [UInt8]) -> Int? {
    let starts = [startBehindSetting(bytes), startBehindMarks(bytes), startBehindScheme(bytes)]
    return starts.compactMap(\.self).min()
  }

  /// With `%xx` as the byte that it stands for.
  private static func decoded(_ bytes: [UInt8]) -> [UInt8] {
    var plain: [UInt8] = []
    var rest = bytes[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      guard byte == UInt8(ascii: "%"), digits.count == 2,
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      else {
        plain.append(byte)
        continue
      }
      plain.append(value)
      rest = rest.dropFirst(2)
    }
    return plain
  }

  /// Behind the first setting that holds a secret, and its `=` or quote.
  private static func startBehindSetting(_ bytes: [UInt8]) -> Int? {
    var index = 0
    while index < bytes.count {
      let word = bytes[index...].prefix(while: isOfName)
      guard !word.isEmpty else {
        index += 1
        continue
      }
      index = word.endIndex
      let mark = bytes[index...].drop { $0 == space }
      guard let sign = mark.first, "=:'".utf8.contains(sign) else { continue }
      // A cast of SQL.
      if sign == colon, mark.dropFirst().first == colon { continue }
      let name = String(decoding: word, as: UTF8.self).lowercased()
      let isParameter =
        name == "token" && word.startIndex > 0 && "?&".utf8.contains(bytes[word.startIndex - 1])
      if (sign == UInt8(ascii: "'") ? quotedSettings : settings).contains(name) || isParameter
        || endings.contains(where: name.hasSuffix)
      {
        return mark.startIndex + 1
      }
    }
    return nil
  }

  /// Behind the user of the first `scheme://user:password@`.
  private static func startBehindMarks(_ bytes: [UInt8]) -> Int? {
    for place in bytes.indices.dropFirst() where bytes[place...].starts(with: "://".utf8) {
      guard isOfScheme(bytes[place - 1]) || bytes[place - 1] == space else { continue }
      if let start = startOfPassword(bytes, from: place + 3) { return start }
    }
    return nil
  }

  /// Behind the user of a whole text `scheme:user:password@`.
  private static func startBehindScheme(_ bytes: [UInt8]) -> Int? {
    let scheme = bytes.prefix(while: isOfScheme)
    guard !scheme.isEmpty, scheme.endIndex < bytes.count, bytes[scheme.endIndex] == colon,
      !ofFiles.contains(String(decoding: scheme, as: UTF8.self).lowercased())
    else { return nil }
    let start = scheme.endIndex + 1
    if let place = startOfPassword(bytes, from: start) { return place }
    // `user:password@host`, without a scheme.
    let rest = bytes[start...].prefix { $0 != UInt8(ascii: "/") && $0 != space }
    guard rest.first != UInt8(ascii: "/"), let at = rest.firstIndex(of: UInt8(ascii: "@")) else {
      return nil
    }
    return at > start ? start : nil
  }

  /// Behind the first `:` of what follows a scheme, where it is not that of a port.
  ///
  /// A password may have a `/`, `?` or `@` of its own, so what is not surely a port is one, if only an `@` follows.
  private static func startOfPassword(_ bytes: [UInt8], from start: Int) -> Int? {
    let region = bytes[start...].prefix { !" ?'\"".utf8.contains($0) }
    guard let mark = region.firstIndex(of: colon), mark + 1 < bytes.count else { return nil }
    let at = UInt8(ascii: "@")
    if let last = region.lastIndex(of: at) { return mark < last ? mark + 1 : nil }
    let behind = region[(mark + 1)...].drop { isDigit($0) }
    // Behind a port come settings, in whose names is no `@`.
    let next = bytes[region.endIndex...].prefix {
      $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "=")
    }
    let isPort =
      behind.isEmpty ? !next.contains(at) : "/,".utf8.contains(behind[behind.startIndex])
    let isAddress = region.first == UInt8(ascii: "[")
    return !isPort && !isAddress && bytes[region.endIndex...].contains(at) ? mark + 1 : nil
  }

  private static func isOfScheme(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || "+-.".utf8.contains(byte)
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == UInt8(ascii: "_")
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (zero...zero + 9).contains(byte) }
}
