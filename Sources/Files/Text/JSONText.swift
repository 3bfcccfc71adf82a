/// Appends a JSON string with its quotes (RFC 8259); Python reads the same literal.
func appendJSONString(_ text: String, to bytes: inout [UInt8]) {
  appendString(text.utf8, to: &bytes)
}

/// Appends a JSON string of UTF-8 bytes with its quotes.
func appendJSONString(utf8 text: [UInt8], to bytes: inout [UInt8]) {
  appendString(text, to: &bytes)
}

private func appendString(_ text: some Collection<UInt8>, to bytes: inout [UInt8]) {
  bytes.append(quote)
  for byte in text {
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

/// A text as a scalar of YAML between double quotes: JSON's, with whatever else no reader of YAML takes as it is.
package func yamlString(_ text: String) -> String {
  var scalar = ""
  for sign in String(decoding: jsonString(text), as: UTF8.self).unicodeScalars {
    switch sign.value {
    case 0x7f...0x9f, 0x2028, 0x2029, 0x202a...0x202e, 0x2066...0x2069, 0xfeff, 0xfffe, 0xffff:
      let digits = String(sign.value, radix: 16)
      scalar += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: scalar.unicodeScalars.append(sign)
    }
  }
  return scalar
}

/// A JSON string with its quotes.
package func jsonString(_ text: String) -> [UInt8] {
  var bytes: [UInt8] = []
  appendJSONString(text, to: &bytes)
  return bytes
}
