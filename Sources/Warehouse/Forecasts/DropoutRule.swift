internal import Dense
package import Lifetime
internal import RealModule

/// A quadrature rule over a customer's chance to drop out after an order, of the beta-geometric models.
///
/// Expected orders of one who is alive are the mean over p, beta(a, b + m) distributed after m chances to drop
/// out, of (1 − (1 + p·y)^−(r + x)) ÷ p where orders come at random, y = t ÷ (α + T), and of what `PhaseRoots`
/// says of regular buyers. The nodes are those of beta(a, b), moved along p ÷ (1 − p) = s ÷ (κ · (1 − s)) to
/// where the customer's chance is likely and orders end.
package struct DropoutRule {
  let process: BetaGeometricProcess
  private let rule: GaussJacobi
  /// Times that a discount is added up over, as shares of the logarithm of time: orders of regular buyers come
  /// in steps.
  let times: GaussLegendre

  static let nodeCount = 32
  /// Where an even larger first parameter is, chances to drop out are known well before any is taken.
  private static let mostSpread = 10.0
  /// Orders expected of one who would not drop out, up to which the rule is used.
  static let mostOrders = 600.0
  /// What the rule may be off by, of what it says.
  static let tolerance = 1e-8
  /// What a discount may be off by, of expected orders.
  static let toleranceOfDiscount = 3e-7
  /// Orders that are none, whatever their digits.
  static let nothing = 1e-10
  /// A chance to be alive by which orders cannot be divided.
  private static let lost = 1e-200

  package init(_ process: BetaGeometricProcess) {
    self.process = process
    rule = GaussJacobi(count: Self.nodeCount, a: process.a, b: process.b)
    times = GaussLegendre(count: process.model.regularity == 1 ? 10 : 24)
  }

  /// The nodes as rows of a table: s, (1 − s) ÷ s, and the logarithm of the weight.
  var rows: [[Double]] {
    zip(rule.nodes, rule.logWeights).map { [$0, (1 - $0) / $0, $1] }
  }

  private var sum: Double { process.a + process.b }
  private var regularity: Double { Double(process.model.regularity) }
  private var isSpread: Bool { process.a < Self.mostSpread }

  /// κ as an expression, of the chances so far and of the orders that would come without a loss.
  func shift(chances: String, orders: String) -> String {
    isSpread
      ? "SQRT(1e0 + (\(chances) + \(orders)) / \(number(sum)))"
      : "1e0 + \(chances) / \(number(sum))"
  }

  /// Whether the rule agrees with the program on customers of all kinds that it is used for.
  ///
  /// - Parameters:
  ///   - days: that orders are expected within.
  ///   - rate: continuous rate of discount a day; 0 where orders are not discounted.
  /// - Returns: no where any differs by more than its tolerance.
  package func isFaithful(horizonInDays days: Double, rate: Double = 0) -> Bool {
    Self.customers.allSatisfy { customer in
      let alive = process.probabilityAlive(customer)
      guard alive > Self.lost, let found = expectedOrders(customer, within: days) else {
        return true
      }
      let expected = process.expectedOrders(customer, within: days) / alive
      guard abs(found - expected) <= Self.tolerance * expected + Self.nothing else { return false }
      guard rate > 0, let worth = discountedOrders(customer, within: days, rate: rate) else {
        return true
      }
      let discounted = process.discountedOrders(customer, rate: rate, horizon: days) / alive
      return abs(worth - discounted) <= Self.toleranceOfDiscount * expected + Self.nothing
    }
  }

  /// Customers of all kinds: with an order just now, and with none since the middle of their time.
  private static let customers: [PurchaseSummary] = [0, 1, 2, 5, 20, 60, 200].flatMap { frequency in
    [0.0, 7, 60, 365, 1_500].flatMap { tenure in
      Set([tenure, (tenure / 2).rounded()]).filter { Double(frequency) <= $0 }.map { recency in
        PurchaseSummary(
          frequency: frequency, recency: frequency == 0 ? 0 : recency, tenure: tenure)
      }
    }
  }

  /// The same orders at what they are worth now, by parts as the query adds them up.
  private func discountedOrders(
    _ customer: PurchaseSummary, within days: Double, rate: Double
  ) -> Double? {
    let life = process.alpha + customer.tenure
    let length = Double.log(onePlus: days / life)
    guard let all = expectedOrders(customer, within: days) else { return nil }
    return zip(times.nodes, times.weights).reduce(Double.exp(-rate * days) * all) { sum, node in
      let end = Double.exp(node.0 * length)
      let time = life * (end - 1)
      let orders = expectedOrders(customer, within: time) ?? 0
      return sum + node.1 * length * life * end * rate * Double.exp(-rate * time) * orders
    }
  }

  /// Orders of a customer who is alive, as the query adds them up; nil beyond `mostOrders`.
  package func expectedOrders(_ customer: PurchaseSummary, within days: Double) -> Double? {
    let chances = Double(customer.frequency + (process.model.losesNewCustomers ? 1 : 0))
    let shape = process.r + regularity * Double(customer.frequency)
    let growth = days / (process.alpha + customer.tenure)
    let most = shape * growth / regularity
    guard most <= Self.mostOrders else { return nil }
    let shift = isSpread ? (1 + (chances + most) / sum).squareRoot() : 1 + chances / sum
    let roots = PhaseRoots(regularity: process.model.regularity)
    let phases = passed(customer, shape: shape)
    func logWeight(_ odds: Double, _ share: Double) -> Double {
      let p = 1 / (1 + shift * odds)
      return chances * Double.log(shift * odds * p) + sum * Double.log(shift * p / share)
    }
    let middle = logWeight(process.b / process.a, process.a / sum)
    var (total, orders) = (0.0, 0.0)
    for (node, own) in zip(rule.nodes, rule.logWeights) {
      let odds = (1 - node) / node
      let weight = Double.exp(
        min(max(own + logWeight(odds, node) - middle, -Self.range), Self.range))
      let p = 1 / (1 + shift * odds)
      total += weight
      orders +=
        weight
        * (regularity == 1
          ? -Double.expMinusOne(-shape * Double.log(onePlus: p * growth)) / p
          : roots.orders(
            dropout: p, stays: shift * odds * p, shape: shape, growth: growth, phases: phases))
    }
    return orders / total
  }

  /// How likely 0, 1, … k − 1 phases have passed since the last order.
  private func passed(_ customer: PurchaseSummary, shape: Double) -> [Double] {
    let share = (customer.tenure - customer.recency) / (process.alpha + customer.tenure)
    var terms = [1.0]
    for phase in 1..<max(1, process.model.regularity) {
      terms.append(terms[phase - 1] * (shape + Double(phase - 1)) / Double(phase) * share)
    }
    let sum = terms.reduce(0, +)
    return terms.map { $0 / sum }
  }

  /// Logarithms of weights are kept within so much of the one in the middle.
  static let range = 300.0

  /// The logarithm of a weight at the middle of beta(a, b), of which others are multiples.
  func middle(chances: String, shift: String) -> String {
    let p = "(1e0 / (1e0 + \(shift) * \(number(process.b / process.a))))"
    return "\(chances) * LN(\(shift) * \(number(process.b / process.a)) * \(p)) + "
      + "\(number(sum)) * LN(\(shift) * \(p) * \(number(sum / process.a)))"
  }

  /// The same at a node of the stage of nodes.
  func logWeight(chances: String, shift: String) -> String {
    "node_log_weight + \(chances) * LN(\(shift) * node_odds * dropout) + "
      + "\(number(sum)) * LN(\(shift) * dropout / node)"
  }
}
