import Dense
import Learning
import TestSupport
import Testing

private struct RetentionOracle: Decodable {
  struct Profit: Decodable {
    let name: String
    let p: [Double]
    let y: [Int]
    let alpha, beta, clv, d, f, empc: Double

    var campaign: RetentionCampaign? {
      RetentionCampaign(
        customerValue: clv, offerCost: d, contactCost: f, acceptance: (alpha, beta))
    }

    func figures(weights: [Int] = []) throws -> ForecastFigures {
      let rows = weights.isEmpty ? Array(p.indices) : weights
      let comparison = ForecastComparison(
        dates: [
          ForecastComparison.Date(
            forecasts: [rows.map { p[$0] }], outcomes: rows.map { y[$0] == 1 },
            customers: Array(rows.indices))
        ],
        campaign: try #require(campaign))
      return comparison.figures()[0]
    }
  }
  struct Beta: Decodable {
    let x, a, b, value: Double
  }
  struct Noise: Decodable {
    let p: [Double]
    let mean: Double
  }
  let profits: [Profit]
  let betas: [Beta]
  let noises: [Noise]

  static func read() throws -> RetentionOracle {
    try oracle("retention.json", as: RetentionOracle.self)
  }
}

@Suite struct RetentionTests {
  @Test func incompleteBetaAgreesWithMpmath() throws {
    for reference in try RetentionOracle.read().betas {
      let value = regularizedIncompleteBeta(reference.x, reference.a, reference.b)
      #expect(abs(value - reference.value) <= 1e-13 * max(reference.value, 1e-3), "\(reference)")
    }
    #expect(regularizedIncompleteBeta(0, 2, 3) == 0)
    #expect(regularizedIncompleteBeta(1, 2, 3) == 1)
  }

  /// EMP-PY works with floating-point shares where we count: they agree to its rounding.
  @Test func expectedMaximumProfitAgreesWithEMPPY() throws {
    for reference in try RetentionOracle.read().profits {
      let value = try #require(try reference.figures()[.expectedMaximumProfit])
      #expect(relativeDifference(value, reference.empc) <= 1e-9, "\(reference.name)")
    }
  }

  /// Contacting everybody is the best cut-off for two churners ranked below one stayer, or nobody.
  ///
  /// With one score for all, the profit at γ is max(0, ⅔(200·γ·0.95 − 1) − ⅓·11), which is above 0
  /// for γ > 6.5/190; with γ ~ Beta(1, 1) its mean is ∫ (380γ − 13)/3 dγ from there to 1.
  @Test func expectedMaximumProfitByHand() throws {
    let campaign = try #require(RetentionCampaign(acceptance: (1, 1)))
    let comparison = ForecastComparison(
      dates: [
        ForecastComparison.Date(
          forecasts: [[0.5, 0.5, 0.5]], outcomes: [true, false, true], customers: [0, 1, 2])
      ],
      campaign: campaign)
    let start = 6.5 / 190
    let wanted = (190 * (1 - start * start) - 13 * (1 - start)) / 3
    let value = try #require(comparison.figures()[0][.expectedMaximumProfit])
    #expect(relativeDifference(value, wanted) <= 1e-13)
  }

  @Test func weightsAreRepetition() throws {
    let reference = try RetentionOracle.read().profits[0]
    let members = (0..<reference.p.count).map { $0 * 7 % 100 }
    let repeated = try reference.figures(weights: members.sorted())
    let comparison = ForecastComparison(
      dates: [
        ForecastComparison.Date(
          forecasts: [Array(reference.p.prefix(100))],
          outcomes: reference.y.prefix(100).map { $0 == 1 }, customers: Array(0..<100))
      ],
      campaign: try #require(reference.campaign))
    // Each of a hundred rows three times.
    let once = comparison.figures()[0]
    for metric in [ForecastMetric.auc, .logLoss, .expectedMaximumProfit, .brier] {
      #expect(relativeDifference(repeated[metric] ?? 0, once[metric] ?? 1) <= 1e-12, "\(metric)")
    }
  }

  /// A hundred rows, the first twenty foretold highest: 5, then 7 of 10, then 10 of 20 are yeses.
  @Test func liftsByHand() throws {
    let yeses = Set([0, 1, 2, 3, 4, 6, 8, 12, 15, 18] + Array(60..<70))
    let comparison = ForecastComparison(
      dates: [
        ForecastComparison.Date(
          forecasts: [(0..<100).map { 0.99 - Double($0) / 200 }],
          outcomes: (0..<100).map { yeses.contains($0) }, customers: Array(0..<100))
      ],
      campaign: try #require(RetentionCampaign()))
    let figures = comparison.figures()[0]
    #expect(figures[.lift5] == 5)
    #expect(relativeDifference(figures[.lift10] ?? 0, 3.5) <= 1e-15)
    #expect(figures[.lift20] == 2.5)
  }

  /// The mean of 20,000 draws, whose standard error is below a 150th of it.
  @Test func calibrationNoiseAgreesWithThePoissonBinomial() throws {
    for reference in try RetentionOracle.read().noises {
      let ranked = RankedOutcomes(
        probabilities: reference.p, outcomes: reference.p.map { _ in false })
      let noise = try #require(ranked.calibrationNoise(draws: 20_000, seed: 7, workers: 2))
      #expect(relativeDifference(noise.mean, reference.mean) <= 0.025, "\(reference.p.count)")
      #expect(noise.high > noise.mean)
      #expect(ranked.calibrationNoise(draws: 20_000, seed: 7, workers: 1) == noise)
    }
  }

  /// Bins with many yeses and noes are drawn as normal numbers; here their Poisson binomial is convolved.
  @Test func calibrationNoiseOfManyAgreesWithThePoissonBinomial() throws {
    let count = 4_000
    let p = (0..<count).map { 0.02 + 0.9 * Double($0 * 7 % count) / Double(count) }
    let sorted = p.sorted()
    var expected = 0.0
    for bin in 0..<10 {
      let members = sorted[bin * count / 10..<(bin + 1) * count / 10]
      var chances = [1.0]
      for q in members {
        var next = [Double](repeating: 0, count: chances.count + 1)
        for (yeses, chance) in chances.enumerated() {
          next[yeses] += chance * (1 - q)
          next[yeses + 1] += chance * q
        }
        chances = next
      }
      let mean = members.reduce(0, +)
      expected += chances.enumerated().reduce(0) { $0 + $1.element * abs(Double($1.offset) - mean) }
    }
    expected /= Double(count)
    let ranked = RankedOutcomes(probabilities: p, outcomes: p.map { _ in false })
    let noise = try #require(ranked.calibrationNoise(draws: 20_000, seed: 3, workers: 2))
    // Its standard error is a 600th of it.
    #expect(relativeDifference(noise.mean, expected) <= 0.006)
    #expect(ranked.calibrationNoise(draws: 20_000, seed: 3, workers: 1) == noise)
    #expect(ranked.calibrationNoise(draws: 20_000, seed: 4, workers: 1) != noise)
  }

  /// Drawing a customer draws all of its rows: with two equal rows each, as if there were one.
  @Test func replicatesDrawCustomersWhole() throws {
    let reference = try RetentionOracle.read().profits[0]
    let campaign = try #require(reference.campaign)
    let outcomes = reference.y.map { $0 == 1 }
    let single = ForecastComparison(
      dates: [
        ForecastComparison.Date(
          forecasts: [reference.p], outcomes: outcomes, customers: Array(reference.p.indices))
      ],
      campaign: campaign)
    let double = ForecastComparison(
      dates: [
        ForecastComparison.Date(
          forecasts: [reference.p + reference.p], outcomes: outcomes + outcomes,
          customers: Array(reference.p.indices) + Array(reference.p.indices))
      ],
      campaign: campaign)
    let (a, b) = (
      single.replicates(count: 20, seed: 3, workers: 1),
      double.replicates(count: 20, seed: 3, workers: 2)
    )
    for (left, right) in zip(a, b) {
      #expect(relativeDifference(left[0][.auc] ?? 0, right[0][.auc] ?? 1) <= 1e-14)
      #expect(relativeDifference(left[0][.logLoss] ?? 0, right[0][.logLoss] ?? 1) <= 1e-12)
    }
    #expect(a.count == 20 && a[0] != a[1])
  }

  /// Of two dates of which each is foretold its own rate, nothing is told apart; the mean is by rows.
  @Test func datesAreEvaluatedApart() throws {
    func date(_ rate: Double, _ yeses: Int, of rows: Int) -> ForecastComparison.Date {
      ForecastComparison.Date(
        forecasts: [(0..<rows).map { _ in rate }], outcomes: (0..<rows).map { $0 < yeses },
        customers: Array(0..<rows))
    }
    let campaign = try #require(RetentionCampaign())
    let figures = ForecastComparison(
      dates: [date(0.2, 4, of: 20), date(0.6, 36, of: 60)], campaign: campaign
    ).figures()[0]
    #expect(figures[.auc] == 0.5)
    let brier = (20 * 0.16 + 60 * 0.24) / 80
    #expect(relativeDifference(figures[.brier] ?? 0, brier) <= 1e-14)
    // A date of one class has no area: the other's is the mean.
    let onlyYes = ForecastComparison(
      dates: [date(0.2, 4, of: 20), date(0.9, 10, of: 10)], campaign: campaign)
    #expect(onlyYes.figures()[0][.auc] == 0.5)
  }

  @Test func refusesSenselessCampaigns() {
    #expect(RetentionCampaign(offerCost: 200) == nil)
    #expect(RetentionCampaign(customerValue: 0) == nil)
    #expect(RetentionCampaign(contactCost: -1) == nil)
    #expect(RetentionCampaign(acceptance: (0, 1)) == nil)
    #expect(RetentionCampaign(customerValue: .nan) == nil)
  }
}
