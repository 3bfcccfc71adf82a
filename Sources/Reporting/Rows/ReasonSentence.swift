package import Models
internal import Scoring
internal import Units

extension Reason {
  /// Appends the customer's own values and what they do to the risk, in words: "42 days since the last
  /// order, 3.1× own rhythm: raises the risk from 18 % to 41 %".
  ///
  /// - Parameters:
  ///   - noun: what the probability is of, in a word.
  ///   - text: where the sentence goes, without a full stop.
  func append(_ noun: String, to text: inout PhraseText) {
    let start = text.bytes.count
    var previous: Range<Int>?
    for fact in facts {
      let before = text.bytes.count
      if previous != nil { text.append(", ") }
      let first = text.bytes.count
      FeaturePhrase.of(fact.feature).append(fact.value, to: &text)
      // A case is told by two facts at most: the second may say what the first does.
      if let last = previous, text.bytes[last] == text.bytes[first...] {
        text.removeLast(text.bytes.count - before)
      } else {
        previous = first..<text.bytes.count
      }
    }
    if text.bytes.count == start { text.append(family) }
    text.append(": ")
    change.append(noun, to: &text)
  }
}

extension RiskChange {
  /// What a part of what is known does to the risk, against a customer who is average in it.
  package func words(_ noun: String = "risk") -> String {
    var text = PhraseText()
    append(noun, to: &text)
    return String(decoding: text.bytes, as: UTF8.self)
  }

  /// Appends the same.
  func append(_ noun: String, to text: inout PhraseText) {
    let (without, with) = (riskWithout, risk)
    // As many digits as tell the two apart, and neither as 0 or 100 % that is not.
    let least = min(min(without, with), 1 - max(without, with))
    let digits = (0...3).first { digits in
      shown(without, digits) != shown(with, digits)
        && (digits == 3 || least >= Self.leastShown[digits])
    }
    guard let digits else {
      text.append("leaves the ")
      text.append(noun)
      text.append(" at ")
      text.append(fixed: 100 * with, digits: 1)
      return text.append(" %")
    }
    text.append(contribution > 0 ? "raises the " : "lowers the ")
    text.append(noun)
    text.append(" from ")
    text.append(fixed: 100 * without, digits: digits)
    text.append(" % to ")
    text.append(fixed: 100 * with, digits: digits)
    text.append(" %")
  }

  private static let leastShown = [0.01, 0.001, 0.0001]

  /// A percentage as it is rounded to be shown.
  private func shown(_ share: Double, _ digits: Int) -> Double {
    (100 * share * powerOfTen(digits)).rounded(.toNearestOrAwayFromZero)
  }
}

extension ScoreReason {
  var sentence: String {
    var text = PhraseText()
    append(to: &text)
    return String(decoding: text.bytes, as: UTF8.self)
  }

  /// Appends the sentence, without a full stop.
  func append(to text: inout PhraseText) {
    switch self {
    case .risk(let reason): reason.append("risk", to: &text)
    case .chance(let reason): reason.append("chance", to: &text)
    case .cell(let reason): text.append(reason.sentence)
    }
  }
}

extension TableReason {
  /// The row's own cell and what it does to the risk, in words: "Contract Month-to-month: raises the
  /// risk from 22 % to 41 %".
  var sentence: String {
    let told =
      switch cell {
      case .number(let value): "\(column) \(plainText(value))"
      case .text(let text): "\(column) \(text)"
      case .missing: "\(column) unknown"
      case .rare(let text): "\(column) \(text) (rare)"
      }
    return "\(told): \(change.words())"
  }
}
