internal import Interventions
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
    func because(_ reason: WhyNot) -> String { "why_not = '\(reason.rawValue)'" }
    func isOn(_ list: InterventionList) -> String { "action_list = '\(list.rawValue)'" }
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
      "WHEN \(isOn(.act)) AND \(isAtRisk) THEN \(step(.bestOffer))",
      "WHEN \(isOn(.act)) AND median_gap IS NOT NULL AND lapse = 2 THEN \(step(.reminder))",
      "WHEN \(isOn(.act)) THEN \(step(.attention))",
      "WHEN \(isOn(.winBack)) THEN \(step(.winBack))",
      "WHEN \(because(.noConsent)) THEN \(step(.noMessage))",
      "WHEN \(because(.noGain)) AND \(mayLeave) THEN \(step(.leaveAlone))",
      "WHEN \(because(.uncertainGain)) AND \(mayLeave) THEN \(step(.wait))",
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
