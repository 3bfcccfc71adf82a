/// Appends one CSV field: quoted where RFC 4180 asks for it, guarded where a spreadsheet would run
/// it.
public func appendCSVField(_ text: String, to bytes: inout [UInt8]) {
  appendField(text.utf8, to: &bytes)
}

/// Appends one CSV field of UTF-8 bytes.
func appendCSVField(utf8 text: [UInt8], to bytes: inout [UInt8]) {
  appendField(text, to: &bytes)
}

/// Appends one CSV field as it is, for a program: an empty text is quoted, and so is what `psql` would take for
/// the end of the rows.
func appendExactField(_ text: [UInt8], to bytes: inout [UInt8]) {
  let isQuoted = text.isEmpty || text.first == UInt8(ascii: "\\")
  appendField(text, to: &bytes, isQuoted: isQuoted, isGuarded: false)
}

private func appendField(
  _ text: some Collection<UInt8>, to bytes: inout [UInt8], isQuoted: Bool = false,
  isGuarded: Bool = true
) {
  let guarded = isGuarded && wouldRunAsFormula(text)
  let quoted =
    isQuoted
    || text.contains {
      $0 == quote || $0 == comma || $0 == lineFeed || $0 == carriageReturn
    }
  if quoted { bytes.append(quote) }
  if guarded { bytes.append(UInt8(ascii: "'")) }
  if quoted, text.contains(quote) {
    for byte in text {
      if byte == quote { bytes.append(quote) }
      bytes.append(byte)
    }
  } else {
    bytes.append(contentsOf: text)
  }
  if quoted { bytes.append(quote) }
}

/// The text that a reader of CSV gets back where `text` was written: itself, or guarded.
package func csvText(_ text: String) -> String {
  wouldRunAsFormula(text.utf8) ? "'" + text : text
}

/// The text that was written where a reader of CSV gets back `text`, if no other is written alike.
package func textBeforeCSV(_ text: String) -> String {
  isGuarded(text.utf8) ? String(text.dropFirst()) : text
}

extension TextColumn {
  /// Whether CSV has no two texts alike, whatever they are: none looks like another with its guard.
  package var areToldApartInCSV: Bool {
    (0..<count).allSatisfy { !isGuarded(utf8(at: $0)) }
  }
}

private func isGuarded(_ text: some Collection<UInt8>) -> Bool {
  text.first == UInt8(ascii: "'") && wouldRunAsFormula(text.dropFirst())
}

/// Whether a spreadsheet that opens the file would evaluate the text ("CSV injection", OWASP).
///
/// A customer id `-42` or a telephone number `+4930123` is harmless and stays as it is.
private func wouldRunAsFormula(_ text: some Collection<UInt8>) -> Bool {
  switch text.first {
  case UInt8(ascii: "="), UInt8(ascii: "@"), tab, carriageReturn, lineFeed: true
  case UInt8(ascii: "+"): text.dropFirst().first == minus || !isPlainNumber(text.dropFirst())
  case minus: !isPlainNumber(text)
  // Full-width = + - @, which East Asian spreadsheets treat as the others.
  case 0xef: ["＝", "＋", "－", "＠"].contains { text.starts(with: $0.utf8) }
  default: false
  }
}

/// Whether the text is a decimal number: `-`?, digits, then perhaps `.` and digits, then perhaps an
/// exponent.
public func isPlainNumber(_ text: some Collection<UInt8>) -> Bool {
  var rest = text[...]
  func dropDigits() -> Bool {
    let count = rest.prefix { (zero...zero + 9).contains($0) }.count
    rest = rest.dropFirst(count)
    return count > 0
  }
  if rest.first == minus { rest = rest.dropFirst() }
  guard dropDigits() else { return false }
  if rest.first == UInt8(ascii: ".") {
    rest = rest.dropFirst()
    guard dropDigits() else { return false }
  }
  if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
    rest = rest.dropFirst()
    if rest.first == minus || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    guard dropDigits() else { return false }
  }
  return rest.isEmpty
}
