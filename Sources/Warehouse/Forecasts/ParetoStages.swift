internal import Dense
internal import Lifetime
internal import RealModule

/// What every process has ahead whose rates of one who is alive are gamma(r + k·x, α + T) distributed.
func gammaColumns(
  _ customers: [SQLCustomer], r: Double, alpha: Double, regularity: Int = 1
) -> [SQLColumn] {
  customers.flatMap { customer in
    let phases =
      regularity == 1 ? customer.repeats : "\(number(Double(regularity))) * \(customer.repeats)"
    return [
      SQLColumn(customer.column("shape"), "\(number(r)) + \(phases)"),
      SQLColumn(customer.column("life"), "\(number(alpha)) + \(customer.tenure)"),
    ]
  }
}

/// 1 − ((α + T) ÷ (α + T + t))^(r + x): an order of one whose rate does not end before it.
func orderBeforeLoss(within days: String) -> String {
  "1e0 - \(exponential("-now_shape * LN(1e0 + \(days) / now_life)"))"
}

/// The stages of an NBD process, which loses nobody.
struct NBDStages: ProcessStages {
  let process: NBDProcess
  let windows: SQLWindows

  init(_ process: NBDProcess, _ windows: SQLWindows) {
    self.process = process
    self.windows = windows
  }

  var ahead: [SQLColumn] {
    gammaColumns(windows.customers, r: process.r, alpha: process.alpha)
  }

  func alive(_ customer: SQLCustomer) -> String { "1e0" }
  func order(within days: String) -> String { orderBeforeLoss(within: days) }

  func addChances(to query: inout SQLQuery, _ given: [SQLColumn], _ asked: [SQLWindows.Asked]) {
    let rate = windows.windows.rate
    query.add(
      "chances", "The chances of an order, and orders expected.", after: "lifetimes",
      columns: given
        + asked.map { one -> SQLColumn in
          let days =
            one.isDiscounted && rate > 0
            ? -Double.expMinusOne(-rate * one.days) / rate : one.days
          let (shape, life) = (one.customer.column("shape"), one.customer.column("life"))
          return SQLColumn(one.name, "\(shape) / \(life) * \(number(days))")
        })
  }
}

/// The stages of a Pareto/NBD process.
///
/// P(alive) and the chance of an order are integrals without a closed form, and are sums over the nodes of
/// Gauss and Legendre's rule, along the logarithm of time, on which both are smooth: they differ from the
/// program's by less than 1e-10 of themselves, or of 1 where a customer is past doubt. So is the discount.
///
/// Source: Schmittlein, Morrison & Colombo (1987); integrals over when a customer is lost.
struct ParetoStages: ProcessStages {
  let process: ParetoProcess
  let windows: SQLWindows

  /// The chance of an order is told where the rate of orders falls by no more than so many powers of e
  /// within the horizon: who has hundreds of orders in some days has none told.
  private static let steepest = 400.0
  /// Discounts are told where e to that power is as many times the life that is left as the window is long.
  private static let longest = 6.0

  init(_ process: ParetoProcess, _ windows: SQLWindows) {
    self.process = process
    self.windows = windows
  }

  private var least: Double { min(process.alpha, process.beta) }
  private var s: Double { process.s }

  var ahead: [SQLColumn] {
    gammaColumns(windows.customers, r: process.r, alpha: process.alpha)
      + windows.customers.flatMap { customer -> [SQLColumn] in
        let loss = "(\(number(process.beta)) + \(customer.tenure))"
        let unit = s <= 1 ? loss : "\(loss) / \(number(s))"
        let days = customer.prefix == windows.now.prefix ? windows.windows.time : windows.rest
        return [
          SQLColumn(customer.column("unit"), unit),
          SQLColumn(customer.column("length"), "LN(1e0 + \(number(days)) / (\(unit)))"),
          SQLColumn(customer.column("seen"), "\(number(least)) + \(customer.tenure)"),
          SQLColumn(customer.column("loss"), "\(number(process.beta)) + \(customer.tenure)"),
          SQLColumn(
            customer.column("span"),
            "LN(1e0 + (\(customer.tenure) - \(customer.recency)) / (\(number(least)) + \(customer.recency)))"
          ),
        ]
      }
  }

  func alive(_ customer: SQLCustomer) -> String {
    customer.hasJustOrdered
      ? "1e0" : "1e0 / (1e0 + \(customer.column("span")) * \(lost(customer)))"
  }

  func addChances(to query: inout SQLQuery, _ given: [SQLColumn], _ asked: [SQLWindows.Asked]) {
    query.add(
      "chances", "The chances of an order, and orders expected.", after: "lifetimes",
      columns: given
        + asked.map { one -> SQLColumn in
          let rate = "\(one.customer.column("shape")) / \(one.customer.column("life"))"
          let days =
            one.isDiscounted && windows.windows.rate > 0
            ? discounted(one.customer) : lived(one.customer, one.days)
          return SQLColumn(one.name, "\(rate) * \(days)")
        })
  }

  /// (m + T)·e^(−v) or ·e^(v), by which a time is told apart from −m.
  private func time(_ customer: SQLCustomer, _ exponent: String) -> String {
    "\(customer.column("seen")) * EXP(\(exponent))"
  }

  private func from(_ parameter: Double, _ time: String) -> String {
    parameter == least ? time : "(\(number(parameter - least)) + \(time))"
  }

  /// Σ of s · ((α + T) ÷ (α + y))^(r + x) · ((β + T) ÷ (β + y))^s · (m + y) ÷ (β + y): the odds of being
  /// lost between the last order and now, over the span.
  private func lost(_ customer: SQLCustomer) -> String {
    let rule = GaussLegendre(count: 24)
    let (shape, life, loss) = (
      customer.column("shape"), customer.column("life"), customer.column("loss")
    )
    return addedUp(
      zip(rule.nodes, rule.weights).map { node, weight in
        let y = time(customer, "\(number(-node)) * \(customer.column("span"))")
        let power =
          "(\(shape) * LN(\(life) / (\(from(process.alpha, y)))) + \(number(s)) * LN(\(loss) / (\(from(process.beta, y)))))"
        return
          "\(number(s * weight)) * \(exponential(power)) * \(y) / (\(from(process.beta, y)))"
      })
  }

  /// The chance of an order, by when the first of one who is alive comes.
  ///
  /// It is Σ of (r + x) · ((α + T) ÷ (α + y))^(r + x) · ((β + T) ÷ (β + y))^s · (m + y) ÷ (α + y). The panels
  /// become longer as fewer first orders are left.
  func order(within days: String) -> String {
    let rule = GaussLegendre.sixteen
    let reach = "LN(1e0 + \(days) / now_seen)"
    var terms: [String] = []
    for (start, end) in [(0.0, 0.0625), (0.0625, 0.25), (0.25, 1.0)] {
      for (node, weight) in zip(rule.nodes, rule.weights) {
        let y = time(windows.now, "\(number(start + node * (end - start))) * \(reach)")
        terms.append(firstOrder(weight * (end - start), after: y))
      }
    }
    let falls =
      "now_shape * LN(1e0 + \(days) / now_life) + \(number(s)) * LN(1e0 + \(days) / now_loss)"
    return "CASE WHEN \(falls) <= \(number(Self.steepest)) THEN "
      + "\(reach) * \(addedUp(terms)) END"
  }

  /// A term of it, at a time told apart from −m.
  func firstOrder(_ weight: Double, after y: String) -> String {
    "\(number(weight)) * now_shape * EXP(now_shape * LN(now_life / (\(from(process.alpha, y)))) + "
      + "\(number(s)) * LN(now_loss / (\(from(process.beta, y))))) * \(y) / (\(from(process.alpha, y)))"
  }

  /// Days that one who is alive stays a customer within a window.
  private func lived(_ customer: SQLCustomer, _ days: Double) -> String {
    let loss = customer.column("loss")
    let growth = "LN(1e0 + \(number(days)) / \(loss))"
    return s == 1
      ? "\(loss) * \(growth)"
      : "\(loss) * (1e0 - \(exponential("\(number(1 - s)) * \(growth)"))) / \(number(s - 1))"
  }

  /// The same, each day at what it is worth now: ∫ e^(−δt) · (1 + t ÷ (β + T))^(−s) dt, on the scale of
  /// log(1 + t ÷ τ), τ being the time in which customers are lost.
  private func discounted(_ customer: SQLCustomer) -> String {
    let rule = GaussLegendre(count: 24)
    let (unit, length) = (customer.column("unit"), customer.column("length"))
    let terms = zip(rule.nodes, rule.weights).map { node, weight in
      let step = "\(number(node)) * \(length)"
      let falls =
        s <= 1
        ? "\(number(1 - s)) * \(step)"
        : "\(step) - \(number(s)) * LN(1e0 + (EXP(\(step)) - 1e0) / \(number(s)))"
      return
        "\(number(weight)) * EXP(\(falls) - \(number(windows.windows.rate)) * \(unit) * (EXP(\(step)) - 1e0))"
    }
    let whole = "\(length) * \(unit) * \(addedUp(terms))"
    return s <= 1 ? whole : "CASE WHEN \(length) <= \(number(Self.longest)) THEN \(whole) END"
  }
}
