import Lifetime
import TestSupport
import Testing

@Suite struct BetaGeometricTests {
  @Test func bgNBDOfCDNOWAgreesWithMpmath() throws {
    let fitted = BetaGeometric.bgNBD.fitted(to: try CDNOW.sample.summaries())
    let fit = fitted.fit
    #expect(
      agree(fit.estimates, [0.2425945224, 4.413602019, 0.7929220172, 2.425906777], relative: 1e-9))
    #expect(abs(fit.logLikelihood + 9_582.429206674) < 1e-7)
    #expect(fit.diagnoses.isEmpty)
    #expect(fit.gradientNorm < 1e-10)
    #expect(
      agree(
        fit.standardErrors.compactMap { $0 }, [0.0125574, 0.378224, 0.185734, 0.705414],
        relative: 2e-6))
  }

  @Test func mbgNBDOfCDNOWAgreesWithMpmath() throws {
    let fit = BetaGeometric.mbgNBD.fitted(to: try CDNOW.sample.summaries()).fit
    #expect(
      agree(fit.estimates, [0.5248431591, 6.18308528, 0.8913593907, 1.61400224], relative: 1e-9))
    #expect(abs(fit.logLikelihood + 9_582.135715554) < 1e-7)
  }

  /// Rows and horizon of the reference table.
  static let customers = [
    PurchaseSummary(frequency: 0, recency: 0, tenure: 38.86),
    PurchaseSummary(frequency: 2, recency: 30.43, tenure: 38.86),
    PurchaseSummary(frequency: 29, recency: 30, tenure: 38.86),
  ]

  @Test func bgForecastsAgreeWithPublishedSoftware() {
    let bg = BetaGeometricProcess(model: .bgNBD, r: 0.243, alpha: 4.414, a: 0.793, b: 2.426)
    #expect(
      agree(
        Self.customers.map { bg.probabilityAlive($0) }, [1, 0.726578570, 0.0451309284],
        relative: 1e-9, absolute: 5e-11))
    #expect(
      agree(
        Self.customers.map { bg.expectedOrders($0, within: 39) },
        [0.195098052, 1.226028175, 0.919053724], relative: 3e-9))
  }

  @Test func mbgForecastsAgreeWithPublishedSoftware() {
    let mbg = BetaGeometricProcess(model: .mbgNBD, r: 0.525, alpha: 6.183, a: 0.891, b: 1.614)
    #expect(
      agree(
        Self.customers.map { mbg.probabilityAlive($0) }, [0.389735081, 0.706202265, 0.0506932532],
        relative: 2e-9))
    #expect(
      agree(
        Self.customers.map { mbg.expectedOrders($0, within: 39) },
        [0.154012747, 1.262960623, 0.979930340], relative: 3e-9))
  }

  @Test func stressRowsAreFiniteAndRight() {
    let (quiet, heavy) = (
      PurchaseSummary(frequency: 0, recency: 0, tenure: 40),
      PurchaseSummary(frequency: 200, recency: 38, tenure: 40)
    )
    let bg = BetaGeometricProcess(model: .bgNBD, r: 0.25, alpha: 4, a: 0.8, b: 2.5)
    #expect(abs(bg.logLikelihood(quiet) + 0.5994738182) < 1e-10)
    #expect(abs(bg.logLikelihood(heavy) - 100.795693093) < 1e-9)
    let mbg = BetaGeometricProcess(model: .mbgNBD, r: 0.25, alpha: 4, a: 0.8, b: 2.5)
    #expect(abs(mbg.logLikelihood(quiet) + 0.417928262) < 1e-9)
    #expect(abs(mbg.logLikelihood(heavy) - 100.786909761) < 1e-9)
  }
}
