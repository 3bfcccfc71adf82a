import Dense
import Histories
import Learning
import Models
import Reporting
import Scoring
import Snapshots
import TestSupport
import Testing
import Training
import Units

private func parameters(_ horizon: Int, replicates: Int = 20) throws -> BacktestParameters {
  var training = quickParameters(horizon)
  training.replicates = replicates
  return BacktestParameters(training: training, campaign: try #require(RetentionCampaign()))
}

@Suite struct BacktestTests {
  /// The shop of 730 days: the last complete horizon of 60 begins at 670; an origin needs 120 days.
  @Test(
    arguments: [
      (nil, nil, Array(stride(from: 130, through: 670, by: 60))),
      (3, nil, [550, 610, 670]), (2, 45, [625, 670]), (1, 10, [670]),
      (nil, 200, [270, 470, 670]),
    ] as [(Int?, Int?, [Int])])
  func originsByHand(origins: Int?, every: Int?, wanted: [Int]) throws {
    var parameters = try parameters(60)
    parameters.origins = origins
    parameters.everyDays = every
    parameters.training.snapshots = 1
    let store = try SyntheticShop(customers: 120, days: 730, seed: 4).store()
    let result = try backtest(on: store, parameters: parameters, previous: nil)
    #expect(result.origins.map { $0.asOf - SyntheticShop.start } == wanted)
    for origin in result.origins { #expect(origin.trainedAsOf == [origin.asOf - 60]) }
  }

  /// What an origin says is what `train` says when it evaluates that date.
  @Test func agreesWithTrainingEvaluatedAtTheOrigin() throws {
    let store = try TrainedShop.example.get().store
    var parameters = try parameters(60)
    parameters.origins = 2
    let result = try backtest(on: store, parameters: parameters, previous: nil)
    for origin in result.origins {
      var training = quickParameters(60)
      training.evaluateAt = origin.asOf
      let evaluation = try train(on: store, parameters: training).evaluation
      #expect(evaluation.trainedAsOf == origin.trainedAsOf)
      for group in CustomerGroup.allCases {
        let ours = try #require(origin.groups[group])
        let theirs = try #require(evaluation.group(group))
        #expect(ours.rows == theirs.customers && ours.baseRate == theirs.baseRate)
        #expect(relativeDifference(ours.baseRateLogLoss, theirs.baseRateLogLoss) <= 1e-12)
        let shared: [BinaryMetric] = [
          .auc, .averagePrecision, .logLoss, .brier, .expectedCalibrationError, .lift10,
        ]
        let forecasts: [(BacktestForecast, MetricSet)] = [
          (.model, theirs.model), (.recency, theirs.recency), (.frequency, theirs.frequency),
          (.recencyFrequency, try #require(theirs.recencyFrequency)),
        ]
        for metric in shared {
          for (forecast, expected) in forecasts {
            #expect(
              ours.forecasts[forecast]?[metric].value == expected[metric].value,
              "\(group) \(forecast) \(metric)")
          }
        }
      }
    }
  }

  /// Pooled figures are the origins', weighted by their rows; differences are of figures.
  @Test func pooledFiguresAddUp() throws {
    let store = try TrainedShop.example.get().store
    var parameters = try parameters(60)
    parameters.origins = 3
    let result = try backtest(on: store, parameters: parameters, previous: nil)
    for group in CustomerGroup.allCases {
      let pooled = try #require(result.pooled[group])
      let parts = result.origins.compactMap { $0.groups[group] }
      #expect(pooled.rows == parts.reduce(0) { $0 + $1.rows })
      let metrics: [ForecastMetric] = [
        .logLoss, .brier, .expectedCalibrationError, .auc, .lift20, .expectedMaximumProfit,
      ]
      for name in metrics {
        for forecast in [BacktestForecast.model, .recency, .gapRatio] {
          let sum = parts.reduce(0) {
            $0 + Double($1.rows) * ($1.forecasts[forecast]?[name].value ?? .nan)
          }
          let figure = try #require(pooled.forecasts[forecast]?[name].value)
          #expect(relativeDifference(figure, sum / Double(pooled.rows)) <= 1e-12)
        }
      }
      let model = try #require(pooled.forecasts[.model])
      for (name, difference) in pooled.differences {
        let other = try #require(pooled.forecasts[name])
        for metric in ForecastMetric.allCases {
          guard let left = model[metric].value, let right = other[metric].value else { continue }
          #expect(difference[metric].value == left - right)
          let low = try #require(difference[metric].low)
          let high = try #require(difference[metric].high)
          #expect(low <= high)
        }
      }
    }
    // Paired intervals are narrower than the sum of two that are not.
    let all = try #require(result.pooled[.all])
    func width(_ set: MetricSet?) -> Double {
      (set?.auc.high ?? .nan) - (set?.auc.low ?? .nan)
    }
    #expect(
      width(all.differences[.recency]) < width(all.forecasts[.model])
        + width(all.forecasts[.recency]))
  }

  /// Rows from an origin's window end on, supplements and returns among them, do not matter to it.
  @Test func rowsAfterTheWindowLeaveTheOrigin() throws {
    let shop = try TrainedShop.example.get().shop
    var parameters = try parameters(60)
    parameters.origins = 4
    let full = try backtest(on: shop.store(), parameters: parameters, previous: nil)
    let holdout = full.origins[1]
    // Both logs end on the same day, from which origins are counted back.
    func scrambled(from day: Day) -> SyntheticShop {
      var other = shop.scrambled(from: day, seed: 21).before(SyntheticShop.start + 730)
      other.addOrder("end", of: "c0", on: SyntheticShop.start + 729, cents: 2_500)
      return other
    }
    let again = try backtest(
      on: scrambled(from: holdout.asOf + 60).store(), parameters: parameters, previous: nil
    )
    #expect(again.origins.map(\.asOf) == full.origins.map(\.asOf))
    #expect(try canonicalJSON(again.origins[1]) == canonicalJSON(holdout))
    #expect(try canonicalJSON(again.origins[0]) == canonicalJSON(full.origins[0]))
    #expect(try canonicalJSON(again.origins[3]) != canonicalJSON(full.origins[3]))
    // A row within the window does.
    let within = try scrambled(from: holdout.asOf + 30).store()
    let other = try backtest(on: within, parameters: parameters, previous: nil)
    #expect(try canonicalJSON(other.origins[1]) != canonicalJSON(holdout))
  }

  /// Eight thousand customers who first order within the last evaluated window are nobody's past: with them
  /// fewer dates would be usual.
  @Test func customersToComeLeaveEveryOrigin() throws {
    var shop = SyntheticShop(customers: 150, days: 300, seed: 14)
    var parameters = try parameters(20)
    parameters.origins = 2
    let before = try backtest(on: shop.store(), parameters: parameters, previous: nil)
    for number in 0..<8_000 {
      shop.addOrder(
        "n\(number)", of: "n\(number)", on: SyntheticShop.start + 281 + number % 19, cents: 100)
    }
    let after = try backtest(on: shop.store(), parameters: parameters, previous: nil)
    #expect(try canonicalJSON(after.origins) == canonicalJSON(before.origins))
    #expect(after.origins[0].trainedAsOf.count >= 7)
  }

  @Test func threadsAndRowOrderDoNotMatter() throws {
    let shop = SyntheticShop(customers: 150, days: 500, seed: 8)
    var parameters = try parameters(60)
    parameters.origins = 2
    let one = try backtest(on: shop.store(), parameters: parameters, previous: nil)
    parameters.training.workers = 3
    let three = try backtest(
      on: shop.shuffled(seed: 5).store(), parameters: parameters, previous: nil
    )
    #expect(try canonicalJSON(one) == canonicalJSON(three))
  }

  /// A model is evaluated only where none of its labels had been seen.
  @Test func aPreviousModelIsEvaluatedOnWhatItHasNotSeen() throws {
    let example = try TrainedShop.example.get()
    // The refit learns from labels up to the end of this shorter log: day 550.
    let cut = try train(
      on: example.shop.before(SyntheticShop.start + 550).store(), parameters: quickParameters(60)
    )
    let labelsEnd = try #require(cut.model.churn?.trainedAsOf.max()) + 60
    var parameters = try parameters(60)
    parameters.origins = 4
    let result = try backtest(
      on: example.store, parameters: parameters, previous: cut.model
    )
    let previous = try #require(result.previous)
    #expect(previous.labelsEnd == labelsEnd)
    #expect(!previous.origins.isEmpty && previous.origins.count < 4)
    #expect(previous.origins == result.origins.map(\.asOf).filter { $0 >= labelsEnd })
    for origin in result.origins {
      let isEvaluated = origin.groups[.all]?.forecasts[.previous] != nil
      #expect(isEvaluated == (origin.asOf >= labelsEnd))
    }
    #expect(result.pooled[.all]?.forecasts[.previous] == nil)
    #expect(previous.pooled[.all]?.differences[.previous]?.auc.value != nil)

    let seen = try backtest(
      on: example.store, parameters: parameters, previous: example.model
    )
    #expect(seen.previous?.origins == [])
    let end = try #require(seen.previous).labelsEnd
    #expect(seen.notices == [.previousNotEvaluated(labelsEnd: end)])
    var other = parameters
    other.training.horizonInDays = 30
    let error = try failure(TrainingError.self) {
      _ = try backtest(on: example.store, parameters: other, previous: cut.model)
    }
    guard case .otherHorizon(60, 30)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}

@Suite struct ModelRequirementTests {
  @Test func reads() throws {
    let plain = try #require(ModelRequirement("auc=0.75"))
    #expect(plain.group == .active && plain.metric == .auc && plain.value == 0.75)
    let grouped = try #require(ModelRequirement("one_order.log_loss=.3"))
    #expect(grouped.group == .oneOrder && grouped.metric == .logLoss && grouped.value == 0.3)
    for text in ["auc", "auc=", "auc=x", "acu=0.7", "nobody.auc=0.7", "a.b.auc=1", "auc=nan", ""] {
      #expect(ModelRequirement(text) == nil, "\(text)")
    }
  }

  @Test func refusesWhatFallsShort() throws {
    let trained = try TrainedShop.example.get().trained
    let figures = try #require(trained.evaluation.group(.active)?.model)
    let auc = try #require(figures.auc.value)
    let loss = try #require(figures.logLoss.value)
    try trained.require([
      try #require(ModelRequirement("auc=\(auc)")),
      try #require(ModelRequirement("log_loss=\(loss)")),
    ])
    let error = try failure(RequirementsNotMet.self) {
      try trained.require([
        try #require(ModelRequirement("auc=\(auc.nextUp)")),
        try #require(ModelRequirement("log_loss=\(loss.nextDown)")),
        try #require(ModelRequirement("all.auc=0.01")),
      ])
    }
    #expect(error?.shortfalls.map(\.found) == [auc, loss])
    #expect(error?.shortfalls.map(\.rows) == [.customers(.active), .customers(.active)])
  }
}
