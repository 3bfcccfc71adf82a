package import Comparison
package import Models
internal import Segments
internal import Snapshots
internal import Training
internal import Units

let noOrdersSentence: Sentence = """
  found no customer with an order: the amounts of all rows are below 0 or cancel out, which makes \
  them refunds. Check the amount column (\(option: .columns, "amount=…")) and \(option: .filter).
  """

extension ScoringError: Worded {
  package var sentence: Sentence {
    switch self {
    case .noOrders: noOrdersSentence
    case .nobodyToScore(_, firstOrder: nil):
      """
      found no order in these rows, so there is nobody to score. Check the amount column \
      (\(option: .columns, "amount=…")) and \(option: .filter).
      """
    case .nobodyToScore(let asOf, let firstOrder?):
      """
      no customer has an order before \(asOf); the first order is of \(firstOrder). Pass a later \
      \(option: .asOf).
      """
    case .sectionMissing(let section, let use):
      """
      the model has no section '\(section.rawValue)', which \(use.rawValue) needs. Train it again \
      with `perennial train`.
      """
    case .predictsTarget(let rule, let use):
      """
      the model predicts '\(rule)', and \(use.rawValue) needs one of churn. Train one with \
      `perennial train` without \(option: .target)\
      \(use == .sql ? ", or export this one with `perennial export onnx`, `pmml`, `mlflow` or `python`" : "").
      """
    case .otherCurrency(let model, let log):
      """
      the model was trained on amounts in \(model), these orders are in \(log): they cannot be \
      scored by it
      """
    case .otherCatalogue(let name):
      """
      the model's features are of the catalogue '\(name)', which this command does not compute. \
      Score a file of them with `perennial predict` and \(option: .features, "FILE").
      """
    case .valueHorizonTooShort(let found, let horizon):
      shortValueHorizon(found, horizonInDays: horizon)
    case .noProspectModel:
      """
      the model has no section 'prospects': its log had too few customers with events before their \
      first order. At least \(ProspectTraining.fewestOfAKind) of them who ordered within the \
      horizon, and as many who did not, are needed to train on, and as many to evaluate on \
      (\(option: .events)).
      """
    case .noProspects(let asOf):
      """
      nobody has an event and no order before \(asOf): there are no prospects. Pass \
      \(option: .events) with people who have not ordered yet, or another \(option: .asOf).
      """
    case .unknownRules(let error): "\(error)"
    case .faultyRules(let error): Sentence(lines: error.description)
    }
  }
}

extension ComparisonError: Worded {
  package var sentence: Sentence {
    switch self {
    case .onePartition(let name):
      """
      found \(name.map { "one partition, '\($0)'" } ?? "no partition"), expected two or more. Pass \
      another rule set (\(option: .rules)) or a column of groups (\(option: .partition)), or leave \
      out \(option: .noClusters).
      """
    case .partitionNameTaken(let name):
      """
      found two partitions called '\(name)', or a result of that name, expected each once. Change \
      `name:` in the rule file, or pass \(option: .partition, "NAME=\(name)").
      """
    case .scoring(let error): error.sentence
    case .plan(.logTooShort(let first, let last, let horizon)):
      shortLogSentence(
        from: first, to: last, horizonInDays: horizon,
        "Pass a longer log, or a model that was trained with a shorter \(option: .horizon).")
    case .plan(let error): error.sentence
    case .training(let error): error.sentence
    }
  }
}
