import Comparison
import Dense
import Features
import Histories
import Models
import Reporting
import Scoring
import Segmentation
import Segments
import Snapshots
import TestSupport
import Testing
import Training
import Units

/// Data that cannot carry a model, a list or a comparison: the typed error.
@Suite struct ErrorTests {
  private let start = SyntheticShop.start

  private func trainingError(_ shop: SyntheticShop, horizon: Int = 30) throws -> TrainingError? {
    let store = try shop.store()
    var parameters = quickParameters(horizon)
    parameters.snapshots = 2
    return try failure(TrainingError.self) {
      _ = try train(on: store, parameters: parameters)
    }
  }

  /// Customers who all buy every `gap` days.
  private func regulars(_ customers: Int, every gap: Int, days: Int = 300) -> SyntheticShop {
    var shop = SyntheticShop()
    for number in 0..<customers {
      for turn in stride(from: 0, to: days, by: gap) {
        shop.addOrder(
          "\(number)-\(turn)", of: "c\(number)", on: start + turn, cents: Int64(500 + turn))
      }
    }
    return shop
  }

  @Test func nobodyLeaves() throws {
    guard case .oneClass(false, let customers, 30)? = try trainingError(regulars(5, every: 10))
    else {
      Issue.record("expected one class")
      return
    }
    #expect(customers == 10)
  }

  @Test func everybodyLeaves() throws {
    let error = try trainingError(regulars(5, every: 100))
    guard case .oneClass(true, 10, 30)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func oneCustomer() throws {
    let error = try trainingError(regulars(1, every: 10))
    guard case .tooFewCustomers(1)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func refundsOnly() throws {
    var shop = SyntheticShop()
    for number in 0..<5 {
      shop.addOrder("\(number)", of: "c\(number)", on: start + 50 * number, cents: -100)
    }
    guard case .tooFewCustomers(0)? = try trainingError(shop) else {
      Issue.record("expected nobody")
      return
    }
  }

  @Test func aShortLog() throws {
    let error = try trainingError(regulars(5, every: 10, days: 60), horizon: 60)
    guard case .plan(.logTooShort(start, start + 50, 60))? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func nobodyBeforeTheDate() throws {
    let example = try TrainedShop.example.get()
    let firstDay = try #require(example.store.orderDayRange?.lowerBound)
    var parameters = try predictionParameters()
    parameters.asOf = firstDay
    let rules = try RuleSet.named("rfm125")
    let attempts: [() throws -> Void] = [
      { _ = try example.model.scores(of: example.store, parameters: parameters) },
      {
        _ = try Segmentation(
          of: example.store, asOf: firstDay, model: nil, settings: ScoreSettings(windowInDays: 365),
          rules: rules,
          workers: 1)
      },
    ]
    for attempt in attempts {
      let error = try failure(ScoringError.self, attempt)
      guard case .nobodyToScore(firstDay, firstDay)? = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
    // A day later there is somebody.
    parameters.asOf = firstDay + 1
    #expect(try example.model.scores(of: example.store, parameters: parameters).count > 0)
  }

  @Test func anotherCurrency() throws {
    var shop = SyntheticShop(customers: 80, days: 400, seed: 2)
    shop.currency = "EUR"
    let trained = try TrainedShop(shop, quickParameters(60))
    #expect(trained.model.data.currency == "EUR")
    shop.currency = "USD"
    let dollars = try shop.store()
    let error = try failure(ScoringError.self) {
      _ = try trained.model.scores(of: dollars, parameters: predictionParameters())
    }
    guard case .otherCurrency("EUR", "USD")? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    // A log that does not name its currency is taken at its word.
    shop.currency = nil
    let unnamed = try trained.model.scores(of: shop.store(), parameters: predictionParameters())
    let named = try trained.model.scores(of: trained.store, parameters: predictionParameters())
    #expect(bits(unnamed.expectedGain) == bits(named.expectedGain))
  }

  /// A model that learned from events says so where there are none.
  @Test func missingEventsAreTold() throws {
    let example = try TrainedShop.example.get()
    func cautions(hasEvents: Bool) -> [ModelCaution] {
      example.model.cautions(
        timeZone: example.model.data.timeZone, refunds: example.model.data.refunds,
        hasEvents: hasEvents, asOf: example.model.data.asOf)
    }
    #expect(cautions(hasEvents: true).isEmpty)
    guard case .eventsMissing(let feature)? = cautions(hasEvents: false).first else {
      Issue.record("\(cautions(hasEvents: false))")
      return
    }
    #expect(example.model.churn?.design.columns.contains { $0.feature == feature } == true)
  }

  /// Scores of a date that the model has learned beyond say so.
  @Test func aDateBeforeTheModelsIsTold() throws {
    let model = try TrainedShop.example.get().model
    func cautions(_ asOf: Day) -> [ModelCaution] {
      model.cautions(
        timeZone: model.data.timeZone, refunds: model.data.refunds, hasEvents: true, asOf: asOf)
    }
    let asOf = model.data.asOf
    #expect(cautions(asOf).isEmpty)
    #expect(cautions(asOf - 1) == [.trainedLater(asOf: asOf, scoredAt: asOf - 1)])
  }

  @Test(arguments: ["churn", "value", "clusters", "scores"])
  func aSectionLeftOut(section: String) throws {
    let example = try TrainedShop.example.get()
    var part = example.model
    switch section {
    case "churn": part.churn = nil
    case "value": part.value = nil
    case "clusters": part.clusters = nil
    default: part.scores = nil
    }
    let model = try ModelDocument.model(from: ModelDocument.bytes(of: part), path: "model.json")
    #expect(model.digest != example.model.digest)
    func missing(_ body: () throws -> Void) throws -> [String] {
      do {
        try body()
      } catch ScoringError.sectionMissing(let section, let use),
        ComparisonError.scoring(.sectionMissing(let section, let use)),
        TrainingError.scoring(.sectionMissing(let section, let use))
      {
        return [section.rawValue, use.rawValue]
      }
      return []
    }
    #expect(
      try missing {
        _ = try model.scores(of: example.store, parameters: predictionParameters())
      } == [section, "predict"])
    let comparison = try missing {
      var parameters = ComparisonParameters()
      parameters.replicates = 2
      _ = try model.comparison(on: example.store, parameters: parameters)
    }
    #expect(
      comparison == (["clusters", "scores"].contains(section) ? [section, "compare"] : []))
    let segmentation = try missing {
      _ = try Segmentation(
        of: example.store, asOf: nil, model: model, settings: ScoreSettings(windowInDays: nil),
        rules: RuleSet.named("rfm125"), workers: 1)
    }
    #expect(segmentation == (section == "scores" ? [section, "segment"] : []))
    let export = try missing {
      _ = try model.holdoutRows(
        of: example.store, evaluation: example.trained.evaluation, workers: 1)
    }
    #expect(export == (section == "churn" ? [section, "export notebook"] : []))
  }

  /// Dates of the model at which nobody had ordered in another shop: there is nothing to learn from.
  @Test func aLogThatBeginsAfterTheModelsDates() throws {
    let example = try TrainedShop.example.get()
    let evaluation = example.trained.evaluation
    var shop = SyntheticShop()
    shop.addOrder("1", of: "late", on: evaluation.asOf - 1, cents: 500)
    let store = try shop.store()
    let error = try failure(TrainingError.self) {
      _ = try example.trained.model.holdoutRows(of: store, evaluation: evaluation, workers: 1)
    }
    guard case .logBeginsLate(let asOf, let first)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(evaluation.trainedAsOf.contains(asOf) && first == evaluation.asOf - 1)
  }
}
