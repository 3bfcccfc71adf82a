import Dense
import Interventions
import Testing

/// Rates learned from campaigns with hold-outs; oracles are closed forms and simulated customers whose true
/// rate is known.
@Suite struct SaveRateLearningTests {
  private struct Shop {
    var customers: [CustomerProspect] = []

    init(_ count: Int, _ random: inout RandomSource) {
      for _ in 0..<count {
        let p = 0.05 + 0.9 * random.uniform()
        let kept = 10 + 190 * random.uniform()
        customers.append(
          CustomerProspect(
            churnProbability: p, stillCustomer: (1 - p) + p * random.uniform(), valueIfKept: kept,
            valueIfNot: 0.1 * kept))
      }
    }
  }

  private static func offer(_ rate: SaveRate) -> OfferEconomics {
    OfferEconomics(
      effect: .saveRate(rate), contactCost: 1, incentiveCost: 3, useRate: 1, margin: 1)
  }

  /// The best 750 contacts at a rate.
  private func list(_ shop: Shop, at rate: SaveRate) -> [Int] {
    let offer = Self.offer(rate)
    let problem = ChoiceProblem(
      options: shop.customers.map {
        [
          ChoiceProblem.Option(
            offer: 0, cost: 4, gain: Int64((1_000 * offer.expectation(of: $0).gain).rounded()))
        ]
      }, limits: [.contacts(750, offers: [0])])
    let choice = problem.solved().choice
    return shop.customers.indices.filter { choice[$0] >= 0 }
  }

  private func earned(_ list: [Int], _ shop: Shop, at rate: SaveRate) -> Double {
    list.reduce(0) { $0 + Self.offer(rate).expectation(of: shop.customers[$1]).gain }
  }

  /// With everybody's chances known exactly, the estimate is the true rate, however wrong the assumed one.
  @Test(arguments: [0.03, 0.1, 0.25, 0.4])
  func findsTheRateOfAnExactDifference(assumed: Double) throws {
    var random = RandomSource(seed: 3)
    let shop = Shop(500, &random)
    let (planned, truth) = (Self.offer(try SaveRate(assumed)), Self.offer(try SaveRate(0.15)))
    let lifts = shop.customers.map { planned.expectation(of: $0).lift }
    let result = CampaignResult(
      contacts: zip(shop.customers, lifts).map {
        CampaignResult.Contact(orderProbability: 1 - $0.churnProbability, lift: $1)
      }, assumed: try SaveRate(assumed),
      difference: shop.customers.reduce(0) { $0 + truth.expectation(of: $1).lift } / 500,
      standardError: 0.01)
    let found = try #require(result.estimate)
    #expect(abs(found.rate - 0.15) < 1e-6, "\(found)")
    // By hand: the mean lift rises by about its slope at the rate.
    #expect(found.standardError > 0.01 && found.standardError < 0.1, "\(found)")
  }

  /// A difference of nothing is a rate of 0, and harm one below.
  @Test func harmIsARateBelowZero() throws {
    let contacts = [CampaignResult.Contact(orderProbability: 0.5, lift: 0.1)]
    func rate(_ difference: Double) throws -> Double {
      try #require(
        CampaignResult(
          contacts: contacts, assumed: SaveRate(0.1), difference: difference, standardError: 0.02
        ).estimate
      ).rate
    }
    #expect(abs(try rate(0)) < 1e-9)
    #expect(try rate(-0.05) < 0)
    #expect(abs(try rate(0.1) - 0.1) < 1e-9)
    let learned = SaveRate.learned(
      from: [
        CampaignResult(
          contacts: contacts, assumed: try SaveRate(0.1), difference: -0.05, standardError: 0.001)
      ], start: try SaveRate(0.1))
    #expect(learned.rate.rate < 0.002)
  }

  /// The mean of an assumption of 0.1 ± 0.1 and an estimate of 0.2 ± 0.1 is 0.15 ± 0.0707; given that it is above
  /// 0, it is 0.15 + 0.0707 · 0.0422 ÷ 0.983 = 0.153.
  @Test func weighsByTheInverseOfTheVariance() throws {
    let campaign = CampaignResult(
      contacts: [CampaignResult.Contact(orderProbability: 0.5, lift: 0.2)],
      assumed: try SaveRate(0.2), difference: 0.2, standardError: 0.1)
    let own = try #require(campaign.estimate)
    #expect(abs(own.standardError - 0.1) < 1e-3, "at an even chance the lift is the rate: \(own)")
    let found = SaveRate.learned(from: [campaign], start: try SaveRate(0.1))
    #expect(abs(found.rate.rate - 0.153) < 1e-3 && abs(found.standardError - 0.0707) < 1e-3)
    let none = SaveRate.learned(from: [], start: try SaveRate(0.1))
    #expect(abs(none.rate.rate - 0.1) < 1e-12 && abs(none.standardError - 0.1) < 1e-12)
  }

  /// Three campaigns of 750 contacts a fifth of which are left alone, then a list by what they taught: at
  /// least 95 % of what a list by the true rate earns, over 20 shops, whether the first assumption was a
  /// third of the truth or more than twice it.
  @Test(arguments: [0.05, 0.35])
  func threeCampaignsEarnNearlyAsMuchAsTheTruth(start: Double) throws {
    let truth = try SaveRate(0.15)
    var (learnedGain, bestGain, assumedGain) = (0.0, 0.0, 0.0)
    for seed in 0..<20 {
      var random = RandomSource(seed: 40, stream: UInt64(seed))
      var results: [CampaignResult] = []
      for _ in 0..<3 {
        let shop = Shop(4_000, &random)
        let rate = SaveRate.learned(from: results, start: try SaveRate(start)).rate
        if let result = campaign(shop, at: rate, truth, &random) { results.append(result) }
      }
      let shop = Shop(4_000, &random)
      let rate = SaveRate.learned(from: results, start: try SaveRate(start)).rate
      learnedGain += earned(list(shop, at: rate), shop, at: truth)
      bestGain += earned(list(shop, at: truth), shop, at: truth)
      assumedGain += earned(list(shop, at: try SaveRate(start)), shop, at: truth)
    }
    #expect(learnedGain >= 0.95 * bestGain, "\(learnedGain / bestGain)")
    #expect(learnedGain > assumedGain, "\(assumedGain / bestGain)")
  }

  /// Contacts a list but for a fifth of it, and draws who orders.
  private func campaign(
    _ shop: Shop, at rate: SaveRate, _ truth: SaveRate, _ random: inout RandomSource
  ) -> CampaignResult? {
    var contacts: [CampaignResult.Contact] = []
    var (ordered, count) = ([0.0, 0.0], [0.0, 0.0])
    for customer in list(shop, at: rate).map({ shop.customers[$0] }) {
      let q = 1 - customer.churnProbability
      let isHeld = random.chance(0.2)
      let lift = isHeld ? 0 : Self.offer(truth).expectation(of: customer).lift
      count[isHeld ? 1 : 0] += 1
      if random.chance(q + lift) { ordered[isHeld ? 1 : 0] += 1 }
      if !isHeld {
        contacts.append(
          CampaignResult.Contact(
            orderProbability: q, lift: Self.offer(rate).expectation(of: customer).lift))
      }
    }
    guard !contacts.isEmpty, count[1] > 1 else { return nil }
    let shares = zip(ordered, count).map { $0 / $1 }
    let variance = zip(shares, count).reduce(0) { $0 + max(0.01, $1.0 * (1 - $1.0)) / $1.1 }
    return CampaignResult(
      contacts: contacts, assumed: rate, difference: shares[0] - shares[1],
      standardError: variance.squareRoot())
  }
}
