internal import Features
internal import Interventions
package import Scoring
internal import Segments
internal import Units

/// The rows that `predict` writes.
package enum ScoreRows {
  /// The contract's columns, in order; later capabilities add theirs at the end.
  package static let columns = [
    "rank", "customer_id", "list", "churn_probability", "reliable", "probability_alive",
    "predicted_number_of_orders", "historic_clv", "predicted_clv", "total_clv", "value_if_kept",
    "value_if_not", "clv_at_risk", "expected_gain", "days_since_last_order", "orders",
    "average_order_value", "average_days_between_orders", "expected_date_of_next_order",
    "r_score", "f_score", "m_score", "e_score", "segment", "cluster", "reason_1", "reason_2",
    "reason_3", "as_of", "horizon_days", "model",
  ]

  /// Writes rows in rank order, in blocks.
  ///
  /// - Parameters:
  ///   - scored: the customers.
  ///   - id: text of a store customer's id.
  ///   - top: how many rows at most; all where nil.
  ///   - format: CSV or JSON Lines.
  ///   - sink: takes each block of bytes.
  package static func write<Failure: Error>(
    _ scored: ScoredCustomers, id: (Int) -> String, top: Int?, format: RowFormat,
    to sink: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    var writer = RowWriter(columns: columns, format: format)
    for (offset, customer) in scored.ranking.prefix(top ?? scored.count).enumerated() {
      append(customer, rank: offset + 1, of: scored, id: id, to: &writer)
      if writer.bytes.count > blockSize { try sink(writer.takeBytes()) }
    }
    try sink(writer.takeBytes())
  }

  private static func append(
    _ customer: Int, rank: Int, of scored: ScoredCustomers, id: (Int) -> String,
    to writer: inout RowWriter
  ) {
    let facts = scored.facts
    func money(_ units: Int64) -> String { decimalText(Int128(units), scale: scored.moneyScale) }
    writer.append(integer: rank)
    writer.append(text: id(facts.customers[customer]))
    writer.append(text: scored.list[customer].rawValue)
    writer.append(number: scored.churnProbability[customer])
    writer.append(text: scored.reliable[customer] ? "yes" : "no")
    // Unknown until a model of orders over a lifetime is part of the model.
    writer.append(number: nil)
    writer.append(number: nil)
    writer.append(decimal: money(scored.historicValue[customer]))
    writer.append(number: scored.predictedValue[customer])
    writer.append(number: scored.totalValue(of: customer))
    writer.append(number: scored.valueIfKept[customer])
    writer.append(number: scored.valueIfNot[customer])
    writer.append(number: scored.valueAtRisk[customer])
    writer.append(number: scored.expectedGain[customer])
    writer.append(integer: facts.daysSinceLastOrder[customer])
    writer.append(integer: facts.orders[customer])
    writer.append(decimal: money(facts.averageOrderValue(of: customer)))
    writer.append(number: facts.meanGap[customer])
    writer.append(text: nil)
    writer.append(integer: scored.scores.r[customer])
    writer.append(integer: scored.scores.f[customer])
    writer.append(integer: scored.scores.m[customer])
    writer.append(integer: scored.scores.e?[customer])
    writer.append(text: scored.segment[customer])
    writer.append(integer: scored.cluster[customer])
    let reasons = scored.reasons(of: customer, count: 3)
    for place in 0..<3 { writer.append(text: place < reasons.count ? reasons[place] : nil) }
    writer.append(text: scored.asOf.description)
    writer.append(integer: scored.horizonInDays)
    writer.append(text: scored.modelDigest)
    writer.endRow()
  }
}

/// Bytes gathered before they are written.
let blockSize = 1 << 20

extension ScoredCustomers {
  /// The strongest reasons in words: feature, value, direction and how much it moves the logit.
  func reasons(of customer: Int, count: Int) -> [String] {
    contributions.strongest(ofRow: customer, count: count).map { reason in
      let name = contributions.features[reason.feature]
      let value = FeatureCatalogue.current.index(of: name).map { features.value(customer, $0) }
      let shown = value.flatMap { $0.isNaN ? nil : plainText($0) } ?? "unknown"
      let direction = reason.value > 0 ? "raises" : "lowers"
      let size = fixed(abs(reason.value), digits: 2)
      return "\(name) \(shown) \(direction) the risk (\(reason.value > 0 ? "+" : "-")\(size))"
    }
  }
}

/// A number with at most three digits after the point and no trailing zeros.
func plainText(_ value: Double) -> String {
  var text = fixed(value, digits: 3)
  guard text.contains(".") else { return text }
  while text.hasSuffix("0") { text.removeLast() }
  if text.hasSuffix(".") { text.removeLast() }
  return text
}
