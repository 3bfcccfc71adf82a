internal import Models

/// The dates that a model learns from, is chosen by and is evaluated at, as days before the end of the log.
///
/// They are those of `SnapshotPlan` where nobody names another evaluation date, and of each the date a year
/// before it, by which the season is told. Which of them the log reaches back to, the engine finds out.
struct TrainingDates {
  let horizonInDays: Int
  /// Of the customers, from 0 to 1.
  let share: Double

  /// Training dates, one horizon apart, behind the evaluation date: as many as settings are chosen by.
  static let mostDates = 10

  /// Days from each date to the day after the last order, rising.
  var daysBack: [Int] {
    let horizons = (0...Self.mostDates + 1).map { $0 * horizonInDays }
    let year = SeasonShift.daysOfAYear
    guard horizonInDays <= year else { return horizons }
    // What the season adds is looked up for dates to come as well.
    let step = min(30, max(7, horizonInDays / 3))
    let years =
      horizons.dropFirst().map { $0 + year }
      + stride(from: 0, to: year - horizonInDays, by: step).map { year - $0 }
    return Set(horizons + years).sorted()
  }

  /// Adds the stages `span`, the first order day and the last, and `parameters`, the dates.
  func add(to query: inout SQLQuery) {
    let dialect = query.dialect
    query.add(
      "told", "Orders day by day, as each day's rows made them.",
      """
        SELECT MIN(day) OVER (PARTITION BY customer_id, occasion) AS begun,
          SUM(units) OVER (PARTITION BY customer_id, occasion ORDER BY day) AS units,
          MIN(least) OVER (PARTITION BY customer_id, occasion ORDER BY day) AS least,
          ROW_NUMBER() OVER (PARTITION BY customer_id, occasion ORDER BY day DESC) AS from_last
        FROM (
          SELECT customer_id, occasion, day, SUM(units) AS units, MIN(units) AS least
          FROM drawn
          WHERE occasion IS NOT NULL
          GROUP BY customer_id, occasion, day
        ) days
      """)
    query.add(
      "span", "The first day with an order, and the day after the last.",
      """
        SELECT MIN(begun) AS first_day,
          MAX(CASE WHEN from_last = 1 THEN begun END) + 1 AS end_day
        FROM told
        WHERE units > 0 OR (units = 0 AND least >= 0)
      """)
    query.add(
      "distances", nil, dialect.table(["days_back"], daysBack.map { [Double($0)] }))
    query.add(
      "parameters", "The dates: all that was known before each counts.",
      """
        SELECT end_day - \(dialect.asWhole("days_back")) AS as_of, first_day, end_day
        FROM span CROSS JOIN distances
        WHERE days_back < 1e0 OR end_day - \(dialect.asWhole("days_back")) >= first_day + \(horizonInDays)
      """)
  }

  /// Adds the stage `outcomes`: how many orders each customer began within the horizon of each date.
  func addOutcomes(to query: inout SQLQuery) {
    query.add(
      "begun", nil,
      """
        SELECT customer_id, occasion, day, units,
          MIN(day) OVER (PARTITION BY customer_id, occasion) AS begun
        FROM drawn
        WHERE occasion IS NOT NULL
      """)
    query.add(
      "outcomes", "Orders that were begun within the horizon, as known at its end.",
      """
        SELECT customer_id, as_of, COUNT(*) AS orders_in_horizon
        FROM (
          SELECT customer_id, as_of, occasion, SUM(units) AS units, MIN(units) AS least
          FROM begun CROSS JOIN parameters
          WHERE begun >= as_of AND day < as_of + \(horizonInDays)
          GROUP BY customer_id, as_of, occasion
        ) came
        WHERE units > 0 OR (units = 0 AND least >= 0)
        GROUP BY customer_id, as_of
      """)
  }
}
