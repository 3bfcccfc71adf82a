internal import Expressions

extension RuleSetText {
  /// All built-in rule sets, the default first.
  package static let builtIn = [
    rfm125, rf25, words, loyalty, lapse, lifecycle, journey, occasions, experience, buying,
  ]

  /// The built-in rule set of a name.
  package static func named(_ name: String) throws(UnknownRuleSet) -> RuleSetText {
    guard let text = builtIn.first(where: { $0.name == name }) else {
      throw UnknownRuleSet(name: name)
    }
    return text
  }
}

/// A rule set was named that is not built in.
package struct UnknownRuleSet: Error, Equatable, CustomStringConvertible {
  package let name: String

  package init(name: String) { self.name = name }

  package var description: String {
    let names = RuleSetText.builtIn.map(\.name)
    let nearest = suggestion(for: name, among: names)
    return "found no rule set '\(name)', expected a file or one of: "
      + names.joined(separator: ", ") + nearest
  }
}
