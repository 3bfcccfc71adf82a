internal import Models
internal import Segments

/// The stage of what to do about a customer: by list, risk and lapse, and where they leave it open by the rule
/// of the customer's segment.
struct StepStages {
  let rules: RuleSet
  let dialect: SQLDialect

  /// Whether names of segments tell their rules apart.
  var canBeSaid: Bool { Set(rules.segments).count == rules.segments.count }

  /// Adds the stage, behind those of lists, lapse and segments.
  ///
  /// - Returns: its name; it has the column `action`.
  func add(to query: inout SQLQuery, after stage: String) -> String {
    let p = "churn_probability"
    let isUneven = "\(p) > \(number(CustomerReading.evenChance))"
    let isAtRisk = "(CASE WHEN median_gap IS NULL THEN \(isUneven) ELSE lapse >= 3 END)"
    let mayLeave = "(\(isAtRisk) OR \(isUneven))"
    func step(_ step: NextStep) -> String { dialect.literal(step.rawValue) }
    func because(_ reason: String) -> String { "why_not = '\(reason)'" }
    let actions = rules.segments.indices.compactMap { index -> String? in
      let action = rules.action(ofSegment: index)
      guard !action.isEmpty else { return nil }
      return "WHEN \(dialect.literal(rules.segments[index])) THEN \(dialect.literal(action))"
    }
    let bySegment =
      actions.isEmpty ? "NULL" : "CASE segment \(actions.joined(separator: " ")) END"
    let cases = [
      // Of more order days than lapse is told of.
      "WHEN action_list IS NULL OR (median_gap IS NOT NULL AND lapse IS NULL) THEN NULL",
      "WHEN action_list = 'act' AND \(isAtRisk) THEN \(step(.bestOffer))",
      "WHEN action_list = 'act' AND median_gap IS NOT NULL AND lapse = 2 THEN \(step(.reminder))",
      "WHEN action_list = 'act' THEN \(step(.attention))",
      "WHEN action_list = 'win_back' THEN \(step(.winBack))",
      "WHEN \(because("no_consent")) THEN \(step(.noMessage))",
      "WHEN \(because("no_gain")) AND \(mayLeave) THEN \(step(.leaveAlone))",
      "WHEN \(because("uncertain_gain")) AND \(mayLeave) THEN \(step(.wait))",
      "ELSE \(bySegment)",
    ]
    query.add(
      "steps", "What to do.", after: stage,
      columns: [
        SQLColumn("action", "CASE \(cases.joined(separator: "\n      ")) END")
      ])
    return "steps"
  }
}
