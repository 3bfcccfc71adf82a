internal import Features
internal import Files
package import Lifetime
package import Models
internal import Segments
internal import Units

extension ChurnNotice: FindingText {
  package var text: String {
    switch self {
    case .unused(let reason, let features, let sameAs):
      let names =
        sameAs.isEmpty
        ? features
        : zip(features, sameAs).map { $1.isEmpty ? $0 : "\($0) (as \($1))" }
      let subject = features.count == 1 ? "1 feature is" : "\(features.count) features are"
      return "\(subject) \(reason.phrase) and not used: "
        + "\(withGroupsNamed(names).joined(separator: ", "))."
    case .constantColumn(let column): return "\(column) is constant; its coefficient is 0."
    case .duplicateColumn(let column, let other):
      return "\(column) is a linear function of \(other); their coefficients are not individually "
        + "meaningful."
    case .collinearColumn(let column, let others):
      return
        "\(column) is collinear with \(others.joined(separator: ", ")); their coefficients are "
        + "not individually meaningful."
    case .separatingColumns(let columns):
      return columns.count == 1
        ? "\(columns[0]) separates the classes (quasi-complete separation); its coefficient is "
          + "determined by the penalty."
        : "\(columns.joined(separator: ", ")) separate the classes (quasi-complete separation); "
          + "their coefficients are determined by the penalty."
    case .fitEndedEarly(let norm): return "The fit ended early, at a gradient of \(norm)."
    case .leakage(let warning):
      let meaning = FeatureCatalogue.current[warning.feature]?.meaning
      return warning.text
        + (meaning.map { " Remove it from the log; it is computed from: \($0)." } ?? "")
    case .leakageOfOthers(let features):
      return "The same holds of \(features.joined(separator: ", "))."
    }
  }
}

extension LeakageWarning {
  var text: String {
    "possible target leakage: '\(feature)' alone predicts the label almost perfectly (AUC "
      + "\(fixed(areaUnderCurve, digits: 3))). If it is filled in after a customer leaves, the metrics "
      + "are not valid for new customers; remove it."
  }
}

extension DroppedColumn.Reason {
  fileprivate var phrase: String {
    switch self {
    case .alwaysMissing: "unknown for every training customer"
    case .constant: "the same for every training customer"
    case .duplicate: "equal to another in every training row"
    }
  }
}

/// Names of features, with one phrase in place of a group that is there as a whole.
private func withGroupsNamed(_ names: [String]) -> [String] {
  let listed = Set(names)
  var whole: [String: String] = [:]
  for group in FeatureGroup.allCases {
    let members = FeatureCatalogue.current.definitions.filter { $0.group == group }.map(\.name)
    guard members.count > 1, members.allSatisfy(listed.contains) else { continue }
    for name in members { whole[name] = "all \(members.count) of \(group.rawValue)" }
  }
  var shown: [String] = []
  for phrase in names.map({ whole[$0] ?? $0 }) where !shown.contains(phrase) {
    shown.append(phrase)
  }
  return shown
}

extension TableNotice: FindingText {
  package var text: String {
    switch self {
    case .unused(let column): column.text
    case .withoutInformation(let column):
      "'\(column)' is constant or repeats an earlier column, and is not used"
    case .directionWithoutEffect(let column, let direction):
      "'\(column)' has no effect: the risk may only go \(direction.rawValue) with it, and in these rows it "
        + "does not"
    case .leakage(let warning): warning.text
    case .leakageGivenOthers(let column, let alone, let model, let others):
      "possible target leakage: '\(column)' alone ranks the rows with an AUC of \(fixed(alone, digits: 3)), "
        + "and without it that of a plain model falls from \(fixed(model, digits: 3)) to "
        + "\(fixed(others, digits: 3)): no other column knows what it knows. \(Self.ifFilledLater)"
    case .filledInAfter(let column, let filled, let rows, let churned):
      "possible target leakage: of the \(grouped(rows)) rows \(filled ? "with" : "without") a value in "
        + "'\(column)', \(grouped(churned)) churned. \(Self.ifFilledLater)"
    case .toldByValue(let column, let value, let isOther, let rows, let churned):
      "possible target leakage: of the \(grouped(rows)) rows whose '\(column)' is "
        + "\(isOther ? "other than " : "")'\(value)', \(grouped(churned)) have the label. \(Self.ifFilledLater)"
    }
  }

  private static let ifFilledLater =
    "If it is filled in after a customer leaves, or because of it, the metrics are not valid for new "
    + "customers; remove it."
}

extension ValueBias: FindingText {
  package var text: String {
    let (percent, direction) =
      switch self {
      case .totalTooHigh(let percent): (percent, "above")
      case .totalTooLow(let percent): (percent, "below")
      }
    return
      "On the holdout, total predicted spend was \(fixed(percent, digits: 0)) % \(direction) the "
      + "actual total, by more than two standard errors: rank by these values, do not budget on their "
      + "sum."
  }
}

extension ModelWeakness: FindingText {
  package var text: String { text(.churn) }

  func text(_ words: PredictedWords) -> String {
    switch self {
    case .rankingLikeChance(let auc, let low):
      "it ranks active customers hardly better than chance (AUC \(fixed(auc, digits: 3)), 95 % interval from "
        + "\(fixed(low, digits: 3)))"
    case .oneOutcome(let customers, let always):
      "the target held for \(always ? "all" : "none") of \(counted(customers, "active customer")) that it "
        + "was evaluated on, which says nothing of how it ranks them"
    case .lossAboveBaseRate(let loss, let baseRate):
      "its probabilities are worse than the \(words.rate) of training for everybody (log-loss "
        + "\(fixed(loss, digits: 4)) against \(fixed(baseRate, digits: 4)))"
    }
  }
}

extension ValueReason: FindingText {
  package var text: String {
    switch self {
    case .usual:
      "the usual method, and no other tells customers apart surely better (two standard errors of the "
        + "deviance, the totals made equal)"
    case .surelyBetter:
      "it tells customers apart surely better than the usual method (deviance, the totals made equal, by "
        + "more than two standard errors)"
    case .higherGini: "it ranks customers better than the usual method (Gini, by more than .01)"
    case .lowestDevianceAndRMSE:
      "lowest deviance × RMSE among methods that beat the mean baseline on both and whose total is "
        + "within two standard errors of the actual total"
    case .nearestTotal:
      "no method is within two standard errors of the actual total and beats the mean baseline on "
        + "deviance and RMSE; this one's total is nearest among those that no other beats on both"
    }
  }
}

extension LifetimeReason: FindingText {
  package var text: String {
    switch self {
    case .lowestDeviance:
      "lowest deviance among the models whose total is within two standard errors of the actual total"
    case .lowestDevianceAllBiased:
      "lowest deviance; note that every model's total misses the actual total by more than two "
        + "standard errors"
    }
  }
}

extension ExcludedCustomers {
  var text: String {
    switch self {
    case .firstOrderAfterSplit: "first order on or after the first day of the holdout"
    case .repeatOrdersWithoutSpend:
      "repeat orders cost nothing, so that Gamma-Gamma cannot use them"
    }
  }
}

extension Diagnosis: FindingText {
  package var text: String {
    switch self {
    case .noRepeatOrders:
      """
      No repeat orders: purchase and dropout rates are not identified. Falling back to Jeffreys' \
      estimate (half an order over the observation period).
      """
    case .noDropout:
      """
      No dropout is visible: customers keep ordering at their own rate. Falling back to the NBD model, \
      in which no customer drops out.
      """
    case .immediateDropout:
      "Every customer appears to drop out at the first opportunity: no further orders are expected."
    case .equalDropout:
      "No heterogeneity in dropout is visible. Falling back to one dropout probability for all customers."
    case .dividedDropout:
      "Customers appear to drop out at once or never, with nothing between."
    case .equalRates:
      "No heterogeneity in purchase rates is visible. Falling back to one rate for all customers."
    case .dividedRates:
      "A few customers order and the others appear never to: purchase rates differ without bound."
    case .equalOrderValues:
      "A customer's order values do not vary visibly. Falling back to the customer's own mean."
    case .equalSpenders:
      "No heterogeneity in spend between customers is visible. Falling back to one mean for all customers."
    case .unboundedSpend:
      """
      Spend is so unequal that its distribution has no finite mean. Falling back to the observed mean \
      where a forecast would be infinite.
      """
    case .flatLikelihood:
      """
      A parameter is not identified: quite different values fit as well. Forecasts may still be sound; \
      single parameters are not.
      """
    }
  }
}

extension ValueMethod {
  /// What it is, in words.
  var title: String {
    switch self {
    case .mean: "the mean baseline"
    case .lastPeriod: "spend of the last period repeated"
    case .recency: "a regression on recency"
    case .frequency: "a regression on frequency"
    case .lifetime: "the lifetime model"
    case .lifetimeByChurn: "the lifetime model with the churn model's probability"
    case .twoPart: "the churn model's probability times a gamma regression of spend"
    case .combined: "the lifetime model and the two-part regression combined"
    }
  }
}

extension ValueEvaluation {
  /// What the intervals of `intervalCoverage` were fitted to.
  var intervalOrigin: String {
    winner == .lifetime
      ? "fitted one window earlier" : "fitted one window earlier to the lifetime model's forecasts"
  }
}

extension ClusterSuccession {
  /// Of clusters that are numbered so.
  var text: String {
    let least = shares.enumerated().min { ($0.element, $0.offset) < ($1.element, $1.offset) }
    return "as by the model \(model): \(fixed(100 * share, digits: 0)) % of the customers have the "
      + "number that it gives them"
      + (least.map {
        ", fewest of cluster \($0.offset + 1) (\(fixed(100 * $0.element, digits: 0)) %)"
      } ?? "")
  }
}

extension Penalty {
  /// How many columns a fit with such a penalty uses.
  static func columns(_ coefficients: [Double], l1Share: Double?) -> String {
    guard let l1Share else { return "\(coefficients.count) columns" }
    return
      "\(coefficients.count { $0 != 0 }) of \(coefficients.count) columns (L1 ratio \(l1Share); "
      + "the other coefficients are 0)"
  }
}

/// The norm of a gradient at the end of a fit: a bound where it has converged, as the last digits of
/// what is zero but for rounding say nothing.
func gradient(_ norm: Double) -> String {
  norm <= 1e-8 ? "≤ 1e-8" : "\(significant(norm, digits: 2))"
}
