import Foundation
import Lifetime
import TestSupport
import Testing

/// The NBD model against BTYD 2.4.3 and plain arithmetic.
@Suite struct NBDTests {
  /// BTYD's fit on the CDNOW sample, to the digits that it gives.
  @Test func agreesWithBTYDOnCDNOW() throws {
    let fit = NBD().fitted(to: try CDNOW.sample.summaries()).fit
    #expect(abs(fit.estimates[0] - 0.38477) < 6e-6)
    #expect(abs(fit.estimates[1] - 12.07201) < 2e-5)
    #expect(abs(fit.logLikelihood + 9763.657615) < 1e-6)
    #expect(fit.isConverged && fit.diagnoses.isEmpty)
  }

  /// With next to no dropout, BG/NBD is NBD.
  @Test func isTheLimitOfBGNBD() {
    let nbd = NBDProcess(r: 0.4, alpha: 12)
    let other = BetaGeometricProcess(model: .bgNBD, r: 0.4, alpha: 12, a: 1e-12, b: 1)
    for (x, recency, tenure) in [(0, 0.0, 30.0), (3, 20, 39), (60, 38, 39)] {
      let customer = PurchaseSummary(frequency: x, recency: recency, tenure: tenure)
      #expect(nbd.probabilityAlive(customer, after: 9) == 1)
      #expect(
        relativeDifference(
          nbd.expectedOrders(customer, within: 39), other.expectedOrders(customer, within: 39))
          < 1e-9)
      #expect(
        relativeDifference(
          nbd.probabilityOfOrder(customer, in: 5...39),
          other.probabilityOfOrder(customer, in: 5...39)) < 1e-9)
      #expect(
        agree(
          nbd.orderCountProbabilities(customer, in: 0...39, upTo: 4),
          other.orderCountProbabilities(customer, in: 0...39, upTo: 4), absolute: 1e-10))
      #expect(abs(nbd.logLikelihood(customer) - other.logLikelihood(customer)) < 1e-9)
    }
  }

  @Test func allAlikeAndNobodyBack() throws {
    let equal = try PurchaseSummaries(
      frequency: [9, 10, 11, 10], recency: [88, 97, 93, 95], tenure: [100, 100, 100, 100])
    #expect(NBD().fitted(to: equal).fit.diagnoses.contains(.equalRates))
    let once = try PurchaseSummaries(
      frequency: [0, 0, 0], recency: [0, 0, 0], tenure: [10, 20, 30])
    let fitted = NBD().fitted(to: once)
    #expect(fitted.fit.diagnoses == [.noRepeatOrders])
    #expect(
      relativeDifference(fitted.process.expectedOrders(once[0], within: 7), 0.5 * 7 / 70) < 1e-12)
  }
}
