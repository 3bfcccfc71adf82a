import Dense
import Histories
import Ingestion
import Intake
import RealModule
import Simulation
import Synchronization
import TestSupport
import Testing
import Units

/// Draws against the closed forms of the process that they come from; seeds are fixed, and bounds are
/// five standard errors.
@Suite struct SimulationTests {
  private static let from = Day(year: 2022, month: 1, day: 1) ?? Day(number: 0)

  private func parameters(_ customers: Int, days: Int = 730) -> SimulationParameters {
    var parameters = SimulationParameters(
      customers: customers, from: Self.from, until: Self.from + days)
    parameters.seed = 11
    parameters.engagement = 0
    return parameters
  }

  private func truth(_ parameters: SimulationParameters) throws -> [CustomerTruth] {
    let simulation = try Simulation(parameters)
    let chunks = Chunks(rows: parameters.customers)
    return Workers(2).map(chunks.count) { simulation.truth(of: chunks[$0]) }
      .flatMap { $0 }
  }

  private func expectMean(
    _ values: [Double], _ expected: Double, _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
    let error = (variance / n).squareRoot()
    #expect(
      abs(mean - expected) <= 5 * error, "\(what): \(mean) ± \(error), not \(expected)",
      sourceLocation: sourceLocation)
  }

  /// Pareto/NBD (Schmittlein, Morrison & Colombo 1987): P(alive after w) = (β ÷ (β + w))^s, and
  /// E[X(w)] = rβ ÷ (α(s − 1)) · (1 − (β ÷ (β + w))^(s − 1)).
  @Test func countsAndSurvivalAreThoseOfParetoNBD() throws {
    let parameters = parameters(60_000)
    let truth = try truth(parameters)
    let (r, alpha) = (parameters.purchase.shape, parameters.purchase.rate)
    let (s, beta) = (parameters.dropout.shape, parameters.dropout.rate)
    let end = Double(parameters.logDays)
    func ratio(_ customer: CustomerTruth) -> Double { beta / (beta + end - customer.born) }
    func power(_ x: Double, _ y: Double) -> Double { .pow(x, y) }
    expectMean(truth.map { $0.born / end }, 0.5, "first order")
    expectMean(
      truth.map { ($0.isAlive ? 1 : 0) - power(ratio($0), s) }, 0, "share alive less its forecast")
    expectMean(
      truth.map {
        Double($0.orders - 1) - r * beta / (alpha * (s - 1)) * (1 - power(ratio($0), s - 1))
      }, 0, "repeat orders less their forecast")
    expectMean(
      truth.map { Double($0.actualOrders) - $0.expectedOrders }, 0, "orders of the horizon")
    expectMean(
      truth.map { Double($0.actualCents) / 100 - $0.expectedSpend }, 0, "spend of the horizon")
    #expect(truth.allSatisfy { $0.isAlive || $0.actualOrders == 0 && $0.expectedOrders == 0 })
  }

  /// Without dropout the count over w days is negative binomial: mean rw ÷ α, variance
  /// mean + r(w ÷ α)².
  @Test func countsWithoutDropoutAreNegativeBinomial() throws {
    var parameters = parameters(60_000)
    parameters.dropout = RateDistribution(shape: 1, rate: 1e9)
    let (r, alpha) = (parameters.purchase.shape, parameters.purchase.rate)
    let end = Double(parameters.logDays)
    let truth = try truth(parameters)
    func scaled(_ customer: CustomerTruth) -> Double { (end - customer.born) / alpha }
    func excess(_ customer: CustomerTruth) -> Double {
      Double(customer.orders - 1) - r * scaled(customer)
    }
    expectMean(truth.map(excess), 0, "count less its mean")
    expectMean(
      truth.map {
        excess($0) * excess($0) - (r * scaled($0) + r * scaled($0) * scaled($0))
      }, 0, "squared deviation less its variance")
    expectMean(truth.map { $0.purchaseRate }, r / alpha, "own rate")
  }

  /// Means over customers are p·γ ÷ (q − 1) (Fader, Hardie & Lee 2005).
  @Test func spendIsGammaGamma() throws {
    let parameters = parameters(40_000)
    let truth = try truth(parameters)
    let spend = parameters.spend
    expectMean(truth.map(\.meanSpend), spend.p * spend.gamma / (spend.q - 1), "mean spend")
    let buyers = truth.filter { $0.actualOrders > 0 }
    expectMean(
      buyers.map {
        Double($0.actualCents) / 100 / Double($0.actualOrders) / $0.meanSpend
      }, 1, "own mean of the orders")
  }

  /// Orders in the season follow the factor; its mean over whole years is 1.
  @Test func seasonMovesOrdersAndNotTheirSum() throws {
    var parameters = parameters(30_000, days: 365)
    parameters.season = 0.6
    parameters.horizonDays = 365
    parameters.dropout = RateDistribution(shape: 1, rate: 1e9)
    var truth = try truth(parameters)
    expectMean(truth.map { Double($0.actualOrders) - 365 * $0.purchaseRate }, 0, "a year")
    // A quarter of a year around the peak of 29 November: more than a quarter of the orders.
    parameters.until = Day(year: 2022, month: 10, day: 14) ?? parameters.until
    parameters.horizonDays = 91
    truth = try self.truth(parameters)
    let peak = truth.reduce(0.0) { $0 + $1.expectedOrders / Double(truth.count) }
    let plain = truth.reduce(0.0) { $0 + 91 * $1.purchaseRate / Double(truth.count) }
    #expect(abs(peak / plain - 1.54) < 0.01, "\(peak / plain)")
    expectMean(truth.map { Double($0.actualOrders) - $0.expectedOrders }, 0, "around the peak")
  }

  /// The difference between contacted and not contacted customers is the stated effect.
  @Test func contactAddsWhatTheTruthSays() throws {
    var parameters = parameters(120_000)
    parameters.treatment = Treatment(
      share: 0.5, uplift: 0.8, at: Self.from + 729, days: 91)
    parameters.season = 0.3
    let truth = try truth(parameters).filter { $0.isTreated != nil }
    let treated = truth.filter { $0.isTreated == true }
    let others = truth.filter { $0.isTreated == false }
    expectMean(truth.map { $0.isTreated == true ? 1 : 0 }, 0.5, "share contacted")
    let effect = truth.reduce(0.0) { $0 + $1.treatmentEffect } / Double(truth.count)
    let base = others.reduce(0.0) { $0 + Double($1.actualOrders) } / Double(others.count)
    #expect(effect > 0.3, "\(effect)")
    expectMean(
      treated.map { Double($0.actualOrders) - base }, effect, "orders that the contact added")
    for group in [treated, others] {
      expectMean(group.map { Double($0.actualOrders) - $0.expectedOrders }, 0, "orders")
    }
    #expect(truth.allSatisfy { $0.treatmentEffect >= 0 })
  }

  /// Any number of workers, and any way to cut the customers.
  @Test func sameParametersMakeTheSameBytes() throws {
    var parameters = parameters(3_000, days: 400)
    parameters.engagement = 1
    let simulation = try Simulation(parameters)
    let whole = simulation.rows(of: 0..<3_000)
    for workers: Workers in [1, 2, 5] {
      let gathered = Mutex<[SimulationFile: [UInt8]]>([:])
      let summary = simulation.write(workers: workers) { rows in
        gathered.withLock { all in
          for file in SimulationFile.allCases { all[file, default: []] += rows.bytes(of: file) }
        }
      }
      #expect(summary.customers == 3_000 && summary.orderRows > 3_000)
      for file in SimulationFile.allCases {
        #expect(
          gathered.withLock { $0[file] } == whole.bytes(of: file), "\(file), \(workers.count)")
      }
    }
    parameters.seed = 12
    #expect(try Simulation(parameters).rows(of: 0..<10).orders != whole.orders)
  }

  @Test func nothingIsHandedOnAfterAnError() throws {
    struct Full: Error {}
    let simulation = try Simulation(parameters(40_000, days: 30))
    let calls = Atomic<Int>(0)
    #expect(throws: Full.self) {
      try simulation.write(workers: 3) { _ throws(Full) in
        if calls.add(1, ordering: .relaxed).newValue == 3 { throw Full() }
      }
    }
    #expect(calls.load(ordering: .relaxed) == 3)
  }

  /// The loader takes every row, and sees what was drawn.
  @Test func theLogIsRead() throws {
    var parameters = parameters(2_000, days: 700)
    parameters.engagement = 1
    parameters.treatment = Treatment(share: 0.3, uplift: 0.5, at: Self.from + 600, days: 90)
    let simulation = try Simulation(parameters)
    let rows = simulation.rows(of: 0..<2_000)
    let folder = try TemporaryFolder()
    func write(_ file: SimulationFile) throws -> String {
      try folder.write(
        Array(file.header(of: parameters).utf8) + rows.bytes(of: file), to: file.rawValue)
    }
    let loaded = try loadHistories(
      orders: [try write(.orders)], events: [try write(.events)],
      options: ReadOptions(today: parameters.until))
    let ledger = loaded.ledger
    #expect(ledger.rowsRefused == 0)
    #expect(ledger.rowsUsed == rows.orderCount)
    #expect(ledger.orders == rows.orderCount)
    #expect(ledger.customers == 2_000)
    #expect(loaded.store.customerCount == 2_000)
    let kinds = Set(loaded.store.events.kinds)
    #expect(
      kinds == [
        "email_open", "email_click", "visit", "product_view", "cart_add", "cart_abandonment",
        "mailing", "coupon_redemption", "support_ticket", "review", "referral",
      ])
    let last = try #require(loaded.store.orderDayRange?.upperBound)
    #expect(last < parameters.until)
  }

  /// Sessions in the last 30 days before dropout are rarer than 90 to 60 days before it.
  @Test func engagementFadesBeforeDropout() throws {
    var parameters = parameters(4_000)
    parameters.engagement = 1
    let simulation = try Simulation(parameters)
    let deaths = Dictionary(
      uniqueKeysWithValues: simulation.truth(of: 0..<4_000).map { ($0.number, $0) })
    var (late, early) = (0, 0)
    let events = String(decoding: simulation.rows(of: 0..<4_000).events, as: UTF8.self)
    for line in events.split(separator: "\n") {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      guard cells[2] == "email_open", let number = Int(cells[0].dropFirst()),
        let day = Day(iso: cells[1].prefix(10)), let customer = deaths[number],
        customer.dies - customer.born > 90, customer.dies < Double(parameters.logDays)
      else { continue }
      let left = customer.dies - Double(day - Self.from)
      if left > 0, left <= 30 { late += 1 }
      if left > 60, left <= 90 { early += 1 }
    }
    #expect(early > 200)
    // Interest over the last 30 days is 15 % to 58 %: 36 % on average.
    #expect(abs(Double(late) / Double(early) - 0.3625) < 0.12, "\(late) of \(early)")
  }

  @Test func namesEveryFaultAtOnce() {
    var wrong = parameters(0, days: 0)
    wrong.season = 2
    wrong.purchase.rate = 0
    do {
      _ = try Simulation(wrong)
      Issue.record("accepted")
    } catch {
      for part in ["customers", "until", "season", "purchase"] {
        #expect(error.description.contains(part), "\(error)")
      }
    }
  }
}
