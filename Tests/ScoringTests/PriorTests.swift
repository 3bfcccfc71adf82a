import Dense
import Features
import Foundation
import Models
import Scoring
import Snapshots
import TestSupport
import Testing
import Training
import Units

private struct Reference: Decodable {
  struct Case: Decodable {
    let horizon: Int
    let terms: [[Double]]
    let logOdds: [String: [Double]]

    enum CodingKeys: String, CodingKey {
      case horizon, terms
      case logOdds = "log_odds"
    }
  }

  let features: [String: [Double?]]
  let cases: [Case]
}

/// A shop of customers who order at their own rates and stop, and nothing else.
private func shop(customers: Int, seed: UInt64) -> SyntheticShop {
  var random = SeededGenerator(seed: seed)
  var shop = SyntheticShop()
  let days = 480
  for number in 0..<customers {
    let first = Int.random(in: 0..<240, using: &random)
    let rate = [0.005, 0.02, 0.06][number % 3]
    var orders = 0
    for day in first..<days {
      if Double.random(in: 0..<1, using: &random) < 0.003 { break }
      guard day == first || Double.random(in: 0..<1, using: &random) < rate else { continue }
      orders += 1
      shop.addOrder(
        "o\(number)-\(orders)", of: "c\(number)", on: SyntheticShop.start + day, cents: 1_000)
    }
  }
  shop.addOrder("first", of: "c0", on: SyntheticShop.start, cents: 1_000)
  shop.addOrder("last", of: "c0", on: SyntheticShop.start + (days - 1), cents: 1_000)
  return shop
}

/// Coefficients of other shops, to which those of a small one are drawn.
@Suite struct PriorTests {
  /// The oracle is the script that learns the donors' coefficients.
  @Test func theTermsAreThoseOfTheScript() throws {
    let reference = try oracle("donor_prior.json", as: Reference.self)
    #expect(reference.cases.count == 4)
    for checked in reference.cases {
      let terms = PriorTerms(horizonInDays: checked.horizon)
      for (row, expected) in checked.terms.enumerated() {
        let values = try PriorTerms.features.map { name in
          try #require(reference.features[name])[row] ?? .nan
        }
        let found = terms.terms(values)
        #expect(found.count == expected.count && found.count == PriorTerms.count)
        for (found, expected) in zip(found, expected) { #expect(abs(found - expected) < 1e-12) }
        for (donor, values) in checked.logOdds {
          let prior = try #require(
            DonorPrior.mean(without: Set(DonorPrior.names).subtracting([donor])))
          let logOdds = zip(found, prior.coefficients).reduce(0) { $0 + $1.0 * $1.1 }
          #expect(abs(logOdds - values[row]) < 1e-10, "\(donor)")
        }
      }
    }
  }

  /// The mean of some is the mean of what each is alone.
  @Test func donorsWeighTheSame() throws {
    let names = DonorPrior.names
    #expect(names.count == Set(names).count && names.contains("cdnow"))
    let alone = try names.map { name in
      try #require(DonorPrior.mean(without: Set(names).subtracting([name]))).coefficients
    }
    let without = try #require(DonorPrior.mean(without: [names[1]]))
    #expect(without.donors == names.filter { $0 != names[1] })
    for term in 0..<PriorTerms.count {
      let expected =
        (alone.map { $0[term] }.reduce(0, +) - alone[1][term]) / Double(names.count - 1)
      #expect(abs(without.coefficients[term] - expected) < 1e-12)
    }
    #expect(DonorPrior.mean(without: Set(names)) == nil)
  }

  /// A small shop is forecast better with other shops' coefficients than without; the shops here are
  /// drawn from a process that none of the donors but the simulated one, which is left out, has.
  @Test func aSmallShopGains() throws {
    var gain = 0.0
    for seed in 1...6 {
      func logLoss(_ prior: ShopPrior?) throws -> Double {
        var parameters = quickParameters(60)
        parameters.replicates = 2
        parameters.prior = prior
        let trained = try TrainedShop(shop(customers: 90, seed: UInt64(seed)), parameters)
        #expect((trained.model.churn?.prior == nil) == (prior == nil))
        let weight = trained.model.churn?.prior?.weight
        #expect(prior == nil || (weight.map { 0.3 < $0 && $0 <= 1 } ?? false))
        let group = try #require(trained.trained.evaluation.group(.all))
        return try #require(group.model.logLoss.value)
      }
      gain += try logLoss(nil) - logLoss(DonorPrior.mean(without: ["simulated"]))
    }
    #expect(gain / 6 > 0.002, "\(gain / 6)")
  }

  /// Rows that a fit of the evaluated model gives again are those of its figures, with a prior too, and
  /// the document holds all that is needed.
  @Test func theEvaluatedFitCanBeMadeAgain() throws {
    var parameters = quickParameters(60)
    parameters.replicates = 2
    let trained = try TrainedShop(shop(customers: 90, seed: 3), parameters)
    let evaluation = trained.trained.evaluation
    let rows = try trained.model.holdoutRows(
      of: trained.store, evaluation: evaluation, workers: 1)
    let group = try #require(evaluation.group(.all))
    let loss =
      zip(rows.happened, rows.probability).reduce(0) { sum, row in
        sum - log(row.0 ? row.1 : 1 - row.1)
      } / Double(rows.happened.count)
    #expect(abs(loss - (try #require(group.model.logLoss.value))) < 1e-12)
    let prior = try #require(trained.model.churn?.prior)
    let again = try JSONDecoder().decode(ShopPrior.self, from: JSONEncoder().encode(prior))
    #expect(again == prior && prior.donors == DonorPrior.names)
  }

  /// Where rows are many, other shops have no say.
  @Test func manyRowsNeedNone() throws {
    var parameters = quickParameters(60)
    parameters.replicates = 2
    let trained = try TrainedShop(shop(customers: 3_000, seed: 4), parameters)
    #expect(trained.model.churn?.prior == nil)
    #expect(trained.trained.evaluation.choice?.settings.usesPrior == nil)
  }
}
