internal import Comparison
internal import Dense
internal import Expressions
internal import Features
package import Files
internal import Interventions
internal import Learning
internal import Models
package import Scoring
internal import Segmentation
internal import Segments
internal import Snapshots
internal import Training
internal import Units

/// The rows that `predict` writes.
package enum ScoreRows {
  /// Writes rows in rank order, in blocks.
  ///
  /// - Parameters:
  ///   - scored: the customers.
  ///   - columns: which columns, in this order.
  ///   - id: text of a store customer's id.
  ///   - top: how many rows at most; all where nil.
  ///   - format: CSV or JSON Lines.
  ///   - sink: takes each block of bytes.
  /// - Throws: what the sink throws.
  package static func write<Failure: Error>(
    _ scored: ScoredCustomers, columns: [ScoreColumn] = ScoreColumn.allCases,
    id: (Int) -> String, top: Int?, format: RowFormat,
    to sink: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    let showsReasons = columns.contains { [.reason1, .reason2, .reason3].contains($0) }
    var writer = RowWriter(columns: columns.map(\.rawValue), format: format)
    for (offset, customer) in scored.ranking.prefix(top ?? scored.count).enumerated() {
      let row = ScoreRow(
        scored: scored, customer: customer, rank: offset + 1,
        id: id(scored.facts.customers[customer]),
        reasons: showsReasons ? scored.reasons(of: customer, count: 3) : [])
      for column in columns { row.append(column, to: &writer) }
      writer.endRow()
      if writer.bytes.count > blockSize { try sink(writer.takeBytes()) }
    }
    try sink(writer.takeBytes())
  }
}

/// One customer's row.
private struct ScoreRow {
  let scored: ScoredCustomers
  let customer: Int
  let rank: Int
  let id: String
  let reasons: [String]

  func append(_ column: ScoreColumn, to writer: inout RowWriter) {
    let facts = scored.facts
    switch column {
    case .rank: writer.append(integer: rank)
    case .customerID: writer.append(text: id)
    case .list: writer.append(text: scored.list[customer].rawValue)
    case .churnProbability: writer.append(number: scored.churnProbability[customer])
    case .reliable: writer.append(text: scored.reliable[customer] ? "yes" : "no")
    case .probabilityAlive: writer.append(number: scored.probabilityAlive[customer])
    case .predictedNumberOfOrders: writer.append(number: scored.expectedOrders[customer])
    case .expectedDateOfNextOrder:
      writer.append(text: scored.nextOrder[customer]?.description)
    case .historicCLV: writer.append(decimal: money(scored.historicValue[customer]))
    case .predictedCLV: writer.append(number: scored.predictedValue[customer])
    case .totalCLV: writer.append(number: scored.totalValue(of: customer))
    case .valueIfKept: writer.append(number: scored.valueIfKept[customer])
    case .valueIfNot: writer.append(number: scored.valueIfNot[customer])
    case .clvAtRisk: writer.append(number: scored.valueAtRisk[customer])
    case .expectedGain: writer.append(number: scored.expectedGain[customer])
    case .daysSinceLastOrder: writer.append(integer: facts.daysSinceLastOrder[customer])
    case .orders: writer.append(integer: facts.orders[customer])
    case .averageOrderValue:
      writer.append(decimal: money(facts.averageOrderValue(of: customer)))
    case .averageDaysBetweenOrders: writer.append(number: facts.meanGap[customer])
    case .rScore: writer.append(integer: scored.scores.r[customer])
    case .fScore: writer.append(integer: scored.scores.f[customer])
    case .mScore: writer.append(integer: scored.scores.m[customer])
    case .eScore: writer.append(integer: scored.scores.e?[customer])
    case .segment: writer.append(text: scored.segment[customer])
    case .cluster: writer.append(integer: scored.cluster[customer])
    case .reason1: writer.append(text: reason(0))
    case .reason2: writer.append(text: reason(1))
    case .reason3: writer.append(text: reason(2))
    case .asOf: writer.append(text: scored.asOf.description)
    case .horizonDays: writer.append(integer: scored.horizonInDays)
    case .model: writer.append(text: scored.modelDigest)
    case .predictedCLVLow:
      writer.append(number: scored.predictedValueRange?[customer].lowerBound)
    case .predictedCLVHigh:
      writer.append(number: scored.predictedValueRange?[customer].upperBound)
    case .secondOrderProbability:
      writer.append(
        number: facts.orders[customer] == 1 ? 1 - scored.churnProbability[customer] : nil)
    case .segments: writer.append(text: scored.segments.text(of: customer, in: scored.rules))
    case .lifecycle, .lapse, .journey, .priceLow, .priceHigh, .usualWeekday, .preferredChannel,
      .favouriteCategory, .nextCategory:
      writer.append(scored.behaviour.value(column.rawValue, of: customer))
    case .contactOn: writer.append(text: scored.contactDay(of: customer)?.description)
    case .action:
      writer.append(text: scored.rules.actionText(ofSegment: scored.segments.primary[customer]))
    }
  }

  private func money(_ units: Int64) -> String {
    decimalText(Int128(units), scale: scored.moneyScale)
  }

  private func reason(_ place: Int) -> String? {
    place < reasons.count ? reasons[place] : nil
  }
}

/// Bytes gathered before they are written.
let blockSize = 1 << 20

extension ScoredCustomers {
  /// The strongest reasons in words, the largest first.
  func reasons(of customer: Int, count: Int) -> [String] {
    contributions.reasons(ofRow: customer, count: count) { name in
      features.names.firstIndex(of: name).map { features.value(customer, $0) }
    }.map { $0.sentence() }
  }
}

/// A number with at most three digits after the point and no trailing zeros.
package func plainText(_ value: Double) -> String {
  var text = fixed(value, digits: 3)
  guard text.contains(".") else { return text }
  while text.hasSuffix("0") { text.removeLast() }
  if text.hasSuffix(".") { text.removeLast() }
  return text
}
