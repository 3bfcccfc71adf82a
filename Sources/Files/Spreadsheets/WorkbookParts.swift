/// What a workbook says of its sheets, before their cells.
final class WorkbookIndex: XMLTaker {
  struct Sheet {
    let name: String
    let relation: String
    let isHidden: Bool
  }

  private(set) var sheets: [Sheet] = []
  private(set) var counts1904 = false

  func begin(_ name: String, _ attributes: borrowing XMLAttributes) {
    switch name {
    case "workbookPr": counts1904 = ["1", "true"].contains(attributes["date1904"] ?? "")
    case "sheet":
      sheets.append(
        Sheet(
          name: attributes["name"] ?? "", relation: attributes["id"] ?? "",
          isHidden: attributes["state"] != nil && attributes["state"] != "visible"))
    default: break
    }
  }

  func end(_ name: String) {}
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}

/// Where the parts are that a part leads to.
final class Relations: XMLTaker {
  private(set) var targets: [String: (kind: String, target: String)] = [:]

  func begin(_ name: String, _ attributes: borrowing XMLAttributes) {
    guard name == "Relationship", let id = attributes["Id"], let target = attributes["Target"]
    else { return }
    let kind = attributes["Type"]?.split(separator: "/").last.map(String.init) ?? ""
    targets[id] = (kind, target)
  }

  func end(_ name: String) {}
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}

  /// The name of the part that a target of a part in a folder means.
  static func part(_ target: String, in folder: String) -> String {
    if target.hasPrefix("/") { return String(target.dropFirst()) }
    var path = folder.split(separator: "/").map(String.init)
    for step in target.split(separator: "/") {
      if step == ".." { _ = path.popLast() } else if step != "." { path.append(String(step)) }
    }
    return path.joined(separator: "/")
  }
}

/// The texts that cells of all sheets share.
final class SharedTexts: XMLTaker {
  private(set) var texts = TextColumn()
  private var current: [UInt8] = []
  private var isText = false
  /// Depth within a guide to pronunciation, which is no text of the cell.
  private var guides = 0

  func begin(_ name: String, _ attributes: borrowing XMLAttributes) {
    switch name {
    case "si": current = []
    case "rPh": guides += 1
    case "t": isText = guides == 0
    default: break
    }
  }

  func end(_ name: String) {
    switch name {
    case "si": texts.append(plainSheetText(current))
    case "rPh": guides -= 1
    case "t": isText = false
    default: break
    }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    if isText { unsafe current += bytes }
  }
}

/// A text of a sheet with the characters that `_x0001_` stands for.
func plainSheetText(_ text: [UInt8]) -> [UInt8] {
  guard text.contains(UInt8(ascii: "_")) else { return text }
  let scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
  var plain = String.UnicodeScalarView()
  var place = 0
  while place < scalars.count {
    if isEscape(scalars[place...]) {
      var digits = ""
      digits.unicodeScalars.append(contentsOf: scalars[place + 2..<place + 6])
      if let value = UInt32(digits, radix: 16), value > 0, let scalar = Unicode.Scalar(value) {
        plain.append(scalar)
        place += 7
        continue
      }
    }
    plain.append(scalars[place])
    place += 1
  }
  return Array(String(plain).utf8)
}
