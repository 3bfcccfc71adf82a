internal import Dense
package import Lifetime
internal import RealModule

/// A quadrature rule over a customer's chance to drop out after an order, of the beta-geometric models whose
/// orders come at random.
///
/// Expected orders of one who is alive are the mean of (1 − (1 + p·y)^−(r + x)) ÷ p over p, beta(a, b + m)
/// distributed after m chances to drop out; y = t ÷ (α + T). The nodes are those of beta(a, b), moved along
/// p ÷ (1 − p) = s ÷ (κ · (1 − s)) to where the customer's chance is likely and orders end.
package struct DropoutRule {
  let process: BetaGeometricProcess
  private let rule: GaussJacobi

  static let nodeCount = 32
  /// Where an even larger first parameter is, chances to drop out are known well before any is taken.
  private static let mostSpread = 10.0
  /// Orders expected of one who would not drop out, up to which the rule is used.
  static let mostOrders = 600.0
  /// What the rule may be off by, of what it says.
  static let tolerance = 1e-8

  package init(_ process: BetaGeometricProcess) {
    self.process = process
    rule = GaussJacobi(count: Self.nodeCount, a: process.a, b: process.b)
  }

  /// The nodes as rows of a table: s, (1 − s) ÷ s, and the logarithm of the weight.
  var rows: [[Double]] {
    zip(rule.nodes, rule.logWeights).map { [$0, (1 - $0) / $0, $1] }
  }

  private var sum: Double { process.a + process.b }
  private var isSpread: Bool { process.a < Self.mostSpread }

  /// κ as an expression, of the chances so far and of the orders that would come without a loss.
  func shift(chances: String, orders: String) -> String {
    isSpread
      ? "SQRT(1e0 + (\(chances) + \(orders)) / \(number(sum)))"
      : "1e0 + \(chances) / \(number(sum))"
  }

  /// Whether the rule agrees with the program on customers of all kinds that it is used for.
  package func isFaithful(horizonInDays days: Double) -> Bool {
    for frequency in [0, 1, 2, 5, 20, 60, 200] {
      for tenure in [0.0, 7, 60, 365, 1_500] where Double(frequency) <= tenure {
        let customer = PurchaseSummary(
          frequency: frequency, recency: frequency == 0 ? 0 : tenure, tenure: tenure)
        guard let found = expectedOrders(customer, within: days) else { continue }
        let expected =
          process.expectedOrders(customer, within: days) / process.probabilityAlive(customer)
        guard abs(found - expected) <= Self.tolerance * expected else { return false }
      }
    }
    return true
  }

  /// Orders of a customer who is alive, as the query adds them up; nil beyond `mostOrders`.
  package func expectedOrders(_ customer: PurchaseSummary, within days: Double) -> Double? {
    let chances = Double(customer.frequency + (process.model.losesNewCustomers ? 1 : 0))
    let shape = process.r + Double(customer.frequency)
    let growth = days / (process.alpha + customer.tenure)
    guard shape * growth <= Self.mostOrders else { return nil }
    let shift =
      isSpread
      ? (1 + (chances + shape * growth) / sum).squareRoot() : 1 + chances / sum
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
      orders += weight * -Double.expMinusOne(-shape * Double.log(onePlus: p * growth)) / p
    }
    return orders / total
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
