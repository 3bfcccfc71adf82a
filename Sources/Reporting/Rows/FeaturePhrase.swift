internal import Features
internal import Units

/// How the values of one feature are told: all that does not depend on the value.
struct FeaturePhrase: Sendable {
  private enum Piece: Sendable {
    case text([UInt8])
    case number
    /// With its sign.
    case percent
    case money
    /// An "s", unless the number is 1.
    case plural
    /// (recent − before) ÷ (recent + before), as a ratio of the two windows.
    case change(of: String, days: String)
  }

  private let pieces: [Piece]
  /// What is said where the value is missing.
  private let missing: [UInt8]

  /// - Parameter name: of the feature; one that has no words of its own is told by its name and unit.
  init(_ name: String) {
    let words = String(name.map { $0 == "_" ? " " : $0 })
    let definition = Self.definition(of: name)
    missing = Array(Self.missing(words, definition).utf8)
    if let phrase = definition?.reasons.phrase {
      pieces = Self.pieces(ofTemplate: phrase)
      return
    }
    let days = definition?.window
    let window = days.map { " in the last \($0) days" } ?? ""
    let stem = Self.stem(of: words, window: days)
    func text(_ text: String) -> Piece { .text(Array(text.utf8)) }
    pieces =
      switch definition?.unit {
      case .days: [text("\(words) "), .number, text(" day"), .plural]
      case .orders where days != nil: [.number, text(" order"), .plural, text(window)]
      case .count where days != nil: [.number, text(" \(stem)"), .plural, text(window)]
      case .orders, .count: [.number, text(" \(stem)\(window)")]
      case .money where days != nil: [.money, text(" spent\(window)")]
      case .money: [text("\(words) "), .money]
      case .share: [text("\(words) "), .percent]
      case .ratio: [text("\(words) "), .number, text("×")]
      case .change:
        [
          .change(
            of: Self.firstWord(of: words),
            days: days.map { "the last \($0 / 2) days" } ?? "late")
        ]
      case .perMonth, .score, nil: [text("\(words) "), .number]
      }
  }

  /// Appends a value as a person would say it.
  func append(_ value: Double, to text: inout PhraseText) {
    if value.isNaN { return text.append(utf8: missing) }
    for piece in pieces {
      switch piece {
      case .text(let bytes): text.append(utf8: bytes)
      case .number: text.append(short: value)
      case .percent:
        text.append(fixed: 100 * value, digits: 0)
        text.append(" %")
      case .money: text.append(fixed: value, digits: 2)
      case .plural: if value != 1 { text.append("s") }
      case .change(let subject, let days):
        if value >= 1 {
          text.append("\(subject) in \(days) and none in as many before")
        } else if value <= -1 {
          text.append("no \(subject) in \(days) and some in as many before")
        } else {
          text.append("\(subject) of \(days) ")
          text.append(short: (1 + value) / (1 - value))
          text.append("× those of as many before")
        }
      }
    }
  }

  /// The phrase of a feature; those of the catalogue are made once.
  static func of(_ name: String) -> FeaturePhrase { known[name] ?? FeaturePhrase(name) }

  private static let known = Dictionary(
    uniqueKeysWithValues: (FeatureCatalogue.current.names + [
      FeatureCatalogue.daysSinceFirstEvent.name, FeatureCatalogue.lifetimeOrderProbability.name,
    ]).map { ($0, FeaturePhrase($0)) })

  /// The pieces of a phrase whose `#` stands for the value, `%` for the value as a percentage, `@` for
  /// "day" or "days" and `~` for "order" or "orders".
  private static func pieces(ofTemplate template: String) -> [Piece] {
    var pieces: [Piece] = []
    var text: [UInt8] = []
    func flush() {
      if !text.isEmpty { pieces.append(.text(text)) }
      text = []
    }
    for byte in template.utf8 {
      switch byte {
      case UInt8(ascii: "#"):
        flush()
        pieces.append(.number)
      case UInt8(ascii: "%"):
        flush()
        pieces.append(.percent)
      case UInt8(ascii: "@"), UInt8(ascii: "~"):
        text += Array((byte == UInt8(ascii: "@") ? "day" : "order").utf8)
        flush()
        pieces.append(.plural)
      default: text.append(byte)
      }
    }
    flush()
    return pieces
  }

  private static func definition(of name: String) -> FeatureDefinition? {
    let ofProspects = FeatureCatalogue.daysSinceFirstEvent
    return FeatureCatalogue.current[name] ?? (name == ofProspects.name ? ofProspects : nil)
  }

  /// What is known of a customer whose feature is missing.
  private static func missing(_ words: String, _ definition: FeatureDefinition?) -> String {
    if let phrase = definition?.reasons.missing { return phrase }
    guard let definition, definition.unit == .change, let window = definition.window else {
      return "\(words) unknown"
    }
    return "no \(firstWord(of: words)) in the last \(window) days"
  }

  private static func firstWord(of words: String) -> String {
    words.split(separator: " ").first.map(String.init) ?? words
  }

  /// A name without the number of days that its window says anyway.
  private static func stem(of words: String, window: Int?) -> String {
    guard let window, words.hasSuffix(" \(window)") else { return words }
    return String(words.dropLast(" \(window)".count))
  }
}

/// A feature's value as a person would say it.
///
/// - Parameters:
///   - name: of the feature; one that has no words of its own is told by its name and unit.
///   - value: not-a-number where it is missing.
/// - Returns: a phrase without a verb.
package func featurePhrase(_ name: String, _ value: Double) -> String {
  var text = PhraseText()
  FeaturePhrase.of(name).append(value, to: &text)
  return String(decoding: text.bytes, as: UTF8.self)
}
