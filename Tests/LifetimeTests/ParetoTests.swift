import Dense
import Lifetime
import TestSupport
import Testing

@Suite struct ParetoTests {
  @Test func cdnowAgreesWithMpmath() throws {
    let fit = ParetoNBD().fitted(to: try CDNOW.sample.summaries()).fit
    #expect(
      agree(
        fit.estimates, [0.5532770469, 10.57768346, 0.6062399891, 11.66873529], relative: 1e-9))
    #expect(abs(fit.logLikelihood + 9_594.97617894) < 1e-7)
    #expect(fit.diagnoses.isEmpty)
    #expect(fit.gradientNorm < 1e-10)
    #expect(
      agree(fit.standardErrors.compactMap { $0 }, [0.0476, 0.8427, 0.1873, 6.211], relative: 1e-3))
  }

  @Test func forecastsAgreeWithPublishedSoftware() {
    let published = ParetoProcess(r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669)
    let customers = BetaGeometricTests.customers
    #expect(
      agree(
        customers.map { published.probabilityAlive($0) },
        [0.295286605, 0.869167559, 0.117305265], relative: 1e-9, absolute: 5e-10))
    #expect(
      agree(
        customers.map { published.expectedOrders($0, within: 39) },
        [0.107081468, 1.455123193, 2.273340658], relative: 1e-9, absolute: 5e-10))
  }

  @Test func discountedAndLongForecastsAgreeWithPublishedSoftware() {
    let process = ParetoProcess(r: 0.5534, alpha: 10.5802, s: 0.6061, beta: 11.6562)
    let second = BetaGeometricTests.customers[1]
    let discounted = process.discountedOrders(second, rate: 0.0027, horizon: .infinity)
    #expect(relativeDifference(discounted, 6.482562365) < 1e-9, "\(discounted)")
    #expect(
      relativeDifference(process.expectedOrders(.new, within: 52), 1.473066992) < 1e-9)
    let heavy = PurchaseSummary(frequency: 26, recency: 30.86, tenure: 31)
    #expect(relativeDifference(process.expectedOrders(heavy, within: 52), 25.4549135) < 2e-9)
    #expect(relativeDifference(process.probabilityAlive(heavy), 0.997917767) < 1e-9)
  }

  @Test func stressRowsAreFiniteAndRight() {
    let process = ParetoProcess(r: 0.5143, alpha: 2.8845, s: 0.2856, beta: 14.1087)
    let rows = [
      PurchaseSummary(frequency: 221, recency: 103.42857, tenure: 103.57143),
      PurchaseSummary(frequency: 161, recency: 94.71429, tenure: 98),
    ]
    #expect(
      agree(rows.map { process.probabilityAlive($0) }, [0.999596052, 0.749487752], relative: 1e-9))
  }
}
