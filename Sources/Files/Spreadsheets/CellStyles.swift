/// Which styles of cells show a number as a date.
final class CellStyles: XMLTaker {
  /// What a format shows; a time of day alone may be of a date that is not shown.
  enum Kind { case number, date, dateAndTime, time }

  private var codes: [Int: String] = [:]
  private var formats: [Int] = []
  private var isInCells = false

  func begin(_ name: String, _ attributes: borrowing XMLAttributes) {
    switch name {
    case "numFmt":
      if let id = attributes["numFmtId"].flatMap({ Int($0) }) {
        codes[id] = attributes["formatCode"] ?? ""
      }
    case "cellXfs": isInCells = true
    case "xf" where isInCells: formats.append(attributes["numFmtId"].flatMap { Int($0) } ?? 0)
    default: break
    }
  }

  func end(_ name: String) { if name == "cellXfs" { isInCells = false } }
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}

  /// The kind of each style.
  var kinds: [Kind] {
    formats.map { format in
      if let code = codes[format] { return Self.kind(ofCode: code) }
      return switch format {
      case 14...17, 27...31, 34...36, 50...58: .date
      case 18...21, 32, 33: .time
      case 22: .dateAndTime
      // 45 to 47 are minutes, or hours without end: how long something took.
      default: .number
      }
    }
  }

  /// What a format shows, by its letters outside quotes and brackets.
  static func kind(ofCode code: String) -> Kind {
    let letters = letters(of: code)
    if letters.contains("[") { return .number }
    let showsHour = letters.contains("h")
    // Months and minutes have one letter: minutes stand behind hours or before seconds.
    let marks = letters.filter { "ydhms".contains($0) }
    let runs = marks.reduce(into: "") { runs, mark in if runs.last != mark { runs.append(mark) } }
    let months = runs.indices.contains { place in
      guard runs[place] == "m" else { return false }
      let isAfterHour = place > runs.startIndex && runs[runs.index(before: place)] == "h"
      return !isAfterHour && runs[runs.index(after: place)...].first != "s"
    }
    if months || runs.contains(where: { "yd".contains($0) }) {
      return showsHour || runs.contains("s") ? .dateAndTime : .date
    }
    return showsHour ? .time : .number
  }

  /// The letters of a format's first part, in lower case; a bracket for hours, minutes or seconds that are counted
  /// on without end.
  private static func letters(of code: String) -> String {
    var letters = ""
    var rest = Substring(code.lowercased())
    while let character = rest.popFirst(), character != ";" {
      switch character {
      case "\"": rest = rest.drop { $0 != "\"" }.dropFirst()
      case "\\", "_", "*": rest = rest.dropFirst()
      case "[":
        let inside = rest.prefix { $0 != "]" }
        rest = rest.dropFirst(inside.count + 1)
        if let mark = inside.first, "hms".contains(mark), inside.allSatisfy({ $0 == mark }) {
          letters += "["
        }
      case "a" where rest.hasPrefix("m/pm"): rest = rest.dropFirst(4)
      default: letters.append(character)
      }
    }
    return letters
  }
}
