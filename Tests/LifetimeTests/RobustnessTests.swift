import Dense
import Foundation
import Lifetime
import TestSupport
import Testing

/// Every data set ends in a maximum or a named diagnosis.
@Suite struct RobustnessTests {
  static let models: [BetaGeometric] = [
    .bgNBD, .mbgNBD, BetaGeometric(losesNewCustomers: false, regularity: 2),
    BetaGeometric(losesNewCustomers: true, regularity: 3),
  ]

  private func expectUsable(_ data: PurchaseSummaries, _ name: String) {
    for model in Self.models { expectUsable(model.fitted(to: data), data, name) }
    expectUsable(ParetoNBD().fitted(to: data), data, name)
    expectUsable(NBD().fitted(to: data), data, name)
  }

  private func expectUsable(
    _ fitted: FittedPurchaseModel<some PurchaseProcess>, _ data: PurchaseSummaries, _ name: String
  ) {
    let fit = fitted.fit
    let label: Comment = "\(name), \(fitted.name): \(fit)"
    #expect(fit.estimates.allSatisfy { $0 > 0 && $0.isFinite }, label)
    #expect(fit.logLikelihood.isFinite, label)
    #expect(fit.iterations <= 200, label)
    #expect(fit.isConverged, label)
    #expect(fit.standardErrors.allSatisfy { $0 != nil } || !fit.diagnoses.isEmpty, label)
    for row in Set([0, data.count / 2, data.count - 1]) {
      let customer = data[row]
      let time = customer.tenure > 0 ? customer.tenure : 1
      #expect((0...1).contains(fitted.process.probabilityAlive(customer)), label)
      #expect((0...1).contains(fitted.process.probabilityAlive(customer, after: time)), label)
      let expected = fitted.process.expectedOrders(customer, within: time)
      #expect(expected >= 0 && expected.isFinite, label)
      #expect((0...1).contains(fitted.process.probabilityOfOrder(customer, in: 0...time)), label)
      let split = fitted.process.conditionalOrders(
        customer, first: 0.3 * time, within: time, rate: 0.1 / time)
      #expect(split.ifNot >= 0 && split.ifKept >= split.ifNot && split.ifKept.isFinite, label)
      #expect(split.discountedIfKept.isFinite && split.discountedIfNot >= 0, label)
      #expect(split.firstIfKept >= 1 && split.firstIfKept.isFinite, label)
    }
  }

  @Test func degenerateData() throws {
    let sets: [(String, [Int], [Double], [Double])] = [
      ("one customer", [3], [10], [20]), ("one who came once", [0], [0], [20]),
      ("one on the first day", [0], [0], [0]), ("one repeat on one day", [1], [1], [1]),
      (
        "all one-time", [Int](repeating: 0, count: 50), [Double](repeating: 0, count: 50),
        (0..<50).map { Double($0) + 1 }
      ),
      ("tenures of a day", [0, 0, 1, 0], [0, 0, 1, 0], [1, 1, 1, 1]),
      (
        "duplicates", [Int](repeating: 2, count: 100), [Double](repeating: 9, count: 100),
        [Double](repeating: 30, count: 100)
      ),
      ("heavy", [5_000, 4_000, 1, 0], [5_000, 5_001, 80, 0], [5_001, 5_001, 5_001, 5_001]),
      (
        "one heavy among one-time", [5_000, 0, 0, 0, 0, 0], [300, 0, 0, 0, 0, 0],
        [300, 300, 300, 300, 300, 300]
      ),
      (
        "all active to the end", (1...30).map { $0 }, (1...30).map { _ in 99 },
        (1...30).map { _ in 100 }
      ),
      (
        "all gone at once", [Int](repeating: 1, count: 40), [Double](repeating: 1, count: 40),
        [Double](repeating: 1_000, count: 40)
      ),
      (
        "same rate", [Int](repeating: 10, count: 40), [Double](repeating: 100, count: 40),
        [Double](repeating: 105, count: 40)
      ),
      ("huge times", [0, 1, 2], [0, 1e8, 2e8], [3e8, 3e8, 3e8]),
      ("tiny times", [0, 1, 2], [0, 1e-8, 2e-8], [3e-8, 3e-8, 3e-8]),
    ]
    for (name, x, recency, tenure) in sets {
      expectUsable(
        try PurchaseSummaries(frequency: x, recency: recency, tenure: tenure), name)
    }
  }

  @Test(arguments: 0..<120)
  func randomSubsetsOfCDNOW(seed: Int) throws {
    let sample = CDNOW.sample
    var generator = SeededGenerator(seed: UInt64(seed))
    let size = [2, 5, 10, 20, 50, 100, 200, 500][seed % 8]
    let rows = (0..<size).map { _ in
      Int.random(in: 0..<sample.frequency.count, using: &generator)
    }
    expectUsable(
      try PurchaseSummaries(
        frequency: rows.map { sample.frequency[$0] },
        recencyInDays: rows.map { sample.recencyInDays[$0] },
        tenureInDays: rows.map { sample.tenureInDays[$0] }, daysPerUnit: 7),
      "subset \(seed) of \(size)")
  }

  @Test(arguments: 0..<80)
  func simulatedSets(seed: Int) throws {
    var customers = SimulatedCustomers(seed: UInt64(seed))
    func between(_ low: Double, _ high: Double) -> Double {
      low * exp2(customers.random.uniform() * log2(high / low))
    }
    let size = [10, 30, 100, 1_000][seed % 4]
    let (r, rate) = (between(0.01, 50), between(0.001, 1))
    let (a, b) = (between(0.01, 20), between(0.05, 50))
    let life = between(3, 3_000)
    for _ in 0..<size {
      let tenure = 1 + 364 * customers.random.uniform()
      if seed % 2 == 0 {
        customers.addBetaGeometric(
          BetaGeometricProcess(
            model: Self.models[seed / 2 % 4], r: r, alpha: r / rate, a: a, b: b),
          tenure: tenure)
      } else {
        customers.addPareto(
          ParetoProcess(r: r, alpha: r / rate, s: a, beta: a * life), tenure: tenure)
      }
    }
    expectUsable(try customers.wholeSummaries(), "simulation \(seed)")
  }

  /// A million customers of extreme heterogeneity, times in days.
  @Test func aMillionCustomers() throws {
    var customers = SimulatedCustomers(seed: 99)
    let truth = BetaGeometricProcess(model: .bgNBD, r: 0.05, alpha: 0.4, a: 0.3, b: 4)
    for _ in 0..<1_000_000 {
      let tenure = 1 + 729 * customers.random.uniform()
      customers.addBetaGeometric(truth, tenure: tenure)
    }
    let data = try customers.wholeSummaries().compressed()
    #expect((data.frequency.max() ?? 0) > 300)
    for model in [BetaGeometric.bgNBD, .mbgNBD] {
      expectUsable(model.fitted(to: data), data, "a million")
    }
    expectUsable(NBD().fitted(to: data), data, "a million")
  }

  @Test func whatCannotBeToldIsNamed() throws {
    let once = try PurchaseSummaries(
      frequency: [0, 0, 0], recency: [0, 0, 0], tenure: [10, 20, 30])
    for model in Self.models {
      let fitted = model.fitted(to: once)
      #expect(fitted.fit.diagnoses == [.noRepeatOrders])
      if model.regularity == 1 {
        let expected = fitted.process.expectedOrders(once[0], within: 7)
        #expect(relativeDifference(expected, 0.5 * 7 / 70) < 1e-5)
      }
    }
    // Evenly ordering customers whose last order was a moment ago.
    let steady = try PurchaseSummaries(
      frequency: (1...60).map { $0 }, recency: (1...60).map { _ in 99.9 },
      tenure: (1...60).map { _ in 100 })
    #expect(BetaGeometric.bgNBD.fitted(to: steady).fit.diagnoses.contains(.noDropout))
    #expect(ParetoNBD().fitted(to: steady).fit.diagnoses.contains(.noDropout))
    let equal = try PurchaseSummaries(
      frequency: [9, 10, 11, 10], recency: [88, 97, 93, 95], tenure: [100, 100, 100, 100])
    #expect(BetaGeometric.bgNBD.fitted(to: equal).fit.diagnoses.contains(.equalRates))
    #expect(ParetoNBD().fitted(to: equal).fit.diagnoses.contains(.equalRates))
  }
}
