import Dense
import Foundation
import Lifetime
import TestSupport
import Testing

/// What any forecast must obey.
@Suite struct ForecastTests {
  static let customers = [
    PurchaseSummary.new, PurchaseSummary(frequency: 0, recency: 0, tenure: 30),
    PurchaseSummary(frequency: 1, recency: 4, tenure: 30),
    PurchaseSummary(frequency: 6, recency: 28, tenure: 30),
    PurchaseSummary(frequency: 40, recency: 21, tenure: 30),
  ]

  static let betaGeometric = [(false, 1), (true, 1), (false, 2), (true, 4)].map { new, k in
    BetaGeometricProcess(
      model: BetaGeometric(losesNewCustomers: new, regularity: k), r: 0.7, alpha: 5, a: 0.9,
      b: 2.6)
  }
  static let pareto = ParetoProcess(r: 0.6, alpha: 9, s: 0.7, beta: 13)

  @Test func countsSumToOneAndTheirMeanIsTheExpectedNumber() {
    for process in Self.betaGeometric { expectCounts(process) }
    expectCounts(Self.pareto)
  }

  private func expectCounts(_ process: some PurchaseProcess) {
    for customer in Self.customers {
      for window in [0...3.0, 2...5.0] {
        let counts = process.orderCountProbabilities(customer, in: window, upTo: 160)
        #expect(counts.allSatisfy { $0 >= 0 && $0 <= 1 })
        #expect(abs(counts.reduce(0, +) - 1) < 1e-11)
        let mean = counts.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
        let expected = process.expectedOrders(customer, in: window)
        #expect(abs(mean - expected) < 1e-9 * max(1, expected), "\(customer) \(window)")
        let some = process.probabilityOfOrder(customer, in: window)
        #expect(abs(1 - counts[0] - some) < 1e-12)
      }
    }
  }

  @Test func forecastsMoveTheRightWayInTime() {
    for process in Self.betaGeometric { expectMonotone(process) }
    expectMonotone(Self.pareto)
  }

  private func expectMonotone(_ process: some PurchaseProcess) {
    for customer in Self.customers {
      let now = process.probabilityAlive(customer)
      #expect(process.expectedOrders(customer, within: 0) == 0)
      var (alive, orders, some) = (now, 0.0, 0.0)
      for time in [0.01, 1, 10, 50, 300] {
        let nextAlive = process.probabilityAlive(customer, after: time)
        let nextOrders = process.expectedOrders(customer, within: time)
        let nextSome = process.probabilityOfOrder(customer, in: 0...time)
        #expect(nextAlive < alive && nextOrders > orders)
        // Heavy buyers who live order for certain, to the last bits.
        #expect(nextSome > some * (1 - 1e-12))
        #expect(nextSome <= now * (1 + 1e-12) && nextSome <= nextOrders * (1 + 1e-12))
        (alive, orders, some) = (nextAlive, nextOrders, nextSome)
      }
      let discounted = process.discountedOrders(customer, rate: 0.01, horizon: 50)
      let plain = process.expectedOrders(customer, within: 50)
      #expect(discounted < plain && discounted > 0.6 * plain)
      #expect(process.discountedOrders(customer, rate: 0, horizon: 50) == plain)
    }
  }

  @Test func sumsAndIntegralsOfExpectedOrdersAgree() {
    // From (R + 40) · time = 30,000 α on, the integral of the rate takes over from the sum.
    for (r, a, x) in [(0.7, 0.9, 0), (0.7, 1, 0), (0.05, 0.1, 3), (2, 4, 60)] {
      let process = BetaGeometricProcess(
        model: .mbgNBD, r: r, alpha: 0.01, a: a, b: 2.6)
      let customer = PurchaseSummary(
        frequency: x, recency: x == 0 ? 0 : 0.4, tenure: x == 0 ? 0 : 0.5)
      let time = 30_000 / (r + Double(x) + 40) * (0.01 + customer.tenure)
      let sum = process.expectedOrders(customer, within: time * (1 - 1e-14))
      let integral = process.expectedOrders(customer, within: time * (1 + 1e-14))
      #expect(relativeDifference(sum, integral) < 1e-11, "\(r) \(a) \(x)")
    }
  }

  @Test func discountedOrdersAgreeWithASumOverShortWindows() {
    let process = Self.betaGeometric[2]
    for customer in Self.customers {
      var sum = 0.0
      for step in 0..<2_000 {
        let (start, end) = (Double(step) / 40, Double(step + 1) / 40)
        let expected = process.expectedOrders(customer, in: start...end)
        sum += expected * exp(-0.01 * (start + end))
      }
      let found = process.discountedOrders(customer, rate: 0.02, horizon: 50)
      #expect(relativeDifference(found, sum) < 1e-5)
    }
  }

  @Test func aNewCustomerOfParetoIsAlive() {
    #expect(Self.pareto.probabilityAlive(.new) == 1)
    #expect(Self.betaGeometric[0].probabilityAlive(.new) == 1)
    #expect(relativeDifference(Self.betaGeometric[1].probabilityAlive(.new), 2.6 / 3.5) < 1e-14)
  }
}
