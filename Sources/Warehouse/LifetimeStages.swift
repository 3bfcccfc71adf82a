internal import Dense
internal import Features
internal import Models

/// The stages from frequency, recency and tenure to what a lifetime model says of a customer.
///
/// What has a closed form is that. Pareto/NBD's P(alive) and its chance of an order are integrals, and are
/// sums over the nodes of Gauss and Legendre's rule, along the logarithm of time, on which both are smooth:
/// they differ from the program's by less than 1e-10 of themselves, or of 1 where a customer is past doubt.
struct LifetimeStages {
  let model: LifetimeModel
  let horizonInDays: Int
  let valueHorizonInDays: Int

  /// The chance of an order is told where the rate of orders falls by no more than so many powers of e
  /// within the horizon: who has hundreds of orders in some days has none told.
  private static let steepest = 400.0

  /// Adds the stages, where the model has something to say.
  ///
  /// - Returns: the name of the last, and which of `alive`, `order_if_alive` and `expected_orders` it has.
  func add(to query: inout SQLQuery, after stage: String) -> (stage: String, columns: Set<String>) {
    guard let terms else { return (stage, []) }
    query.add(
      "lifetimes", "What the lifetime model says: still a customer, then of an order.",
      after: stage, columns: terms.ahead)
    query.add("alive", nil, after: "lifetimes", columns: [SQLColumn("alive", terms.alive)])
    let last = [
      terms.order.map { SQLColumn("order_if_alive", $0) },
      terms.orders.map { SQLColumn("expected_orders", "alive * \($0)") },
    ].compactMap(\.self)
    query.add("ordering", nil, after: "alive", columns: last)
    return ("ordering", Set(last.map(\.name) + ["alive"]))
  }

  /// What the columns are made of; `ahead` are columns that the others name.
  private struct Terms {
    var ahead: [SQLColumn] = []
    var alive: String
    var order: String?
    var orders: String?
  }

  private var x: String { featureColumn("frequency") }
  private var last: String { featureColumn("recency") }
  private var tenure: String { featureColumn("tenure") }
  private var horizon: String { number(Double(horizonInDays)) }
  private var valueHorizon: String { number(Double(valueHorizonInDays)) }

  private var terms: Terms? {
    func value(_ name: String) -> Double? { model.parameters[name] }
    guard let r = value("r"), let alpha = value("alpha") else { return nil }
    let shape = "(\(number(r)) + \(x))"
    let ahead = [
      SQLColumn("shape", shape), SQLColumn("life", "\(number(alpha)) + \(tenure)"),
      SQLColumn("fall", "LN(1e0 + \(horizon) / (\(number(alpha)) + \(tenure)))"),
    ]
    // 1 − ((α + T) ÷ (α + T + H))^(r + x), of one whose rate does not end.
    let order = "1e0 - EXP(-shape * fall)"
    switch model.name {
    case .nbd:
      return Terms(
        ahead: ahead, alive: "1e0", order: order, orders: "shape * \(valueHorizon) / life")
    case .paretoNBD:
      guard let s = value("s"), let beta = value("beta") else { return nil }
      return ParetoTerms(r: r, alpha: alpha, s: s, beta: beta).terms(
        of: self, ahead: ahead)
    case .bgNBD, .mbgNBD, .bgCNBD, .mbgCNBD:
      guard let alive = model.aliveSQL else { return nil }
      // The phases of regular buyers pass one by one: no closed form.
      return Terms(
        ahead: ahead, alive: alive, order: model.regularity ?? 1 == 1 ? order : nil, orders: nil)
    }
  }
}

extension LifetimeStages {
  /// The sums of the Pareto/NBD model.
  ///
  /// Source: Schmittlein, Morrison & Colombo (1987); integrals over when a customer is lost.
  private struct ParetoTerms {
    let r: Double
    let alpha: Double
    let s: Double
    let beta: Double

    private var least: Double { min(alpha, beta) }

    func terms(of stages: LifetimeStages, ahead: [SQLColumn]) -> Terms {
      let (last, tenure) = (stages.last, stages.tenure)
      let more = [
        SQLColumn("seen", "\(number(least)) + \(tenure)"),
        SQLColumn("span", "LN(1e0 + (\(tenure) - \(last)) / (\(number(least)) + \(last)))"),
        SQLColumn(
          "reach", "LN(1e0 + \(stages.horizon) / (\(number(least)) + \(tenure)))"),
      ]
      return Terms(
        ahead: ahead + more, alive: "1e0 / (1e0 + span * \(lost))",
        order:
          "CASE WHEN shape * fall <= \(number(LifetimeStages.steepest)) THEN reach * \(order) END",
        orders: "shape / life * \(lived(stages))")
    }

    /// (m + T)·e^(−v) or ·e^(v), by which a time is told apart from −m.
    private func time(_ node: Double, _ span: String, isAhead: Bool) -> String {
      "seen * EXP(\(number(isAhead ? node : -node)) * \(span))"
    }

    private func from(_ parameter: Double, _ time: String) -> String {
      parameter == least ? time : "(\(number(parameter - least)) + \(time))"
    }

    /// Σ of s · ((α + T) ÷ (α + y))^(r + x) · ((β + T) ÷ (β + y))^s · (m + y) ÷ (β + y): the odds of being
    /// lost between the last order and now, over the span.
    private var lost: String {
      let rule = GaussLegendre(count: 24)
      let life = from(beta, "seen")
      return sum(
        zip(rule.nodes, rule.weights).map { node, weight in
          let y = time(node, "span", isAhead: false)
          let power =
            "(shape * LN(life / (\(from(alpha, y)))) + \(number(s)) * LN((\(life)) / (\(from(beta, y)))))"
          return "\(number(s * weight)) * \(exponential(power)) * \(y) / (\(from(beta, y)))"
        })
    }

    /// The chance of an order over the reach, by when the first of one who is alive comes.
    ///
    /// It is Σ of (r + x) · ((α + T) ÷ (α + y))^(r + x) · ((β + T) ÷ (β + y))^s · (m + y) ÷ (α + y). The panels
    /// become longer as fewer first orders are left.
    private var order: String {
      let rule = GaussLegendre.sixteen
      let life = from(beta, "seen")
      var terms: [String] = []
      for (start, end) in [(0.0, 0.0625), (0.0625, 0.25), (0.25, 1.0)] {
        for (node, weight) in zip(rule.nodes, rule.weights) {
          let y = time(start + node * (end - start), "reach", isAhead: true)
          terms.append(
            "\(number(weight * (end - start))) * shape * EXP(shape * LN(life / (\(from(alpha, y)))) + "
              + "\(number(s)) * LN((\(life)) / (\(from(beta, y))))) * \(y) / (\(from(alpha, y)))")
        }
      }
      return sum(terms)
    }

    /// Days that one who is alive stays a customer within the value horizon.
    private func lived(_ stages: LifetimeStages) -> String {
      let life = "(\(number(beta)) + \(stages.tenure))"
      let growth = "LN(1e0 + \(stages.valueHorizon) / \(life))"
      return s == 1
        ? "\(life) * \(growth)"
        : "\(life) * (1e0 - EXP(\(number(1 - s)) * \(growth))) / \(number(s - 1))"
    }

    private func sum(_ terms: [String]) -> String {
      "(" + terms.joined(separator: "\n      + ") + ")"
    }
  }
}
