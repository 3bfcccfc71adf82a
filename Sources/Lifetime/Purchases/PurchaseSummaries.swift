internal import Dense
internal import RealModule

/// Purchase histories as columns, each row standing for `weights` customers.
public struct PurchaseSummaries: Sendable, Equatable {
  /// x of each row.
  public let frequency: [Int]
  /// t_x of each row.
  public let recency: [Double]
  /// T of each row.
  public let tenure: [Double]
  /// Customers that each row stands for.
  public let weights: [Double]
  /// Σ weight · Σ log(time between successive orders), by which the likelihoods of models of
  /// different regularity compare; nil where it is not known.
  public let sumOfLogGaps: Double?

  /// Takes columns in any one unit of time.
  ///
  /// - Parameters:
  ///   - frequency: repeat orders, at least 0.
  ///   - recency: from the first order to the last; 0 exactly where there are no repeat orders.
  ///   - tenure: from the first order to the end of observation; at least the recency.
  ///   - weights: customers a row stands for, or nil for one each.
  ///   - sumOfLogGaps: Σ weight · Σ log gap, in the same unit.
  /// - Throws: `PurchaseDataError` naming the first row at fault.
  public init(
    frequency: [Int], recency: [Double], tenure: [Double], weights: [Double]? = nil,
    sumOfLogGaps: Double? = nil
  ) throws(PurchaseDataError) {
    let rows = frequency.count
    try checkCount("recency", recency.count, rows: rows)
    try checkCount("tenure", tenure.count, rows: rows)
    let weights = weights ?? [Double](repeating: 1, count: rows)
    try checkCount("weights", weights.count, rows: rows)
    for row in 0..<rows {
      try check(
        PurchaseSummary(frequency: frequency[row], recency: recency[row], tenure: tenure[row]),
        row: row)
      guard weights[row] >= 0, weights[row].isFinite else {
        throw .weightOutOfRange(row: row, found: weights[row])
      }
    }
    guard weights.contains(where: { $0 > 0 }) else { throw .noRows }
    if let sum = sumOfLogGaps, !sum.isFinite {
      throw .settingOutOfRange(name: "sumOfLogGaps", found: sum, expected: "a finite number")
    }
    self.init(
      checkedFrequency: frequency, recency: recency, tenure: tenure, weights: weights,
      sumOfLogGaps: sumOfLogGaps)
  }

  /// Takes columns of whole days and merges equal rows.
  ///
  /// - Parameters:
  ///   - frequency: repeat order days.
  ///   - recencyInDays: from the first order day to the last.
  ///   - tenureInDays: from the first order day to the last day observed.
  ///   - daysPerUnit: length of the unit that models and predictions are to use, 7 for weeks.
  ///   - sumOfLogGapsInDays: Σ log of the days between successive orders, if known.
  /// - Throws: `PurchaseDataError` naming the first row at fault.
  public init(
    frequency: [Int], recencyInDays: [Int], tenureInDays: [Int], daysPerUnit: Double,
    sumOfLogGapsInDays: Double? = nil
  ) throws(PurchaseDataError) {
    guard daysPerUnit > 0, daysPerUnit.isFinite else {
      throw .settingOutOfRange(
        name: "daysPerUnit", found: daysPerUnit, expected: "a number of days above 0")
    }
    try checkCount("recencyInDays", recencyInDays.count, rows: frequency.count)
    try checkCount("tenureInDays", tenureInDays.count, rows: frequency.count)
    for row in frequency.indices {
      try check(
        PurchaseSummary(
          frequency: frequency[row], recency: Double(recencyInDays[row]),
          tenure: Double(tenureInDays[row])),
        row: row)
    }
    guard !frequency.isEmpty else { throw .noRows }
    let orders = Double(frequency.reduce(0, +))
    let rows = DistinctRows(frequency, recencyInDays, tenureInDays)
    self.init(
      checkedFrequency: rows.first, recency: rows.second.map { Double($0) / daysPerUnit },
      tenure: rows.third.map { Double($0) / daysPerUnit }, weights: rows.counts,
      sumOfLogGaps: sumOfLogGapsInDays.map { $0 - orders * Double.log(daysPerUnit) })
  }

  init(
    checkedFrequency: [Int], recency: [Double], tenure: [Double], weights: [Double],
    sumOfLogGaps: Double?
  ) {
    self.frequency = checkedFrequency
    self.recency = recency
    self.tenure = tenure
    self.weights = weights
    self.sumOfLogGaps = sumOfLogGaps
  }

  /// Rows.
  public var count: Int { frequency.count }

  /// The history that a row stands for.
  public subscript(row: Int) -> PurchaseSummary {
    PurchaseSummary(frequency: frequency[row], recency: recency[row], tenure: tenure[row])
  }
}

private func checkCount(_ name: String, _ found: Int, rows: Int) throws(PurchaseDataError) {
  guard found == rows else { throw .countMismatch(name: name, found: found, rows: rows) }
}

private func check(_ summary: PurchaseSummary, row: Int) throws(PurchaseDataError) {
  let (x, recency, tenure) = (summary.frequency, summary.recency, summary.tenure)
  guard x >= 0 else { throw .negativeFrequency(row: row, found: x) }
  guard recency >= 0, recency.isFinite else { throw .recencyOutOfRange(row: row, found: recency) }
  guard tenure >= 0, tenure.isFinite else { throw .tenureOutOfRange(row: row, found: tenure) }
  guard recency <= tenure else {
    throw .recencyExceedsTenure(row: row, recency: recency, tenure: tenure)
  }
  if x == 0, recency > 0 { throw .recencyWithoutRepeatOrders(row: row, recency: recency) }
  if x > 0, recency == 0 { throw .repeatOrdersWithoutRecency(row: row, frequency: x) }
}
