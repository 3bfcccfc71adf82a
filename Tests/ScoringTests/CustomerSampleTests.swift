import Dense
import Features
import Histories
import Learning
import Models
import Reporting
import Scoring
import Snapshots
import Testing
import Training
import Units

/// A large shop learns from some of its customers, the same ones at every date, and evaluates all.
@Suite struct CustomerSampleTests {
  private func parameters(most: Int) -> TrainingParameters {
    var parameters = quickParameters(60)
    parameters.mostCustomers = most
    return parameters
  }

  @Test func aShareIsLearnedFromAndAllAreEvaluated() throws {
    let example = try TrainedShop.example.get()
    let some = try TrainedShop(example.shop, parameters(most: 200))
    let all = try #require(example.trained.evaluation.group(.all))
    let holdout = try #require(some.trained.evaluation.group(.all))
    #expect(holdout.customers == all.customers && holdout.baseRate == all.baseRate)

    let latest = try #require(some.trained.evaluation.trainedAsOf.first)
    let known = Snapshot(
      of: example.store, asOf: latest, scoreWindowInDays: nil, workers: 1
    ).count
    #expect(some.trained.evaluation.learnedShare == 200 / Double(known))
    let learned = try #require(some.trained.evaluation.learnedRows)
    // Three standard deviations of a draw of 200 out of so many.
    #expect(abs(learned.customers - 200) < 35 && learned.customers < known)
    #expect(example.trained.evaluation.learnedShare == nil)
    #expect(example.trained.evaluation.learnedRows?.customers == known)
  }

  /// Whoever is in is in at every date, with the row that he has among all.
  @Test func rowsAreThoseOfAll() throws {
    let store = try TrainedShop.example.get().store
    let sample = CustomerSample(
      of: store, most: 150, asOf: SyntheticShop.start + 300, workers: 2)
    for days in [300, 600] {
      func snapshot(_ sample: CustomerSample) -> Snapshot {
        Snapshot(
          of: store, asOf: SyntheticShop.start + days, horizonInDays: 60, scoreWindowInDays: 90,
          among: sample, workers: 2)
      }
      let (all, some) = (snapshot(.all), snapshot(sample))
      let places = all.facts.customers.indices.filter { sample.holds(all.facts.customers[$0]) }
      #expect(some.facts.customers == places.map { all.facts.customers[$0] })
      #expect(some.features.customers == some.facts.customers)
      #expect(some.churned == places.map { all.churned[$0] })
      #expect(some.facts.spendInWindow == places.map { all.facts.spendInWindow[$0] })
      // The last column is the outlook's, which is learned from the customers of the snapshot.
      let width = all.features.names.count - 1
      for (row, place) in places.enumerated() {
        #expect(
          bits(Array(some.features.values.row(row).prefix(width)))
            == bits(Array(all.features.values.row(place).prefix(width))))
      }
    }
  }

  @Test func rowOrderAndThreadsLeaveTheModel() throws {
    let shop = try TrainedShop.example.get().shop
    var parameters = parameters(most: 200)
    let one = try train(on: shop.store(), parameters: parameters)
    parameters.workers = 2
    let other = try train(on: shop.shuffled(seed: 4).store(), parameters: parameters)
    #expect(try ModelDocument.bytes(of: one.model) == ModelDocument.bytes(of: other.model))
    #expect(try canonicalJSON(one.evaluation) == canonicalJSON(other.evaluation))
  }

  /// New customers, before and after the others in the order of ids, do not move what was evaluated.
  @Test func customersWhoComeLaterLeaveTheEvaluation() throws {
    let evaluatedAt = SyntheticShop.start + 600
    let cut = try TrainedShop.example.get().shop.before(evaluatedAt + 60)
    var longer = cut
    for number in 0..<300 {
      let id = "\(number % 2 == 0 ? "a" : "z")\(number)"
      longer.addOrder("late\(number)", of: id, on: evaluatedAt + 60 + number % 90, cents: 900)
    }
    var parameters = parameters(most: 200)
    parameters.evaluateAt = evaluatedAt
    let short = try train(on: cut.store(), parameters: parameters)
    let long = try train(on: longer.store(), parameters: parameters)
    #expect(short.evaluation.learnedShare != nil)
    #expect(short.evaluation == long.evaluation)
  }

  @Test func theEvaluatedFitIsFoundAgain() throws {
    let shop = try TrainedShop.example.get().shop
    let some = try TrainedShop(shop, parameters(most: 200))
    let rows = try some.model.holdoutRows(
      of: some.store, evaluation: some.trained.evaluation, workers: 1)
    let probabilities = zip(rows.probability, rows.happened)
    let brier = probabilities.reduce(0) { sum, row in
      let error = row.0 - (row.1 ? 1 : 0)
      return sum + error * error
    }
    let holdout = try #require(some.trained.evaluation.group(.all))
    let wanted = try #require(holdout.model.brier.value)
    #expect(rows.happened.count == holdout.customers)
    #expect(abs(brier / Double(rows.happened.count) - wanted) < 1e-12)
  }

  /// A backtest evaluates all customers by models of the share.
  @Test func aBacktestEvaluatesAll() throws {
    let store = try TrainedShop.example.get().store
    let campaign = try #require(RetentionCampaign())
    func origins(_ training: TrainingParameters) throws -> [BacktestOrigin] {
      var parameters = BacktestParameters(training: training, campaign: campaign)
      parameters.origins = 2
      return try backtest(on: store, parameters: parameters, previous: nil).origins
    }
    let some = try origins(parameters(most: 200))
    let all = try origins(quickParameters(60))
    for (some, all) in zip(some, all) {
      let (ours, theirs) = (some.groups[.all], all.groups[.all])
      #expect(ours?.rows == theirs?.rows && ours?.rows != nil)
      #expect(ours?.forecasts[.model]?.auc.value != theirs?.forecasts[.model]?.auc.value)
      #expect(try #require(ours?.forecasts[.model]?.auc.value) > 0.7)
    }
  }
}
