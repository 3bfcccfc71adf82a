internal import Models
package import Training
internal import Units

extension HorizonReason: FindingText {
  package var text: String {
    switch self {
    case .fewestMistakes(let days, let returnsAfter, let foundLate):
      "Of returning customers, \(percent(returnsAfter, digits: 0)) return only after \(days) days and "
        + "would be flagged as churned; of lost customers, \(percent(foundLate, digits: 0)) are detected "
        + "later than three times their median inter-purchase time. No other window has a sum of the two "
        + "error rates that is clearly lower (by more than five points): a shorter one flags more "
        + "customers who would return, a longer one detects lost customers later."
    case .longestWindow:
      "Too few customers have ordered again, or been lost, to weigh false positives against detection "
        + "delay; this is the longest window that leaves one to train on and one to evaluate on."
    }
  }
}

extension HorizonCaution: FindingText {
  package var text: String {
    switch self {
    case .betterWindowNotUsable(let days, let span, let churners, let stayers):
      "A window of \(days) days would have lower error rates, but the log cannot train a model on it: "
        + "that takes about \(3 * days) days of orders (found \(span)) with \(HorizonWindow.enough) "
        + "active customers who churn and as many who stay (found \(churners) and \(stayers))."
    case .censoredSpells(let share, let followUp):
      "\(percent(share, digits: 0)) of inactive spells are right-censored. The estimates correct for "
        + "this, but cannot say anything about returns after more than \(followUp) days."
    case .shortFollowUp(let followUp, let days):
      "Returns can be followed for \(followUp) days only, less than three windows of \(days): more "
        + "customers may return late than is shown here."
    case .fewActiveCustomers(let churners, let stayers):
      "At the last date with a complete window, \(churners) active customers churn and \(stayers) stay; "
        + "expected at least \(HorizonWindow.enough) of each for stable metrics."
    }
  }
}

extension ClusterChoiceReason: FindingText {
  package var text: String {
    func best(_ churn: Int, _ spend: Int) -> String {
      churn == spend
        ? "\(churn) clusters explain most of churn and of spend"
        : "\(churn) clusters explain most of churn, \(spend) most of spend"
    }
    switch self {
    case .fewestWithinOneError(let clusters, let churn, let spend):
      return "\(best(churn, spend)); \(clusters) are the fewest within one standard error of both."
    case .bestOfChurn(let churn, let spend):
      return
        "\(best(churn, spend)); no number is within one standard error of both, so churn decides."
    }
  }
}

extension BacktestNotice: FindingText {
  package var text: String {
    switch self {
    case .originLeftOut(let origin, let error): "Origin \(origin) is left out: \(error)"
    case .fewerOrigins(let held, let wanted, let horizon):
      "The log has room for \(held) of the \(wanted) origins asked for: each needs two horizons of "
        + "\(horizon) days before it."
    case .previousNotEvaluated(let labelsEnd):
      "The previous model was trained on labels up to \(labelsEnd); no origin lies at or after that, so "
        + "it is not evaluated: it has already seen every outcome."
    }
  }
}

extension DataSufficiency {
  /// How many customers there are, and how precise that makes the metrics.
  package var sentence: String { sentence(.churn) }

  func sentence(_ words: PredictedWords) -> String {
    let (happened, not) = words.outcomes
    let counts =
      "\(grouped(customers)) \(subject.words), \(grouped(churners)) \(happened) and "
      + "\(grouped(stayers)) \(not)"
    guard let half = halfWidthOfAUC, let needed = customersNeeded else {
      return "\(counts): all labels are identical, no model can be trained"
    }
    let told = "\(counts): AUC standard half-width about ±\(fixed(half, digits: 2))"
    guard !isEnough else { return "\(told): sufficient" }
    return "\(told). Too few: \(Self.enough) of each class are sufficient, at these rates some "
      + "\(grouped(roundedToTwoDigits(needed))) \(subject.words)"
  }

  /// What to say after training; nil where there is enough.
  package var notice: String? { notice(.churn) }

  func notice(_ words: PredictedWords) -> String? {
    isEnough ? nil : "evaluated on \(sentence(words))."
  }
}

extension DataSufficiency.Subject {
  fileprivate var words: String {
    switch self {
    case .activeCustomers: "active customers"
    case .rows: "rows"
    }
  }
}

/// The span of a log against its horizon.
///
/// - Parameters:
///   - days: from the first order to the last.
///   - horizonInDays: H.
/// - Returns: how many horizons it holds and what more would bring.
package func spanSentence(days: Int, horizonInDays: Int) -> String {
  let times = Double(days) / Double(horizonInDays)
  let told =
    "the log covers \(fixed(times, digits: 1)) horizons of \(horizonInDays) days"
  if days < 2 * horizonInDays + 1 {
    return
      "\(told). Too short: at least \(2 * horizonInDays + 1) days are needed (one horizon to train "
      + "on, one to evaluate on, and a day before), \(3 * horizonInDays + 1) give two training snapshots"
  }
  if days < 3 * horizonInDays + 1 {
    return "\(told): one training snapshot; two need \(3 * horizonInDays + 1) days"
  }
  return days < daysOfTwoYears
    ? "\(told): sufficient. Seasonality needs two years of data" : "\(told): sufficient"
}

private func roundedToTwoDigits(_ value: Int) -> Int {
  var unit = 1
  while value / unit >= 100 { unit *= 10 }
  return (value + unit - 1) / unit * unit
}
