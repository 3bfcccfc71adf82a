internal import Features
package import Interventions
internal import Models
package import Units

/// What can be predicted of customers from their features alone.
package struct FeatureScores: Sendable {
  /// Columns are unknown where the file, or the model, does not hold what they are made of.
  package let table: ScoreTable
  /// Nil where the file does not hold what values are made of: the rank then follows churn probability.
  package let lists: [InterventionList]?
  /// Nil where the user did not say: features do not tell.
  package let asOf: Day?
  package let horizonInDays: Int
  /// Nil without values.
  package let valueHorizonInDays: Int?
  package let modelDigest: String
  /// What the user should know of columns that were not used, or are missing.
  package let notices: [FeatureFileNotice]

  package var count: Int { table.count }
}

/// Scores of successive rows of a file.
struct FeatureScorePart: Sendable {
  var churnProbability: [Double] = []
  var cells: [ScoreColumn: ScoreCells] = [:]
  var decisions: [InterventionDecision]?
  /// Days until the next order is due by the customer's own rhythm; not-a-number where that is unknown.
  var daysToDue: [Double]?
  var orders: [Int]?
  var grossSpend: [Double]?
  var netSpend: [Double]?
  /// Whole days, the as-of date being the first, by which an order is as likely as not to have
  /// come; nil where a year is not enough.
  var daysToNextOrder: [Int?]?
  /// The strongest reasons of each row.
  var reasons: [[Reason]]?
  /// The finest money of the rows, in digits after the point.
  var moneyScale = 0
}

extension FeatureScorePart {
  /// Parts of a file as one: a column that one of them lacks is unknown.
  init(joining parts: [FeatureScorePart]) {
    func joined<Value>(_ column: KeyPath<Self, [Value]?>) -> [Value]? {
      guard parts.allSatisfy({ $0[keyPath: column] != nil }) else { return nil }
      return parts.flatMap { $0[keyPath: column] ?? [] }
    }
    churnProbability = parts.flatMap(\.churnProbability)
    // The cells alone: a copy of a part counts the references of all its columns.
    let tables = parts.map(\.cells)
    for column in ScoreColumn.customers {
      let cells = tables.compactMap { $0[column] }
      if cells.count == parts.count { self.cells[column] = ScoreCells(joining: cells) }
    }
    decisions = joined(\.decisions)
    daysToDue = joined(\.daysToDue)
    orders = joined(\.orders)
    grossSpend = joined(\.grossSpend)
    netSpend = joined(\.netSpend)
    daysToNextOrder = joined(\.daysToNextOrder)
    reasons = joined(\.reasons)
    moneyScale = parts.reduce(0) { max($0, $1.moneyScale) }
  }
}

extension FeatureScorePart {
  /// Puts the customers on their lists.
  ///
  /// - Parameters:
  ///   - days: since the last order.
  ///   - gaps: median days between order days; not-a-number with one.
  ///   - orders: nil where the file does not say, and the model does not ask.
  ///   - gains: of an intervention, in money, and what is surely left of them; nil where nobody knows.
  ///   - churn: says for whom it is reliable.
  ///   - horizonInDays: H.
  ///   - evenIfUnreliable: whether doubt keeps nobody off the list.
  mutating func decide(
    daysSinceLastOrder days: [Int], ownGaps gaps: [Double], orders: [Int]?,
    gains: (expected: [Double], low: [Double]?), by churn: ChurnModel, horizonInDays: Int,
    evenIfUnreliable: Bool
  ) {
    let reliable = churn.reliability(
      daysSinceLastOrder: days, orders: orders ?? days.map { _ in 0 },
      horizonInDays: horizonInDays)
    decisions = days.indices.map {
      InterventionDecision(
        .init(
          daysSinceLastOrder: days[$0], ownGap: gaps[$0].isNaN ? nil : gaps[$0],
          churnProbability: churnProbability[$0], expectedGain: gains.expected[$0],
          lowGain: gains.low?[$0],
          doubt: evenIfUnreliable ? nil : churn.doubt(isReliable: reliable[$0])),
        horizonInDays: horizonInDays)
    }
  }
}

extension FeatureScorePart {
  /// Fills a table of all rows.
  func fill(
    _ table: inout ScoreTable, scale: Int, _ parameters: PredictionParameters
  ) {
    for (column, cells) in cells { table[column] = cells }
    table[.churnProbability] = .numbers(churnProbability)
    if let netSpend {
      table.fillHistory(
        netSpend: netSpend.map { moneyUnits($0, scale: scale) }, margin: parameters.margin,
        scale: scale)
    }
    table.fillDates(daysToNextOrder, asOf: parameters.asOf, leadInDays: parameters.leadInDays)
    if let orders {
      table.fillOrders(
        orders, grossSpend: grossSpend?.map { moneyUnits($0, scale: scale) }, scale: scale)
    }
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
