import ArgumentParser
import Segments
import Units

/// Options of the scores 1–5 and of the rules that name segments.
struct ScoreOptions: ParsableArguments {
  @Option(name: .long, help: "Days that the F and M scores look at: 365d, 1y, or all.")
  var scoreWindow = WindowArgument(days: 365)
  @Option(
    name: .long,
    help: """
      Rule set that names segments: \(RuleSet.all.map(\.name).joined(separator: ", ")) \
      (default: rfm125, or the model's).
      """)
  var rules: String?

  var windowInDays: Int? { scoreWindow.days }

  /// The rule set that was named, else the other one.
  func ruleSet(else other: String? = nil) throws -> RuleSet {
    try Perennial.ruleSet(named: rules ?? other ?? RuleSet.rfm125.name)
  }
}

extension Perennial {
  /// A built-in rule set, or an error that names all of them.
  static func ruleSet(named name: String) throws -> RuleSet {
    do {
      return try RuleSet.named(name)
    } catch {
      throw UsageError(description: "--rules: \(error)")
    }
  }
}
