internal import Dense
internal import Features
package import Files
package import Interventions
internal import Learning
package import Models
package import Segments
internal import Snapshots
package import Units

/// What can be predicted of customers from their features alone, one element a row of the file in
/// each column; nil where the file, or the model, does not hold what a column is made of.
package struct FeatureScores: Sendable {
  package let ids: TextColumn
  package let columns: Columns
  /// Rows of the file, the first to act on first.
  package let ranking: [Int]
  /// Nil where the user did not say: features do not tell.
  package let asOf: Day?
  /// Days between the letter and the order it is written for.
  package let leadInDays: Int
  /// Name the segments; nil where there are none.
  package let rules: RuleSet?
  package let horizonInDays: Int
  /// Nil without values.
  package let valueHorizonInDays: Int?
  package let moneyScale: Int
  package let modelDigest: String
  /// What the user should know of columns that were not used, or are missing.
  package let notices: [FeatureFileNotice]

  package var count: Int { ids.count }

  /// The score row's columns.
  package struct Columns: Sendable {
    package var churnProbability: [Double] = []
    package var reliable: [Bool]?
    package var list: [InterventionList]?
    package var prospects: [ExpectedValue]?
    package var valueIfKept: [Double]?
    package var valueIfNot: [Double]?
    package var probabilityAlive: [Double]?
    package var expectedOrders: [Double]?
    /// Whole days, the as-of date being the first, by which an order is as likely as not to have
    /// come; nil where a year is not enough.
    package var daysToNextOrder: [Int?]?
    package var predictedValueRange: [ClosedRange<Double>]?
    package var daysSinceLastOrder: [Int]?
    package var orders: [Int]?
    package var grossSpend: [Double]?
    package var netSpend: [Double]?
    /// Not-a-number with one order day.
    package var meanGap: [Double]?
    package var scores: [Scores]?
    /// By the rules of `FeatureScores`.
    package var segments: SegmentAssignments?
    package var lapse: [String?]?
    package var lifecycle: [String?]?
    package var cluster: [Int]?
    /// The three strongest reasons of each row.
    package var reasons: [[Reason]]?
    /// The finest money of the rows, in digits after the point.
    var moneyScale = 0
  }

  /// The scores 1–5 of one customer.
  package struct Scores: Sendable {
    package let r: Int
    package let f: Int
    package let m: Int
    package let e: Int?
  }

  /// The share of a customer's past spend that is earned, in units of the money scale.
  package let historicValue: [Int64]?

  /// Past and expected margin of a customer, in money.
  package func totalValue(of row: Int) -> Double? {
    guard let historicValue, let prospects = columns.prospects else { return nil }
    return money(historicValue[row], scale: moneyScale) + prospects[row].predictedCLV
  }

  /// The first day by whose end an order is as likely as not to have come; nil where a year is not
  /// enough, or the as-of date is not known.
  package func nextOrder(of row: Int) -> Day? {
    guard let asOf, let days = columns.daysToNextOrder?[row] else { return nil }
    return asOf + (days - 1)
  }

  /// The day to write to a customer: the lead before the next order is expected, and never in the past.
  package func contactDay(of row: Int) -> Day? {
    guard let asOf, let next = nextOrder(of: row) else { return nil }
    return max(next - leadInDays, asOf)
  }

  /// Mean money of an order, in units of the money scale, rounded half away from zero.
  package func averageOrderValue(of row: Int) -> Int64? {
    guard let gross = columns.grossSpend, let orders = columns.orders else { return nil }
    return mean(of: moneyUnits(gross[row], scale: moneyScale), over: orders[row])
  }
}

extension FeatureScores {
  /// Loads what is always written of some ranks ahead of its use, so that the loads wait for memory
  /// together.
  package func loadAhead(_ ranks: Range<Int>) {
    ids.loadAhead(ranking[ranks])
    var sum = 0.0
    for rank in ranks { sum += columns.churnProbability[ranking[rank]] }
    precondition(sum >= 0, "a negative probability")
  }

  /// Makes something of successive ranks, in parallel, and hands it on in their order.
  ///
  /// - Parameters:
  ///   - count: how many ranks, from 0.
  ///   - threads: workers; what is handed on does not depend on it.
  ///   - make: makes the value of a range of ranks.
  ///   - take: takes the values one after the other, on the calling thread.
  /// - Throws: what `take` throws.
  package func inParts<Value: Sendable, Failure: Error>(
    count: Int, threads: Int, make: @Sendable (Range<Int>) -> Value,
    take: (Value) throws(Failure) -> Void
  ) throws(Failure) {
    let chunks = Chunks(rows: count, rowsPerChunk: 4_096)
    try inSequence(of: chunks, threads: threads, compute: make, consume: take)
  }
}

/// Which parts of a score row are wanted beyond its rank, probability and list.
package struct ScoreParts: OptionSet, Sendable {
  package let rawValue: Int

  package init(rawValue: Int) { self.rawValue = rawValue }

  package static let values = ScoreParts(rawValue: 1)
  package static let observed = ScoreParts(rawValue: 2)
  package static let scores = ScoreParts(rawValue: 4)
  package static let clusters = ScoreParts(rawValue: 8)
  package static let reasons = ScoreParts(rawValue: 16)
  /// Lapse and stage by the customer's own rhythm.
  package static let rhythm = ScoreParts(rawValue: 32)
  /// What single orders and events tell, and features do not.
  package static let histories = ScoreParts(rawValue: 64)
}

extension FeatureScores.Columns {
  /// Columns of successive parts of a file as one.
  init(joining parts: [FeatureScores.Columns]) {
    func joined<Value>(_ column: KeyPath<Self, [Value]?>) -> [Value]? {
      guard parts.allSatisfy({ $0[keyPath: column] != nil }) else { return nil }
      return parts.flatMap { $0[keyPath: column] ?? [] }
    }
    churnProbability = parts.flatMap(\.churnProbability)
    reliable = joined(\.reliable)
    list = joined(\.list)
    prospects = joined(\.prospects)
    valueIfKept = joined(\.valueIfKept)
    valueIfNot = joined(\.valueIfNot)
    probabilityAlive = joined(\.probabilityAlive)
    expectedOrders = joined(\.expectedOrders)
    daysToNextOrder = joined(\.daysToNextOrder)
    predictedValueRange = joined(\.predictedValueRange)
    daysSinceLastOrder = joined(\.daysSinceLastOrder)
    orders = joined(\.orders)
    grossSpend = joined(\.grossSpend)
    netSpend = joined(\.netSpend)
    meanGap = joined(\.meanGap)
    scores = joined(\.scores)
    segments =
      parts.allSatisfy { $0.segments != nil }
      ? parts.reduce(into: SegmentAssignments()) { all, part in
        part.segments.map { all.append($0) }
      } : nil
    lapse = joined(\.lapse)
    lifecycle = joined(\.lifecycle)
    cluster = joined(\.cluster)
    reasons = joined(\.reasons)
    moneyScale = parts.reduce(0) { max($0, $1.moneyScale) }
  }
}

/// Money as whole units of 10^−`scale`; what is too large for them is the largest that is not.
func moneyUnits(_ value: Double, scale: Int) -> Int64 {
  let units = (value * powerOfTen(scale)).rounded()
  return units.magnitude < 0x1p62 ? Int64(units) : (units < 0 ? -(1 << 62) : 1 << 62)
}

/// The digits after the point that an amount needs, at least `scale`, at most six.
func moneyScale(of value: Double, atLeast scale: Int) -> Int {
  var scale = scale
  while scale < FixedDecimal.moneyScale,
    (value * powerOfTen(scale)).rounded() / powerOfTen(scale) != value
  {
    scale += 1
  }
  return scale
}

private func powerOfTen(_ exponent: Int) -> Double {
  (0..<exponent).reduce(1) { power, _ in power * 10 }
}
