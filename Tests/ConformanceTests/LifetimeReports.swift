import Dense
import Foundation
import Lifetime
import TestSupport
import Testing

/// Fits that end in nothing, and predictions that are no numbers.
@Suite struct LifetimeReports {
  private static let pareto = ParetoProcess(
    r: 0.5532770469, alpha: 10.57768346, s: 0.6062399891, beta: 11.66873529)

  /// CLVTools 100, lifetimes 25 and 90, pymc-marketing 131: Pareto/NBD of very many orders.
  ///
  /// References: one over one plus the integral of the density of dropping out since the last order,
  /// by quadrature at 60 digits over 16 parts.
  @Test(arguments: [
    (221, 103.42857, 103.57143, 0.99913372632828), (161, 94.71429, 98, 0.650988058453373),
    (204, 98.57143, 99.42857, 0.988498486166192), (1_000, 90, 98, 8.81578799695711e-31),
  ])
  func clvTools100ManyOrdersHaveAProbability(
    frequency: Int, recency: Double, tenure: Double, expected: Double
  ) {
    let customer = PurchaseSummary(frequency: frequency, recency: recency, tenure: tenure)
    let found = Self.pareto.probabilityAlive(customer)
    #expect(relativeDifference(found, expected) < 1e-8, "\(found)")
    let orders = Self.pareto.expectedOrders(customer, within: 52)
    #expect(orders.isFinite && orders >= 0 && orders <= 52 * Double(frequency) / 50)
  }

  /// CLVTools 100: among the examples was a last order after the end of the observation.
  @Test func clvTools100AnOrderAfterTheEndIsNamed() {
    #expect(
      throws: PurchaseDataError.recencyExceedsTenure(row: 1, recency: 97.42857, tenure: 97.28571)
    ) {
      try PurchaseSummaries(
        frequency: [221, 254], recency: [103.42857, 97.42857], tenure: [103.57143, 97.28571])
    }
  }

  /// lifetimes 332 and 113: BG/NBD overflowed where the tenure is long and the orders are many.
  ///
  /// References: the closed form at 40 digits; the second is below every number above 0.
  @Test(arguments: [
    (2_000, 500.0, 520.0, 4.80738673840589e-28), (3_000, 100, 900, 0),
    (600, 300, 301, 0.996321475268938),
  ])
  func lifetimes332HeavyBuyersDoNotOverflow(
    frequency: Int, recency: Double, tenure: Double, expected: Double
  ) {
    let process = BetaGeometricProcess(model: .bgNBD, r: 0.1, alpha: 50.16, a: 0.4, b: 0.81)
    let customer = PurchaseSummary(frequency: frequency, recency: recency, tenure: tenure)
    let found = process.probabilityAlive(customer)
    #expect(abs(found - expected) <= 1e-9 * expected, "\(found)")
    let orders = process.expectedOrders(customer, within: 100)
    #expect(orders.isFinite && orders >= 0)
  }

  /// lifetimes 442: no forecast of one-time buyers where a + b < 1.
  ///
  /// Reference: the mean of (1 − exp(−λpt))/p over gamma and beta, by quadrature at 40 digits.
  @Test func lifetimes442OneTimeBuyersHaveAForecast() {
    let process = BetaGeometricProcess(model: .bgNBD, r: 0.25, alpha: 5, a: 0.3, b: 0.5)
    let found = process.expectedOrders(
      PurchaseSummary(frequency: 0, recency: 0, tenure: 181), within: 52)
    #expect(relativeDifference(found, 0.06589887106392) < 1e-9, "\(found)")
  }

  /// lifetimes 44, 165, 173, 212, 239 and 409: one-time buyers who are alive for certain.
  ///
  /// So it is in BG/NBD, which is why MBG/NBD is here: closed form at 40 digits.
  @Test func lifetimes239OneTimeBuyersMayHaveLeft() {
    let usual = BetaGeometricProcess(
      model: .bgNBD, r: 0.2425945224, alpha: 4.413602019, a: 0.7929220172, b: 2.425906777)
    let modified = BetaGeometricProcess(
      model: .mbgNBD, r: 0.5248431591, alpha: 6.18308528, a: 0.8913593907, b: 1.61400224)
    for (tenure, expected) in [(1.0, 0.625988264712), (10, 0.522172227168), (100, 0.289340972452)] {
      let customer = PurchaseSummary(frequency: 0, recency: 0, tenure: tenure)
      #expect(usual.probabilityAlive(customer) == 1)
      #expect(relativeDifference(modified.probabilityAlive(customer), expected) < 1e-9)
    }
  }

  /// lifetimes 213, 379 and 446: how likely a customer is still there some time from now.
  @Test func lifetimes379TheChanceToBeAliveFalls() {
    let customer = PurchaseSummary(frequency: 4, recency: 30, tenure: 39)
    let chances = [0.0, 1, 10, 100, 1_000, 100_000].map {
      Self.pareto.probabilityAlive(customer, after: $0)
    }
    #expect(chances[0] == Self.pareto.probabilityAlive(customer))
    for (now, later) in zip(chances, chances.dropFirst()) { #expect(now > later && later > 0) }
    #expect(chances[5] < 0.01)
  }

  /// lifetimes 209, 65 and 340: an expected number was taken for a probability.
  @Test func lifetimes340NumbersAreNotProbabilities() {
    let often = PurchaseSummary(frequency: 26, recency: 30.86, tenure: 31)
    for time in [0.1, 1, 4, 26, 104] {
      let expected = Self.pareto.expectedOrders(often, within: time)
      let chance = Self.pareto.probabilityOfOrder(often, in: 0...time)
      // Markov's inequality.
      #expect(chance > 0 && chance <= min(1, expected))
    }
    #expect(Self.pareto.expectedOrders(often, within: 104) > 1)
  }

  /// lifetimes 258, 262, 396 and 419: no convergence where numbers are large, or in another unit.
  @Test func lifetimes396TheUnitOfTimeDoesNotDecideOnConvergence() throws {
    var generator = SeededGenerator(seed: 396)
    var (frequency, recency, tenure): ([Int], [Double], [Double]) = ([], [], [])
    for _ in 0..<400 {
      let days = Double(Int.random(in: 200...3_000, using: &generator))
      let count = pick(from: [0, 0, 1, 2, 10, 60, 400], using: &generator)
      frequency.append(count)
      recency.append(
        count == 0 ? 0 : (days * Double.random(in: 0.3...1, using: &generator)).rounded())
      tenure.append(days)
    }
    // Days, seconds and centuries.
    let fits = try [1, 86_400, 1 / 36_525.0].map { unit in
      BetaGeometric.mbgNBD.fitted(
        to: try PurchaseSummaries(
          frequency: frequency, recency: recency.map { $0 * unit }, tenure: tenure.map { $0 * unit }
        ))
    }
    for fitted in fits {
      #expect(fitted.fit.isConverged, "\(fitted.fit)")
      #expect(relativeDifference(fitted.process.r, fits[0].process.r) < 1e-6)
      #expect(relativeDifference(fitted.process.a, fits[0].process.a) < 1e-6)
    }
  }

  /// lifetimes 335: one customer in a thousand orders a hundred times as often as the others.
  @Test func lifetimes335AFewExtremeCustomersDoNotStopAFit() throws {
    var generator = SeededGenerator(seed: 335)
    var (frequency, recency): ([Int], [Double]) = ([], [])
    for customer in 0..<2_000 {
      let count = customer < 2 ? 300 : pick(from: [0, 0, 0, 1, 2, 3], using: &generator)
      frequency.append(count)
      recency.append(count == 0 ? 0 : Double(Int.random(in: 180...364, using: &generator)))
    }
    let data = try PurchaseSummaries(
      frequency: frequency, recency: recency, tenure: frequency.map { _ in 365 })
    for fit in [
      BetaGeometric.bgNBD.fitted(to: data).fit, BetaGeometric.mbgNBD.fitted(to: data).fit,
      ParetoNBD().fitted(to: data).fit, NBD().fitted(to: data).fit,
    ] {
      #expect(fit.isConverged, "\(fit)")
      #expect(fit.standardErrors.allSatisfy { $0 != nil } || !fit.diagnoses.isEmpty, "\(fit)")
    }
  }

  /// lifetimes 55: a modified BG/NBD fitted to its own data found a and b next to nothing.
  @Test func lifetimes55AModelFindsItselfAgain() throws {
    let truth = BetaGeometricProcess(model: .mbgNBD, r: 0.24, alpha: 4.41, a: 0.8, b: 2.43)
    var random = RandomSource(seed: 55)
    /// Marsaglia & Tsang (2000), with their boost below a shape of 1.
    func gamma(_ shape: Double) -> Double {
      if shape < 1 { return gamma(shape + 1) * pow(1 - random.uniform(), 1 / shape) }
      let d = shape - 1.0 / 3
      while true {
        let x = (-2 * log(1 - random.uniform())).squareRoot() * cos(2 * .pi * random.uniform())
        let v = pow(1 + x / (9 * d).squareRoot(), 3)
        if v > 0, log(1 - random.uniform()) < 0.5 * x * x + d - d * v + d * log(v) { return d * v }
      }
    }
    var (frequency, recency): ([Int], [Double]) = ([], [])
    for _ in 0..<4_000 {
      let rate = gamma(truth.r) / truth.alpha
      let (leaves, stays) = (gamma(truth.a), gamma(truth.b))
      let dropout = leaves / (leaves + stays)
      var (count, last, now) = (0, 0.0, 0.0)
      var isAlive = random.uniform() >= dropout
      while isAlive {
        now += -log(1 - random.uniform()) / rate
        guard now <= 40 else { break }
        (count, last) = (count + 1, now)
        isAlive = random.uniform() >= dropout
      }
      frequency.append(count)
      recency.append(last)
    }
    let fitted = BetaGeometric.mbgNBD.fitted(
      to: try PurchaseSummaries(
        frequency: frequency, recency: recency, tenure: frequency.map { _ in 40 }))
    #expect(fitted.fit.isConverged, "\(fitted.fit)")
    for (index, value) in [truth.r, truth.alpha, truth.a, truth.b].enumerated() {
      let error = try #require(fitted.fit.standardErrors[index])
      #expect(abs(fitted.fit.estimates[index] - value) <= 4 * error, "\(fitted.fit)")
    }
  }

  /// lifetimes 304 and 424: s ran to 0 and everybody was alive, without a word.
  @Test func lifetimes304NoSignOfDropoutIsSaid() throws {
    let data = try PurchaseSummaries(
      frequency: Array(1...30), recency: (1...30).map { _ in 77 }, tenure: (1...30).map { _ in 77 })
    let fitted = ParetoNBD().fitted(to: data)
    #expect(fitted.fit.diagnoses.contains(.noDropout), "\(fitted.fit)")
    #expect(fitted.process.probabilityAlive(data[3]) > 0.99)
  }

  /// CLVTools 112, 132 and 176: few customers gave coefficients of NA.
  ///
  /// Here come numbers, or what the data cannot tell.
  @Test(arguments: [1, 2, 3, 5, 20])
  func clvTools176FewCustomersGiveNumbersOrAReason(customers: Int) throws {
    let runner = try CommandRunner()
    try runner.write(Reported.shop(customers: customers), to: "orders.csv")
    let text = try runner.text(["clv", "orders.csv", "--json", "--quiet"])
    // JSON has no word for what is no number.
    let output = try JSONDecoder().decode(Fits.self, from: Data(text.utf8))
    #expect(output.customers == customers)
    #expect(output.models.count == 6)
    for model in output.models {
      #expect(model.log_likelihood.isFinite && model.parameters.values.allSatisfy { $0 > 0 })
      #expect(
        model.standard_errors.count == model.parameters.count { $0.key != "k" }
          || !model.diagnoses.isEmpty,
        "\(model)")
    }
  }

  struct Fits: Decodable {
    struct Model: Decodable {
      struct Diagnosis: Decodable {
        let code: String
      }
      let name: String
      let log_likelihood: Double
      let parameters: [String: Double]
      let standard_errors: [String: Double]
      let diagnoses: [Diagnosis]
    }
    let customers: Int
    let models: [Model]
  }
}
