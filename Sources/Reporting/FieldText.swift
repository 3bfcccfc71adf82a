let quote = UInt8(ascii: "\"")
let comma = UInt8(ascii: ",")
let colon = UInt8(ascii: ":")
let openBrace = UInt8(ascii: "{")
let closeBrace = UInt8(ascii: "}")
let minus = UInt8(ascii: "-")
let zero = UInt8(ascii: "0")
let tab = UInt8(ascii: "\t")
let lineFeed = UInt8(ascii: "\n")
let carriageReturn = UInt8(ascii: "\r")

/// Appends one CSV field: quoted where RFC 4180 asks for it, guarded where a spreadsheet would run
/// it.
func appendField(_ text: String, to bytes: inout [UInt8]) {
  let guarded = wouldRunAsFormula(text.utf8)
  let quoted = text.utf8.contains {
    $0 == quote || $0 == comma || $0 == lineFeed || $0 == carriageReturn
  }
  if quoted { bytes.append(quote) }
  if guarded { bytes.append(UInt8(ascii: "'")) }
  if quoted {
    for byte in text.utf8 {
      if byte == quote { bytes.append(quote) }
      bytes.append(byte)
    }
    bytes.append(quote)
  } else {
    bytes.append(contentsOf: text.utf8)
  }
}

/// Whether a spreadsheet that opens the file would evaluate the text ("CSV injection", OWASP).
///
/// A customer id `-42` or a telephone number `+4930123` is harmless and stays as it is.
func wouldRunAsFormula(_ text: String.UTF8View) -> Bool {
  switch text.first {
  case UInt8(ascii: "="), UInt8(ascii: "@"), tab, carriageReturn: true
  case UInt8(ascii: "+"): text.dropFirst().first == minus || !isPlainNumber(text.dropFirst())
  case minus: !isPlainNumber(text)
  default: false
  }
}

func isLetterOrDigit(_ byte: UInt8) -> Bool {
  switch byte {
  case zero...zero + 9, UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "a")...UInt8(ascii: "z"):
    true
  default: false
  }
}

/// Whether the text is a decimal number: `-`?, digits, then perhaps `.` and digits, then perhaps an
/// exponent.
func isPlainNumber(_ text: some Collection<UInt8>) -> Bool {
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

/// Appends a JSON string with its quotes (RFC 8259); Python reads the same literal.
func appendJSONString(_ text: String, to bytes: inout [UInt8]) {
  bytes.append(quote)
  for byte in text.utf8 {
    switch byte {
    case quote: bytes.append(contentsOf: #"\""#.utf8)
    case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
    case lineFeed: bytes.append(contentsOf: #"\n"#.utf8)
    case carriageReturn: bytes.append(contentsOf: #"\r"#.utf8)
    case tab: bytes.append(contentsOf: #"\t"#.utf8)
    case 0..<0x20:
      bytes.append(contentsOf: (byte < 0x10 ? #"\u000"# : #"\u00"#).utf8)
      bytes.append(contentsOf: String(byte, radix: 16).utf8)
    default: bytes.append(byte)
    }
  }
  bytes.append(quote)
}

/// A JSON string with its quotes.
func jsonString(_ text: String) -> [UInt8] {
  var bytes: [UInt8] = []
  appendJSONString(text, to: &bytes)
  return bytes
}
