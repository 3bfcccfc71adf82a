import Dense
import Features
import Files
import Histories
import Models
import Reporting
import Scoring
import Segments
import Snapshots
import Testing
import Training
import Units

/// The three proofs that nothing of the future reaches what is said of it.
@Suite struct LeakageTests {
  /// Every row at or after the as-of date scrambled: orders, split orders, refunds, returns, events,
  /// customers, names and the money's scale.
  @Test(arguments: UInt64(1)...3)
  func scramblingTheFutureLeavesEveryPrediction(seed: UInt64) throws {
    let example = try TrainedShop.example.get()
    let asOf = SyntheticShop.start + 500
    let scrambled = example.shop.scrambled(from: asOf, seed: seed)
    #expect(scrambled.orders.count > example.shop.before(asOf).orders.count + 500)
    let other = try scrambled.store()
    #expect(other.moneyScale == 4 && example.store.moneyScale == 2)

    let before = try predictions(on: example.store, asOf, example.model)
    let after = try predictions(on: other, asOf, example.model)
    #expect(before.rows.count > 300)
    #expect(before == after, "seed \(seed)")
  }

  /// The proof above could not fail if predictions did not look at the rows.
  @Test func aRowOfTheDayBeforeIsSeen() throws {
    let example = try TrainedShop.example.get()
    let asOf = SyntheticShop.start + 500
    var changed = example.shop
    changed.addOrder("late", of: "c1", on: asOf - 1, cents: 1)
    let before = try predictions(on: example.store, asOf, example.model)
    let after = try predictions(on: changed.store(), asOf, example.model)
    #expect(before != after)
  }

  /// A log of events that begins only after the as-of date is not known at it.
  @Test func eventsThatBeginLaterAreUnknown() throws {
    let example = try TrainedShop.example.get()
    let asOf = SyntheticShop.start + 500
    var late = example.shop
    late.events.removeAll { $0.day < asOf }
    #expect(!late.events.isEmpty)
    var none = example.shop
    none.events = []
    #expect(
      try predictions(on: late.store(), asOf, example.model)
        == predictions(on: none.store(), asOf, example.model))
  }

  /// Labels after J scrambled: what was forecast at J stays, how good it was does not.
  @Test func scramblingTheLabelsLeavesWhatWasForecast() throws {
    let example = try TrainedShop.example.get()
    let evaluatedAt = SyntheticShop.start + 600
    var parameters = quickParameters(60)
    parameters.evaluateAt = evaluatedAt
    // Values are evaluated over the same window, so that their forecasts must stay too.
    parameters.valueHorizonInDays = 60
    let one = try holdout(example.store, parameters)
    let scrambled = example.shop.scrambled(from: evaluatedAt, seed: 5)
    let other = try holdout(scrambled.store(), parameters)
    #expect(one.forecasts.count > 300)
    #expect(one.forecasts == other.forecasts)
    #expect(one.trainingBaseRate == other.trainingBaseRate)
    #expect(one.expectedSpend.count == 5 && one.expectedOrders.count == 6)
    #expect(one.expectedSpend == other.expectedSpend)
    #expect(one.expectedOrders == other.expectedOrders)
    #expect(one.actualSpend != other.actualSpend)
    for group in CustomerGroup.allCases {
      #expect(one.auc[group] != nil && one.auc[group] != other.auc[group])
    }
  }

  /// Rows appended after J + H, supplements and returns of earlier orders among them.
  @Test(arguments: [60, 365])
  func rowsAfterTheEvaluatedWindowLeaveTheEvaluation(valueHorizon: Int) throws {
    let example = try TrainedShop.example.get()
    let evaluatedAt = SyntheticShop.start + 600
    let end = evaluatedAt + 60
    var cut = example.shop.before(end)
    cut.addOrder("cut", of: "c1", on: end - 1, cents: 500)
    var longer = cut.scrambled(from: end, seed: 11)
    // The order that the log begins with is cancelled.
    longer.addOrder("edge0", of: "c0", on: end + 2, cents: -2_500)
    longer.addOrder("last", of: "c1", on: end + 300, cents: 77)
    var parameters = quickParameters(60)
    parameters.evaluateAt = evaluatedAt
    parameters.valueHorizonInDays = valueHorizon
    let short = try train(on: cut.store(), parameters: parameters)
    let long = try train(on: longer.store(), parameters: parameters)
    #expect(short.evaluation == long.evaluation)
    // The refit ends with J + H too.
    #expect(short.model.churn?.intercept == long.model.churn?.intercept)
    #expect(short.model.churn?.coefficients == long.model.churn?.coefficients)
    #expect(short.model.data.lastOrderDay != long.model.data.lastOrderDay)

    var later = parameters
    later.evaluateAt = evaluatedAt + 1
    #expect(try train(on: longer.store(), parameters: later).evaluation != long.evaluation)
  }
}

/// All that is said of every customer at a date, by id, in words and bits.
private struct Predictions: Equatable {
  var rows: [String: [String]] = [:]
  var ranking: [String] = []
}

private func predictions(
  on store: HistoryStore, _ asOf: Day, _ model: Model
) throws -> Predictions {
  var parameters = try predictionParameters()
  parameters.asOf = asOf
  let scored = try model.scores(of: store, parameters: parameters)
  let facts = scored.facts
  func money(_ units: Int64) -> String {
    "\(FixedDecimal(mantissa: units, scale: store.moneyScale).rescaled(to: 6)?.mantissa ?? -1)"
  }
  let labels = Snapshot(of: store, asOf: asOf, scoreWindowInDays: 365, workers: 1)
  let table = scored.table
  let (total, historic) = (table[.totalCLV].doubles, table[.historicCLV].units)
  let nextOrder = table[.expectedDateOfNextOrder].dates
  var result = Predictions()
  let contributions = scored.contributions(workers: 1)
  let width = contributions.features.count
  for row in 0..<scored.count {
    var numbers = bits(labels.features.values.row(row))
    numbers += bits([
      scored.churnProbability[row], scored.valueIfKept[row], scored.valueIfNot[row],
      scored.predictedValue[row], scored.valueAtRisk[row], scored.expectedGain[row],
      scored.probabilityAlive[row], scored.expectedOrders[row],
      scored.predictedValueRange?[row].upperBound ?? -1,
      total[row], facts.ownGap[row] ?? .nan, facts.meanGap[row] ?? .nan,
    ])
    numbers += bits(Array(contributions.values[row * width..<(row + 1) * width]))
    result.rows[store.customers[facts.customers[row]]] =
      numbers.map { "\($0)" } + [
        money(historic[row]), money(facts.grossSpend[row]),
        money(facts.netSpend[row]), money(facts.spendInWindow[row]),
        "\(facts.daysSinceLastOrder[row]) \(facts.orders[row]) \(facts.orderDays[row])",
        "\(facts.ordersInWindow[row]) \(facts.hasEvents ? facts.engagementInWindow[row] : -1)",
        "\(scored.reliable[row]) \(scored.list[row]) \(scored.segment[row]) \(scored.cluster[row])",
        nextOrder[row]?.description ?? "none",
        "\(scored.scores.r[row]) \(scored.scores.f[row]) \(scored.scores.m[row])",
        scored.scores.e.map { "\($0[row])" } ?? "none",
      ]
  }
  result.ranking = scored.ranking.map { store.customers[facts.customers[$0]] }
  return result
}

/// What was forecast at the evaluation date, and how it came.
private struct Evaluated {
  var forecasts: [String: [UInt64]] = [:]
  var trainingBaseRate: Double
  /// By the methods that do not rest on which lifetime model the labels favour.
  var expectedSpend: [ValueMethod: Double]
  var expectedOrders: [Double?]
  var actualSpend: Double?
  var auc: [CustomerGroup: Double] = [:]
}

private func holdout(_ store: HistoryStore, _ parameters: TrainingParameters) throws -> Evaluated {
  let trained = try train(on: store, parameters: parameters)
  let rows = try trained.model.holdoutRows(
    of: store, evaluation: trained.evaluation, workers: 1)
  var result = Evaluated(
    trainingBaseRate: rows.trainingBaseRate,
    expectedSpend: Dictionary(
      uniqueKeysWithValues: (trained.evaluation.value?.methods ?? []).map {
        ($0.method, $0.errors.expected)
      }.filter { [.mean, .lastPeriod, .recency, .frequency, .twoPart].contains($0.0) }),
    expectedOrders: (trained.evaluation.value?.lifetime ?? []).map { $0.holdout?.errors.expected },
    actualSpend: trained.evaluation.value?.groups["all"]?.actual)
  for (index, customer) in rows.facts.customers.enumerated() {
    result.forecasts[store.customers[customer]] = bits([
      rows.probability[index], rows.recencyProbability[index],
      rows.frequencyProbability[index],
    ])
  }
  for group in CustomerGroup.allCases {
    result.auc[group] = trained.evaluation.group(group)?.model.auc.value
    // The rows that are exported are those of the evaluation.
    precondition(rows.groups[group]?.model.auc.value == result.auc[group])
  }
  return result
}
