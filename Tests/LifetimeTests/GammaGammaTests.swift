import Dense
import Foundation
import Lifetime
import TestSupport
import Testing

@Suite struct GammaGammaTests {
  static let sample = CDNOW.sample

  @Test func cdnowAgreesWithMpmath() throws {
    let fitted = try GammaGamma().fitted(
      frequency: Self.sample.frequency, meanSpend: Self.sample.meanSpend.map { $0 / 100 })
    #expect(
      agree(fitted.fit.estimates, [6.249572271, 3.744224667, 15.44352096], relative: 1e-9))
    #expect(abs(fitted.fit.logLikelihood + 4_055.917694802) < 1e-7)
    #expect(fitted.fit.diagnoses.isEmpty)
    #expect(fitted.fit.customers == 946)
  }

  @Test func theUnitOfMoneyDoesNotMatter() throws {
    let dollars = try GammaGamma().fitted(
      frequency: Self.sample.frequency, meanSpend: Self.sample.meanSpend.map { $0 / 100 })
    let cents = try GammaGamma().fitted(
      frequency: Self.sample.frequency, meanSpend: Self.sample.meanSpend)
    for row in 0..<100 {
      let spend = Self.sample.meanSpend[row]
      let inDollars = dollars.spend.expectedSpend(
        frequency: Self.sample.frequency[row], meanSpend: spend / 100)
      let inCents = cents.spend.expectedSpend(
        frequency: Self.sample.frequency[row], meanSpend: spend)
      #expect(relativeDifference(inDollars, inCents / 100) < 1e-12)
    }
  }

  @Test func expectedSpendAgreesWithPublishedSoftware() {
    let spend = GammaGammaSpend(p: 6.25, q: 3.74, gamma: 15.44, observedMean: 35)
    #expect(relativeDifference(spend.populationMean, 35.2189781) < 1e-9)
    #expect(
      relativeDifference(spend.expectedSpend(frequency: 2, meanSpend: 22.35), 24.66371391) < 1e-9)
    #expect(spend.expectedSpend(frequency: 0, meanSpend: 0) == spend.populationMean)
  }

  @Test func amountsThatAreNoSpendAreRefused() {
    #expect(throws: PurchaseDataError.spendOutOfRange(row: 1, found: -3)) {
      try GammaGamma().fitted(frequency: [0, 1], meanSpend: [0, -3])
    }
    #expect(throws: PurchaseDataError.spendOutOfRange(row: 0, found: 0)) {
      try GammaGamma().fitted(frequency: [2], meanSpend: [0])
    }
    #expect(throws: PurchaseDataError.noRepeatSpend) {
      try GammaGamma().fitted(frequency: [0, 0], meanSpend: [0, 0])
    }
    #expect(throws: PurchaseDataError.countMismatch(name: "meanSpend", found: 1, rows: 2)) {
      try GammaGamma().fitted(frequency: [0, 0], meanSpend: [0])
    }
  }

  @Test func whatCannotBeToldIsNamed() throws {
    let equal = try GammaGamma().fitted(
      frequency: [1, 2, 3, 4], meanSpend: [20, 20, 20, 20])
    #expect(!equal.fit.diagnoses.isEmpty)
    #expect(relativeDifference(equal.spend.populationMean, 20) < 1e-3)
    let one = try GammaGamma().fitted(frequency: [3], meanSpend: [42])
    #expect(!one.fit.diagnoses.isEmpty)
    #expect(relativeDifference(one.spend.expectedSpend(frequency: 3, meanSpend: 42), 42) < 1e-3)
    // Quantiles of 1/u² for uniform u, whose mean is infinite.
    let wild = try GammaGamma().fitted(
      frequency: [Int](repeating: 5, count: 200),
      meanSpend: (0..<200).map { 1 / pow((Double($0) + 0.5) / 200, 2) })
    #expect(wild.fit.diagnoses.contains(.unboundedSpend))
    #expect(wild.spend.populationMean.isFinite)
  }
}
