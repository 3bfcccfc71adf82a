package import Models
package import Units

/// A finding that this module puts into words.
package protocol FindingText: Finding {
  /// A sentence, or a clause that reports put behind a colon.
  var text: String { get }
}

extension FindingWords {
  /// The words of reports and of JSON that is written for people.
  package static let english = FindingWords { ($0 as? any FindingText)?.text }
}

/// JSON for people and programs: findings have a `text` beside code and values.
///
/// - Throws: where a number is not finite.
package func reportJSON(_ document: some Encodable) throws(UndefinedFigure) -> [UInt8] {
  try canonicalJSON(document, words: .english)
}

extension Recorded where Kind: FindingText {
  /// The finding in words, or the sentence that an older document holds.
  package var text: String {
    switch self {
    case .found(let finding): finding.text
    case .stated(let sentence): sentence
    }
  }
}

extension UndefinedFigure: Worded {
  package var sentence: Sentence {
    """
    the figure at '\(keyPath)' is infinite or undefined and cannot be written as JSON: the data are \
    too extreme for it. Check the amounts.
    """
  }
}

/// Names with commas between them and "and" before the last.
func enumerated(_ names: [String]) -> String {
  names.count < 2
    ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
}
