import Dense
import Expressions
import Histories
import Learning
import Models
import Reporting
import Snapshots
import TestSupport
import Testing
import Training
import Units

/// Backtests of targets: the proofs against leakage for each form of rule, and what a backtest of churn says.
@Suite struct TargetBacktestTests {
  private static func parameters(_ rule: String?, origins: Int = 2) throws -> BacktestParameters {
    var training = quickParameters(60)
    training.target = try rule.map(TargetRule.init(parsing:))
    training.prior = nil
    var parameters = BacktestParameters(
      training: training, campaign: try #require(RetentionCampaign()))
    parameters.origins = origins
    return parameters
  }

  private static func backtested(
    _ rule: String?, on store: HistoryStore, origins: Int = 2, workers: Workers = .one,
    previous: Model? = nil
  ) throws -> Backtest {
    var parameters = try Self.parameters(rule, origins: origins)
    parameters.training.workers = workers
    return try backtest(on: store, parameters: parameters, previous: previous)
  }

  private static func text(_ value: some Encodable) throws -> String {
    String(decoding: try canonicalJSON(value), as: UTF8.self)
  }

  /// The default written as a target is churn, but for a campaign's profit.
  @Test func noOrdersIsChurn() throws {
    let store = try TrainedShop.example.get().store
    let churn = try Self.backtested(nil, on: store)
    let target = try Self.backtested("orders() = 0", on: store)
    #expect(target.target == "orders() = 0" && churn.target == nil)
    #expect(target.campaign == nil && churn.campaign != nil)
    for (one, other) in zip(churn.origins, target.origins) {
      #expect(one.asOf == other.asOf && one.trainedAsOf == other.trainedAsOf)
      for group in CustomerGroup.allCases {
        let (figures, others) = (one.groups[group], other.groups[group])
        #expect(figures?.baseRate == others?.baseRate)
        for forecast in [BacktestForecast.model, .recency, .gapRatio] {
          let (a, b) = (figures?.forecasts[forecast], others?.forecasts[forecast])
          #expect(a?.auc == b?.auc && a?.logLoss == b?.logLoss && a?.ece == b?.ece)
        }
      }
    }
    let profits = target.pooled.values.flatMap(\.forecasts.values).map(\.expectedMaximumProfit)
    #expect(profits.allSatisfy { $0.value == nil })
    let report = BacktestReport.text(of: target)
    #expect(report.hasPrefix("Target: orders() = 0\n"))
    #expect(!report.contains("EMPC") && !report.contains("churned"))
    #expect(BacktestReport.text(of: churn).contains("EMPC"))
  }

  /// Rows from an origin's window end on do not matter to it, whatever is asked; a row within does.
  @Test(arguments: TargetTests.rules)
  func rowsAfterTheWindowLeaveTheOrigin(rule: String) throws {
    let shop = try TrainedShop.example.get().shop
    let full = try Self.backtested(rule, on: shop.store())
    let first = full.origins[0]
    // Both logs end on the same day, from which origins are counted back.
    func scrambled(from day: Day) throws -> HistoryStore {
      var other = shop.scrambled(from: day, seed: 21).before(SyntheticShop.start + 730)
      other.addOrder("end", of: "c0", on: SyntheticShop.start + 729, cents: 2_500)
      return try other.store()
    }
    let again = try Self.backtested(rule, on: scrambled(from: first.asOf + 60))
    #expect(again.origins.map(\.asOf) == full.origins.map(\.asOf))
    #expect(try Self.text(again.origins[0]) == Self.text(first))
    #expect(try Self.text(again.origins[1]) != Self.text(full.origins[1]))
    let within = try Self.backtested(rule, on: scrambled(from: first.asOf + 10))
    #expect(try Self.text(within.origins[0]) != Self.text(first))
  }

  @Test(arguments: [TargetTests.rules[3], TargetTests.rules[6]])
  func rowsInAnyOrderAndAnyThreads(rule: String) throws {
    let shop = try TrainedShop.example.get().shop
    let one = try Self.backtested(rule, on: shop.store(), origins: 1)
    let other = try Self.backtested(
      rule, on: shop.shuffled(seed: 5).store(), origins: 1, workers: 3)
    #expect(try Self.text(one) == Self.text(other))
  }

  /// With baselines and paired intervals, as churn is.
  @Test(arguments: [0.002...0.01, 0.85...0.95])
  func rareAndCommonTargetsAreEvaluated(rates: ClosedRange<Double>) throws {
    let rule = try TargetTests.rule(heldBy: rates)
    let result = try Self.backtested(
      rule, on: TrainedShop.example.get().store, origins: 3)
    let all = try #require(result.pooled[.all])
    #expect(rates.lowerBound / 2 < all.baseRate && all.baseRate < rates.upperBound * 1.5)
    let auc = try #require(all.forecasts[.model]?.auc)
    #expect(try #require(auc.value) > 0.6 && auc.low != nil, "\(rule): \(auc)")
    #expect(all.differences[.recency]?.auc.low != nil && all.baseRateLogLoss > 0)
  }

  /// At an origin after which nobody met it nothing is ranked; what the others say stays, with an interval as
  /// wide as so few allow.
  @Test func anOriginWithoutAnyIsNoRanking() throws {
    var shop = try TrainedShop.example.get().shop
    // Six in each window of sixty days but the last.
    for number in 0..<48 {
      shop.addOrder(
        "big\(number)", of: "c\(number % 40)", on: SyntheticShop.start + 180 + 10 * number,
        cents: 9_900_000)
    }
    let result = try Self.backtested("orders(amount > 90000) > 0", on: shop.store(), origins: 2)
    let (first, last) = (result.origins[0], result.origins[1])
    #expect((first.groups[.all]?.baseRate ?? 0) > 0 && last.groups[.all]?.baseRate == 0)
    #expect(first.groups[.all]?.forecasts[.model]?.auc.value != nil)
    #expect(last.groups[.all]?.forecasts[.model]?.auc.value == nil)
    let pooled = try #require(result.pooled[.all]?.forecasts[.model])
    let (value, low) = try (#require(pooled.auc.value), #require(pooled.auc.low))
    // Of six at most an interval of a share of six: at the narrowest from .61 on.
    #expect(value == first.groups[.all]?.forecasts[.model]?.auc.value && low < 0.62)
    #expect(pooled.logLoss.value.map { $0.isFinite } == true)
    let report = BacktestReport.text(of: result)
    #expect(report.contains("Too few: 100 of each class") && !report.contains("nan"))
  }

  /// A model of the same rule is compared, one of another or of churn is not.
  @Test func aPreviousModelMustPredictTheSame() throws {
    let example = try TrainedShop.example.get()
    let rule = "spend(45d) > 50"
    var training = quickParameters(60)
    training.target = try TargetRule(parsing: rule)
    let cut = try train(
      on: example.shop.before(SyntheticShop.start + 550).store(), parameters: training
    ).model
    let result = try Self.backtested(rule, on: example.store, previous: cut)
    #expect(result.previous?.origins == result.origins.map(\.asOf))
    #expect(result.pooled[.all]?.differences[.previous]?.auc.value != nil)
    func fault(_ rule: String?, _ previous: Model) throws -> TrainingError? {
      try failure(TrainingError.self) {
        _ = try Self.backtested(rule, on: example.store, previous: previous)
      }
    }
    guard case .otherTarget(model: rule, asked: "orders() = 0")? = try fault("orders() = 0", cut),
      case .otherTarget(model: nil, asked: rule)? = try fault(rule, example.model),
      case .scoring(.predictsTarget(rule, neededFor: .backtest))? = try fault(nil, cut)
    else {
      Issue.record("another error")
      return
    }
  }

  /// What cannot be learned is told in words of the target.
  @Test func aRuleThatAlwaysHoldsIsNamed() throws {
    let store = try TrainedShop.example.get().store
    let error = try failure(TrainingError.self) {
      _ = try Self.backtested("orders() >= 0", on: store)
    }
    guard case .target(.constant(_, always: true, _, 60))? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
