internal import Dense
internal import Lifetime
internal import RealModule

/// The stages of a beta-geometric process: BG/NBD, MBG/NBD and theirs of regular buyers.
///
/// P(alive) and the chance of an order have closed forms, the second where orders come at random. Expected
/// orders are sums over the nodes of a rule, which stand in a table; the phases of regular buyers pass one by
/// one, and of them is told P(alive) alone.
struct BetaGeometricStages: ProcessStages {
  let process: BetaGeometricProcess
  let windows: SQLWindows
  let dialect: SQLDialect
  private let rule: DropoutRule

  private static let timeNodes = 10

  init(_ process: BetaGeometricProcess, _ windows: SQLWindows, _ dialect: SQLDialect) {
    self.process = process
    self.windows = windows
    self.dialect = dialect
    rule = DropoutRule(process)
  }

  /// Whether orders can be told, and are told as the program does.
  var isFaithful: Bool {
    process.model.regularity == 1 && rule.isFaithful(horizonInDays: windows.windows.time)
  }

  private var losesNew: Bool { process.model.losesNewCustomers }
  private var regularity: Int { process.model.regularity }
  private var chances: String { losesNew ? "(repeats + 1e0)" : "repeats" }

  var ahead: [SQLColumn] {
    guard regularity == 1 else { return [] }
    let orders =
      "(\(number(process.r)) + repeats) * \(number(windows.windows.time)) / (\(number(process.alpha)) + tenure)"
    return gammaColumns(windows.customers, r: process.r, alpha: process.alpha)
      + [
        SQLColumn("most_orders", orders),
        SQLColumn("shift", rule.shift(chances: chances, orders: orders)),
      ]
  }

  func alive(_ customer: SQLCustomer) -> String {
    let (a, b) = (number(process.a), number(process.b))
    // Chances to drop out so far, less one: those that beta(a, b) has seen pass.
    let passed = losesNew ? "(\(b) + \(customer.repeats))" : "(\(b) + \(customer.repeats) - 1e0)"
    if customer.hasJustOrdered { return "\(passed) / (\(a) + \(passed))" }
    let shape = "(\(number(process.r)) + \(number(Double(regularity))) * \(customer.repeats))"
    let idle = "(\(customer.tenure) - \(customer.recency))"
    // Σ over the phases that may have passed since the last order.
    var (term, terms) = ("1e0", ["1e0"])
    for phase in 1..<max(1, regularity) {
      term +=
        " * (\(shape) + \(phase - 1)) / \(phase) * \(idle) / (\(number(process.alpha)) + \(customer.tenure))"
      terms.append(term)
    }
    let odds =
      "(LN(\(a) / CASE WHEN \(passed) > 0e0 THEN \(passed) ELSE 1e0 END) - LN(\(terms.joined(separator: " + "))) "
      + "+ \(shape) * LN(1e0 + \(idle) / (\(number(process.alpha)) + \(customer.recency))))"
    let alive = "1e0 / (1e0 + \(exponential(odds)))"
    return losesNew ? alive : "CASE WHEN \(customer.repeats) < 1e0 THEN 1e0 ELSE \(alive) END"
  }

  func order(within days: String) -> String { orderBeforeLoss(within: days) }

  func addChances(to query: inout SQLQuery, _ given: [SQLColumn], _ asked: [SQLWindows.Asked]) {
    query.add(
      "dropout_nodes", "Chances to drop out after an order: nodes of Gauss and Jacobi's rule.",
      dialect.table(["node", "node_odds", "node_log_weight"], rule.rows))
    let scales = asked.filter(\.isDiscounted).flatMap(timeColumns)
    query.add(
      "dropouts", nil,
      """
        SELECT lifetimes.*, node, node_odds, node_log_weight, 1e0 / (1e0 + shift * node_odds) AS dropout
        FROM lifetimes CROSS JOIN dropout_nodes
        WHERE most_orders <= \(number(DropoutRule.mostOrders))
      """)
    let logWeight =
      "\(rule.logWeight(chances: chances, shift: "shift")) - (\(rule.middle(chances: chances, shift: "shift")))"
    query.add(
      "dropout_logs", nil, after: "dropouts",
      columns: [SQLColumn("log_weight", logWeight)] + scales)
    let range = number(DropoutRule.range)
    query.add(
      "dropout_weights", nil, after: "dropout_logs",
      columns: [
        SQLColumn(
          "weight",
          "EXP(CASE WHEN log_weight > \(range) THEN \(range) WHEN log_weight < -\(range) THEN -\(range) ELSE log_weight END)"
        )
      ])
    let totals = [
      SQLColumn("total", "SUM(weight)"), SQLColumn("again_total", "SUM(weight * (1e0 - dropout))"),
    ]
    query.add(
      "dropout_sums", "Orders of one who is alive, over the chances to drop out.",
      "  SELECT customer_id,\n    "
        + (totals + asked.map { SQLColumn($0.name, sumOfOrders($0)) }).map(\.text)
        .joined(separator: ",\n    ") + "\n  FROM dropout_weights\n  GROUP BY customer_id")
    let means = asked.map { one in
      let total = one.customer.hasJustOrdered ? "again_total" : "total"
      return "dropout_sums.\(one.name) / \(total) AS \(one.name)"
    }
    query.add(
      "chances", "The chances of an order, and orders expected.",
      "  SELECT lifetimes.*,\n    " + (given.map(\.text) + means).joined(separator: ",\n    ")
        + "\n  FROM lifetimes\n  LEFT JOIN dropout_sums ON dropout_sums.customer_id = lifetimes.customer_id"
    )
  }

  private var timeRule: GaussLegendre { GaussLegendre(count: Self.timeNodes) }

  private func isDiscounted(_ one: SQLWindows.Asked) -> Bool {
    one.isDiscounted && windows.windows.rate > 0
  }

  /// Times that a discount is made of, as shares of α + T, and how much each counts.
  private func timeColumns(_ one: SQLWindows.Asked) -> [SQLColumn] {
    guard isDiscounted(one) else { return [] }
    let life = one.customer.column("life")
    let length = "LN(1e0 + \(number(one.days)) / \(life))"
    let rate = number(windows.windows.rate)
    return zip(timeRule.nodes, timeRule.weights).enumerated().flatMap {
      index, node -> [SQLColumn] in
      let end = "EXP(\(number(node.0)) * \(length))"
      return [
        SQLColumn("\(one.name)_time_\(index)", "\(end) - 1e0"),
        SQLColumn(
          "\(one.name)_worth_\(index)",
          "\(number(node.1)) * \(length) * \(life) * \(end) * \(rate) * EXP(-\(rate) * \(life) * (\(end) - 1e0))"
        ),
      ]
    }
  }

  /// Σ weight · E(t), and by parts e^(−δh) · E(h) + δ ∫ e^(−δt) · E(t) dt where orders count at what they
  /// are worth now.
  private func sumOfOrders(_ one: SQLWindows.Asked) -> String {
    let weight = one.customer.hasJustOrdered ? "weight * (1e0 - dropout)" : "weight"
    let all = orders(one.customer, "\(number(one.days)) / \(one.customer.column("life"))")
    guard isDiscounted(one) else { return "SUM(\(weight) * \(all))" }
    let worth = number(Double.exp(-windows.windows.rate * one.days))
    let terms = (0..<Self.timeNodes).map {
      "\(one.name)_worth_\($0) * \(orders(one.customer, "\(one.name)_time_\($0)"))"
    }
    return "SUM(\(weight) * \(addedUp(["\(worth) * \(all)"] + terms)))"
  }

  /// (1 − (1 + p·y)^−(r + x)) ÷ p, where that is lost in rounding by the first terms of its series.
  private func orders(_ customer: SQLCustomer, _ growth: String) -> String {
    let shape = customer.column("shape")
    let small = "(\(shape) + 1e0) * dropout * (\(growth))"
    return "CASE WHEN \(small) < 1e-5 THEN \(shape) * (\(growth)) * (1e0 - \(small) / 2e0) "
      + "ELSE (1e0 - EXP(-\(shape) * LN(1e0 + dropout * (\(growth))))) / dropout END"
  }
}
