internal import Units

/// Says in words which partition tells more out of time.
///
/// A side wins on churn or spend only where the paired interval of the difference excludes 0, and
/// overall only where it wins on one and does not lose on the other.
package func verdict(worth: [String: Worth], difference: Worth) -> String {
  let churn = side(low: difference.churnLow, high: difference.churnHigh)
  let spend = side(low: difference.spendLow, high: difference.spendHigh)
  let figures =
    "churn worth \(signed(difference.churn)) (\(signed(difference.churnLow)) to "
    + "\(signed(difference.churnHigh))), spend worth \(signed(difference.spend)) "
    + "(\(signed(difference.spendLow)) to \(signed(difference.spendHigh))) in the clusters' favour"
  let finding: String
  switch (churn, spend) {
  case (.neither, .neither): finding = "tie"
  case (.clusters, .segments), (.segments, .clusters):
    finding = "tie overall: \(churn.rawValue) tell more of churn, \(spend.rawValue) more of spend"
  case (let winner, .neither): finding = "\(winner.rawValue): more of churn, a tie on spend"
  case (.neither, let winner): finding = "\(winner.rawValue): more of spend, a tie on churn"
  case (let winner, _): finding = "\(winner.rawValue): more of churn and of spend"
  }
  return "\(finding); \(figures)\(references(worth))"
}

private enum Side: String {
  case clusters, segments, neither
}

private func side(low: Double, high: Double) -> Side {
  low > 0 ? .clusters : high < 0 ? .segments : .neither
}

/// Names the reference rows that tell more of churn than both partitions.
private func references(_ worth: [String: Worth]) -> String {
  guard let clusters = worth["clusters"], let segments = worth["segments"] else { return "" }
  let best = max(clusters.churn, segments.churn)
  let better = ["recency_5", "frequency_5", "model_deciles"].filter {
    (worth[$0]?.churn ?? -1) > best
  }
  return better.isEmpty ? "" : "; of churn, \(better.joined(separator: " and ")) beat both"
}

private func signed(_ value: Double) -> String {
  (value < 0 ? "" : "+") + fixed(value, digits: 4)
}
