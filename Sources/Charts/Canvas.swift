internal import Files
internal import Units

/// Collects the elements of a picture.
package struct Canvas {
  /// Units from left to right.
  package static let width = 420.0

  private var elements: [String] = []

  var text: String { elements.joined(separator: "\n") }

  enum Anchor: String {
    case start, middle, end
  }

  mutating func text(
    _ text: String, x: Double, y: Double, anchor: Anchor = .start, classes: String = ""
  ) {
    let own = classes.isEmpty ? "" : " class=\"\(classes)\""
    let anchored = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
    elements.append(
      "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\"\(anchored)\(own)>"
        + "\(Self.escaped(text))</text>")
  }

  /// What is told is shown when the rectangle is pointed at; empty for nothing.
  mutating func rectangle(
    x: Double, y: Double, width: Double, height: Double, classes: String, opacity: Double? = nil,
    told: String = ""
  ) {
    elements.append(
      "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(max(0, width)))\" "
        + "height=\"\(Self.number(max(0, height)))\" class=\"\(classes)\""
        + (opacity.map { " fill-opacity=\"\(Self.number($0))\"" } ?? "") + Self.ended("rect", told))
  }

  mutating func circle(
    x: Double, y: Double, radius: Double, classes: String, opacity: Double? = nil,
    told: String = ""
  ) {
    elements.append(
      "<circle cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"\(Self.number(radius))\" "
        + "class=\"\(classes)\"" + (opacity.map { " fill-opacity=\"\(Self.number($0))\"" } ?? "")
        + Self.ended("circle", told))
  }

  mutating func line(from: (x: Double, y: Double), to: (x: Double, y: Double), classes: String) {
    elements.append(
      "<path d=\"M\(Self.point(from.x, from.y))L\(Self.point(to.x, to.y))\" class=\"\(classes)\"/>")
  }

  mutating func path(through points: [(x: Double, y: Double)], closed: Bool, classes: String) {
    guard points.count > 1 else { return }
    let steps = points.map { Self.point($0.x, $0.y) }.joined(separator: "L")
    elements.append("<path d=\"M\(steps)\(closed ? "Z" : "")\" class=\"\(classes)\"/>")
  }

  /// A band of one height that bends from one place to another; places are of its upper edge.
  mutating func ribbon(
    from: (x: Double, y: Double), to: (x: Double, y: Double), height: Double, classes: String,
    told: String = ""
  ) {
    let middle = (from.x + to.x) / 2
    let path =
      "M\(Self.point(from.x, from.y))C\(Self.point(middle, from.y)) \(Self.point(middle, to.y)) "
      + "\(Self.point(to.x, to.y))V\(Self.number(to.y + height))"
      + "C\(Self.point(middle, to.y + height)) \(Self.point(middle, from.y + height)) "
      + "\(Self.point(from.x, from.y + height))Z"
    elements.append("<path d=\"\(path)\" class=\"\(classes)\"" + Self.ended("path", told))
  }

  /// Small round dots, in one element.
  mutating func dots(_ points: [(x: Double, y: Double)], classes: String) {
    guard !points.isEmpty else { return }
    let path = points.map { "M\(Self.point($0.x, $0.y))h0" }.joined()
    elements.append("<path d=\"\(path)\" class=\"dots \(classes)\"/>")
  }

  private static func ended(_ name: String, _ told: String) -> String {
    told.isEmpty ? "/>" : "><title>\(escaped(shortened(told)))</title></\(name)>"
  }

  /// Words of which there may be one a shape, however long the names in them are.
  static func shortened(_ words: String) -> String {
    words.count > 240 ? "\(words.prefix(239))…" : words
  }

  private static func point(_ x: Double, _ y: Double) -> String { "\(number(x)),\(number(y))" }

  /// A tenth of a unit is finer than a screen shows.
  static func number(_ value: Double) -> String {
    precondition(value.isFinite, "a place that is no number")
    let text = fixed(value, digits: 2)
    guard text.contains(".") else { return text }
    let trimmed = text.reversed().drop { $0 == "0" }.reversed()
    return trimmed.last == "." ? String(trimmed.dropLast()) : String(trimmed)
  }

  /// Text that is safe in an element or attribute, whatever it says; marks that turn the direction of
  /// what follows them are shown as the replacement character.
  package static func escaped(_ text: String) -> String {
    xmlEscaped(
      String(
        String.UnicodeScalarView(
          text.unicodeScalars.map { turnsDirection($0) || isControl($0) ? "\u{FFFD}" : $0 })))
  }

  private static func turnsDirection(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }
}
