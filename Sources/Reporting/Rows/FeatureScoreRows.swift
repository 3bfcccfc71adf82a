internal import Comparison
internal import Expressions
internal import Features
package import Files
internal import Interventions
internal import Learning
package import Scoring
internal import Segments
internal import Units

/// The rows that `predict --features` writes: score rows of which some columns are unknown.
package enum FeatureScoreRows {
  /// The parts of a score row that columns are made of.
  package static func parts(of columns: [ScoreColumn]) -> ScoreParts {
    columns.reduce(into: []) { $0.formUnion($1.part) }
  }

  /// Writes rows in rank order, in blocks.
  ///
  /// - Parameters:
  ///   - scores: the customers.
  ///   - columns: which columns, in this order.
  ///   - top: how many rows at most; all where nil.
  ///   - format: CSV or JSON Lines.
  ///   - threads: workers; the bytes do not depend on it.
  ///   - sink: takes each block of bytes.
  /// - Throws: what the sink throws.
  package static func write<Failure: Error>(
    _ scores: FeatureScores, columns: [ScoreColumn], top: Int?, format: RowFormat,
    threads: Int, to sink: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    var writer = RowWriter(columns: columns.map(\.rawValue), format: format)
    try sink(writer.takeBytes())
    let blank = writer
    let count = min(top ?? scores.count, scores.count)
    try scores.inParts(count: count, threads: threads) { ranks in
      var writer = blank
      var row = FeatureScoreRow(scores: scores)
      for rank in ranks {
        // Customers who follow each other by rank lie far from each other in memory.
        if (rank - ranks.lowerBound) % 64 == 0 {
          scores.loadAhead(rank..<min(rank + 64, ranks.upperBound))
        }
        (row.row, row.rank) = (scores.ranking[rank], rank + 1)
        for column in columns { row.append(column, to: &writer) }
        writer.endRow()
      }
      return writer.takeBytes()
    } take: { bytes throws(Failure) in
      try sink(bytes)
    }
  }
}

extension ScoreColumn {
  fileprivate var part: ScoreParts {
    switch self {
    case .rank, .customerID, .list, .churnProbability, .reliable, .asOf, .horizonDays, .model:
      []
    case .probabilityAlive, .predictedNumberOfOrders, .expectedDateOfNextOrder,
      .contactOn, .predictedCLVLow, .predictedCLVHigh, .predictedCLV, .valueIfKept, .valueIfNot,
      .clvAtRisk,
      .expectedGain:
      .values
    case .totalCLV: [.values, .observed]
    case .historicCLV, .secondOrderProbability, .daysSinceLastOrder, .orders, .averageOrderValue,
      .averageDaysBetweenOrders:
      .observed
    case .rScore, .fScore, .mScore, .eScore, .segment, .segments, .action: .scores
    case .cluster: .clusters
    case .reason1, .reason2, .reason3: .reasons
    case .lifecycle, .lapse: .rhythm
    case .journey, .priceLow, .priceHigh, .usualWeekday, .preferredChannel, .favouriteCategory,
      .nextCategory:
      .histories
    }
  }
}

/// One customer's row, then another's: the scores are looked at where they are.
private struct FeatureScoreRow {
  let scores: FeatureScores
  var row = 0
  var rank = 0

  init(scores: FeatureScores) { self.scores = scores }

  func append(_ column: ScoreColumn, to writer: inout RowWriter) {
    switch column {
    case .rank: writer.append(integer: rank)
    case .customerID: writer.append(text: scores.ids, row)
    case .list: writer.append(text: scores.columns.list?[row].rawValue)
    case .churnProbability: writer.append(number: scores.columns.churnProbability[row])
    case .reliable: writer.append(text: scores.columns.reliable.map { $0[row] ? "yes" : "no" })
    case .probabilityAlive: writer.append(number: scores.columns.probabilityAlive?[row])
    case .predictedNumberOfOrders: writer.append(number: scores.columns.expectedOrders?[row])
    case .expectedDateOfNextOrder: writer.append(text: scores.nextOrder(of: row)?.description)
    case .predictedCLVLow:
      writer.append(number: scores.columns.predictedValueRange?[row].lowerBound)
    case .predictedCLVHigh:
      writer.append(number: scores.columns.predictedValueRange?[row].upperBound)
    case .secondOrderProbability:
      writer.append(
        number: scores.columns.orders?[row] == 1 ? 1 - scores.columns.churnProbability[row] : nil)
    case .historicCLV: writer.append(decimal: money(scores.historicValue?[row]))
    case .predictedCLV: writer.append(number: scores.columns.prospects?[row].predictedCLV)
    case .totalCLV: writer.append(number: scores.totalValue(of: row))
    case .valueIfKept: writer.append(number: scores.columns.valueIfKept?[row])
    case .valueIfNot: writer.append(number: scores.columns.valueIfNot?[row])
    case .clvAtRisk: writer.append(number: scores.columns.prospects?[row].clvAtRisk)
    case .expectedGain: writer.append(number: scores.columns.prospects?[row].expectedGain)
    case .daysSinceLastOrder: writer.append(integer: scores.columns.daysSinceLastOrder?[row])
    case .orders: writer.append(integer: scores.columns.orders?[row])
    case .averageOrderValue: writer.append(decimal: money(scores.averageOrderValue(of: row)))
    case .averageDaysBetweenOrders: writer.append(number: scores.columns.meanGap?[row])
    case .rScore: writer.append(integer: scores.columns.scores?[row].r)
    case .fScore: writer.append(integer: scores.columns.scores?[row].f)
    case .mScore: writer.append(integer: scores.columns.scores?[row].m)
    case .eScore: writer.append(integer: scores.columns.scores?[row].e)
    case .segment: writer.append(text: segment.map { $0.rules.segments[$0.primary] })
    case .segments: writer.append(text: segment.map { $0.all.text(of: row, in: $0.rules) })
    case .action:
      writer.append(text: segment.flatMap { $0.rules.actionText(ofSegment: $0.primary) })
    case .cluster: writer.append(integer: scores.columns.cluster?[row])
    case .reason1: writer.append(text: reason(0))
    case .reason2: writer.append(text: reason(1))
    case .reason3: writer.append(text: reason(2))
    case .asOf: writer.append(text: scores.asOf?.description)
    case .horizonDays: writer.append(integer: scores.horizonInDays)
    case .model: writer.append(text: scores.modelDigest)
    case .contactOn: writer.append(text: scores.contactDay(of: row)?.description)
    case .lapse: writer.append(text: scores.columns.lapse?[row])
    case .lifecycle: writer.append(text: scores.columns.lifecycle?[row])
    // Ready features do not tell of single orders and events.
    case .journey, .priceLow, .priceHigh, .usualWeekday, .preferredChannel, .favouriteCategory,
      .nextCategory:
      writer.append(text: nil)
    }
  }

  private var segment: (rules: RuleSet, all: SegmentAssignments, primary: Int)? {
    guard let rules = scores.rules, let all = scores.columns.segments else { return nil }
    return (rules, all, all.primary[row])
  }

  private func money(_ units: Int64?) -> String? {
    units.map { decimalText(Int128($0), scale: scores.moneyScale) }
  }

  private func reason(_ place: Int) -> String? {
    guard let reasons = scores.columns.reasons?[row], place < reasons.count else { return nil }
    return reasons[place].sentence()
  }
}
