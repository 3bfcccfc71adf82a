internal import Dense
internal import Lifetime
internal import RealModule

/// When the next order of a Pareto/NBD process is due: the days of a year are halved until one is left, as the
/// chance of an order has no inverse.
extension ParetoStages {
  /// e to minus that power of first orders are left beyond the days that the chance is added up over.
  private static let mostFalls = 30.0
  private static let halvings = 9

  func addNextOrders(to query: inout SQLQuery) {
    let given = "customer_id, alive, now_shape, now_life, now_seen, now_loss, far_day"
    let ordered =
      "now_life * (\(exponential("\(number(Self.mostFalls)) / now_shape")) - 1e0)"
    let lost =
      "now_loss * \(number(Double.expMinusOne(min(Self.mostFalls / process.s, 700))))"
    query.add(
      "next_years", "Whose order within a year may be as likely as not.",
      """
        SELECT customer_id, alive, now_shape, now_life, now_seen, now_loss,
          \(smaller(ordered, lost)) AS far_day, 0e0 AS low_day, \(number(farthestOrder)) AS high_day, \(number(farthestOrder)) AS middle_day
        FROM chances
        WHERE alive > 5e-1
      """)
    var stage = "next_years"
    for step in 0...Self.halvings {
      query.add(
        "next_reach_\(step)", nil, after: stage,
        columns: [
          SQLColumn("reach", "LN(1e0 + (\(smaller("middle_day", "far_day"))) / now_seen)")
        ])
      query.add(
        "next_chance_\(step)", nil, after: "next_reach_\(step)",
        columns: [SQLColumn("chance", "alive * reach * \(firstOrders)")])
      stage = "next_days_\(step)"
      // The first look is at the whole year.
      let isLikely = "chance >= 5e-1"
      let low = step == 0 ? "low_day" : "CASE WHEN \(isLikely) THEN low_day ELSE middle_day END"
      let high =
        step == 0
        ? "CASE WHEN \(isLikely) THEN high_day END"
        : "CASE WHEN \(isLikely) THEN middle_day ELSE high_day END"
      query.add(
        stage, nil,
        """
          SELECT \(given), low_day, high_day, low_day + FLOOR((high_day - low_day) / 2e0) AS middle_day
          FROM (SELECT \(given), \(low) AS low_day, \(high) AS high_day FROM next_chance_\(step)) days
        """)
    }
    query.add(
      "next_orders", nil,
      "  SELECT customer_id, high_day AS days_to_next_order\n  FROM \(stage)")
  }

  /// Σ over when the first order of one who is alive comes, within the reach.
  private var firstOrders: String {
    let rule = GaussLegendre(count: 24)
    return addedUp(
      zip(rule.nodes, rule.weights).map { node, weight in
        firstOrder(weight, after: "now_seen * EXP(\(number(node)) * reach)")
      })
  }
}
