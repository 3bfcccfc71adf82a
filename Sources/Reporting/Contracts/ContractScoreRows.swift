package import Files
internal import Ingestion
internal import Models
package import Scoring
internal import Units

/// The rows that `contracts predict` writes.
package enum ContractScoreRows {
  /// Names of the columns, in order: survival by point and ends by cause have names of their own.
  package static func columns(of scores: ContractScores) -> [String] {
    ["rank", "customer_id", "start", "age_periods", "churn_probability", "reliable"]
      + scores.points.map { "survival_\($0)" } + scores.causes.map { "ends_\($0)" }
      + [
        "expected_remaining_periods", "survival_of_life", "value", "expected_value",
        "value_at_risk", "reason_1", "reason_2", "reason_3", "as_of", "horizon_periods",
        "life_periods", "period", "model",
      ]
  }

  /// Writes contracts in rank order, in blocks.
  ///
  /// - Parameters:
  ///   - scores: the contracts.
  ///   - top: how many at most; nil for all.
  ///   - format: CSV or JSON Lines.
  ///   - sink: takes each block of bytes.
  /// - Throws: what the sink throws.
  package static func write<Failure: Error>(
    _ scores: ContractScores, top: Int?, format: RowFormat,
    to sink: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    var writer = RowWriter(columns: columns(of: scores), format: format)
    for (rank, contract) in scores.ranking.prefix(top ?? scores.count).enumerated() {
      append(contract, rank: rank + 1, of: scores, to: &writer)
      if writer.bytes.count > blockSize { try sink(writer.takeBytes()) }
    }
    try sink(writer.takeBytes())
  }

  private static func append(
    _ contract: Int, rank: Int, of scores: ContractScores, to writer: inout RowWriter
  ) {
    writer.append(integer: rank)
    writer.append(text: scores.id(contract))
    writer.append(text: scores.start(contract).description)
    writer.append(integer: scores.age(contract))
    writer.append(number: scores.probability[contract])
    writer.append(text: scores.reliable ? "yes" : "no")
    for value in scores.survival[contract] { writer.append(number: value) }
    for value in scores.incidence[contract] { writer.append(number: value) }
    writer.append(number: scores.expectedRemaining[contract])
    writer.append(number: scores.tail[contract])
    for column in [scores.value, scores.expectedValue, scores.valueAtRisk] {
      writer.append(number: column?[contract] ?? .nan)
    }
    let reasons = scores.reasons(of: contract, count: 3)
    for place in 0..<3 {
      writer.append(text: place < reasons.count ? reasons[place].sentence : nil)
    }
    writer.append(text: scores.asOf.description)
    writer.append(integer: scores.horizon)
    writer.append(integer: scores.life)
    writer.append(text: scores.period.text)
    writer.append(text: scores.modelDigest)
    writer.endRow()
  }

  /// What should be known before anybody acts on the rows.
  package static func notices(_ scores: ContractScores) -> [String] {
    var notices: [String] = []
    if !scores.reliable {
      notices.append(
        "the model told no more of contracts than their ages do (weak): its ranking is not to be relied on"
      )
    }
    if scores.beyondSeen > 0 {
      notices.append(
        "\(grouped(scores.beyondSeen)) of \(grouped(scores.count)) contracts pass the greatest age that "
          + "training followed within \(scores.life) periods: from there on the hazard stays as it was last "
          + "seen, and expected_remaining_periods ends at \(scores.life) (survival_of_life says who is left)"
      )
    }
    return notices
  }
}
