import Dense
import Expressions
import Features
import Files
import Histories
import Models
import Scoring
import Snapshots
import Testing
import Training
import Units

/// Targets beside plain computations from the rows, and the proofs against leakage for each form.
@Suite struct TargetTests {
  /// One of each form: counts of orders, lines and events, money, comparisons, and, or, not.
  static let rules = [
    "orders(60d) = 0", "orders(category = \"books\", 30d) = 0", "lines(category = 'music') >= 2",
    "spend(45d) > 50", "not spend(category in ('toys', 'books'), 30d) < 20",
    "orders(amount > 60) > 0 and lines(discounted = 1) = 0",
    "events(event = 'support_ticket', 30d) > 0",
    "orders(30d) < lines(category != 'toys') or events(value >= 4) > 0",
  ]

  private static let horizon = 60
  private static let evaluatedAt = SyntheticShop.start + 600

  // MARK: Labels

  @Test(arguments: rules)
  func labelsAreThoseOfAPlainCount(rule: String) throws {
    let example = try TrainedShop.example.get()
    let asOf = SyntheticShop.start + 400
    let labels = try Self.labels(rule, of: example.store, at: asOf)
    let plain = PlainWindow(example.shop, from: asOf)
    let expected = try Dictionary(
      uniqueKeysWithValues: labels.keys.map { ($0, try plain.holds(rule, for: $0)) })
    #expect(labels.count > 200 && Set(labels.values) == [0, 1])
    #expect(labels.mapValues { $0 == 1 } == expected)
  }

  /// The default, written as a target, is churn to the bit.
  @Test func noOrdersIsChurn() throws {
    let example = try TrainedShop.example.get()
    var parameters = quickParameters(Self.horizon)
    parameters.prior = nil
    let churn = try train(on: example.store, parameters: parameters)
    let target = try Self.trained("orders() = 0", on: example.store)
    #expect(target.model.target?.model == churn.model.churn)
    #expect(target.model.churn == nil && target.model.value == nil)
    #expect(target.evaluation.groups == churn.evaluation.groups)
  }

  // MARK: Leakage

  /// Rows from the evaluation date on scrambled: what was forecast stays, how it came does not.
  @Test(arguments: rules)
  func scramblingTheFutureLeavesWhatWasForecast(rule: String) throws {
    let example = try TrainedShop.example.get()
    let one = try Self.trained(rule, on: example.store, evaluateAt: Self.evaluatedAt)
    let other = try Self.trained(
      rule, on: example.shop.scrambled(from: Self.evaluatedAt, seed: 5).store(),
      evaluateAt: Self.evaluatedAt)
    let (a, b) = try (Self.all(one), Self.all(other))
    #expect(a.customers > 300 && a.customers == b.customers)
    #expect(a.trainingBaseRate == b.trainingBaseRate)
    #expect(a.model.predictedRate == b.model.predictedRate)
    #expect(a.reliability.map(\.meanProbability) == b.reliability.map(\.meanProbability))
    #expect(a.baseRate != b.baseRate)
  }

  /// Rows appended after the evaluated window leave the evaluation; the saved model learns from them.
  @Test(arguments: [rules[1], rules[7]])
  func rowsAfterTheWindowLeaveTheEvaluation(rule: String) throws {
    let example = try TrainedShop.example.get()
    let end = Self.evaluatedAt + Self.horizon
    var cut = example.shop.before(end)
    cut.addOrder("cut", of: "c1", on: end - 1, cents: 500)
    var longer = cut.scrambled(from: end, seed: 11)
    longer.addOrder("last", of: "c1", on: end + 300, cents: 77)
    let short = try Self.trained(rule, on: cut.store(), evaluateAt: Self.evaluatedAt)
    let long = try Self.trained(rule, on: longer.store(), evaluateAt: Self.evaluatedAt)
    #expect(short.evaluation == long.evaluation)
  }

  @Test(arguments: [rules[3], rules[6]])
  func rowsInAnyOrderAndAnyThreads(rule: String) throws {
    let example = try TrainedShop.example.get()
    let first = try Self.trained(rule, on: example.store)
    let second = try Self.trained(rule, on: example.shop.shuffled(seed: 3).store(), workers: 3)
    #expect(first.model.digest == second.model.digest)
    #expect(first.evaluation == second.evaluation)
    let other = try Self.trained("orders(45d) = 0", on: example.store)
    #expect(first.model.digest != other.model.digest)
  }

  // MARK: Rates

  /// A rare target and a common one are evaluated as churn is: with baselines, intervals and a verdict.
  ///
  /// How much is rarely spent is taken from the shop itself.
  @Test(arguments: [0.002...0.01, 0.85...0.95])
  func rareAndCommonTargetsAreEvaluated(rates: ClosedRange<Double>) throws {
    let example = try TrainedShop.example.get()
    let rule = try Self.rule(heldBy: rates)
    let trained = try Self.trained(rule, on: example.store, evaluateAt: Self.evaluatedAt)
    let all = try Self.all(trained)
    #expect(rates.contains(all.baseRate), "\(rule): \(all.baseRate)")
    let auc = try #require(all.model.auc.value)
    #expect(auc > 0.6, "\(rule): \(auc)")
    #expect(all.recency.auc.value != nil && all.model.logLoss.value != nil)
    #expect(all.model.auc.low != nil && all.baseRateLogLoss > 0)
  }

  /// Of a few customers, on one of whom or none it came true, nothing is claimed: an interval of the AUC that
  /// holds a half, or none at all, and a verdict that says so.
  ///
  /// The oracle of the interval is Wilson's, by SciPy: `binomtest(1, 1).proportion_ci(method="wilson")`
  /// begins at .20655.
  @Test(arguments: [0, 1])
  func aTargetThatHardlyAnybodyMeetsIsWeak(holders: Int) throws {
    let example = try TrainedShop.example.get()
    var shop = example.shop
    // Twenty met it while the model learned; in the evaluated window so many did.
    for customer in 0..<20 {
      shop.addOrder(
        "big\(customer)", of: "c\(customer)", on: SyntheticShop.start + 420 + 8 * customer,
        cents: 9_900_000)
    }
    for customer in 0..<holders {
      shop.addOrder(
        "late\(customer)", of: "c\(customer)", on: Self.evaluatedAt + 10, cents: 9_900_000)
    }
    let rule = "orders(amount > 90000) > 0"
    let store = try shop.store()
    let trained = try Self.trained(rule, on: store, evaluateAt: Self.evaluatedAt)
    let all = try Self.all(trained)
    #expect((all.baseRate * Double(all.customers)).rounded() == Double(holders))
    let weaknesses = trained.evaluation.weaknesses
    if holders == 0 {
      #expect(all.model.auc.value == nil && all.model.auc.low == nil)
      #expect(
        weaknesses.contains {
          if case .oneOutcome(_, always: false) = $0 { true } else { false }
        }, "\(weaknesses)")
      for weakness in weaknesses { #expect(ModelWeakness(weakness.fact) == weakness) }
    } else {
      let auc = all.model.auc
      let (value, low, high) = try (
        #require(auc.value), #require(auc.low), #require(auc.high)
      )
      #expect(low <= 0.2066 && low <= value && value <= high, "\(auc)")
      // The one who holds it has long been inactive, so that of the active nobody does.
      #expect(
        weaknesses.contains {
          if case .oneOutcome(_, always: false) = $0 { true } else { false }
        }, "\(weaknesses)")
    }
    let log = try #require(all.model.logLoss.value)
    #expect(log.isFinite && log >= 0)
  }

  // MARK: The model

  @Test func theModelKeepsItsTargetAndSaysItIsNoChurn() throws {
    let example = try TrainedShop.example.get()
    let trained = try Self.trained(Self.rules[1], on: example.store)
    let bytes = try ModelDocument.bytes(of: trained.model)
    let read = try ModelDocument.model(from: bytes, path: "model.json")
    #expect(read.target == trained.model.target && read.target?.rule == Self.rules[1])
    #expect(read.digest == trained.model.digest)
    let scores = try #require(
      try read.targetScores(of: example.store, asOf: nil, workers: 1))
    #expect(scores.count > 300)
    let ranked = scores.table.ranking.map { scores.probability[$0] }
    #expect(zip(ranked, ranked.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(throws: ScoringError.self) {
      try read.scores(of: example.store, parameters: predictionParameters())
    }
    #expect(try example.model.targetScores(of: example.store, asOf: nil, workers: 1) == nil)
  }

  // MARK: Errors

  /// Sentences hold what was found; the place is that of the fault.
  @Test(arguments: [
    ("days_since_last_order > 90", "known at the date"), ("orders(-90d) = 0", "before the date"),
    ("orders(category = 'x', -30d) = 0", "before the date"),
    ("orders(categry = 'x') = 0", "Did you mean 'category'"),
    ("orders(event = 'x') = 0", "found 'event'"),
    ("events(category = 'x') = 0", "found 'category'"),
    ("orders(90d)", "expected a condition"), ("1 = 1", "nothing that is asked"),
    ("orders(90d) = spend(90d)", "like with like"), ("orders(orders(3d) > 1) = 0", "function"),
    ("sum(amount) > 3", "orders(…)"), ("orders(90d = 0", "')'"),
    ("orders(amount) = 0", "condition"),
    ("orders(category = 'x', 90) = 0", "a window after the date"),
    ("orders(0d) = 0", "found '0d', expected a duration of whole days"),
    ("orders(1.5d) = 0", "found '1.5d', expected a duration of whole days"),
    ("orders(category = 'x', 0.5w) = 0", "expected a duration of whole days"),
  ])
  func whatCannotBeMeantIsNamed(text: String, said: String) {
    let error = #expect(throws: ExpressionError.self) { try TargetRule(parsing: text) }
    #expect(error.map { "\($0)".contains(said) } == true, "\(error.map { "\($0)" } ?? "")")
  }

  @Test func whatTheLogLacksIsNamed() throws {
    let example = try TrainedShop.example.get()
    func fault(_ text: String, _ horizon: Int = Self.horizon) -> TargetError? {
      do {
        _ = try Self.trained(text, on: example.store, horizon: horizon)
        return nil
      } catch TrainingError.target(let error) { return error } catch { return nil }
    }
    #expect(
      fault("orders(category = 'bookz') = 0")
        == .unknownText(column: "category", text: "bookz", nearest: "books", of: .orders))
    #expect(fault("orders(channel = 'web') = 0") == .noColumn("channel", of: .orders))
    #expect(fault("lines(quantity > 2) = 0") == .noColumn("quantity", of: .lines))
    #expect(
      fault("orders(90d) = 0")
        == .windowBeyondHorizon(windowInDays: 90, horizonInDays: Self.horizon))
    #expect(
      fault("orders() = 0", 500)
        == .logTooShort(
          first: SyntheticShop.start, last: SyntheticShop.start + 729, windowInDays: 500))
    guard
      case .constant(_, always: false, _, windowInDays: Self.horizon)? =
        fault("orders(amount > 900000) > 0")
    else {
      Issue.record("a target that never holds is accepted")
      return
    }
    guard case .constant(_, always: true, _, _)? = fault("orders(amount > 900000) = 0") else {
      Issue.record("a target that always holds is accepted")
      return
    }
  }

  /// Dates before the events began have no labels of events.
  @Test func datesBeforeTheEventsAreLeftOut() throws {
    let example = try TrainedShop.example.get()
    var late = example.shop
    let begin = SyntheticShop.start + 300
    late.events.removeAll { $0.day < begin }
    let trained = try Self.trained(Self.rules[6], on: late.store())
    let dates = trained.plan.training + trained.plan.refit
    #expect(!dates.isEmpty && dates.allSatisfy { $0 >= begin })
    let orders = try Self.trained(Self.rules[0], on: late.store())
    #expect(orders.plan.training.contains { $0 < begin })
  }
}

extension TargetTests {
  /// A rule that holds for such a share of the shop's customers.
  static func rule(heldBy rates: ClosedRange<Double>) throws -> String {
    let example = try TrainedShop.example.get()
    let amounts = Array(stride(from: 2_000, to: 0, by: -20))
    let rules = amounts.map { "spend(60d) > \($0)" } + amounts.map { "spend(60d) < \($0)" }
    let found = try rules.first { rule in
      let labels = try Self.labels(rule, of: example.store, at: Self.evaluatedAt).values
      return rates.contains(Double(labels.reduce(0) { $0 + Double($1) }) / Double(labels.count))
    }
    return try #require(found)
  }

  private static func trained(
    _ rule: String, on store: HistoryStore, horizon: Int = horizon, evaluateAt: Day? = nil,
    workers: Int = 1
  ) throws -> TrainedModel {
    var parameters = quickParameters(horizon)
    parameters.target = try TargetRule(parsing: rule)
    parameters.evaluateAt = evaluateAt
    parameters.workers = Workers(workers)
    return try train(on: store, parameters: parameters)
  }

  private static func all(_ trained: TrainedModel) throws -> GroupEvaluation {
    try #require(trained.evaluation.group(.all))
  }

  private static func labels(
    _ rule: String, of store: HistoryStore, at asOf: Day
  ) throws -> [String: Double] {
    let target = try Target(
      TargetRule(parsing: rule), of: store, horizonInDays: horizon)
    let snapshot = Snapshot(
      of: store, asOf: asOf, horizonInDays: horizon, target: target, scoreWindowInDays: nil,
      workers: 1)
    return Dictionary(
      uniqueKeysWithValues: zip(snapshot.facts.customers, snapshot.churned).map {
        (store.customers[$0], $1)
      })
  }
}

/// What a customer did after a date, counted from the rows as the rule says, by other code.
private struct PlainWindow {
  private struct Purchase {
    var first: Day
    var cents: Int64
    var hasNegative: Bool
    var rows: [SyntheticShop.OrderRow]
  }

  private let shop: SyntheticShop
  private let from: Day

  init(_ shop: SyntheticShop, from: Day) {
    self.shop = shop
    self.from = from
  }

  private func purchases(_ customer: String, _ days: Int) -> [Purchase] {
    var found: [String: Purchase] = [:]
    for row in shop.orders where row.customer == customer && row.day < from + days {
      let known = found[row.order]
      found[row.order] = Purchase(
        first: min(known?.first ?? row.day, row.day),
        cents: (known?.cents ?? 0) + row.amount.mantissa,
        hasNegative: known?.hasNegative ?? false || row.amount.mantissa < 0,
        rows: (known?.rows ?? []) + [row])
    }
    return Array(found.values)
  }

  private func orders(
    _ customer: String, _ days: Int,
    _ holds: (SyntheticShop.OrderRow, Int64) -> Bool = { _, _ in true }
  ) -> Int {
    purchases(customer, days).count { purchase in
      isOrder(purchase) && purchase.first >= from
        && purchase.rows.contains { holds($0, purchase.cents) }
    }
  }

  private func isOrder(_ purchase: Purchase) -> Bool {
    purchase.cents > 0 || purchase.cents == 0 && !purchase.hasNegative
  }

  private func lines(
    _ customer: String, _ days: Int, _ holds: (SyntheticShop.OrderRow) -> Bool
  ) -> Int {
    purchases(customer, days).filter(isOrder).flatMap(\.rows).count { $0.day >= from && holds($0) }
  }

  private func cents(
    _ customer: String, _ days: Int, _ holds: (SyntheticShop.OrderRow) -> Bool = { _ in true }
  ) -> Int64 {
    shop.orders.filter {
      $0.customer == customer && $0.day >= from && $0.day < from + days && holds($0)
    }.reduce(0) { $0 + $1.amount.mantissa }
  }

  private func events(
    _ customer: String, _ days: Int, _ holds: (SyntheticShop.EventRow) -> Bool
  ) -> Int {
    shop.events.count {
      $0.customer == customer && $0.day >= from && $0.day < from + days && holds($0)
    }
  }

  func holds(_ rule: String, for customer: String) throws -> Bool {
    switch try #require(TargetTests.rules.firstIndex(of: rule)) {
    case 0: orders(customer, 60) == 0
    case 1: orders(customer, 30) { row, _ in row.category == "books" } == 0
    case 2: lines(customer, 60) { $0.category == "music" } >= 2
    case 3: cents(customer, 45) > 5_000
    case 4: cents(customer, 30) { $0.category != "music" } >= 2_000
    case 5:
      orders(customer, 60) { _, cents in cents > 6_000 } > 0
        && lines(customer, 60, \.discounted) == 0
    case 6: events(customer, 30) { $0.kind == "support_ticket" } > 0
    default:
      orders(customer, 30) < lines(customer, 60) { $0.category != "toys" }
        || events(customer, 60) { $0.value ?? 0 >= 4 } > 0
    }
  }
}
