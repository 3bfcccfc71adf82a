internal import Interventions
internal import Models

/// The stages from values to what an attempt to keep a customer would bring, the list and the place on it.
struct GainStages {
  let model: Model
  let economics: Economics
  /// Whether a prediction is relied on, 'yes' or 'no'.
  let reliable: String
  /// Whether the customer has said not to be written to, as a condition; nil where that is not known.
  let refusal: String?
  let dialect: SQLDialect

  /// A probability, and the suffix of the columns of what follows from it.
  private static let ends: [(p: String, suffix: String)] = [
    ("churn_probability", ""), ("churn_low", "_low"), ("churn_high", "_high"),
  ]

  private var uncertainty: GainUncertainty? { model.gainUncertainty }
  private var ends: [(p: String, suffix: String)] {
    uncertainty == nil ? [Self.ends[0]] : Self.ends
  }

  /// Adds the stages.
  ///
  /// - Returns: the name of the last of them, with the columns `predicted_clv`, `clv_at_risk`, `expected_gain`,
  ///   `expected_gain_low` (in models that know it), `action_list`, `why_not` and `action_rank`.
  func add(to query: inout SQLQuery, after stage: String) -> String {
    var stage = stage
    if let uncertainty { stage = addEnds(&query, after: stage, uncertainty) }
    stage = addLifts(&query, after: stage)
    stage = addGains(&query, after: stage)
    if let uncertainty { stage = addLowGains(&query, after: stage, uncertainty) }
    addDecisions(&query, after: stage)
    return "queue"
  }

  /// What an attempt is assumed to do, at the churn probability and where that may lie.
  private func addLifts(_ query: inout SQLQuery, after stage: String) -> String {
    query.add(
      "stills", "The chance of still being a customer, and of whom of them places no order.",
      after: stage,
      columns: ends.map { end in
        let stays = "(1e0 - \(end.p))"
        return SQLColumn(
          "still\(end.suffix)",
          "CASE WHEN order_if_alive > \(stays) THEN \(stays) / order_if_alive ELSE 1e0 END")
      })
    query.add(
      "silents", nil, after: "stills",
      columns: ends.map { SQLColumn("silent\($0.suffix)", "still\($0.suffix) - (1e0 - \($0.p))") })
    let odds = number(economics.saveRate.oddsGain)
    query.add(
      "lifts", "The assumed lift in the chance of an order.", after: "silents",
      columns: ends.map { end in
        let (still, silent) = ("still\(end.suffix)", "silent\(end.suffix)")
        let share = "CASE WHEN \(silent) < \(still) THEN \(silent) / \(still) ELSE 1e0 END"
        let stays = "(1e0 - \(share))"
        return SQLColumn(
          "lift\(end.suffix)",
          "CASE WHEN \(silent) > 0e0 THEN \(still) * (\(share)) * \(stays) * \(odds) / (1e0 + \(stays) * \(odds)) "
            + "ELSE 0e0 END")
      })
    return "lifts"
  }

  private var cost: String { number(economics.contactCost) }

  private func addGains(_ query: inout SQLQuery, after stage: String) -> String {
    let p = "churn_probability"
    query.add(
      "gains", "What an attempt is expected to bring.", after: stage,
      columns: [
        SQLColumn("predicted_clv", "(1e0 - \(p)) * value_if_kept + \(p) * value_if_not"),
        SQLColumn("clv_at_risk", "\(p) * (value_if_kept - value_if_not)"),
        SQLColumn(
          "expected_gain",
          "lift * value_if_kept - CASE WHEN silent > 0e0 THEN lift / silent * \(p) * value_if_not ELSE 0e0 END - \(cost)"
        ),
      ])
    return "gains"
  }

  private func addLowGains(
    _ query: inout SQLQuery, after stage: String, _ uncertainty: GainUncertainty
  ) -> String {
    let gross = "(expected_gain + \(cost))"
    let least = smaller("lift_low", "lift_high")
    query.add(
      "low_gains", "What is left of it where churn and spend are off against it.", after: stage,
      columns: [
        SQLColumn(
          "expected_gain_low",
          "CASE WHEN \(gross) > 0e0 AND lift > 0e0 THEN \(number(uncertainty.lowValue)) * \(gross) * "
            + "CASE WHEN (\(least)) < lift THEN (\(least)) / lift ELSE 1e0 END - \(cost) ELSE expected_gain END"
        )
      ])
    return "low_gains"
  }

  /// Where the churn probability may lie.
  private func addEnds(
    _ query: inout SQLQuery, after stage: String, _ uncertainty: GainUncertainty
  ) -> String {
    let p = "churn_probability"
    let (errors, level) = (GainUncertainty.errors, uncertainty.churnLevel)
    query.add(
      "levels", nil, after: stage,
      columns: [("level_low", -errors * level), ("level_high", errors * level)].map { name, moved in
        SQLColumn(
          name,
          "CASE WHEN \(p) > 0e0 AND \(p) < 1e0 THEN 1e0 / (1e0 + \(exponential("(-(LN(\(p) / (1e0 - \(p))) + \(number(moved))))"))) ELSE \(p) END"
        )
      })
    func moved(_ level: String, _ sign: String) -> String {
      "(\(level) \(sign) \(number(errors)) * SQRT(\(level) * (1e0 - \(level)) / \(number(uncertainty.customers))))"
    }
    let (low, high) = (moved("level_low", "-"), moved("level_high", "+"))
    query.add(
      "ends", "Between which the churn probability may lie.", after: "levels",
      columns: [
        SQLColumn(
          "churn_low",
          "CASE WHEN \(low) < 0e0 THEN 0e0 WHEN \(low) < \(p) THEN \(low) ELSE \(p) END"),
        SQLColumn(
          "churn_high",
          "CASE WHEN \(high) > 1e0 THEN 1e0 WHEN \(high) > \(p) THEN \(high) ELSE \(p) END"),
      ])
    return "ends"
  }

  private func addDecisions(_ query: inout SQLQuery, after stage: String) {
    let (p, horizon) = ("churn_probability", model.data.horizonInDays)
    let isSilent =
      "days_since_last > \(2 * horizon)e0 AND (median_gap IS NULL OR days_since_last > 4e0 * median_gap)"
    func because(_ reason: WhyNot) -> String { "'\(reason.rawValue)'" }
    let isWeak = model.churn?.weaknesses?.isEmpty == false
    let doubt =
      isWeak
      ? "WHEN 1 = 1 THEN \(because(.weakModel))"
      : "WHEN \(reliable) = 'no' THEN \(because(.unreliable))"
    let low = uncertainty == nil ? "expected_gain" : "expected_gain_low"
    let refused = refusal.map { "WHEN \($0) THEN \(because(.noConsent)) " } ?? ""
    query.add(
      "reasons_not_to", "Why not to act.", after: stage,
      columns: [
        SQLColumn(
          "why_not",
          "CASE WHEN expected_gain IS NULL THEN NULL \(refused)WHEN \(isSilent) AND \(p) >= 5e-1 "
            + "THEN \(because(.longInactive)) \(doubt) WHEN \(low) > 0e0 THEN NULL "
            + "WHEN expected_gain > 0e0 THEN \(because(.uncertainGain)) ELSE \(because(.noGain)) END"
        )
      ])
    func name(_ list: InterventionList) -> String { "'\(list.rawValue)'" }
    query.add(
      "lists", nil, after: "reasons_not_to",
      columns: [
        SQLColumn(
          "action_list",
          "CASE WHEN expected_gain IS NULL THEN NULL WHEN why_not IS NULL THEN \(name(.act)) "
            + "WHEN why_not = \(because(.longInactive)) THEN \(name(.winBack)) ELSE \(name(.none)) END"
        )
      ])
    let places = InterventionList.allCases.enumerated().map { "WHEN \(name($1)) THEN \($0)" }
      .joined(separator: " ")
    query.add(
      "queue", "The order of action, where all of it is known.", after: "lists",
      columns: [
        SQLColumn(
          "action_rank",
          "CASE WHEN COUNT(*) OVER () = COUNT(action_list) OVER () THEN ROW_NUMBER() OVER (ORDER BY CASE action_list \(places) END, "
            + "expected_gain DESC, \(p) DESC, \(dialect.byBytes("customer_id"))) END")
      ])
  }
}
