internal import Dense
internal import Lifetime
internal import RealModule

/// When the next order of a Pareto/NBD process is due.
extension ParetoStages {
  /// e to minus that power of first orders are left beyond the days that the chance is added up over.
  private static let mostFalls = 30.0

  func addNextOrders(to query: inout SQLQuery) {
    let ordered =
      "now_life * (\(exponential("\(number(Self.mostFalls)) / now_shape")) - 1e0)"
    let lost =
      "now_loss * \(number(Double.expMinusOne(min(Self.mostFalls / process.s, 700))))"
    NextOrderSearch(
      given: ["now_shape", "now_life", "now_seen", "now_loss"],
      more: [SQLColumn("far_day", smaller(ordered, lost))],
      ofDay: [
        SQLColumn("reach", "LN(1e0 + (\(smaller("middle_day", "far_day"))) / now_seen)")
      ],
      chance: "alive * reach * \(firstOrders)"
    ).add(to: &query)
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
