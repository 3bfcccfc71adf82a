package import Comparison
internal import Training
internal import Units

extension Verdict: FindingText {
  package var text: String {
    switch self {
    case .better(let name, let measures, let difference, let remarks):
      let others = Measure.allCases.filter { !measures.contains($0) }
      return "\(name) explains more \(enumerated(measures.map(\.rawValue)))"
        + (others.isEmpty
          ? "" : ", no significant difference on \(enumerated(others.map(\.rawValue)))")
        + "; \(difference.text)\(remarks.text)"
    case .split(let churn, let spend, let difference, let remarks):
      return "no overall winner: \(churn) explains more churn, \(spend) more spend; "
        + "\(difference.text)\(remarks.text)"
    case .tie(let difference, let remarks):
      return "no significant difference; \(difference.text)\(remarks.text)"
    case .standings(let standings, let remarks, let undated):
      // Where the leader of each measure ties with everybody nothing is told apart.
      let isTie = standings.allSatisfy(\.behind.isEmpty)
      return (isTie ? "no significant difference; " : "")
        + standings.map(\.text).joined(separator: "; ") + remarks.text
        + (undated.isEmpty ? "" : "; not evaluated: \(enumerated(undated))")
    case .notEvaluated(let undated):
      let isOne = undated.count == 1
      return "not evaluated: \(isOne ? "group" : "groups") \(enumerated(undated)) "
        + "\(isOne ? "has" : "have") no validity date and could have been derived from the outcome "
        + "\(isOne ? "it is" : "they are") supposed to predict. Add a valid_from column, or declare "
        + "\(enumerated(undated)) static if the groups never change."
    }
  }
}

extension PairedDifference {
  fileprivate var text: String {
    let figures = Measure.allCases.map { measure in
      "D² of \(measure.rawValue) \(signed(measure.point(explained))) "
        + "(\(signed(measure.low(explained))) to \(signed(measure.high(explained))))"
    }
    return "\(first) − \(second): \(figures.joined(separator: ", "))"
  }
}

extension Standing {
  fileprivate var text: String {
    "\(measure.rawValue): \(leader) first"
      + (tied.isEmpty ? "" : ", no significant difference from \(enumerated(tied))")
      + (behind.isEmpty ? "" : ", ahead of \(enumerated(behind))")
  }
}

extension VerdictRemarks {
  /// What follows the figures.
  fileprivate var text: String {
    let (none, all) = partitions == 2 ? ("neither", "both") : ("no", "all")
    return Measure.allCases.map { measure in
      let ahead = ahead(of: measure)
      return
        (isNothing(of: measure)
        ? "; \(none) partition explains \(measure.rawValue) significantly" : "")
        + (ahead.isEmpty
          ? ""
          : "; \(enumerated(ahead)) \(ahead.count == 1 ? "explains" : "explain") more "
            + "\(measure.rawValue) than \(all)")
    }.joined()
  }
}

private func signed(_ value: Double) -> String {
  (value < 0 ? "" : "+") + fixed(value, digits: 4)
}
