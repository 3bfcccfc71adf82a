internal import Dense
internal import Features
internal import Lifetime
internal import Models

/// The stages from frequency, recency and tenure to what a lifetime model says of a customer.
///
/// What has a closed form is that; the rest are sums over the nodes of quadrature rules. Columns are of
/// customers and not of features, and join the other stages at the end.
struct LifetimeStages {
  let model: LifetimeModel
  let windows: SQLWindows
  let dialect: SQLDialect

  init(_ model: LifetimeModel, over windows: ForecastWindows, dialect: SQLDialect) {
    self.model = model
    self.windows = SQLWindows(windows)
    self.dialect = dialect
  }

  /// What the last stage has columns of.
  struct Told {
    var stage: String
    /// `alive`.
    var isAlive = false
    /// `order_if_alive` and `days_to_next_order`.
    var order = false
    /// `expected_orders`, `first_if_kept`, `if_kept`, `if_not`, `kept_discount`, `not_discount`, `growth`.
    var forecasts = false
  }

  /// Adds the stages, where the model has something to say.
  func add(to query: inout SQLQuery, after stage: String) -> Told {
    var told = Told(stage: stage)
    guard let process = process else { return told }
    told.isAlive = true
    told.order = process.isWhole
    told.forecasts = process.isWhole
    let stages = process.stages
    let inputs = [
      SQLColumn("customer_id", "customer_id"),
      SQLColumn("repeats", featureColumn("frequency")),
      SQLColumn("recency", featureColumn("recency")), SQLColumn("tenure", featureColumn("tenure")),
    ]
    query.add(
      "lifetime_inputs", "What the lifetime model knows of a customer.",
      "  SELECT " + inputs.map(\.text).joined(separator: ", ") + "\n  FROM \(stage)")
    query.add("lifetimes", nil, after: "lifetime_inputs", columns: stages.ahead)
    guard process.isWhole else {
      query.add(
        "chances", nil, after: "lifetimes", columns: [SQLColumn("alive", stages.alive(windows.now))]
      )
      join(&query, stage, ["chances": ["alive"]], &told)
      return told
    }
    let alive = windows.customers.map { customer in
      SQLColumn(
        customer.prefix == "now" ? "alive" : customer.column("alive"), stages.alive(customer))
    }
    let order = SQLColumn("order_if_alive", stages.order(within: number(windows.windows.first)))
    stages.addChances(to: &query, alive + [order], windows.asked)
    addForecasts(&query)
    stages.addNextOrders(to: &query)
    query.share(stage, "lifetimes", "chances", "forecasts", "next_orders", "foreseen")
    join(
      &query, stage,
      [
        "chances": ["alive", "order_if_alive"], "next_orders": ["days_to_next_order"],
        "forecasts": [
          "expected_orders", "first_if_kept", "if_kept", "if_not", "kept_discount", "not_discount",
          "growth",
        ],
      ], &told)
    return told
  }

  /// The process, and whether all that score rows show of it can be said.
  private var process: (stages: any ProcessStages, isWhole: Bool)? {
    switch model.process {
    case nil:
      return nil
    case .nbd(let process):
      return (NBDStages(process, windows), true)
    case .pareto(let process):
      return (ParetoStages(process, windows), true)
    case .betaGeometric(let process):
      let stages = BetaGeometricStages(process, windows, dialect)
      return (stages, stages.isFaithful)
    }
  }

  /// Brings columns of some stages beside those of the one before.
  private func join(
    _ query: inout SQLQuery, _ stage: String, _ columns: [String: [String]], _ told: inout Told
  ) {
    let names = columns.keys.sorted()
    let all =
      ["\(stage).*"] + names.flatMap { name in columns[name, default: []].map { "\(name).\($0)" } }
    query.add(
      "foreseen", nil,
      "  SELECT " + all.joined(separator: ", ") + "\n  FROM \(stage)\n"
        + names.map { "  LEFT JOIN \($0) ON \($0).customer_id = \(stage).customer_id" }
        .joined(separator: "\n"))
    told.stage = "foreseen"
  }

  /// Orders by whether one comes in the first part, as `ConditionalOrders` has them.
  private func addForecasts(_ query: inout SQLQuery) {
    let rest = windows.rest > 0
    let isTold = windows.asked.map { "\($0.name) IS NOT NULL" }.joined(separator: " AND ")
    query.add(
      "splits", "Orders by whether one comes within the churn horizon.",
      """
        SELECT chances.*, alive * order_if_alive AS ordering,
          \(rest ? "later_alive * later_orders" : "0e0") AS if_not,
          \(rest ? "\(number(windows.discountOfFirst)) * later_alive * later_orders_discounted" : "0e0")
            AS if_not_discounted,
          CASE WHEN alive * order_if_alive > 1e-290 AND order_if_alive > 1e-9 * all_orders THEN 1 ELSE 0 END AS is_usual
        FROM chances
        WHERE order_if_alive IS NOT NULL AND \(isTold)
      """)
    // An order so unlikely is taken for one at the end of the first part.
    func kept(_ all: String, _ later: String, _ again: String, worth: Double) -> String {
      let after =
        rest ? "\(number(worth)) * (1e0 - ordering) * (later_alive / alive) * \(later)" : "0e0"
      let anew = rest ? "\(number(worth)) * (1e0 + again_alive * \(again))" : number(worth)
      return
        "CASE WHEN is_usual = 1 THEN (\(all) - \(after)) / order_if_alive ELSE \(anew) END"
    }
    query.add(
      "keeps", nil, after: "splits",
      columns: [
        SQLColumn(
          "first_if_kept",
          "CASE WHEN is_usual = 1 AND first_orders > order_if_alive THEN first_orders / order_if_alive ELSE 1e0 END"
        ),
        SQLColumn("plain_kept", kept("all_orders", "later_orders", "again_orders", worth: 1)),
        SQLColumn(
          "plain_kept_discounted",
          kept(
            "all_orders_discounted", "later_orders_discounted", "again_orders_discounted",
            worth: windows.discountOfFirst)),
        SQLColumn("least_kept", "if_not + CASE WHEN is_usual = 1 THEN 0e0 ELSE 1e0 END"),
        SQLColumn(
          "least_kept_discounted",
          "if_not_discounted + CASE WHEN is_usual = 1 THEN 0e0 ELSE \(number(windows.discountOfFirst)) END"
        ),
      ])
    query.add(
      "kept", nil, after: "keeps",
      columns: [
        SQLColumn(
          "if_kept",
          "CASE WHEN plain_kept > least_kept AND plain_kept > first_if_kept THEN plain_kept "
            + "WHEN least_kept > first_if_kept THEN least_kept ELSE first_if_kept END"),
        SQLColumn(
          "if_kept_discounted", larger("plain_kept_discounted", "least_kept_discounted")),
      ])
    let (time, period) = (windows.windows.time, windows.windows.period)
    query.add(
      "forecasts", nil, after: "kept",
      columns: [
        SQLColumn("expected_orders", "ordering * if_kept + (1e0 - ordering) * if_not"),
        SQLColumn("kept_discount", "if_kept_discounted / if_kept"),
        SQLColumn(
          "not_discount", "CASE WHEN if_not > 0e0 THEN if_not_discounted / if_not ELSE 1e0 END"),
        SQLColumn(
          "growth",
          time == period
            ? "1e0"
            : "CASE WHEN period_orders > 0e0 THEN all_orders / period_orders ELSE \(number(time / period)) END"
        ),
      ])
  }
}
