package import Files
package import Scoring
internal import Units

/// The rows that `predict --table` writes.
package enum TableScoreRows {
  /// The columns, in the contract's order.
  package static let columns = [
    "rank", "customer_id", "churn_probability", "reliable", "value", "expected_loss", "reason_1",
    "reason_2", "reason_3", "model",
  ]

  /// Writes rows in rank order, in blocks.
  ///
  /// - Parameters:
  ///   - scores: the rows.
  ///   - columns: which columns, in this order.
  ///   - top: how many rows at most; all where nil.
  ///   - format: CSV or JSON Lines.
  ///   - sink: takes each block of bytes.
  /// - Throws: what the sink throws.
  package static func write<Failure: Error>(
    _ scores: TableScores, columns: [String] = columns, top: Int?, format: RowFormat,
    to sink: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    let showsReasons = columns.contains { $0.hasPrefix("reason_") }
    var writer = RowWriter(columns: columns, format: format)
    for (offset, row) in scores.ranking.prefix(top ?? scores.count).enumerated() {
      let reasons = showsReasons ? scores.reasons(of: row, count: 3).map { $0.sentence } : []
      for column in columns {
        switch column {
        case "rank": writer.append(integer: offset + 1)
        case "customer_id": writer.append(text: scores.ids, row)
        case "churn_probability": writer.append(number: scores.churnProbability[row])
        case "reliable": writer.append(text: scores.reliable ? "yes" : "no")
        case "value": writer.append(number: scores.value?[row])
        case "expected_loss": writer.append(number: scores.expectedLoss?[row])
        case "reason_1": writer.append(text: reasons.first)
        case "reason_2": writer.append(text: reasons.dropFirst().first)
        case "reason_3": writer.append(text: reasons.dropFirst(2).first)
        default: writer.append(text: scores.modelDigest)
        }
      }
      writer.endRow()
      if writer.bytes.count > blockSize { try sink(writer.takeBytes()) }
    }
    try sink(writer.takeBytes())
  }
}

extension TableReason {
  /// The row's own cell and what it does to the risk, in words: "Contract Month-to-month: raises the
  /// risk from 22 % to 41 %".
  var sentence: String {
    let told =
      switch cell {
      case .number(let value): "\(column) \(plainText(value))"
      case .text(let text): "\(column) \(text)"
      case .missing: "\(column) unknown"
      case .rare(let text): "\(column) \(text) (rare)"
      }
    return "\(told): \(change.words())"
  }
}
