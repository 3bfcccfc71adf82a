import Glibc

/// Colours of reports: on a terminal, unless `NO_COLOR` is set or the terminal knows none.
enum TerminalColours {
  /// Whether what is printed may have colours: <https://no-color.org> asks for none where the variable
  /// is there and not empty.
  static var areWanted: Bool {
    isatty(STDOUT_FILENO) == 1 && value(of: "NO_COLOR").isEmpty && knowsCommands
  }

  /// Whether the terminal knows commands, such as that for a colour or for an empty line.
  static var knowsCommands: Bool { !["", "dumb"].contains(value(of: "TERM")) }

  private static func value(of name: String) -> String {
    guard let text = unsafe getenv(name) else { return "" }
    return unsafe String(cString: text)
  }
}

/// A report whose rows of heights are blue, and whose notes begin in yellow.
///
/// - Parameter text: holds no control characters but line feeds, whatever it came from.
/// - Returns: the same letters with colours around some of them.
func coloured(_ text: String) -> String {
  let (blue, yellow, end) = ("\u{1b}[34m", "\u{1b}[33m", "\u{1b}[0m")
  var result = ""
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    if !result.isEmpty || line.startIndex != text.startIndex { result += "\n" }
    var line = line
    if line.hasPrefix("note:") {
      result += "\(yellow)note:\(end)"
      line = line.dropFirst("note:".count)
    }
    var isBar = false
    for character in line {
      if isHeight(character) != isBar {
        isBar.toggle()
        result += isBar ? blue : end
      }
      result.append(character)
    }
    if isBar { result += end }
  }
  return result
}

private func isHeight(_ character: Character) -> Bool { ("▁"..."█").contains(character) }
