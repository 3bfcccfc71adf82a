internal import Files
package import Scoring
internal import Units

/// What `monitor` prints: predicted beside observed, and what to do.
package enum MonitorReport {
  package static func text(of monitor: ScoreMonitor) -> String {
    let all = monitor.all
    var lines = [
      "\(monitor.file), \(monitor.column) of \(monitor.asOf), \(monitor.horizonInDays) days on: "
        + "\(counted(monitor.customers, "customer"))"
        + (monitor.customersNotInLog > 0
          ? "; \(grouped(monitor.customersNotInLog)) more are not in the log" : ""),
      "churn: predicted \(percent(all.predicted)), observed \(percent(all.actual)) "
        + "(\(fixed(all.deviation, digits: 1)) standard errors)",
    ]
    lines += calibration(of: monitor) + [""] + rankings(of: monitor) + [""] + fifths(of: monitor)
    lines += groups(of: monitor)
    if let value = monitor.value {
      lines.append(
        "margin over \(value.horizonInDays) days: predicted \(fixed(value.predicted, digits: 0)), "
          + "observed \(fixed(value.actual, digits: 0))"
          + (value.ratio.map { ratio in
            ", ratio \(fixed(ratio, digits: 2)) (\(interval(value.ratioLow, value.ratioHigh)))"
          } ?? ""))
    }
    if let requirements = monitor.requirements {
      lines += ["", "Required"] + requirements.map(\.line)
    }
    lines += ["", "verdict: \(monitor.verdict.monitorText)"]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func calibration(of monitor: ScoreMonitor) -> [String] {
    let found = monitor.calibration
    var line = "calibration: "
    line += found.slope.map { "slope \(fixed($0, digits: 2))" } ?? "no slope"
    if found.slope != nil { line += " (\(interval(found.slopeLow, found.slopeHigh)))" }
    if let ece = found.ece {
      line += ", ECE \(fixed(ece, digits: 3))"
      line += found.eceByChance.map { " (to \(fixed($0, digits: 3)) by chance)" } ?? ""
    }
    guard let card = monitor.card else { return [line] }
    let figures = [
      ("AUC", card.auc), ("slope", card.calibrationSlope), ("ECE", card.ece),
    ].compactMap { name, value in value.map { "\(name) \(fixed($0, digits: 3))" } }
    return [line]
      + (figures.isEmpty ? [] : ["the model's card: \(figures.joined(separator: ", "))"])
  }

  private static func rankings(of monitor: ScoreMonitor) -> [String] {
    guard !monitor.rankings.isEmpty else { return ["no ranking: all did the same"] }
    var table = TextTable([
      ("ranked by", .left), ("AUC", .right), ("95 %", .left), ("the scores lead by", .right),
      ("95 %", .left),
    ])
    for ranking in monitor.rankings {
      let lead = ranking.scoresLead
      let half = (ranking.leadError ?? 0) * 1.96
      table.append([
        ranking.by.text, fixed(ranking.auc, digits: 3), interval(ranking.aucLow, ranking.aucHigh),
        lead.map { fixed($0, digits: 3) } ?? "",
        lead.map { interval($0 - half, $0 + half) } ?? "",
      ])
    }
    return table.lines
  }

  private static func fifths(of monitor: ScoreMonitor) -> [String] {
    var table = TextTable([
      ("customers by score", .left), ("customers", .right), ("predicted", .right),
      ("observed", .right), ("order days each", .right), ("spend each", .right),
    ])
    let names = ["highest fifth", "second", "third", "fourth", "lowest fifth"]
    for (place, fifth) in monitor.fifths.enumerated() {
      table.append([
        monitor.fifths.count == 5 ? names[place] : "\(place + 1)", grouped(fifth.customers),
        percent(fifth.predicted), percent(fifth.actual), fixed(fifth.ordersPerCustomer, digits: 2),
        fixed(fifth.spendPerCustomer, digits: 2),
      ])
    }
    return table.lines
  }

  /// Groups beyond these are in the JSON.
  private static let mostGroups = 12

  private static func groups(of monitor: ScoreMonitor) -> [String] {
    guard !monitor.groups.isEmpty else { return [] }
    var table = TextTable([
      ("group", .left), ("customers", .right), ("predicted", .right), ("observed", .right),
      ("", .left),
    ])
    for group in monitor.groups.prefix(mostGroups) {
      table.append([
        group.group, grouped(group.customers), percent(group.predicted), percent(group.actual),
        group.isOff ? "off beyond chance" : "",
      ])
    }
    return [""] + table.lines
  }

  private static func interval(_ low: Double?, _ high: Double?) -> String {
    guard let low, let high else { return "" }
    return "\(fixed(low, digits: 3)) to \(fixed(high, digits: 3))"
  }
}

extension ScoreMonitor.Ranking.By {
  fileprivate var text: String {
    switch self {
    case .scores: "these scores"
    case .recency: "days since the last order"
    case .frequency: "few orders"
    case .model: "our model at that date"
    }
  }
}

extension RunOutcome.Verdict {
  /// Of anybody's scores.
  fileprivate var monitorText: String {
    switch self {
    case .retrain:
      "retrain: days since the last order, the number of orders or the model beside it rank these "
        + "customers better beyond doubt"
    case .recalibrate:
      "recalibrate: the ranking holds; the level, or how it spreads, is off by more than chance allows"
    case .keep: "keep: nothing here speaks against these scores"
    case .logIncomplete, .tooFew, .noBetterThanChance: text
    }
  }
}

extension RequirementResult {
  /// One line of a report.
  var line: String {
    "\(requirement): \(found.map(plainText) ?? "no such figure") " + (isMet ? "(met)" : "(MISSED)")
  }
}

extension MonitorRequirementsNotMet: Worded {
  package var sentence: Sentence {
    """
    the scores miss what \(option: .require) asks for: \
    \(missed.map(\.sentence).joined(separator: "; "))
    """
  }
}

extension MonitoredScoresError: Worded {
  package var sentence: Sentence {
    switch self {
    case .sheet(let error): error.sentence
    case .noDate(let file):
      "\(file): found no date of the scores in column 'as_of', expected it, or \(option: .asOf)"
    case .noHorizon(let file):
      "\(file): found no days in column 'horizon_days', expected them, or \(option: .horizon)"
    case .horizonOpen(let asOf, let days, let last):
      """
      scores of \(asOf) about \(counted(days, "day")): the log ends on \(last), expected orders until \
      \(asOf + days - 1)
      """
    case .beforeLog(let asOf, let first):
      """
      a list of \(asOf): the log's first order is of \(first), expected a date after it, \
      with orders before it to learn from
      """
    case .modelSawOutcomes(let end, let asOf):
      """
      \(option: .model): found a model that learned from orders until \(end - 1), expected one that had \
      seen nothing from \(asOf) on
      """
    case .nobodyKnown(let file):
      "\(file): found no customer with an order before the date of the scores, expected ids as in the log"
    }
  }
}
