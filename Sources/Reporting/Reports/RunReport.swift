package import Files
package import Scoring
internal import Units

/// What a run found, for the person who acts on it.
package enum RunReport {
  /// - Parameters:
  ///   - run: what it found.
  ///   - pseudonyms: put in the place of ids of earlier rows, where there is a key.
  /// - Returns: lines of text.
  package static func text(of run: RunSummary, by pseudonyms: Pseudonyms? = nil) -> String {
    var lines = [
      "Run of \(run.asOf), model \(run.model) trained as of \(run.modelTrainedAsOf)",
      "\(grouped(run.customers)) customers, last order \(run.log.lastOrder?.description ?? "none")"
        + (run.log.lastEvent.map { ", last event \($0)" } ?? "")
        + "; mean churn probability \(percent(run.meanChurnProbability)), expected margin "
        + "\(fixed(run.predictedCLV, digits: 0)) over \(run.valueHorizonInDays) days",
      "to act on: \(grouped(run.lists["act"] ?? 0)), with an expected gain of "
        + fixed(run.expectedGain, digits: 0),
    ]
    if !run.missingInputs.isEmpty {
      lines.append("missing: \(run.missingInputs.joined(separator: ", "))")
    }
    if let drift = run.drift, !drift.alarming.isEmpty {
      lines.append(
        "unlike the customers that the model learned from: "
          + drift.alarming.prefix(5).joined(separator: ", "))
    }
    lines += section("Changes", run.previous?.lines(by: pseudonyms))
    lines += section("How earlier scores held", run.outcome?.lines)
    if let requirements = run.requirements {
      lines += section(
        "Required", requirements.map(\.line))
    }
    return lines.joined(separator: "\n") + "\n\n" + segments(of: run)
  }

  private static func section(_ title: String, _ lines: [String]?) -> [String] {
    lines.map { ["", title] + $0.map { "  \($0)" } } ?? []
  }

  private static func segments(of run: RunSummary) -> String {
    var table = TextTable([
      ("segment", .left), ("customers", .right), ("mean churn", .right), ("mean value", .right),
    ])
    for segment in run.segments {
      table.append([
        segment.name, grouped(segment.customers), percent(segment.meanChurnProbability),
        fixed(segment.meanPredictedCLV, digits: 2),
      ])
    }
    return table.lines.joined(separator: "\n") + "\n"
  }
}
