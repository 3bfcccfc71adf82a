internal import Models
internal import Snapshots
internal import Units

/// A figure with its 95 % interval; what the data do not define is absent.
struct CardEstimate: Encodable {
  let value: Double?
  let low: Double?
  let high: Double?

  init(_ estimate: IntervalEstimate) {
    value = estimate.value
    low = estimate.low
    high = estimate.high
  }
}

/// What a model said of one group of customers, beside what they did.
struct CardGroup: Encodable {
  let customers: Int
  let churned: Double
  let predicted: Double?
  /// Whether it says more than the group's base rate.
  let isInformative: Bool
  let auc: CardEstimate
  let logLoss: CardEstimate
  let logLossOfBaseRate: Double
  let brier: CardEstimate
  let ece: CardEstimate
  let lift10: CardEstimate
  let calibrationIntercept: CardEstimate
  let calibrationSlope: CardEstimate
  /// Area under the curve of simpler forecasts, by name.
  let baselines: [String: CardEstimate]
  let faults: [String]

  enum CodingKeys: String, CodingKey {
    case customers, churned, predicted
    case isInformative = "informative"
    case auc
    case logLoss = "log_loss"
    case logLossOfBaseRate = "log_loss_of_base_rate"
    case brier, ece
    case lift10 = "lift_10"
    case calibrationIntercept = "calibration_intercept"
    case calibrationSlope = "calibration_slope"
    case baselines = "auc_of_baselines"
    case faults = "calibration_faults"
  }

  private init(
    customers: Int, churned: Double, isInformative: Bool, _ model: MetricSet,
    logLossOfBaseRate: Double, baselines: [String: IntervalEstimate], faults: [String]
  ) {
    self.customers = customers
    self.churned = churned
    predicted = model.predictedRate
    self.isInformative = isInformative
    auc = CardEstimate(model.auc)
    logLoss = CardEstimate(model.logLoss)
    self.logLossOfBaseRate = logLossOfBaseRate
    brier = CardEstimate(model.brier)
    ece = CardEstimate(model.ece)
    lift10 = CardEstimate(model.lift10)
    calibrationIntercept = CardEstimate(model.calibrationIntercept)
    calibrationSlope = CardEstimate(model.calibrationSlope)
    self.baselines = baselines.mapValues(CardEstimate.init)
    self.faults = faults
  }

  init(_ group: GroupEvaluation) {
    var baselines = ["recency": group.recency.auc, "frequency": group.frequency.auc]
    baselines["recency_frequency"] = group.recencyFrequency?.auc
    self.init(
      customers: group.customers, churned: group.baseRate, isInformative: group.isInformative,
      group.model, logLossOfBaseRate: group.baseRateLogLoss, baselines: baselines,
      faults: group.calibrationFaults)
  }

  init(_ group: TableGroupEvaluation) {
    self.init(
      customers: group.customers, churned: group.baseRate, isInformative: group.isInformative,
      group.model, logLossOfBaseRate: group.baseRateLogLoss,
      baselines: ["best_column": group.bestFeature.auc], faults: [])
  }
}

/// Figures of one date, of active customers.
struct CardDate: Encodable {
  let asOf: Day
  let usedFor: SnapshotEvaluation.Part
  let customers: Int
  let churned: Double
  let auc: Double?
  let isInSample: Bool

  enum CodingKeys: String, CodingKey {
    case asOf = "as_of"
    case usedFor = "used_for"
    case customers, churned, auc
    case isInSample = "in_sample"
  }

  init?(_ snapshot: SnapshotEvaluation) {
    guard let active = snapshot.group(.active) else { return nil }
    asOf = snapshot.asOf
    usedFor = snapshot.part
    customers = active.customers
    churned = active.baseRate
    auc = active.auc
    isInSample = snapshot.isInSample
  }
}

/// How forecasts of spend held.
struct CardValue: Encodable {
  let asOf: Day
  let horizonInDays: Int
  let customers: Int
  let ordersBy: String
  let spendBy: String
  let expected: Double
  let actual: Double
  /// Standard error of actual less expected.
  let differenceError: Double
  let rmse: Double
  let gini: Double?
  /// Of intervals that should hold 80 %.
  let intervalCoverage: Double?
  let faults: [String]

  enum CodingKeys: String, CodingKey {
    case asOf = "as_of"
    case horizonInDays = "horizon_days"
    case customers
    case ordersBy = "orders_by"
    case spendBy = "spend_by"
    case expected, actual
    case differenceError = "difference_error"
    case rmse, gini
    case intervalCoverage = "interval_coverage"
    case faults
  }

  init?(_ value: ValueEvaluation) {
    guard let all = value.groups["all"] else { return nil }
    asOf = value.asOf
    horizonInDays = value.horizonInDays
    customers = value.customers
    ordersBy = value.lifetimeWinner.rawValue
    spendBy = value.winner.rawValue
    expected = all.expected
    actual = all.actual
    differenceError = all.differenceError
    rmse = all.rmse
    gini = all.gini
    intervalCoverage = value.intervalCoverage
    faults = [value.bias?.text].compactMap(\.self)
  }
}
