internal import Dense
package import Models
internal import Snapshots
internal import Training
internal import Units

/// What `clv` prints.
package enum LifetimeReport {
  package static func text(of evaluation: LifetimeEvaluation) -> String {
    var lines = [
      "\(grouped(evaluation.customers)) customers, \(grouped(evaluation.orders)) order days; "
        + "parameters and log-likelihoods are in \(evaluation.unit)s", "",
    ]
    lines += fits(evaluation)
    lines += holdout(evaluation)
    for reason in ExcludedCustomers.allCases {
      guard let count = evaluation.excluded[reason] else { continue }
      let who = count == 1 ? "customer" : "customers"
      lines.append("left out: \(grouped(count)) \(who): \(reason.text)")
    }
    if let winner = evaluation.winner, let reason = evaluation.reason {
      lines.append("Orders: \(winner.rawValue): \(reason.text).")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func fits(_ evaluation: LifetimeEvaluation) -> [String] {
    var table = TextTable([
      ("model", .left), ("log-likelihood", .right), ("BIC", .right), ("gradient", .right),
      ("parameters (± standard error)", .left),
    ])
    for model in evaluation.models {
      table.append([
        model.name.rawValue, fixed(model.logLikelihood, digits: 3), fixed(model.bic, digits: 1),
        gradient(model.gradientNorm), parameters(model.parameters, model.standardErrors),
      ])
    }
    for model in evaluation.spend {
      table.append([
        model.name, fixed(model.logLikelihood, digits: 3), "", gradient(model.gradientNorm),
        parameters(model.parameters, model.standardErrors),
      ])
    }
    let diagnoses =
      evaluation.models.map { ($0.name.rawValue, $0.diagnoses.map(\.text)) }
      + evaluation.spend.map { ($0.name, $0.diagnoses.map(\.text)) }
    return table.lines + [""]
      + diagnoses.filter { !$0.1.isEmpty }
      .map { "note: \($0.0): \($0.1.joined(separator: " "))" }
  }

  private static func holdout(_ evaluation: LifetimeEvaluation) -> [String] {
    let rows =
      evaluation.models.compactMap { model in model.holdout.map { (model.name.rawValue, $0) } }
      + evaluation.baselines.map { ($0.name, $0.holdout) }
    guard !rows.isEmpty else { return [] }
    var calibration = TextTable(
      [("mean orders by decile", .left)] + (1...10).map { ("\($0)", TextTable.Alignment.right) })
    for (name, figures) in rows where figures.calibration.count == 10 {
      calibration.append(
        ["\(name), expected"] + figures.calibration.map { fixed($0.expected, digits: 3) })
      calibration.append(["… actual"] + figures.calibration.map { fixed($0.actual, digits: 3) })
    }
    var lines = holdoutTable(rows)
    lines += ["", "MAE is shown for information only; it favours models that underpredict.", ""]
    lines += calibration.lines + [""]
    guard !evaluation.value.isEmpty else { return lines }
    lines += spendTable(evaluation.value) + [""]
    if let winner = evaluation.valueWinner, let reason = evaluation.valueReason {
      lines.append("Spend: \(winner.rawValue), \(winner.title): \(reason.text).")
    }
    return lines
  }

  private static func parameters(_ values: [String: Double], _ errors: [String: Double]) -> String {
    let order = ["k", "r", "alpha", "s", "beta", "a", "b", "p", "q", "gamma"]
    return order.compactMap { name in
      values[name].map { value in
        if name == "k" { return "k \(plainText(value))" }
        let error = errors[name].map { " ± \(fixed($0, digits: 4))" } ?? ""
        return "\(name) \(fixed(value, digits: 5))\(error)"
      }
    }.joined(separator: ", ")
  }
}

/// Predicted and actual orders, a row each.
func holdoutTable(_ rows: [(name: String, holdout: LifetimeHoldout)]) -> [String] {
  var table = TextTable([
    ("orders", .left), ("expected", .right), ("actual", .right), ("± error", .right),
    ("deviance", .right), ("RMSE", .right), ("MAE", .right), ("AUC", .right),
    ("AUC of P(alive)", .right), ("Gini of spend", .right),
  ])
  for (name, figures) in rows {
    let errors = figures.errors
    table.append([
      name, fixed(errors.expected, digits: 2), fixed(errors.actual, digits: 0),
      fixed(errors.differenceError, digits: 1), fixed(errors.deviance, digits: 5),
      fixed(errors.rmse, digits: 5), fixed(errors.mae, digits: 5),
      figures.auc.map { fixed($0, digits: 5) } ?? "–",
      figures.aucProbabilityAlive.map { fixed($0, digits: 5) } ?? "–",
      figures.spend?.gini.map { fixed($0, digits: 4) } ?? "–",
    ])
  }
  return table.lines
}

/// Predicted and actual spend, a row each.
func spendTable(_ methods: [ValueMethodEvaluation]) -> [String] {
  var table = TextTable([
    ("spend", .left), ("expected", .right), ("actual", .right), ("± error", .right),
    ("off by", .right), ("deviance", .right), ("RMSE", .right), ("MAE", .right), ("Gini", .right),
  ])
  for method in methods {
    let errors = method.errors
    let bias = errors.actual > 0 ? 100 * (errors.expected / errors.actual - 1) : 0
    table.append([
      method.method.rawValue, tableAmount(errors.expected), tableAmount(errors.actual),
      tableAmount(errors.differenceError), "\(fixed(bias, digits: 1)) %",
      fixed(errors.deviance, digits: 3), tableAmount(errors.rmse), tableAmount(errors.mae),
      errors.gini.map { fixed($0, digits: 4) } ?? "–",
    ])
  }
  return table.lines
}
