/// When the next order is due where its chance has no inverse: the days of a year are halved until one is left.
struct NextOrderSearch {
  private static let halvings = 9

  /// Columns of `chances` that the chance is made of.
  let given: [String]
  /// Further ones, of them.
  var more: [SQLColumn] = []
  /// Of `middle_day`, the day that is looked at: what the chance is made of besides.
  var ofDay: [SQLColumn] = []
  /// The chance of an order by the end of `middle_day`.
  let chance: String

  /// Adds the stage `next_orders` behind `chances`.
  func add(to query: inout SQLQuery) {
    let given = (["customer_id", "alive"] + given).joined(separator: ", ")
    let kept = ([given] + more.map(\.name)).joined(separator: ", ")
    query.add(
      "next_years", "Whose order within a year may be as likely as not.",
      """
        SELECT \(([given] + more.map(\.text)).joined(separator: ",\n    ")),
          0e0 AS low_day, \(number(farthestOrder)) AS high_day, \(number(farthestOrder)) AS middle_day
        FROM chances
        WHERE alive > 5e-1
      """)
    var stage = "next_years"
    for step in 0...Self.halvings {
      if !ofDay.isEmpty {
        query.add("next_reach_\(step)", nil, after: stage, columns: ofDay)
        stage = "next_reach_\(step)"
      }
      query.add(
        "next_chance_\(step)", nil, after: stage, columns: [SQLColumn("chance", chance)])
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
          SELECT \(kept), low_day, high_day, low_day + FLOOR((high_day - low_day) / 2e0) AS middle_day
          FROM (SELECT \(kept), \(low) AS low_day, \(high) AS high_day FROM next_chance_\(step)) days
        """)
    }
    query.add(
      "next_orders", nil,
      "  SELECT customer_id, high_day AS days_to_next_order\n  FROM \(stage)")
  }
}

extension ProcessStages {
  func addNextOrders(to query: inout SQLQuery) { addNextOrdersByRate(to: &query) }

  /// Where the rate of one who is alive does not end before the next order:
  /// 1 − ((α + T) ÷ (α + T + t))^(r + x) = 1 ÷ (2 · P(alive)).
  func addNextOrdersByRate(to query: inout SQLQuery) {
    let days = "CEIL(now_life * (\(exponential("-LN(1e0 - 5e-1 / alive) / now_shape")) - 1e0))"
    query.add(
      "next_orders", "The first day by whose end an order is as likely as not.",
      """
        SELECT customer_id,
          CASE WHEN \(days) < 1e0 THEN 1e0 WHEN \(days) <= \(number(farthestOrder)) THEN \(days) END AS days_to_next_order
        FROM chances
        WHERE alive > 5e-1
      """)
  }
}
