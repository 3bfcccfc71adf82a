/// A text with what would steer a terminal, rather than appear on it, written out: `\n`, `\u{1b}[2J`.
///
/// File names, cells and names of columns are whatever somebody put there; told in a message, they must
/// not clear a screen, forge a line or turn the direction of writing around.
/// - Parameters:
///   - text: to show.
///   - keepingLines: whether line feeds and tabs stay as they are, as in a report.
/// - Returns: the text without control characters (C0, C1, DEL), line separators and marks that change
///   the direction of what follows.
public func visibleText(_ text: String, keepingLines: Bool = false) -> String {
  func isShown(_ scalar: Unicode.Scalar) -> Bool {
    keepingLines && (scalar == "\n" || scalar == "\t") || !steers(scalar)
  }
  if text.unicodeScalars.allSatisfy(isShown) { return text }
  var shown = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    if isShown(scalar) {
      shown.append(scalar)
    } else {
      shown.append(contentsOf: writtenOut(scalar).unicodeScalars)
    }
  }
  return String(shown)
}

private func steers(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7f...0x9f, 0x2028, 0x2029, 0x202a...0x202e, 0x2066...0x2069: true
  default: false
  }
}

private func writtenOut(_ scalar: Unicode.Scalar) -> String {
  switch scalar {
  case "\n": #"\n"#
  case "\r": #"\r"#
  case "\t": #"\t"#
  default: "\\u{\(String(scalar.value, radix: 16))}"
  }
}

/// The beginning of a text that may be as long as a file's field, with … where it goes on.
public func shortened(_ text: String) -> String {
  let most = 80
  guard text.utf8.count > most, text.unicodeScalars.count > most else { return text }
  return String(String.UnicodeScalarView(text.unicodeScalars.prefix(most))) + "…"
}

/// At most twelve texts with commas between, none of them long.
public func listed(_ texts: [String]) -> String {
  let shown = texts.prefix(12).map(shortened).joined(separator: ", ")
  return texts.count > 12 ? "\(shown) … (\(texts.count) in all)" : shown
}
