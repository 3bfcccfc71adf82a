import Dense
import Foundation
import Lifetime
import TestSupport
import Testing

/// Orders expected of those who do, and do not, order in the first part of a window.
@Suite struct ConditionalOrdersTests {
  static let processes: [LearnedProcess] = [
    .nbd(NBDProcess(r: 0.7, alpha: 9)),
    .betaGeometric(BetaGeometricProcess(model: .bgNBD, r: 0.6, alpha: 6, a: 0.8, b: 2.4)),
    .betaGeometric(BetaGeometricProcess(model: .mbgNBD, r: 0.6, alpha: 6, a: 0.9, b: 1.8)),
    .betaGeometric(
      BetaGeometricProcess(
        model: BetaGeometric(losesNewCustomers: true, regularity: 3), r: 0.9, alpha: 2, a: 0.8,
        b: 2)),
    .pareto(ParetoProcess(r: 0.7, alpha: 5, s: 0.9, beta: 12)),
  ]

  /// Both parts, weighed by their chances, are the unconditional expectation, discounted or not.
  @Test(arguments: processes)
  func theyAddUp(process: LearnedProcess) {
    for (x, recency, tenure) in [(0, 0.0, 30.0), (3, 20, 39), (40, 38, 39), (7, 2, 39)] {
      let customer = PurchaseSummary(frequency: x, recency: recency, tenure: tenure)
      for (first, time, rate) in [(13.0, 52.0, 0.0), (13, 52, 0.002), (4, 4, 0.002)] {
        let split = process.conditionalOrders(customer, first: first, within: time, rate: rate)
        let q = split.probability
        let whole = process.expectedOrders(customer, within: time)
        #expect(relativeDifference(q * split.ifKept + (1 - q) * split.ifNot, whole) < 1e-10)
        let discounted = process.discountedOrders(customer, rate: rate, horizon: time)
        #expect(
          relativeDifference(
            q * split.discountedIfKept + (1 - q) * split.discountedIfNot, discounted) < 1e-10)
        #expect(split.discountedIfKept <= split.ifKept && split.discountedIfNot <= split.ifNot)
        #expect(
          relativeDifference(q * split.firstIfKept, process.expectedOrders(customer, within: first))
            < 1e-10)
        if first == time { #expect(split.ifNot == 0) }
      }
    }
  }

  /// A customer all but lost: values stay finite where the chance of an order is next to 0.
  @Test(arguments: processes.dropFirst())
  func aCustomerAllButLost(process: LearnedProcess) {
    let customer = PurchaseSummary(frequency: 400, recency: 10, tenure: 2_000)
    let split = process.conditionalOrders(customer, first: 4, within: 52, rate: 0.002)
    #expect(split.ifKept.isFinite && split.ifKept >= 0.9 && split.firstIfKept >= 1)
    #expect(split.ifNot >= 0 && split.ifNot < 1e-6)
  }

  /// New customers drawn from the process: 200,000 histories, means within four errors.
  @Test(arguments: processes.dropFirst())
  func agreesWithSimulation(process: LearnedProcess) {
    var (kept, not) = (Moments(), Moments())
    let (first, time) = (13.0, 52.0)
    for seed in 0..<UInt64(200_000) {
      // The same seed lives the same life, seen to the end of the first part and to that of the
      // window.
      let orders = [first, time].map { tenure in
        var customers = SimulatedCustomers(seed: seed)
        switch process {
        case .betaGeometric(let process): customers.addBetaGeometric(process, tenure: tenure)
        case .pareto(let process): customers.addPareto(process, tenure: tenure)
        case .nbd: break
        }
        return Double(customers.frequency[0])
      }
      if orders[0] > 0 { kept.add(orders[1]) } else { not.add(orders[1]) }
    }
    let split = process.conditionalOrders(.new, first: first, within: time)
    let share = kept.count / (kept.count + not.count)
    #expect(abs(split.probability - share) < 4 * sqrt(share * (1 - share) / 200_000))
    #expect(abs(split.ifKept - kept.mean) < 4 * kept.error, "\(split) \(kept)")
    #expect(abs(split.ifNot - not.mean) < 4 * not.error, "\(split) \(not)")
  }

  private struct Moments {
    var (count, sum, squares) = (0.0, 0.0, 0.0)
    var mean: Double { sum / count }
    var error: Double { sqrt((squares / count - mean * mean) / count) }

    mutating func add(_ value: Double) {
      count += 1
      sum += value
      squares += value * value
    }
  }
}
