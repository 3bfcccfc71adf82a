import Dense
import Features
import Files
import Foundation
import Histories
import Ingestion
import Learning
import Models
import Reporting
import Scoring
import Snapshots
import TestSupport
import Testing
import Training
import Units

/// What a user is told of a model's level, of earlier dates and of its rows.
@Suite struct ChurnOverTimeTests {
  /// Every earlier date is evaluated as `train` would evaluate it, had it been trained at that time.
  @Test func earlierDatesAreEvaluatedAsTrainingWould() throws {
    let example = try TrainedShop.example.get()
    let evaluation = example.trained.evaluation
    let choice = try #require(evaluation.choice)
    let snapshots = try #require(evaluation.snapshots)
    #expect(snapshots.map(\.asOf) == snapshots.map(\.asOf).sorted(by: >))
    #expect(snapshots.filter { $0.part == .training }.map(\.asOf) == evaluation.trainedAsOf)
    let evaluatedEarlier = snapshots.dropFirst().filter {
      !$0.isInSample && !$0.learnedFrom.isEmpty
    }
    let foretellable = snapshots.dropFirst().filter { later in
      snapshots.contains { $0.asOf + 60 <= later.asOf }
    }
    #expect(evaluatedEarlier.map(\.asOf) == foretellable.map(\.asOf) && evaluatedEarlier.count > 3)
    for snapshot in evaluatedEarlier.prefix(3) {
      #expect(snapshot.learnedFrom.allSatisfy { $0 + 60 <= snapshot.asOf })
      #expect(snapshot.learnedFrom.count <= choice.settings.snapshots)
      guard choice.settings.basis == .splines else { continue }
      var parameters = quickParameters(60)
      parameters.evaluateAt = snapshot.asOf
      parameters.snapshots = choice.settings.snapshots
      parameters.l2Strength = choice.settings.l2Strength
      let then = try train(on: example.store, parameters: parameters).evaluation
      #expect(then.trainedAsOf == snapshot.learnedFrom)
      for group in SnapshotEvaluation.shownGroups {
        let (found, expected) = (
          try #require(snapshot.group(group)), try #require(then.group(group))
        )
        #expect(found.customers == expected.customers && found.baseRate == expected.baseRate)
        #expect(found.evaluatedCustomers == found.customers)
        #expect(abs((found.auc ?? 0) - (expected.model.auc.value ?? 1)) < 1e-6)
        #expect(abs((found.logLoss ?? 0) - (expected.model.logLoss.value ?? 1)) < 1e-6)
      }
    }
    #expect(choice.settings.basis == .splines, "the comparison above needs the usual basis")
  }

  @Test func theEvaluatedDateComesFirstAndDatesKnowTheirRates() throws {
    let example = try TrainedShop.example.get()
    let evaluation = example.trained.evaluation
    let snapshots = try #require(evaluation.snapshots)
    let holdout = try #require(snapshots.first)
    #expect(holdout.part == .holdout && holdout.asOf == evaluation.asOf)
    #expect(holdout.learnedFrom == evaluation.trainedAsOf)
    #expect(holdout.group(.active)?.auc == evaluation.group(.active)?.model.auc.value)
    for snapshot in snapshots {
      let then = Snapshot(
        of: example.store, asOf: snapshot.asOf, horizonInDays: 60, scoreWindowInDays: 365,
        workers: 1)
      let all = try #require(snapshot.group(.all))
      #expect(all.customers == then.count)
      #expect(abs(all.baseRate - then.churned.reduce(0, +) / Double(then.count)) < 1e-12)
      // Who had labels to learn from has figures, in sample where there were no earlier ones.
      #expect((all.auc != nil) == !snapshot.learnedFrom.isEmpty)
      #expect(snapshot.isInSample == snapshot.learnedFrom.contains(snapshot.asOf))
    }
  }

  /// One snapshot: the date that was learned from has no date before it, and says so.
  @Test func theOnlyDateIsLookedBackAt() throws {
    let shop = SyntheticShop(customers: 200, days: 140, seed: 5)
    let trained = try train(on: shop.store(), parameters: quickParameters(60))
    let snapshots = try #require(trained.evaluation.snapshots)
    #expect(snapshots.map(\.part) == [.holdout, .training])
    #expect(snapshots[1].isInSample && snapshots[1].group(.all)?.auc != nil)
    let card = ModelCard.text(of: trained.model, evaluation: trained.evaluation)
    #expect(
      card.contains("in sample")
        && card.contains("In sample: the evaluated model was trained on these labels."))
    #expect(card.contains("The log covers 140 days, less than two years"))
    #expect(card.contains("seasonality cannot be "))
  }

  /// Kish's number by hand: 3, 1 and 1 rows are worth 25 ÷ 11 customers; as many each, all of them.
  @Test func rowsOfOneCustomerAreNoMoreCustomers() throws {
    let uneven = LearnedRows(customers: [0, 0, 0, 1, 2])
    #expect(uneven.rows == 5 && uneven.customers == 3)
    #expect(abs(uneven.effectiveCustomers - 25.0 / 11) < 1e-15)
    let even = LearnedRows(customers: [4, 4, 7, 7, 9, 9])
    #expect(even.customers == 3 && even.effectiveCustomers == 3)
    let evaluation = try TrainedShop.example.get().trained.evaluation
    let (learned, refit) = (
      try #require(evaluation.learnedRows), try #require(evaluation.refitRows)
    )
    #expect(refit.rows == (try TrainedShop.example.get()).model.churn?.rows)
    #expect(learned.customers < learned.rows)
    #expect(learned.effectiveCustomers < Double(learned.customers))
  }

  /// What was foretold, what is left of the error, and what chance brings, in every group and forecast.
  @Test func theLevelStandsBesideTheErrorOfCalibration() throws {
    let example = try TrainedShop.example.get()
    let rows = try example.model.holdoutRows(
      of: example.store, evaluation: example.trained.evaluation, workers: 1)
    let all = try #require(example.trained.evaluation.group(.all))
    let predicted = try #require(all.model.predictedRate)
    let mean = rows.probability.reduce(0, +) / Double(rows.probability.count)
    #expect(abs(predicted - mean) < 1e-12)
    for (name, group) in example.trained.evaluation.groups {
      for metrics in [group.model, group.recency, group.frequency] {
        #expect(metrics.predictedRate != nil && metrics.eceWithoutShift != nil, "\(name)")
        #expect(try #require(metrics.eceNoise) < #require(metrics.eceNoiseHigh))
      }
    }
  }

  /// Level, slope and the error over tenths each have their words, and only beyond chance.
  @Test(
    arguments: [
      ([0.1, 0.3, 0.9, 1.1, 0.02], "actual churn is 4.0 percentage points above the prediction"),
      ([-0.3, -0.1, 0.9, 1.1, 0.02], "actual churn is 4.0 percentage points below the prediction"),
      ([-0.1, 0.1, 0.7, 0.9, 0.02], "too extreme"), ([-0.1, 0.1, 1.1, 1.3, 0.02], "too moderate"),
      ([-0.1, 0.1, 0.9, 1.1, 0.06], "ECE exceeds what a perfectly calibrated model would show"),
      ([-0.1, 0.1, 0.9, 1.1, 0.02], nil),
    ] as [([Double], String?)])
  func whatIsWrongIsSaidWhereItIsSure(ends: [Double], words: String?) {
    let sign = ends[0] + ends[1] < 0 ? -1.0 : 1
    var model = MetricSet()
    model.predictedRate = 0.6 - 0.04 * sign
    model.calibrationIntercept = IntervalEstimate(
      (ends[0] + ends[1]) / 2, low: ends[0], high: ends[1])
    model.calibrationSlope = IntervalEstimate(
      (ends[2] + ends[3]) / 2, low: ends[2], high: ends[3])
    model.ece = IntervalEstimate(ends[4])
    model.eceNoise = 0.03
    model.eceNoiseHigh = 0.05
    let group = GroupEvaluation(
      customers: 100, baseRate: 0.6, baseRateLogLoss: 0.67, trainingBaseRate: 0.6,
      trainingBaseRateLogLoss: 0.67, model: model, recency: model, frequency: model,
      recencyFrequency: nil,
      reliability: [])
    #expect(group.calibrationFaults.count == (words == nil ? 0 : 1))
    if let words { #expect(group.calibrationFaults[0].contains(words)) }
  }

  @Test func cardAndReportSayIt() throws {
    let example = try TrainedShop.example.get()
    let card = ModelCard.text(of: example.model, evaluation: example.trained.evaluation)
    for text in [
      "## Calibration", "… after intercept correction", "… of a perfectly calibrated model",
      "Active customers in ten equal-sized bins", "## Churn by date",
      "## Settings, selected before",
      "above the lowest ± error", "used, with λ = ", "effective sample size",
      "No feature holds the time of year",
    ] {
      #expect(card.contains(text), "\(text)\n\(card)")
    }
    // Every table is whole: as many cells in each of its rows as in its head.
    for block in card.split(separator: "\n\n") where block.hasPrefix("|") {
      let widths = Set(block.split(separator: "\n").map { $0.split(separator: "|").count })
      #expect(widths.count <= 2, "\(block)")
    }
    #expect(!card.contains("target leakage"))
  }
}

@Suite struct MarkdownTests {
  /// Whatever could be markup where it stands is escaped; what is none stays readable.
  @Test(arguments: [
    ("52 features (see --l2): days_since_visit", "52 features (see --l2): days_since_visit"),
    ("- item", #"\- item"#), ("  + item", #"\+ item"#), ("1. item", #"1\. item"#),
    ("12) item", #"12\) item"#), ("1.5 items", #"1\.5 items"#), ("a - b + c = d", "a - b + c = d"),
    ("# head #", ##"\# head \#"##), ("> quote", #"\> quote"#), ("~~gone~~", #"\~\~gone\~\~"#),
    ("_a_ a_b __c__ é_ü", #"\_a\_ a_b \_\_c\_\_ é_ü"#), ("**a**", #"\*\*a\*\*"#),
    ("<script>&lt;", #"\<script\>\&lt;"#), ("![x](y)", #"!\[x\](y)"#),
    ("https://a.example", #"https\://a.example"#), ("www.a.example", #"www\.a.example"#),
    ("a@b.example", #"a\@b.example"#), (#"\(x\) \$"#, #"&#92;(x&#92;) &#92;\$"#),
    ("a|b\r\nc\u{85}\u{1b}", #"a\|b  c  "#), ("", ""), ("    code", "code"),
  ])
  func textIsShownLiterally(text: String, markdown: String) {
    #expect(markdownText(text) == markdown)
  }

  /// What a user named is text, whatever it looks like.
  @Test func namesOfUsersAreEscaped() throws {
    let example = try TrainedShop.example.get()
    var model = example.model
    model.scores?.ruleSet = "<b>|`x`\n# y [z](w)"
    let card = ModelCard.text(of: model, evaluation: example.trained.evaluation)
    #expect(card.contains(##"rule set \<b\>\|\`x\` \# y \[z\](w)."##), "\(card)")
    #expect(!card.contains("\n# y"))
  }
}

/// A log that knows who will leave.
@Suite struct SuspicionTests {
  /// Those who will leave have a ticket the day before the evaluation date; nobody else ever has one.
  static func leakingShop() throws -> (shop: SyntheticShop, evaluatedAt: Day) {
    var shop = SyntheticShop(customers: 300, days: 400, seed: 12)
    shop.events.removeAll { $0.kind == "support_ticket" }
    let evaluatedAt = SyntheticShop.start + 340
    let store = try shop.store()
    let then = Snapshot(
      of: store, asOf: evaluatedAt, horizonInDays: 60, scoreWindowInDays: nil, workers: 1)
    for (row, customer) in then.facts.customers.enumerated() where then.churned[row] == 1 {
      shop.events.append(
        SyntheticShop.EventRow(
          customer: store.customers[customer], day: evaluatedAt - 1, second: 1,
          kind: "support_ticket",
          value: nil))
    }
    return (shop, evaluatedAt)
  }

  private func suspicions(_ shop: SyntheticShop, _ asOf: Day) throws -> [LeakageWarning] {
    Snapshot(
      of: try shop.store(), asOf: asOf, horizonInDays: 60, scoreWindowInDays: nil, workers: 2
    ).suspicions(horizonInDays: 60, workers: 2)
  }

  @Test func aLeakedLabelIsFlaggedWhereverItIsTold() throws {
    let (shop, evaluatedAt) = try Self.leakingShop()
    let found = try suspicions(shop, evaluatedAt)
    #expect(found.contains { $0.feature == "support_tickets" && $0.areaUnderCurve == 1 })
    #expect(found.allSatisfy { $0.feature.contains("support_ticket") })

    let trained = try train(on: shop.store(), parameters: quickParameters(60))
    #expect(trained.evaluation.tooGoodToBeTrue == found)
    let card = ModelCard.text(of: trained.model, evaluation: trained.evaluation)
    #expect(card.contains("possible target leakage: 'support_ticket"))
    let leaks = (trained.model.churn?.notices ?? []).compactMap(\.finding).filter { notice in
      if case .leakage = notice { true } else { false }
    }
    #expect((1...3).contains(leaks.count))
  }

  /// A log without events leaves two groups of features out as a whole: they are named as such.
  @Test func groupsOfFeaturesThatAreUnknownAreToldInOnePhraseEach() throws {
    var shop = SyntheticShop(customers: 150, days: 400, seed: 5)
    shop.events = []
    let trained = try train(on: shop.store(), parameters: quickParameters(60))
    let unknown = trained.model.churn?.notices.compactMap(\.finding).first { notice in
      if case .unused(.alwaysMissing, _, _) = notice { true } else { false }
    }
    let notice = try #require(unknown).text
    for group in [FeatureGroup.engagement, .service] {
      let members = FeatureCatalogue.current.definitions.filter { $0.group == group }.map(\.name)
      #expect(notice.contains("all \(members.count) of \(group.rawValue)"))
      #expect(!members.contains { notice.contains(" \($0),") })
    }
    #expect(notice.contains("pieces_per_order"))
  }

  @Test func anHonestLogIsNot() throws {
    let example = try TrainedShop.example.get()
    #expect(example.trained.evaluation.tooGoodToBeTrue == [])
    #expect(try suspicions(example.shop, SyntheticShop.start + 400).isEmpty)
  }

  /// Everybody orders weekly until they leave: days since the last order tell who has left, as they may,
  /// and so does every count and sum of late orders.
  @Test func whatDatesOfOrdersTellIsNoLeak() throws {
    var shop = SyntheticShop()
    for number in 0..<200 {
      let last = number % 2 == 0 ? 400 : 310 + number % 7
      for (order, days) in stride(from: number % 7, to: last, by: 7).enumerated() {
        shop.addOrder(
          "\(number)-\(order)", of: "c\(number)", on: SyntheticShop.start + days, cents: 1_000)
      }
    }
    let asOf = SyntheticShop.start + 340
    let snapshot = Snapshot(
      of: try shop.store(), asOf: asOf, horizonInDays: 60, scoreWindowInDays: nil, workers: 1)
    let spend = try #require(snapshot.features.column(named: "spend_30"))
    let area = SingleFeature(name: "spend_30", values: spend).areaUnderCurve(
      labels: snapshot.churned)
    #expect(try #require(area) > 0.99)
    #expect(snapshot.suspicions(horizonInDays: 60, workers: 1).isEmpty)
  }

  /// One leak shows in many features: the most telling are told, the others named.
  @Test func manyFindingsAreToldBriefly() {
    let findings = ["c", "a", "b", "e", "d"].enumerated().map {
      LeakageWarning(feature: $0.element, areaUnderCurve: 1 - 0.001 * Double($0.offset))
    }
    let notices = LeakageWarning.notices(of: findings)
    #expect(
      notices == findings[0..<3].map(ChurnNotice.leakage) + [.leakageOfOthers(["e", "d"])])
    #expect(notices[3].text == "The same holds of e, d.")
    #expect(LeakageWarning.notices(of: []).isEmpty)
  }
}
