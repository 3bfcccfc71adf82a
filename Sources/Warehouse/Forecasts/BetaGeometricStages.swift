internal import Dense
internal import Lifetime
internal import RealModule

/// The stages of a beta-geometric process: BG/NBD, MBG/NBD and theirs of regular buyers.
///
/// P(alive) and the chance of an order have closed forms. Expected orders are sums over the nodes of a rule,
/// which stand in a table; those of regular buyers over roots besides, as `PhaseRoots` says.
struct BetaGeometricStages: ProcessStages {
  let process: BetaGeometricProcess
  let windows: SQLWindows
  let dialect: SQLDialect
  private let rule: DropoutRule

  init(_ process: BetaGeometricProcess, _ windows: SQLWindows, _ dialect: SQLDialect) {
    self.process = process
    self.windows = windows
    self.dialect = dialect
    rule = DropoutRule(process)
  }

  /// Whether orders can be told, and are told as the program does.
  var isFaithful: Bool {
    rule.isFaithful(horizonInDays: windows.windows.first)
      && rule.isFaithful(horizonInDays: windows.windows.time, rate: windows.windows.rate)
  }

  private var losesNew: Bool { process.model.losesNewCustomers }
  private var regularity: Int { process.model.regularity }
  private var roots: PhaseRoots? {
    regularity == 1 ? nil : PhaseRoots(regularity: regularity)
  }
  private var chances: String { losesNew ? "(repeats + 1e0)" : "repeats" }

  var ahead: [SQLColumn] {
    let (r, alpha) = (process.r, process.alpha)
    let phases = regularity == 1 ? "repeats" : "\(number(Double(regularity))) * repeats"
    var orders =
      "(\(number(r)) + \(phases)) * \(number(windows.windows.time)) / (\(number(alpha)) + tenure)"
    if regularity > 1 { orders += " / \(number(Double(regularity)))" }
    return gammaColumns(windows.customers, r: r, alpha: alpha, regularity: regularity)
      + [
        SQLColumn("most_orders", orders),
        SQLColumn("shift", rule.shift(chances: chances, orders: orders)),
      ]
      + windows.customers.flatMap { roots?.phases(of: $0, r: r, alpha: alpha) ?? [] }
  }

  func alive(_ customer: SQLCustomer) -> String {
    let (a, b) = (number(process.a), number(process.b))
    // Chances to drop out so far, less one: those that beta(a, b) has seen pass.
    let passed = losesNew ? "(\(b) + \(customer.repeats))" : "(\(b) + \(customer.repeats) - 1e0)"
    if customer.hasJustOrdered { return "\(passed) / (\(a) + \(passed))" }
    let shape = "(\(number(process.r)) + \(number(Double(regularity))) * \(customer.repeats))"
    let idle = "(\(customer.tenure) - \(customer.recency))"
    let waiting = waiting(shape, "\(idle) / (\(number(process.alpha)) + \(customer.tenure))")
    let odds =
      "(LN(\(a) / CASE WHEN \(passed) > 0e0 THEN \(passed) ELSE 1e0 END) - LN(\(waiting)) "
      + "+ \(shape) * LN(1e0 + \(idle) / (\(number(process.alpha)) + \(customer.recency))))"
    let alive = "1e0 / (1e0 + \(exponential(odds)))"
    return losesNew ? alive : "CASE WHEN \(customer.repeats) < 1e0 THEN 1e0 ELSE \(alive) END"
  }

  /// Σ over the phases that may have passed since the last order, each as a multiple of none.
  private func waiting(_ shape: String, _ share: String) -> String {
    (1..<max(1, regularity)).reversed().reduce("1e0") { rest, phase in
      "(1e0 + (\(shape) + \(phase - 1)) / \(phase) * (\(share)) * \(rest))"
    }
  }

  /// That the wait since the last order does not last for the days to come as well, who is alive given.
  func order(within days: String) -> String {
    guard regularity > 1 else { return orderBeforeLoss(within: days) }
    let idle = "(tenure - recency)"
    let later = waiting("now_shape", "(\(idle) + \(days)) / (now_life + \(days))")
    return "1e0 - \(exponential("-now_shape * LN(1e0 + \(days) / now_life)")) * \(later) / "
      + waiting("now_shape", "\(idle) / now_life")
  }

  func addNextOrders(to query: inout SQLQuery) {
    guard regularity > 1 else { return addNextOrdersByRate(to: &query) }
    NextOrderSearch(
      given: ["now_shape", "now_life", "tenure", "recency"],
      chance: "alive * (\(order(within: "middle_day")))"
    ).add(to: &query)
  }

  func addChances(to query: inout SQLQuery, _ given: [SQLColumn], _ asked: [SQLWindows.Asked]) {
    addDropouts(to: &query)
    var stage = "dropouts"
    if let roots {
      stage = roots.addRoots(to: &query, after: stage, stays: "shift * node_odds * dropout")
    }
    let logWeight =
      "\(rule.logWeight(chances: chances, shift: "shift")) - (\(rule.middle(chances: chances, shift: "shift")))"
    query.add(
      "dropout_logs", nil, after: stage,
      columns: [SQLColumn("log_weight", logWeight)] + asked.flatMap(timeColumns))
    stage = "dropout_logs"
    if let roots {
      stage = roots.addChances(to: &query, of: asked.flatMap(growths), after: stage)
    }
    let range = number(DropoutRule.range)
    query.add(
      "dropout_weights", nil, after: stage,
      columns: [
        SQLColumn(
          "weight",
          "EXP(CASE WHEN log_weight > \(range) THEN \(range) WHEN log_weight < -\(range) THEN -\(range) ELSE log_weight END)"
        )
      ])
    addSums(to: &query, given, asked)
  }

  /// Adds the stages of the nodes, and of each customer's chances to drop out at them.
  private func addDropouts(to query: inout SQLQuery) {
    var (columns, tables) = (["node", "node_odds", "node_log_weight"], "dropout_nodes")
    query.add(
      "dropout_nodes", "Chances to drop out after an order: nodes of Gauss and Jacobi's rule.",
      dialect.table(columns, rule.rows))
    if let roots {
      query.add(
        "phase_roots", "Roots over which the phases of regular buyers are added up.",
        dialect.table(PhaseRoots.columns, roots.rows))
      columns += PhaseRoots.columns
      tables += " CROSS JOIN phase_roots"
    }
    query.add(
      "dropouts", nil,
      """
        SELECT lifetimes.*, \(columns.joined(separator: ", ")), 1e0 / (1e0 + shift * node_odds) AS dropout
        FROM lifetimes CROSS JOIN \(tables)
        WHERE most_orders <= \(number(DropoutRule.mostOrders))
      """)
  }

  /// Adds the stages of sums over the nodes, and of means.
  private func addSums(
    to query: inout SQLQuery, _ given: [SQLColumn], _ asked: [SQLWindows.Asked]
  ) {
    // A node counts once, whatever its roots.
    let once = roots == nil ? "weight" : "weight * root_is_first"
    let totals = [
      SQLColumn("total", "SUM(\(once))"),
      SQLColumn("again_total", "SUM(\(once) * (1e0 - dropout))"),
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

  private func isDiscounted(_ one: SQLWindows.Asked) -> Bool {
    one.isDiscounted && windows.windows.rate > 0
  }

  /// Times that a discount is made of, as shares of α + T, and how much each counts.
  private func timeColumns(_ one: SQLWindows.Asked) -> [SQLColumn] {
    guard isDiscounted(one) else { return [] }
    let life = one.customer.column("life")
    let length = "LN(1e0 + \(number(one.days)) / \(life))"
    let rate = number(windows.windows.rate)
    return zip(rule.times.nodes, rule.times.weights).enumerated().flatMap {
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

  /// Orders over a whole window, and those of the times that a discount is made of.
  private func growths(_ one: SQLWindows.Asked) -> [PhaseRoots.Growth] {
    let whole = PhaseRoots.Growth(
      name: one.name, customer: one.customer,
      growth: "\(number(one.days)) / \(one.customer.column("life"))")
    guard isDiscounted(one) else { return [whole] }
    return [whole]
      + (rule.times.nodes.indices).map {
        let name = "\(one.name)_time_\($0)"
        return PhaseRoots.Growth(name: name, customer: one.customer, growth: name)
      }
  }

  /// Σ weight · E(t), and by parts e^(−δh) · E(h) + δ ∫ e^(−δt) · E(t) dt where orders count at what they
  /// are worth now.
  private func sumOfOrders(_ one: SQLWindows.Asked) -> String {
    let weight = one.customer.hasJustOrdered ? "weight * (1e0 - dropout)" : "weight"
    let growths = growths(one)
    let all = orders(growths[0])
    guard isDiscounted(one) else { return "SUM(\(weight) * \(all))" }
    let worth = number(Double.exp(-windows.windows.rate * one.days))
    let terms = growths.dropFirst().enumerated().map { index, growth in
      "\(one.name)_worth_\(index) * \(orders(growth))"
    }
    return "SUM(\(weight) * \(addedUp(["\(worth) * \(all)"] + terms)))"
  }

  /// (1 − (1 + p·y)^−(r + x)) ÷ p, where that is lost in rounding by the first terms of its series; of regular
  /// buyers by roots.
  private func orders(_ one: PhaseRoots.Growth) -> String {
    if let roots { return "(\(roots.orders(one)))" }
    let (shape, growth) = (one.customer.column("shape"), one.growth)
    let small = "(\(shape) + 1e0) * dropout * (\(growth))"
    return "CASE WHEN \(small) < 1e-5 THEN \(shape) * (\(growth)) * (1e0 - \(small) / 2e0) "
      + "ELSE (1e0 - EXP(-\(shape) * LN(1e0 + dropout * (\(growth))))) / dropout END"
  }
}
