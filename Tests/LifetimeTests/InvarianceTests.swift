import Dense
import Lifetime
import TestSupport
import Testing

/// What must not change a fit.
@Suite struct InvarianceTests {
  static let sample = CDNOW.sample

  private func fits(
    _ data: PurchaseSummaries, workers: Workers = .one
  ) -> [PurchaseFit] {
    let settings = FitSettings(workers: workers)
    return [
      BetaGeometric.bgNBD.fitted(to: data, settings: settings).fit,
      BetaGeometric(losesNewCustomers: true, regularity: 2).fitted(to: data, settings: settings)
        .fit,
      ParetoNBD().fitted(to: data, settings: settings).fit,
      NBD().fitted(to: data, settings: settings).fit,
    ]
  }

  @Test func weightsAreRepetition() throws {
    let weeks = Self.sample.recencyInDays.indices.map { Self.sample.customer($0) }
    let plain = try PurchaseSummaries(
      frequency: weeks.map(\.frequency), recency: weeks.map(\.recency),
      tenure: weeks.map(\.tenure))
    #expect(fits(plain) == fits(plain.compressed()))
  }

  @Test func orderOfRowsAndThreadsDoNotMatter() throws {
    let data = try Self.sample.summaries()
    var order = Array(0..<data.count)
    var generator = SeededGenerator(seed: 5)
    order.shuffle(using: &generator)
    let shuffled = try PurchaseSummaries(
      frequency: order.map { data.frequency[$0] }, recency: order.map { data.recency[$0] },
      tenure: order.map { data.tenure[$0] }, weights: order.map { data.weights[$0] })
    let reference = fits(data)
    #expect(fits(shuffled) == reference)
    #expect(fits(data, workers: 3) == reference)
  }

  @Test(arguments: [1, 365.0 / 12])
  func theUnitOfTimeDoesNotMatter(daysPerUnit: Double) throws {
    let weeks = try Self.sample.summaries()
    let other = try Self.sample.summaries(daysPerUnit: daysPerUnit)
    try expectSame(BetaGeometric.bgNBD, weeks, other, daysPerUnit)
    try expectSame(BetaGeometric(losesNewCustomers: true, regularity: 3), weeks, other, daysPerUnit)
    try expectSame(ParetoNBD(), weeks, other, daysPerUnit)
    try expectSame(NBD(), weeks, other, daysPerUnit)
  }

  private func expectSame(
    _ model: some PurchaseModel, _ weeks: PurchaseSummaries, _ other: PurchaseSummaries,
    _ daysPerUnit: Double
  ) throws {
    for prior in [0, 1.0] {
      let settings = FitSettings(priorPrecision: prior)
      let inWeeks = model.fitted(to: weeks, settings: settings).process
      let inOther = model.fitted(to: other, settings: settings).process
      // A year of orders at a tenth of discount.
      let rate = 0.0953101798
      for row in stride(from: 0, to: weeks.count, by: 37) {
        let expected = inWeeks.discountedOrders(
          weeks[row], rate: rate * 7 / 365, horizon: 365.0 / 7)
        let found = inOther.discountedOrders(
          other[row], rate: rate * daysPerUnit / 365, horizon: 365 / daysPerUnit)
        #expect(relativeDifference(found, expected) < 1e-9)
      }
    }
  }

  @Test func aPriorDrawsSmallSamplesTogetherAndIsLostInLargeOnes() throws {
    let data = try Self.sample.summaries()
    let free = BetaGeometric.mbgNBD.fitted(to: data).fit
    let held = BetaGeometric.mbgNBD.fitted(to: data, settings: FitSettings(priorPrecision: 1)).fit
    #expect(held.logLikelihood < free.logLikelihood)
    #expect(free.logLikelihood - held.logLikelihood < 0.1)
    let few = try PurchaseSummaries(frequency: [1, 0], recency: [3, 0], tenure: [9, 9])
    let fit = BetaGeometric.mbgNBD.fitted(to: few, settings: FitSettings(priorPrecision: 1)).fit
    #expect(fit.diagnoses.isEmpty)
    #expect(fit.isConverged)
  }
}
