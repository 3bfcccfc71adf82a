package import Dense
internal import Files
package import Models
internal import Snapshots
internal import Units

/// Score rows, whatever they were scored from: typed columns, and the order of action.
package struct ScoreTable: Sendable {
  /// The columns that the kind of row has, in the contract's order; those without cells are unknown.
  package let layout: [ScoreColumn]
  package let count: Int
  /// Rows, the first to act on first.
  package let ranking: [Int]
  /// The strongest reasons of a row, the largest first, at most so many.
  package let reasons: @Sendable (_ row: Int, _ count: Int) -> [ScoreReason]
  private var columns: [ScoreColumn: ScoreCells] = [:]

  /// Reasons that a row shows.
  package static let reasonsShown = 3

  init(
    layout: [ScoreColumn], ids: TextColumn, rows: [Int]? = nil, ranking: [Int],
    modelDigest: String,
    reasons: @escaping @Sendable (_ row: Int, _ count: Int) -> [ScoreReason]
  ) {
    self.layout = layout
    self.ranking = ranking
    self.reasons = reasons
    count = ranking.count
    columns = [
      .rank: .rank, .customerID: .texts(ids, rows: rows), .model: .one(.text(modelDigest)),
      .reason1: .reason(0), .reason2: .reason(1), .reason3: .reason(2),
    ]
  }

  /// The id of each row.
  var ids: TextColumn {
    guard case .texts(let ids, let rows) = self[.customerID] else { return TextColumn() }
    guard let rows else { return ids }
    var own = TextColumn()
    for row in rows { own.append(ids.utf8(at: row)) }
    return own
  }

  /// The id of a row.
  package func idText(ofRow row: Int) -> String {
    guard case .texts(let ids, let rows) = self[.customerID] else { return "" }
    return ids[rows?[row] ?? row]
  }

  /// First digits of the digest of the model that scored the rows.
  var modelDigest: String {
    if case .one(.text(let digest)) = self[.model] { digest } else { "" }
  }

  package subscript(column: ScoreColumn) -> ScoreCells {
    get { columns[column] ?? .unknown }
    set { columns[column] = newValue }
  }

  /// Takes a column where it is known.
  mutating func fill(_ column: ScoreColumn, _ cells: ScoreCells?) {
    if let cells { columns[column] = cells }
  }
}

/// Why a row's probability is what it is; words are made of it where it is shown.
package enum ScoreReason: Sendable {
  /// Of a customer's probability of churn.
  case risk(Reason)
  /// Of a prospect's probability of a first order.
  case chance(Reason)
  /// A cell of a labelled table.
  case cell(TableReason)
}

extension ScoreTable {
  /// Fills the columns that follow from others, where those are known.
  ///
  /// - Parameters:
  ///   - daysAhead: whole days, the as-of date being the first, by which an order is as likely as
  ///     not to have come; nil where a year is not enough.
  ///   - asOf: nil where nobody said.
  ///   - leadInDays: between the letter and the order that it is written for.
  mutating func fillDates(_ daysAhead: [Int?]?, asOf: Day?, leadInDays: Int) {
    guard let asOf else { return }
    self[.asOf] = .one(.day(asOf))
    guard let daysAhead else { return }
    let next = daysAhead.map { days in days.map { asOf + ($0 - 1) } }
    self[.expectedDateOfNextOrder] = .days(next)
    // Never in the past.
    self[.contactOn] = .days(next.map { day in day.map { max($0 - leadInDays, asOf) } })
  }

  /// Past money, and past and expected margin together.
  ///
  /// - Parameters:
  ///   - netSpend: of each row, in units of the scale.
  ///   - margin: share of it that is earned.
  ///   - scale: digits after the point.
  mutating func fillHistory(netSpend: [Int64], margin: Double, scale: Int) {
    let historic = netSpend.map { earned($0, margin: margin) }
    self[.historicCLV] = .money(historic, scale: scale)
    guard case .numbers(let predicted) = self[.predictedCLV] else { return }
    self[.totalCLV] = .numbers(zip(historic, predicted).map { money($0, scale: scale) + $1 })
  }

  /// Orders, their mean value, and of customers with one order the probability of a second.
  mutating func fillOrders(_ orders: [Int], grossSpend: [Int64]?, scale: Int) {
    self[.orders] = .counts(orders)
    self[.secondOrderProbability] = .numbers(
      zip(orders, self[.churnProbability].doubles).map { $0 == 1 ? 1 - $1 : .nan })
    guard let grossSpend else { return }
    self[.averageOrderValue] = .money(
      zip(grossSpend, orders).map { mean(of: $0, over: $1) }, scale: scale)
  }

  /// Loads what is always written of some ranks ahead of its use, so that the loads wait for memory
  /// together.
  package func loadAhead(_ ranks: Range<Int>) {
    guard case .texts(let ids, nil) = self[.customerID] else { return }
    ids.loadAhead(ranking[ranks])
    if case .numbers(let values) = self[.churnProbability] {
      for row in ranking[ranks] { values.prefetch(row) }
    }
  }

  /// Makes something of successive ranks, in parallel, and hands it on in their order.
  ///
  /// - Parameters:
  ///   - count: how many ranks, from 0.
  ///   - workers: how many threads it may take; what is handed on does not depend on it.
  ///   - make: makes the value of a range of ranks.
  ///   - take: takes the values one after the other, on the calling thread.
  /// - Throws: what `take` throws.
  package func inParts<Value: Sendable, Failure: Error>(
    count: Int, workers: Workers, make: @Sendable (Range<Int>) -> Value,
    take: (Value) throws(Failure) -> Void
  ) throws(Failure) {
    let chunks = Chunks(rows: count, rowsPerChunk: 4_096)
    try inSequence(of: chunks, workers: workers, compute: make, consume: take)
  }
}

/// An amount's share that is earned, multiplied as a decimal number and rounded half away from zero.
func earned(_ amount: Int64, margin: Double) -> Int64 {
  precondition(margin >= 0 && margin <= 1, "a margin lies between 0 and 1, not at \(margin)")
  if margin == 1 { return amount }
  let unit = Int128(1_000_000_000)
  let product = Int128(amount) * Int128((margin * Double(unit)).rounded())
  let (quotient, remainder) = product.quotientAndRemainder(dividingBy: unit)
  guard 2 * remainder.magnitude >= unit.magnitude else { return Int64(quotient) }
  return Int64(product < 0 ? quotient - 1 : quotient + 1)
}
