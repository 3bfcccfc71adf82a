import Dense
import Foundation
import Lifetime
import TestSupport
import Testing

/// Forecasts made together are those made one by one, to the bit.
@Suite struct SharedForecastTests {
  static let processes =
    ConditionalOrdersTests.processes + [
      .pareto(ParetoProcess(r: 0.7, alpha: 80, s: 1, beta: 40)),
      .pareto(ParetoProcess(r: 2.5, alpha: 300, s: 0.3, beta: 900)),
    ]

  /// Histories that share tenures, some of them all, and a few that are far from the rest.
  private func customers() -> [PurchaseSummary] {
    var generator = SeededGenerator(seed: 5)
    var customers = (0..<60).map { _ in
      let tenure = pick(from: [0, 1, 30, 31, 400, 700], using: &generator)
      let recency = tenure == 0 ? 0 : Int.random(in: 0...tenure, using: &generator)
      let orders = recency == 0 ? 0 : Int.random(in: 1...min(20, recency), using: &generator)
      return PurchaseSummary(
        frequency: orders, recency: Double(recency), tenure: Double(tenure))
    }
    customers += customers.prefix(7)
    customers.append(PurchaseSummary(frequency: 300, recency: 390, tenure: 400))
    customers.append(PurchaseSummary(frequency: 200, recency: 20, tenure: 700))
    return customers
  }

  @Test(arguments: processes, [0, 0.000_26])
  func togetherIsEachByItself(process: LearnedProcess, rate: Double) {
    let customers = customers()
    for (first, time, period) in [(30.0, 365.0, 90.0), (90, 90, 90)] {
      let windows = ForecastWindows(
        first: first, time: time, period: period, rate: rate, mostToNextOrder: 60)
      let told = process.forecasts(of: customers, over: windows, workers: 1)
      #expect(
        process.forecasts(of: customers.reversed(), over: windows, workers: 3) == told.reversed())
      for (customer, forecast) in zip(customers, told) {
        #expect(forecast.probabilityAlive == process.probabilityAlive(customer))
        #expect(
          forecast.split
            == process.conditionalOrders(customer, first: first, within: time, rate: rate))
        let inPeriod = process.expectedOrders(customer, within: period)
        let inTime = process.expectedOrders(customer, within: time)
        #expect(
          forecast.growth
            == (period == time ? 1 : inPeriod > 0 ? inTime / inPeriod : time / period))
        // Day after day, until an order is as likely as not.
        let day = (1...60).first { process.probabilityOfOrder(customer, in: 0...Double($0)) >= 0.5 }
        #expect(forecast.unitsToNextOrder == day)
      }
    }
  }

  @Test func nobodyIsForecast() {
    let windows = ForecastWindows(first: 30, time: 365, period: 90, rate: 0)
    for process in Self.processes {
      #expect(process.forecasts(of: [], over: windows, workers: 2).isEmpty)
    }
  }
}
