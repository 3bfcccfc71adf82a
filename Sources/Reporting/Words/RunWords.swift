package import Files
package import Scoring
internal import Units

extension RunSummary.Comparison {
  /// What changed since the earlier run, in lines for a person.
  ///
  /// - Parameter pseudonyms: put in the place of ids that the earlier rows have, where there is a key.
  /// - Returns: the lines.
  package func lines(by pseudonyms: Pseudonyms?) -> [String] {
    let since = asOf.map { "since \($0)" } ?? "since the earlier run"
    var lines = [
      "\(since): \(grouped(new)) new, \(grouped(gone)) gone of \(grouped(customers)) customers; "
        + "changed: "
        + ScoreChange.allCases.filter { $0 != .new }.map { change in
          "\(change.rawValue) \(grouped(changed[change.rawValue] ?? 0))"
        }.joined(separator: ", ")
    ]
    if gone > 0 {
      let ids = goneExamples.map { id in
        shownID(pseudonyms?.name(of: textBeforeCSV(id)) ?? id)
      }
      lines.append(
        "gone, without an order in the log before the date that is scored: \(ids.joined(separator: ", "))"
          + (gone > goneExamples.count ? " …" : ""))
    }
    if !moves.isEmpty {
      lines.append(
        "moves between lists: "
          + moves.map { "\($0.from) → \($0.to) \(grouped($0.customers))" }
          .joined(separator: ", "))
    }
    if !causes.isEmpty {
      lines.append(
        "because: "
          + causes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
          .map { "\(Self.cause($0.key)) \(grouped($0.value))" }.joined(separator: ", "))
    }
    return lines
  }

  private static func cause(_ code: String) -> String {
    switch ChangeCause(rawValue: code) {
    case .ordered: "ordered since"
    case .ordersWithdrawn: "orders withdrawn"
    case .consent: "consent"
    case .model: "another model"
    case .silence: "days without an order"
    case nil: "neither orders nor days (events, or settings)"
    }
  }
}

extension RunOutcome {
  /// How the earlier predictions held, in lines for a person.
  package var lines: [String] {
    let ranking =
      auc.map { auc in
        "; AUC \(fixed(auc, digits: 3))"
          + (aucOfRecency.map { ", of days since the last order \(fixed($0, digits: 3))" } ?? "")
      } ?? ""
    let missing =
      customersNotInLog > 0 ? "; \(grouped(customersNotInLog)) more are not in the log" : ""
    return [
      "the scores of \(asOf), \(horizonInDays) days on: predicted churn "
        + "\(percent(all.predicted)), actual \(percent(all.actual)) of "
        + "\(counted(all.customers, "customer"))\(missing)\(ranking)",
      "verdict: \(verdict.text)",
    ]
  }
}

extension RunOutcome.Verdict {
  package var text: String {
    switch self {
    case .logIncomplete:
      "none, because the log begins after that date or lacks many of these customers"
    case .tooFew: "none, because too few customers stayed, or left, to tell"
    case .keep: "keep the model"
    case .recalibrate:
      "the ranking holds and the level does not: train again, and compare shares until then with "
        + "caution"
    case .retrain: "train again: days since the last order rank these customers better"
    case .noBetterThanChance:
      "do not use it: these probabilities rank customers no better than chance"
    }
  }
}

extension RunRequirementsNotMet: Worded {
  package var sentence: Sentence {
    """
    no rows are written, because the run misses what \(option: .require) asks for: \
    \(missed.map(\.sentence).joined(separator: "; "))
    """
  }
}

extension RequirementResult {
  var sentence: String {
    "\(requirement), found \(found.map { plainText($0) } ?? "no such figure")"
  }
}
