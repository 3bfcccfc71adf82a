internal import Features
package import Models
internal import Scoring
internal import Units

extension Reason {
  /// The customer's own values and what they do to the risk, in words: "42 days since the last
  /// order, 3.1× own rhythm: raises the risk from 18 % to 41 %".
  ///
  /// - Parameter noun: what the probability is of, in a word.
  /// - Returns: the sentence, without a full stop.
  func sentence(_ noun: String = "risk") -> String {
    var phrases: [String] = []
    for phrase in facts.map({ featurePhrase($0.feature, $0.value) })
    where !phrases.contains(phrase) { phrases.append(phrase) }
    let told = phrases.isEmpty ? family : phrases.joined(separator: ", ")
    return "\(told): \(change.words(noun))"
  }
}

extension RiskChange {
  /// What a part of what is known does to the risk, against a customer who is average in it.
  package func words(_ noun: String = "risk") -> String {
    let digits = (0...3).first { digits in
      percent(riskWithout, digits) != percent(risk, digits) && isTold(withDigits: digits)
    }
    guard let digits else { return "leaves the \(noun) at \(percent(risk, 1))" }
    return "\(contribution > 0 ? "raises" : "lowers") the \(noun) from "
      + "\(percent(riskWithout, digits)) to \(percent(risk, digits))"
  }

  /// Whether neither risk would be shown as 0 or 100 % that is not.
  private func isTold(withDigits digits: Int) -> Bool {
    let least = min(min(riskWithout, risk), 1 - max(riskWithout, risk))
    return digits == 3 || least >= [0.01, 0.001, 0.0001][digits]
  }

  private func percent(_ share: Double, _ digits: Int) -> String {
    "\(fixed(100 * share, digits: digits)) %"
  }
}

/// A feature's value as a person would say it.
///
/// - Parameters:
///   - name: of the feature; one that has no words of its own is told by its name and unit.
///   - value: not-a-number where it is missing.
/// - Returns: a phrase without a verb.
package func featurePhrase(_ name: String, _ value: Double) -> String {
  let words = words(of: name)
  let definition = definition(of: name)
  guard !value.isNaN else { return missingPhrase(words, definition) }
  if let phrase = definition?.reasons.phrase { return filled(phrase, value) }
  let window = definition?.window.map { " in the last \($0) days" } ?? ""
  switch definition?.unit {
  case .days: return "\(words) \(counted(value, "day"))"
  case .orders where definition?.window != nil: return "\(counted(value, "order"))\(window)"
  case .count where definition?.window != nil:
    return counted(value, stem(of: words, window: definition?.window)) + window
  case .orders, .count:
    return "\(short(value)) \(stem(of: words, window: definition?.window))\(window)"
  case .money where definition?.window != nil: return "\(fixed(value, digits: 2)) spent\(window)"
  case .money: return "\(words) \(fixed(value, digits: 2))"
  case .share: return "\(words) \(fixed(100 * value, digits: 0)) %"
  case .ratio: return "\(words) \(short(value))×"
  case .change: return changePhrase(words, value, window: definition?.window)
  case .perMonth, .score, nil: return "\(words) \(short(value))"
  }
}

/// What is known of a customer whose feature is missing.
private func missingPhrase(_ words: String, _ definition: FeatureDefinition?) -> String {
  if let phrase = definition?.reasons.missing { return phrase }
  guard let definition, definition.unit == .change, let window = definition.window else {
    return "\(words) unknown"
  }
  return "no \(firstWord(of: words)) in the last \(window) days"
}

private func firstWord(of words: String) -> String {
  words.split(separator: " ").first.map(String.init) ?? words
}

private func definition(of name: String) -> FeatureDefinition? {
  let ofProspects = FeatureCatalogue.daysSinceFirstEvent
  return FeatureCatalogue.current[name] ?? (name == ofProspects.name ? ofProspects : nil)
}

/// Fills a phrase whose `#` stands for the value, `%` for the value as a percentage, `@` for "day" or "days"
/// and `~` for "order" or "orders".
private func filled(_ template: String, _ value: Double) -> String {
  var text = ""
  for character in template {
    switch character {
    case "#": text += short(value)
    case "%": text += "\(fixed(100 * value, digits: 0)) %"
    case "@": text += value == 1 ? "day" : "days"
    case "~": text += value == 1 ? "order" : "orders"
    default: text.append(character)
    }
  }
  return text
}

/// (recent − before) ÷ (recent + before) as a ratio of the two windows.
private func changePhrase(_ words: String, _ change: Double, window: Int?) -> String {
  let half = window.map { $0 / 2 }
  let subject = firstWord(of: words)
  let days = half.map { "the last \($0) days" } ?? "late"
  if change >= 1 { return "\(subject) in \(days) and none in as many before" }
  if change <= -1 { return "no \(subject) in \(days) and some in as many before" }
  return "\(subject) of \(days) \(short((1 + change) / (1 - change)))× those of as many before"
}

private func counted(_ value: Double, _ noun: String) -> String {
  "\(short(value)) \(noun)\(value == 1 ? "" : "s")"
}

/// A number with few digits: whole from 100 on, else one after the point, two below 1.
private func short(_ value: Double) -> String {
  if value == value.rounded() || abs(value) >= 100 { return fixed(value, digits: 0) }
  return plainText((value * (abs(value) < 1 ? 100 : 10)).rounded() / (abs(value) < 1 ? 100 : 10))
}

private func words(of name: String) -> String { String(name.map { $0 == "_" ? " " : $0 }) }

/// A name without the number of days that its window says anyway.
private func stem(of words: String, window: Int?) -> String {
  guard let window, words.hasSuffix(" \(window)") else { return words }
  return String(words.dropLast(" \(window)".count))
}
