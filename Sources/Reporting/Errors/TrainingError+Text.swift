internal import Learning
internal import Lifetime
package import Snapshots
package import Training
package import Units

extension PlanError: Worded {
  package var sentence: Sentence {
    switch self {
    case .logTooShort(let first, let last, let horizon):
      let longest = (last - first) / 2
      return Sentence(
        shortLogSentence(
          from: first, to: last, horizonInDays: horizon,
          longest > 0
            ? "Pass a shorter \(option: .horizon) or a longer log." : "Pass a longer log."),
        use: longest > 0 ? Cure(.horizon, "\(longest)d") : nil)
    case .evaluationDateOutside(let date, let earliest, let latest):
      return """
        \(option: .evaluateAt, "\(date)"): expected a date from \(earliest) (one horizon after the \
        log begins) to \(latest) (the last whose horizon is complete)
        """
    case .valueHorizonTooShort(let found, let horizon):
      return shortValueHorizon(found, horizonInDays: horizon)
    }
  }
}

/// A log without room to train and to evaluate.
///
/// - Parameters:
///   - first: the day of the first order.
///   - last: that of the last one.
///   - horizon: for which it is too short.
///   - advice: what to do, a sentence.
/// - Returns: the sentences.
package func shortLogSentence(
  from first: Day, to last: Day, horizonInDays horizon: Int, _ advice: Sentence
) -> Sentence {
  let span = last - first + 1
  return """
    the orders run from \(first) to \(last), \(span) day\(span == 1 ? "" : "s"), which is too \
    short for a horizon of \(horizon) days: expected at least \(2 * horizon + 1) days (one \
    horizon to train on, one to evaluate on, and a day before them). \(advice)
    """
}

func shortValueHorizon(_ found: Int, horizonInDays horizon: Int) -> Sentence {
  Sentence(
    """
    a CLV horizon of \(found) days: expected at least the churn horizon of \(horizon) days, because \
    value is split by whether a customer orders in it. Pass a longer \(option: .clvHorizon).
    """, use: Cure(.clvHorizon, "\(horizon)d"))
}

extension TrainingError: Worded {
  package var sentence: Sentence {
    switch self {
    case .plan(let error): error.sentence
    case .target(let error): error.sentence
    case .scoring(let error): error.sentence
    case .tooFewCustomers(0): noOrdersSentence
    case .datesMissing(let dates, let days):
      """
      found no rows as of \(dates.map { "\($0)" }.joined(separator: ", ")) that tell the orders of the \
      next \(days) days, expected some: take all rows of a query of `perennial export sql` for that horizon
      """
    case .tooFewCustomers(let count):
      """
      found \(count) customer\(count == 1 ? "" : "s") with an order, expected at least 2: a model \
      cannot learn from fewer; \(DataSufficiency.enough) who churned and as many others are enough. \
      Check the customer column (\(option: .columns, "customer=…")) and \(option: .filter).
      """
    case .logBeginsLate(let asOf, let firstOrder):
      """
      no customer has an order before \(asOf), at which the model was learned or evaluated\
      \(firstOrder.map { "; the first order is of \($0)" } ?? ""). The figures of the evaluation are made \
      again from the orders that the model was trained on: pass these, or a model that was trained on yours.
      """
    case .oneClass(let allChurned, let customers, let horizon):
      """
      of \(customers) training rows, \(allChurned ? "none has an" : "every one has an") order in \
      the \(horizon) days after its as-of date; expected some with and some without \
      (\(DataSufficiency.enough) of each are enough). Pass a \(allChurned ? "longer" : "shorter") \
      \(option: .horizon).
      """
    case .holdoutOutside(let date, let earliest, let latest):
      """
      \(option: .evaluateAt, "\(date)"): expected a date from \(earliest) (a day after the first \
      order) to \(latest) (the last order)
      """
    case .otherTarget(let model, let asked):
      """
      \(option: .against): found a model of \(model.map { "'\($0)'" } ?? "churn"), expected one of \
      \(option: .target, asked)
      """
    case .otherHorizon(let model, let asked):
      Sentence(
        """
        the previous model predicts \(model) days, the backtest evaluates \(asked): they cannot be \
        compared. Pass the model's \(option: .horizon), or another model.
        """, use: Cure(.horizon, "\(model)d"))
    case .constantFeatures(let features):
      """
      clusters cannot be formed: none of \(features.joined(separator: ", ")) varies. Pass other \
      features with \(option: .clusterOn).
      """
    case .otherClusterCount(let count, let earlier, let model):
      """
      \(option: .clustersLike): found \(count) clusters now, expected the \(earlier) of the model \(model): \
      numbers are kept one by one. Train without it, or with other features (\(option: .clusterOn)).
      """
    case .clusters(let error): "clusters could not be formed: \(error)"
    case .purchases(let error):
      "the lifetime models cannot be fitted to these orders: \(error)"
    case .fit(let fitted, let error): "\(fitted.words): \(error)"
    case .undefined(let error): error.sentence
    }
  }
}

extension TrainingError.Fitted {
  fileprivate var words: String {
    switch self {
    case .churnModel: "the churn model could not be fitted"
    case .churnProducts: "the churn model's interactions could not be selected"
    case .churnSettings: "the churn model's settings could not be selected"
    case .churnCalibration: "the churn model's calibration could not be tested"
    case .pastChurnModels: "the churn model could not be evaluated at past dates"
    case .churnBaseline(let features):
      "the churn baseline on \(features.joined(separator: " and ")) could not be fitted"
    case .prospectModel: "the model of prospects could not be fitted"
    case .spendRegression: "the regression of spend could not be fitted"
    case .valueBaseline: "a baseline of value could not be fitted"
    }
  }
}

extension RequirementsNotMet: Worded {
  package var sentence: Sentence {
    """
    the model is not written, because it misses what \(option: .require) asks for: \
    \(shortfalls.map(\.text).joined(separator: "; "))
    """
  }
}

extension WeakModel: Worded {
  package var sentence: Sentence {
    """
    the model is written and marked as weak\(target == nil ? ", and puts nobody on a list to act on" : ""): \
    \(weaknesses.map { $0.text(PredictedWords(target: target)) }.joined(separator: "; ")). Events, a longer log or another horizon may help; \
    \(option: .acceptWeak) takes it as it is
    """
  }
}

extension ModelShortfall {
  fileprivate var text: String {
    let metric = requirement.metric.rawValue
    let expected = "expected \(requirement.isRising ? "at least" : "at most") \(requirement.value)"
    let figure =
      found.map { "found \(metric) \(significant($0, digits: 6)), \(expected)" }
      ?? "found no \(metric), \(expected)"
    switch rows {
    case .customers(let group): return "\(group.rawValue) customers: \(figure)"
    case .holdout: return "holdout rows: \(figure)"
    }
  }
}
