internal import Dense
internal import Histories
internal import Interventions
internal import Lifetime
internal import Units

/// The part of score rows that rests on the lifetime model and on the method of value.
struct LifetimeScores: Sendable {
  let probabilityAlive: [Double]
  /// Orders expected over the value horizon.
  let expectedOrders: [Double]
  /// The first day by which an order is as likely as not to have come, within a year.
  let nextOrder: [Day?]
  /// Expected margin over the value horizon, discounted, given an order in the churn horizon, and
  /// given none.
  let valueIfKept: [Double]
  let valueIfNot: [Double]
  /// Expected spend over the value horizon as it is.
  let undiscounted: [Double]
}

extension Model {
  /// Applies the lifetime model and the method of value to the customers of one date.
  func lifetimeScores(
    of snapshot: Snapshot, churn: [Double], store: HistoryStore, horizonInDays: Int,
    parameters: PredictionParameters
  ) throws(ScoringError) -> LifetimeScores {
    guard let value else { throw .sectionMissing("value", neededFor: "predict") }
    guard let lifetime, let process = lifetime.process else {
      throw .sectionMissing("lifetime", neededFor: "predict")
    }
    let threads = parameters.threads
    let columns = LifetimeColumns(of: store, asOf: snapshot.asOf, threads: threads)
    let forecasts = lifetime.forecasts(
      of: columns, horizonInDays: data.horizonInDays, valueHorizonInDays: horizonInDays,
      periodInDays: value.constants.periodInDays, discounting: parameters.discounting,
      threads: threads)
    let customers = ValueCustomers(
      snapshot, columns: columns, churn: churn,
      lastPeriodInDays: value.constants.periodInDays, in: store, threads: threads)
    guard
      let spend = value.constants.forecast(
        by: value.method, of: customers, lifetime: forecasts, threads: threads)
    else { preconditionFailure("a value section that was not validated") }
    let margin = parameters.margin
    return LifetimeScores(
      probabilityAlive: columns.figures(threads: threads) { process.probabilityAlive($0) },
      expectedOrders: forecasts.orders,
      nextOrder: columns.figures(threads: threads) { customer in
        process.daysToNextOrder(customer).map { snapshot.asOf + ($0 - 1) }
      },
      valueIfKept: spend.ifKept.indices.map {
        margin * forecasts.keptDiscount[$0] * spend.ifKept[$0]
      },
      valueIfNot: spend.ifNot.indices.map {
        margin * forecasts.notDiscount[$0] * spend.ifNot[$0]
      },
      undiscounted: spend.total)
  }
}

extension LifetimeColumns {
  /// A figure of each customer, in parallel.
  fileprivate func figures<Value: Sendable>(
    threads: Int, _ figure: @Sendable (PurchaseSummary) -> Value
  ) -> [Value] {
    let chunks = Chunks(rows: customers.count, rowsPerChunk: 512)
    return parallelMap(count: chunks.count, threads: threads) { index in
      chunks[index].map { figure(customer($0)) }
    }.flatMap { $0 }
  }
}

extension LearnedProcess {
  /// The fewest whole days within which an order is as likely as not, time being in days; nil where
  /// a year is not enough.
  ///
  /// Tenure ends on the day before the as-of date, so the first of these days is the as-of date.
  fileprivate func daysToNextOrder(_ customer: PurchaseSummary) -> Int? {
    let year = 365
    // A chance is no larger than the expectation, which costs far less.
    guard expectedOrders(customer, within: Double(year)) >= 0.5 else { return nil }
    func excess(_ days: Int) -> Double {
      probabilityOfOrder(customer, in: 0...Double(days)) - 0.5
    }
    var (low, high) = (0, year)
    var (below, above) = (-0.5, excess(year))
    guard above >= 0 else { return nil }
    // Where a straight line between the ends would cross, and every third time half-way, as lines
    // alone close in from one side.
    var step = 0
    while high - low > 1 {
      step += 1
      let share = step % 3 == 0 ? 0.5 : -below / (above - below)
      let middle = min(max(low + Int(share * Double(high - low)), low + 1), high - 1)
      let here = excess(middle)
      if here >= 0 { (high, above) = (middle, here) } else { (low, below) = (middle, here) }
    }
    return high
  }
}
