/// Text as XML holds it in an element or a quoted attribute, whatever it says.
///
/// Characters that XML 1.0 cannot hold at all become the replacement character.
package func xmlEscaped(_ text: String) -> String {
  var escaped = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    case "'": escaped += "&#39;"
    default:
      escaped.unicodeScalars.append(isXMLCharacter(scalar) ? scalar : "\u{FFFD}")
    }
  }
  return escaped
}

private func isXMLCharacter(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
  default: false
  }
}
