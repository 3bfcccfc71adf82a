internal import Features

/// A query for the rows that a model learns from: of each customer that is drawn, and each date of the plan,
/// the features and what came of it.
///
/// `train` learns from them what it would have learned from the same customers' orders, but for what the rows
/// do not hold: values and lifetimes, and prospects.
package struct TrainingQuery: Sendable {
  package let settings: Settings
  /// The query, with a line feed at its end.
  package let text: String
  /// Features that are no columns of it.
  package let unsaidFeatures: [String]

  /// Settings of a query.
  package struct Settings: Sendable {
    package var dialect: SQLDialect
    package var table = WarehouseTable.standard
    package var horizonInDays: Int
    /// Days that the F and M scores look at, nil for the whole history.
    package var scoreWindowInDays: Int? = 365
    package var netsRefunds = true
    /// Of the customers, above 0 and at most 1; below 1 of an engine that `draws` alone.
    package var share = 1.0

    package init(dialect: SQLDialect, horizonInDays: Int) {
      self.dialect = dialect
      self.horizonInDays = horizonInDays
    }
  }

  package init(_ settings: Settings) {
    precondition(settings.share == 1 || settings.dialect.draws)
    let dialect = settings.dialect
    let columns = Set(settings.table.others.keys)
    let dates = TrainingDates(horizonInDays: settings.horizonInDays, share: settings.share)
    var query = SQLQuery(dialect)
    OrderStages(
      dialect: dialect, table: settings.table, dates: .training(dates),
      netsRefunds: settings.netsRefunds, columns: columns,
      windows: OrderWindows.all(with: [settings.scoreWindowInDays]),
      events: settings.table.events.map {
        EventStages(
          dialect: dialect, table: $0, dates: .training(dates),
          drawn: dialect.drawing("customer_id", share: settings.share))
      }
    ).add(to: &query)
    let said = FeatureCatalogue.current.definitions.filter { definition in
      definition.isSaid(with: columns, ofEvents: settings.table.events != nil)
    }.map(\.name)
    addFeatures(Set(said), to: &query)
    dates.addOutcomes(to: &query)
    query.add(
      "learned", nil,
      """
        SELECT features.*, COALESCE(orders_in_horizon, 0) AS came, p.first_day, p.end_day
        FROM features
        JOIN parameters p ON p.as_of = features.as_of
        LEFT JOIN outcomes ON outcomes.customer_id = features.customer_id
          AND outcomes.as_of = features.as_of
      """)
    self.settings = settings
    unsaidFeatures = FeatureCatalogue.current.names.filter { !said.contains($0) }
    text = query.text(
      selecting: Self.columns(of: settings) + said.map { SQLColumn($0, featureColumn($0)) },
      from: "learned", orderBy: "as_of, \(dialect.byBytes("customer_id"))")
  }

  /// What `train` takes beside features (`SnapshotFile`).
  private static func columns(of settings: Settings) -> [SQLColumn] {
    let dialect = settings.dialect
    let window = settings.scoreWindowInDays
    return [
      SQLColumn("customer_id", "customer_id"),
      SQLColumn("as_of", dialect.date(ofDay: "as_of")),
      SQLColumn("horizon_days", "\(settings.horizonInDays)"),
      SQLColumn("first_order_day", dialect.date(ofDay: "first_day")),
      // What has not come yet is not known.
      SQLColumn(
        "orders_in_horizon",
        "CASE WHEN as_of + \(settings.horizonInDays) <= end_day THEN came END"),
      SQLColumn("refund_policy", settings.netsRefunds ? "'net'" : "'ignore'"),
      SQLColumn("gross_millionths", dialect.asWhole("gross_units")),
      SQLColumn("net_millionths", dialect.asWhole("net_units")),
      SQLColumn("window_days", window.map(String.init) ?? dialect.asWhole("NULL")),
      SQLColumn("orders_in_window", window.map { "orders_\($0)" } ?? "orders"),
      SQLColumn(
        "net_millionths_in_window",
        dialect.asWhole(window.map { "net_units_\($0)" } ?? "net_units")),
    ]
  }
}
