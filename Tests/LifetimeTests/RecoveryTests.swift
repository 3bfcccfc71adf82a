import Dense
import Foundation
import Lifetime
import Testing

/// Parameters found again in simulated histories, and how often their 95 % intervals hold them.
@Suite struct RecoveryTests {
  /// A hundred replications of 1,500 customers.
  ///
  /// With 400 intervals that are independent at best by
  /// replication, the share covered has an error of about 2 points.
  @Test func intervalsOfMBGNBDCover() throws {
    let truth = BetaGeometricProcess(
      model: .mbgNBD, r: 0.6, alpha: 6, a: 0.9, b: 1.8)
    try expectCoverage(of: [0.6, 6, 0.9, 1.8]) { customers, tenure in
      customers.addBetaGeometric(truth, tenure: tenure)
    } fit: {
      BetaGeometric.mbgNBD.fitted(to: $0).fit
    }
  }

  @Test func intervalsOfRegularBuyersCover() throws {
    let model = BetaGeometric(losesNewCustomers: true, regularity: 3)
    let truth = BetaGeometricProcess(model: model, r: 0.9, alpha: 2, a: 0.8, b: 2)
    try expectCoverage(of: [0.9, 2, 0.8, 2]) { customers, tenure in
      customers.addBetaGeometric(truth, tenure: tenure)
    } fit: {
      model.fitted(to: $0).fit
    }
  }

  @Test func intervalsOfParetoNBDCover() throws {
    let truth = ParetoProcess(r: 0.7, alpha: 5, s: 0.9, beta: 12)
    try expectCoverage(of: [0.7, 5, 0.9, 12]) { customers, tenure in
      customers.addPareto(truth, tenure: tenure)
    } fit: {
      ParetoNBD().fitted(to: $0).fit
    }
  }

  @Test func intervalsOfNBDCover() throws {
    // Without a dropout worth the name, the beta-geometric process is the NBD's.
    let truth = BetaGeometricProcess(model: .bgNBD, r: 0.7, alpha: 5, a: 1e-9, b: 1)
    try expectCoverage(of: [0.7, 5]) { customers, tenure in
      customers.addBetaGeometric(truth, tenure: tenure)
    } fit: {
      NBD().fitted(to: $0).fit
    }
  }

  private func expectCoverage(
    of truth: [Double], _ add: (inout SimulatedCustomers, Double) -> Void,
    fit: (PurchaseSummaries) -> PurchaseFit
  ) throws {
    var covered = 0
    for seed in 0..<100 as Range<UInt64> {
      var customers = SimulatedCustomers(seed: 1_000 + seed)
      for _ in 0..<1_500 {
        let tenure = 26 + 26 * customers.random.uniform()
        add(&customers, tenure)
      }
      let fit = fit(try customers.summaries())
      #expect(fit.diagnoses.isEmpty)
      for (index, value) in truth.enumerated() {
        // On the logarithmic scale, where the errors are nearly normal.
        let error = try #require(fit.standardErrors[index]) / fit.estimates[index]
        if abs(log(fit.estimates[index] / value)) < 1.96 * error { covered += 1 }
      }
    }
    #expect((0.89...0.99).contains(Double(covered) / Double(100 * truth.count)))
  }
}
