import Comparison
import Expressions
import Intake
import Interventions
import Learning
import Lifetime
import Models
import Reporting
import Scoring
import Segments
import Snapshots
import Training
import Units

private let day = Day(number: 20_000)

extension TableTrainingError: Sampled {
  static func sample(after previous: TableTrainingError?) -> TableTrainingError? {
    switch previous {
    case nil: .oneClass(column: "label", allPositive: true, rows: 1_200)
    case .oneClass: .tooFewOfAClass(column: "label", found: 8, needed: 11, rows: 1_200)
    case .tooFewOfAClass: .tooManyColumns(found: 2_345, most: 2_000, widest: "city")
    case .tooManyColumns: .oneClassBySplit(day, column: "since", before: 900, after: 100)
    case .oneClassBySplit: .fit(.noRows)
    case .fit: nil
    }
  }
}

extension PlanError: Sampled {
  static func sample(after previous: PlanError?) -> PlanError? {
    switch previous {
    case nil: .logTooShort(first: day - 100, last: day, horizonInDays: 90)
    case .logTooShort(_, _, horizonInDays: 90):
      .logTooShort(first: day, last: day, horizonInDays: 30)
    case .logTooShort: .evaluationDateOutside(day, earliest: day - 200, latest: day - 90)
    case .evaluationDateOutside: .valueHorizonTooShort(60, horizonInDays: 90)
    case .valueHorizonTooShort: nil
    }
  }
}

extension TargetError: Sampled {
  static func sample(after previous: TargetError?) -> TargetError? {
    switch previous {
    case nil: .noColumn("channel", of: .orders)
    case .noColumn(_, of: .orders): .noColumn("event", of: .events)
    case .noColumn:
      .unknownText(column: "category", text: "whine", nearest: "wine", of: .lines)
    case .unknownText(_, _, "wine", _):
      .unknownText(column: "event", text: "?", nearest: nil, of: .events)
    case .unknownText: .windowBeyondHorizon(windowInDays: 90, horizonInDays: 60)
    case .windowBeyondHorizon: .logTooShort(first: day - 100, last: day, windowInDays: 90)
    case .logTooShort:
      .constant(rule: "spend(90d) > 100", always: true, rows: 1_234, windowInDays: 90)
    case .constant(_, always: true, _, _):
      .constant(rule: "spend(90d) > 100", always: false, rows: 1_234, windowInDays: 90)
    case .constant: nil
    }
  }
}

extension ScoringError: Sampled {
  static func sample(after previous: ScoringError?) -> ScoringError? {
    switch previous {
    case nil: .noOrders
    case .noOrders: .nobodyToScore(asOf: day, firstOrder: nil)
    case .nobodyToScore(_, nil): .nobodyToScore(asOf: day, firstOrder: day + 9)
    case .nobodyToScore: .sectionMissing(.churn, neededFor: .predict)
    case .sectionMissing: .predictsTarget("spend(90d) > 100", neededFor: .predict)
    case .predictsTarget: .otherCurrency(model: "EUR", log: "USD")
    case .otherCurrency: .otherCatalogue("other/1")
    case .otherCatalogue: .valueHorizonTooShort(60, horizonInDays: 90)
    case .valueHorizonTooShort: .noProspectModel
    case .noProspectModel: .noProspects(asOf: day)
    case .noProspects: .unknownRules(UnknownRuleSet(name: "rfm99"))
    case .unknownRules: faultyRules.map { .faultyRules($0) }
    case .faultyRules: nil
    }
  }

  private static var faultyRules: RuleSetError? {
    var text = RuleSetText.rfm125
    text.segments[0].when = "r >"
    do {
      _ = try RuleSet(text)
      return nil
    } catch { return error }
  }
}

extension TrainingError: Sampled {
  static func sample(after previous: TrainingError?) -> TrainingError? {
    switch previous {
    case nil: .plan(.valueHorizonTooShort(60, horizonInDays: 90))
    case .plan: .target(.windowBeyondHorizon(windowInDays: 90, horizonInDays: 60))
    case .target: .scoring(.noOrders)
    case .scoring: .tooFewCustomers(0)
    case .tooFewCustomers(0): .tooFewCustomers(1)
    case .tooFewCustomers: .datesMissing([day - 60, day - 30], horizonInDays: 30)
    case .datesMissing: .logBeginsLate(asOf: day, firstOrder: day + 9)
    case .logBeginsLate(_, .some): .logBeginsLate(asOf: day, firstOrder: nil)
    case .logBeginsLate: .oneClass(allChurned: true, customers: 1_234, horizonInDays: 30)
    case .oneClass(allChurned: true, _, _):
      .oneClass(allChurned: false, customers: 1_234, horizonInDays: 365)
    case .oneClass: .holdoutOutside(day, earliest: day - 200, latest: day - 1)
    case .holdoutOutside: .otherHorizon(model: 60, asked: 90)
    case .otherHorizon: .otherTarget(model: nil, asked: "orders(30d) = 0")
    case .otherTarget(model: nil, _):
      .otherTarget(model: "spend(90d) < 20", asked: "orders(30d) = 0")
    case .otherTarget: .otherClusterCount(5, earlier: 8, model: "0123456789ab")
    case .otherClusterCount: .constantFeatures(["orders", "spend"])
    case .constantFeatures: .clusters(.noRows)
    case .clusters: .purchases(.noRows)
    case .purchases: .fit(.churnModel, .noRows)
    case .fit(.churnModel, _): .fit(.churnProducts, .noPositiveResponse)
    case .fit(.churnProducts, _): .fit(.churnSettings, .oneClassOnly(label: 1))
    case .fit(.churnSettings, _): .fit(.churnCalibration, .noRows)
    case .fit(.churnCalibration, _): .fit(.pastChurnModels, .noRows)
    case .fit(.pastChurnModels, _):
      .fit(.churnBaseline(features: ["recency", "frequency"]), .noRows)
    case .fit(.churnBaseline, _): .fit(.prospectModel, .noRows)
    case .fit(.prospectModel, _): .fit(.spendRegression, .noRows)
    case .fit(.spendRegression, _): .fit(.valueBaseline, .noRows)
    case .fit(.valueBaseline, _):
      .undefined(UndefinedFigure(keyPath: "sections.churn.coefficients.2"))
    case .undefined: nil
    }
  }
}

extension ComparisonError: Sampled {
  static func sample(after previous: ComparisonError?) -> ComparisonError? {
    switch previous {
    case nil: .onePartition(nil)
    case .onePartition(nil): .onePartition("segments")
    case .onePartition: .partitionNameTaken("tier")
    case .partitionNameTaken: .scoring(.sectionMissing(.clusters, neededFor: .compare))
    case .scoring: .plan(.logTooShort(first: day - 100, last: day, horizonInDays: 90))
    case .plan: .training(.clusters(.noRows))
    case .training: nil
    }
  }
}

extension RequirementsNotMet: Sampled {
  static func sample(after previous: RequirementsNotMet?) -> RequirementsNotMet? {
    guard previous == nil, let auc = ModelRequirement("auc=0.9"),
      let loss = ModelRequirement("all.log_loss=0.2")
    else { return nil }
    return RequirementsNotMet(shortfalls: [
      ModelShortfall(requirement: auc, rows: .customers(.active), found: 0.87654321),
      ModelShortfall(requirement: loss, rows: .holdout, found: nil),
    ])
  }
}

extension ModelError: Sampled {
  static func sample(after previous: ModelError?) -> ModelError? {
    let path = "models/shop"
    return switch previous {
    case nil: .missing(path: path)
    case .missing: .unreadable(path: path, reason: "Permission denied")
    case .unreadable: .foreign(path: path)
    case .foreign: .newerVersion(path: path, found: "9.0", supported: "2.0")
    case .newerVersion: .unknownSection(path: path, section: "weather")
    case .unknownSection: .damaged(path: path, reason: "its digest does not match")
    case .damaged: .learnedFromTable(path: path)
    case .learnedFromTable: .learnedFromHistories(path: path)
    case .learnedFromHistories: .learnedFromContracts(path: path)
    case .learnedFromContracts: .notOfContracts(path: path)
    case .notOfContracts: nil
    }
  }
}

extension ParameterError: Sampled {
  static func sample(after previous: ParameterError?) -> ParameterError? {
    switch previous {
    case nil: .saveRate(0.7)
    case .saveRate: .contactCost(-1)
    case .contactCost: .discountRate(-0.1)
    case .discountRate: nil
    }
  }
}

extension Notice: Sampled {
  static func sample(after previous: Notice?) -> Notice? {
    switch previous {
    case nil: .strayLastDay(day, previous: day - 270)
    case .strayLastDay: .strayFirstDay(day - 9_000, next: day - 270, orders: 2)
    case .strayFirstDay: .partialLastDay(day, orders: 3, usual: 1_200)
    case .partialLastDay: .asOfLongAfterLog(day + 400, lastOrder: day)
    case .asOfLongAfterLog: .eventsEndEarly(lastEvent: day - 90, lastOrder: day)
    case .eventsEndEarly: .rejectedRows([row], count: 1_234)
    case .rejectedRows: .rowsWithoutCustomer(5, of: 12_345)
    case .rowsWithoutCustomer: .duplicates(rows: 17, of: .orders, dropped: false)
    case .duplicates(_, _, dropped: false): .duplicates(rows: 17, of: .events, dropped: true)
    case .duplicates: .busyCustomer(id: "guest", orders: 4_321, share: 0.173)
    case .busyCustomer: .similarIDs(groups: 2, examples: ["ANNAB", "Anna B"])
    case .similarIDs: .returnedLeftOut(column: "returned")
    case .returnedLeftOut:
      .undecidedColumn(file: "orders.csv", role: .channel, candidates: ["source", "medium"])
    case .undecidedColumn: .firstLineLooksLikeRow(file: "orders.csv")
    case .firstLineLooksLikeRow:
      .statusNotFound(column: "state", values: ["payd"], found: ["paid", "void"])
    case .statusNotFound: nil
    }
  }

  private static let row = RejectedRow(
    file: "orders.csv", line: 9, column: "date", found: "soon", expected: .date(pattern: nil),
    reason: .time)
}

extension PreviousScoresError: Sampled {
  static func sample(after previous: PreviousScoresError?) -> PreviousScoresError? {
    let (file, line) = ("scores.csv", 3)
    func cell(_ column: String, _ found: String, _ expected: Expectation) -> Self {
      .badCell(file: file, line: line, column: column, found: found, expected)
    }
    return switch previous {
    case nil: .unreadable(.noRows(files: [file]))
    case .unreadable: .otherFields(file: file, line: line, found: 1, expected: 3)
    case .otherFields:
      .noColumn(file: file, column: "customer_id", columns: ["customer_id;list"])
    case .noColumn:
      .notAllColumns(file: file, column: "why_not", columns: ["customer_id", "list"])
    case .notAllColumns: cell("customer_id", "", .id)
    case .badCell(_, _, _, _, .id): cell("customer_id", "7", .idOnce)
    case .badCell(_, _, _, _, .idOnce): cell("churn_probability", "1e308", .probability)
    case .badCell(_, _, _, _, .probability): cell("orders", "-1", .count)
    case .badCell(_, _, _, _, .count):
      cell("value_if_kept", "1e15", .number(-1_000_000_000_000...1_000_000_000_000))
    case .badCell(_, _, _, _, .number): cell("list", "later", .list(["act", "win_back", "none"]))
    case .badCell(_, _, _, _, .list): cell("reliable", "perhaps", .yesOrNo)
    case .badCell(_, _, _, _, .yesOrNo): cell("as_of", "2026-02-30", .oneDate)
    case .badCell(_, _, _, _, .oneDate): cell("horizon_days", "0", .oneHorizon)
    case .badCell: .notAllRows(file: file, rows: 20, lastRank: 2_446)
    case .notAllRows: .later(file: file, asOf: day, scored: day - 30)
    case .later: nil
    }
  }
}
