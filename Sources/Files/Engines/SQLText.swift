/// Names and texts as SQL quotes them.
enum SQLText {
  static func quoted(_ name: String) -> String {
    "\"" + name.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
  }

  static func text(_ text: String) -> String {
    "'" + text.map { $0 == "'" ? "''" : String($0) }.joined() + "'"
  }

  /// A text of which no line ends a comment.
  static func oneLine(_ text: String) -> String {
    String(text.map { $0.isNewline || $0 == "\0" ? " " : $0 })
  }

  /// The name behind the last point of a quoted name, without its quotes.
  static func lastPart(of identifier: String) -> String {
    var part = ""
    var isInside = false
    var rest = Substring(identifier)
    while let character = rest.popFirst() {
      if character == "\"" {
        if isInside, rest.first == "\"" {
          rest.removeFirst()
          part.append("\"")
        } else {
          isInside.toggle()
        }
      } else if character == ".", !isInside {
        part = ""
      } else {
        part.append(character)
      }
    }
    return part
  }
}
