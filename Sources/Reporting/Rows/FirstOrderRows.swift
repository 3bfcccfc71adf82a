internal import Features
package import Files
package import Scoring
internal import Units

/// The rows that `predict --prospects` writes.
package enum FirstOrderRows {
  /// The columns, in the contract's order.
  package static let columns = [
    "rank", "customer_id", "first_order_probability", "base_rate", "reliable", "reason_1",
    "reason_2", "reason_3", "as_of", "horizon_days", "model",
  ]

  /// Writes rows in rank order, in blocks.
  ///
  /// - Parameters:
  ///   - scores: the prospects.
  ///   - columns: which columns, in this order.
  ///   - id: text of a store customer's id.
  ///   - top: how many rows at most; all where nil.
  ///   - format: CSV or JSON Lines.
  ///   - sink: takes each block of bytes.
  /// - Throws: what the sink throws.
  package static func write<Failure: Error>(
    _ scores: ProspectScores, columns: [String] = columns, id: (Int) -> String, top: Int?,
    format: RowFormat, to sink: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    let showsReasons = columns.contains { $0.hasPrefix("reason_") }
    var writer = RowWriter(columns: columns, format: format)
    for (offset, row) in scores.ranking.prefix(top ?? scores.count).enumerated() {
      let reasons =
        showsReasons ? scores.reasons(of: row, count: 3).map { $0.sentence("chance") } : []
      for column in columns {
        switch column {
        case "rank": writer.append(integer: offset + 1)
        case "customer_id": writer.append(text: id(scores.customers[row]))
        case "first_order_probability":
          writer.append(number: scores.firstOrderProbability[row])
        case "base_rate": writer.append(number: scores.baseRate)
        case "reliable": writer.append(text: scores.reliable ? "yes" : "no")
        case "reason_1": writer.append(text: reasons.first)
        case "reason_2": writer.append(text: reasons.dropFirst().first)
        case "reason_3": writer.append(text: reasons.dropFirst(2).first)
        case "as_of": writer.append(text: scores.asOf.description)
        case "horizon_days": writer.append(integer: scores.horizonInDays)
        default: writer.append(text: scores.modelDigest)
        }
      }
      writer.endRow()
      if writer.bytes.count > blockSize { try sink(writer.takeBytes()) }
    }
    try sink(writer.takeBytes())
  }
}
