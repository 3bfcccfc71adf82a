internal import Files

// How names of columns and values are compared and written.

/// A name without case, accents, blanks, `_` and punctuation: `Invoice No.` and `invoice_no` are one.
package func plainName(_ name: String) -> String {
  let lower = name.lowercased()
  let plain = lower.utf8.allSatisfy { $0 < 0x80 } ? lower : withoutAccents(lower)
  return String(decoding: plain.utf8.filter(isWordByte), as: UTF8.self)
}

/// A text in lower case with plain letters in place of those that Western languages accent.
package func withoutAccents(_ text: String) -> String {
  let plain: [Character: String] = [
    "ä": "a", "á": "a", "à": "a", "â": "a", "ã": "a", "é": "e", "è": "e", "ê": "e", "í": "i",
    "ì": "i", "ó": "o", "ô": "o", "ö": "o", "õ": "o", "û": "u", "ü": "u", "ú": "u", "ù": "u",
    "ç": "c", "ñ": "n",
  ]
  return text.map { plain[$0] ?? String($0) }.joined()
}

/// A text without byte-order mark and outer blanks, with single blanks, in lower case.
package func foldedName(_ text: String) -> String {
  // Most texts are folded as they are.
  let isFolded = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && !($0 > 0x40 && $0 < 0x5b) }
  if isFolded { return text }
  var folded = ""
  var blank = false
  for scalar in text.unicodeScalars {
    if scalar == "\u{feff}" { continue }
    if scalar.properties.isWhitespace || scalar == "\u{202f}" || scalar == "\u{a0}" {
      blank = !folded.isEmpty
      continue
    }
    if blank { folded += " " }
    blank = false
    folded.unicodeScalars.append(scalar)
  }
  return folded.lowercased()
}

/// A value of a status: `_`, `-` and runs of blanks are one blank.
package func foldedValue(_ text: String, prefix: String = "") -> String {
  var name = foldedName(text)
  if !prefix.isEmpty, name.hasPrefix(prefix) { name.removeFirst(prefix.count) }
  return name.split { " _-".contains($0) }.joined(separator: " ")
}

/// How a column is written in an expression.
package func expressionName(_ column: String) -> String {
  let isName =
    column.utf8.allSatisfy { $0 == UInt8(ascii: "_") || isWordByte($0) }
    && column.utf8.first.map { $0 > UInt8(ascii: "9") } == true
  let digits = column.dropFirst()
  let isPosition =
    column.first == "$" && !digits.isEmpty && digits.utf8.allSatisfy { digit($0) != nil }
  return isName || isPosition ? column : "`\(column)`"
}

/// A text in the quotes of the column language.
package func quotedText(_ text: String) -> String {
  "'\(text.replacing("'", with: "''"))'"
}

extension String {
  /// The text with every occurrence of another replaced.
  fileprivate func replacing(_ other: Character, with text: String) -> String {
    reduce(into: "") { $0 += $1 == other ? text : String($1) }
  }
}
