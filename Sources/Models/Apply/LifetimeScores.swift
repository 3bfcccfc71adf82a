package import Dense
package import Interventions
internal import Lifetime
internal import Snapshots
internal import Units

/// The part of score rows that rests on the lifetime model and on the method of value.
package struct LifetimeScores: Sendable {
  package let probabilityAlive: [Double]
  /// Probability of an order in the churn horizon of one who has not dropped out.
  package let orderIfAlive: [Double]
  /// Orders expected over the value horizon.
  package let expectedOrders: [Double]
  /// Whole days, the as-of date being the first, by which an order is as likely as not to have come;
  /// nil where a year is not enough, and empty where nobody asked.
  package let nextOrder: [Int?]
  /// Expected margin over the value horizon, discounted, given an order in the churn horizon, and
  /// given none.
  package let valueIfKept: [Double]
  package let valueIfNot: [Double]
  /// Expected spend over the value horizon as it is.
  fileprivate let undiscounted: [Double]
  fileprivate let intervals: ValueIntervalsByHorizon?

  /// Where four in five customers with such a forecast end up, and the forecast itself; nil where the
  /// model has learned none.
  package func ranges(of values: [Double]) -> [ClosedRange<Double>]? {
    intervals.map { intervals in
      values.indices.map { row in
        let interval = intervals.interval(of: undiscounted[row], scaledTo: values[row])
        return min(interval.lowerBound, values[row])...max(interval.upperBound, values[row])
      }
    }
  }
}

extension Model {
  /// How far values reach.
  ///
  /// - Throws: where that is less than the churn horizon that values are split by.
  package func valueHorizon(wanted: Int?) throws(ScoringError) -> Int {
    let horizon = wanted ?? max(365, data.horizonInDays)
    guard horizon >= data.horizonInDays else {
      throw .valueHorizonTooShort(horizon, horizonInDays: data.horizonInDays)
    }
    return horizon
  }

  /// Prediction intervals of spend over a horizon; nil where the model has learned none.
  package func valueIntervals(horizonInDays: Int) -> ValueIntervalsByHorizon? {
    guard let value, let long = value.intervals else { return nil }
    return ValueIntervalsByHorizon(
      long: long, longInDays: value.evaluatedHorizonInDays, short: value.horizonIntervals,
      shortInDays: data.horizonInDays, horizonInDays: horizonInDays)
  }

  /// Applies the lifetime model and the method of value to customers of one date.
  ///
  /// - Returns: nil where the method needs what is not known of the customers.
  /// - Throws: where a section is missing.
  package func lifetimeScores(
    of customers: ValueCustomers, horizonInDays: Int, datesOrders: Bool,
    discounting: Discounting, margin: Double, workers: Workers
  ) throws(ScoringError) -> LifetimeScores? {
    guard let value else { throw .sectionMissing(.value, neededFor: .predict) }
    guard let lifetime, lifetime.process != nil else {
      throw .sectionMissing(.lifetime, neededFor: .predict)
    }
    let forecasts = lifetime.forecasts(
      of: customers.purchases, horizonInDays: data.horizonInDays,
      valueHorizonInDays: horizonInDays, periodInDays: value.constants.periodInDays,
      datesOrders: datesOrders, discounting: discounting, workers: workers)
    guard
      let spend = value.constants.forecast(
        by: value.method, of: customers, lifetime: forecasts, workers: workers)
    else { return nil }
    let alive = forecasts.probabilityAlive
    return LifetimeScores(
      probabilityAlive: alive,
      orderIfAlive: zip(forecasts.probabilityOfOrder, alive).map { $1 > 0 ? min(1, $0 / $1) : 1 },
      expectedOrders: forecasts.orders,
      nextOrder: datesOrders ? forecasts.daysToNextOrder : [],
      valueIfKept: spend.ifKept.indices.map {
        margin * forecasts.keptDiscount[$0] * spend.ifKept[$0]
      },
      valueIfNot: spend.ifNot.indices.map {
        margin * forecasts.notDiscount[$0] * spend.ifNot[$0]
      },
      undiscounted: spend.total,
      intervals: valueIntervals(horizonInDays: horizonInDays))
  }
}
