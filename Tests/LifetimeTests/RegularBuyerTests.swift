import Foundation
import Lifetime
import TestSupport
import Testing

/// Values of mpmath by double integrals and Newton's method; see `Tests/Oracles/make_lifetime.py`.
private struct RegularBuyerOracle: Decodable {
  struct Maximum: Decodable {
    let regularity: Int
    let loses_new: Bool
    let estimates: [Double]
    let log_likelihood: Double
  }

  struct Forecast: Decodable {
    let regularity: Int
    let loses_new: Bool
    let parameters: [Double]
    let frequency: Int
    let recency, tenure, time: Double
    let alive, expected: Double
    let counts: [Double]
    let log_likelihood: Double

    var process: BetaGeometricProcess {
      BetaGeometricProcess(
        model: BetaGeometric(losesNewCustomers: loses_new, regularity: regularity),
        r: parameters[0], alpha: parameters[1], a: parameters[2], b: parameters[3])
    }

    var customer: PurchaseSummary {
      PurchaseSummary(frequency: frequency, recency: recency, tenure: tenure)
    }
  }

  let maxima: [Maximum]
  let forecasts: [Forecast]
}

@Suite struct RegularBuyerTests {
  private let reference: RegularBuyerOracle

  init() throws {
    reference = try oracle("lifetime.json", as: RegularBuyerOracle.self)
  }

  @Test func maximaOfCDNOWAgreeWithMpmath() throws {
    let sample = CDNOW.sample
    let data = try PurchaseSummaries(
      frequency: sample.frequency, recencyInDays: sample.recencyInDays,
      tenureInDays: sample.tenureInDays, daysPerUnit: 7,
      sumOfLogGapsInDays: sample.sumOfLogGapsInDays)
    #expect(reference.maxima.count == 3)
    for maximum in reference.maxima {
      let model = BetaGeometric(
        losesNewCustomers: maximum.loses_new, regularity: maximum.regularity)
      let fit = model.fitted(to: data).fit
      #expect(agree(fit.estimates, maximum.estimates, relative: 1e-9), "\(fit)")
      #expect(abs(fit.logLikelihood - maximum.log_likelihood) < 1e-7)
      #expect(fit.diagnoses.isEmpty)
    }
  }

  @Test func forecastsAgreeWithDoubleIntegrals() {
    #expect(reference.forecasts.count == 8)
    for forecast in reference.forecasts {
      let (process, customer) = (forecast.process, forecast.customer)
      #expect(relativeDifference(process.probabilityAlive(customer), forecast.alive) < 1e-11)
      #expect(
        relativeDifference(
          process.expectedOrders(customer, within: forecast.time), forecast.expected) < 1e-11)
      let counts = process.orderCountProbabilities(customer, in: 0...forecast.time, upTo: 3)
      #expect(agree(counts, forecast.counts, absolute: 1e-12))
      #expect(abs(process.logLikelihood(customer) - forecast.log_likelihood) < 1e-10)
    }
  }

  @Test func theUnitOfTimeMovesTheLikelihoodByItsDensityOnly() throws {
    // Without gaps, the factor that is left out has a dimension of its own.
    let model = BetaGeometric(losesNewCustomers: true, regularity: 2)
    let weeks = model.fitted(to: try CDNOW.sample.summaries()).fit
    let days = model.fitted(to: try CDNOW.sample.summaries(daysPerUnit: 1)).fit
    let orders = 2_457.0
    #expect(
      abs(weeks.logLikelihood - days.logLikelihood - 2 * orders * log(7)) < 1e-6)
  }
}
