package import Files

// How an error is written.
//
// Libraries throw enums with payloads and no prose. Each error type has one file in this folder that
// conforms it to `Worded`: a `switch` over all its cases, without `default:`, that makes a `Sentence`.
//
// - A sentence says where (file, line, column), what was found and what was expected. It names a
//   setting as `\(option: .horizon)` or, with a value, `\(option: .filter, "Quantity > 0")`; it never
//   spells a flag. Interpolated values are made visible, so that no file can forge a line.
// - Where one answer cures the fault, it is given as `use:`, which prints a last line that a program
//   can append to the command as it stands:
//
//       case .unknownZone(let name):
//         Sentence("'\(name)' is no time zone", use: Cure(.timeZone, "UTC"))
//
//       'CET2' is no time zone
//       use: --time-zone UTC
//
// - Where there are several answers and only the user knows which, they are given as `choose:`, one
//   line each, in a fixed order:
//
//       choose: --amount-per order
//       choose: --amount-per line
//
// - What is a customer's own is `\(personal: text)`, `\(found, in: column)` where the name of the column
//   decides it, or in a note `\(id: text)`: in quotes, and as much as `Disclosure` says. The columns of a file
//   are `\(columns: names)`, since a file without a header has a customer's row in their place, and what a program
//   of a database says is `\(said: words, engine)`.
// - A cure holds the whole value, ready to run. What is no complete answer (`amount=…`) is named in the
//   sentence and is no cure.

/// One answer to a fault: settings with the values to give them.
package struct Cure: Sendable, Equatable {
  package let settings: [Assignment]

  package struct Assignment: Sendable, Equatable {
    package let setting: Setting
    /// Nil for a switch.
    package let value: String?
  }

  package init(_ setting: Setting, _ value: String? = nil) {
    settings = [Assignment(setting: setting, value: value)]
  }
}

/// A text that names settings without spelling them.
package struct Sentence: Sendable, Equatable {
  fileprivate enum Part: Sendable, Equatable {
    case text(String)
    case setting(Setting, String?)
    /// What an error quotes of a person.
    case personal(String)
    /// What an error quotes of a column that is no person's.
    case cell(String)
    /// The id of a customer in a note.
    case id(String)
    /// The columns of a file, which are its first line.
    case columns([String])
    /// What a program says of its errors.
    case said(String, SourceEngine)
  }

  private var parts: [Part]
  private var cures: [Cure] = []

  /// A text whose one cure, where it has one, is printed on a last line.
  package init(_ sentence: Sentence, use cure: Cure? = nil) {
    self = sentence
    cures = cure.map { [$0] } ?? []
  }

  /// A text with several answers, of which the user has to choose one.
  package init(_ sentence: Sentence, choose cures: [Cure]) {
    self = sentence
    self.cures = cures
  }

  /// A text of a library, with lines of its own.
  package init(lines text: String) {
    parts = [.text(visibleText(text, keepingLines: true))]
  }

  /// The text with every setting as a caller spells it.
  package func text(spelling: (_ setting: Setting, _ value: String?) -> String) -> String {
    var text = ""
    for part in parts {
      switch part {
      case .text(let words): text += words
      case .setting(let setting, let value): text += spelling(setting, value)
      case .id(let id): text += "'\(visibleText(shownID(shortened(id))))'"
      case .cell(let cell) where Disclosure.current != .masked:
        text += "'\(visibleText(cell))'"
      case .cell(let cell), .personal(let cell):
        text += told(cell, verbose: spelling(.verbose, nil))
      case .columns(let names): text += told(columns: names, spelling)
      case .said(let words, let engine):
        let shown = shownWords(of: engine, words, .current)
        text += visibleText(shown.text)
        guard shown.isCut else { break }
        text +=
          Disclosure.current == .masked
          ? " (more that it says may quote rows)"
          : " (more that it says may quote rows; \(spelling(.verbose, nil)) shows it)"
      }
    }
    let word = cures.count == 1 ? "use" : "choose"
    for cure in cures {
      let settings = cure.settings.map { spelling($0.setting, $0.value) }
      text += "\n\(word): \(settings.joined(separator: " "))"
    }
    return text
  }

  private func told(_ cell: String, verbose: String) -> String {
    let disclosure = Disclosure.current
    if cell.isEmpty || disclosure == .whole { return "'\(visibleText(cell))'" }
    let count = "\(cell.count) character\(cell.count == 1 ? "" : "s")"
    let more = disclosure == .masked ? "" : "; \(verbose) shows \(cell.count == 1 ? "it" : "them")"
    return "'\(visibleText(maskedForm(cell)))' (\(count)\(more))"
  }

  private func told(
    columns: [String], _ spelling: (_ setting: Setting, _ value: String?) -> String
  ) -> String {
    let shown = listedColumns(columns)
    if !shown.isRow { return visibleText(shown.text) }
    let more = Disclosure.current == .masked ? "" : "; \(spelling(.verbose, nil)) shows it"
    return """
      \(visibleText(shown.text)) (by their form, as this first line looks like a row\(more); a file needs a line \
      of names, but one of orders, events or customers under \(spelling(.noHeader, nil)))
      """
  }

  /// The text with the plain names of settings.
  package var plain: String {
    text { setting, value in
      value.map { "\(setting.rawValue) \(visibleText($0))" } ?? setting.rawValue
    }
  }

  /// The text with those of its cures alone whose settings can all be given.
  package func keepingCures(of isKnown: (Setting) -> Bool) -> Sentence {
    var text = self
    text.cures.removeAll { cure in !cure.settings.allSatisfy { isKnown($0.setting) } }
    return text
  }

  /// The text alone, where what cures it otherwise is of no use.
  package var withoutCures: Sentence {
    var text = self
    text.cures = []
    return text
  }

  package static func + (first: Sentence, second: Sentence) -> Sentence {
    var sum = first
    sum.parts += second.parts
    sum.cures += second.cures
    return sum
  }
}

extension Sentence: ExpressibleByStringInterpolation {
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var parts: [Part] = []
    fileprivate var cures: [Cure] = []

    package init(literalCapacity: Int, interpolationCount: Int) {}

    package mutating func appendLiteral(_ literal: String) { parts.append(.text(literal)) }

    package mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      parts.append(.text(visibleText(value.description)))
    }

    package mutating func appendInterpolation(_ sentence: Sentence) {
      parts += sentence.parts
      cures += sentence.cures
    }

    package mutating func appendInterpolation(personal text: String) {
      parts.append(.personal(text))
    }

    package mutating func appendInterpolation(id text: String) { parts.append(.id(text)) }

    /// The columns of a file; by their form alone where its first line is no header.
    package mutating func appendInterpolation(columns names: [String]) {
      parts.append(.columns(names))
    }

    /// A cell in quotes; by its form alone where the column is a personal one, or no cell is to be shown.
    package mutating func appendInterpolation(_ cell: String, in column: String) {
      parts.append(isPersonal(column: column) ? .personal(cell) : .cell(cell))
    }

    /// What a program of a database says of its errors, which may quote rows.
    package mutating func appendInterpolation(said words: String, _ engine: SourceEngine) {
      parts.append(.said(words, engine))
    }

    package mutating func appendInterpolation(option setting: Setting, _ value: String? = nil) {
      parts.append(.setting(setting, value))
    }
  }

  package init(stringLiteral text: String) { parts = [.text(text)] }

  package init(stringInterpolation text: StringInterpolation) {
    parts = text.parts
    cures = text.cures
  }
}

/// Something that a library says with a code, and this module in words.
package protocol Worded: CustomStringConvertible {
  var sentence: Sentence { get }
}

extension Worded {
  /// The words without a command line.
  package var description: String { sentence.plain }
}
