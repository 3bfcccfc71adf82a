package import Scoring
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
    if let winner = evaluation.winner {
      lines.append("Winner: \(winner), \(evaluation.reason ?? "")")
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
        model.name, fixed(model.logLikelihood, digits: 3), fixed(model.bic, digits: 1),
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
      evaluation.models.map { ($0.name, $0.diagnosis) }
      + evaluation.spend.map { ($0.name, $0.diagnosis) }
    return table.lines + [""]
      + diagnoses.filter { !$0.1.isEmpty }.map { "note: \($0.0): \($0.1)" }
  }

  private static func holdout(_ evaluation: LifetimeEvaluation) -> [String] {
    var table = TextTable([
      ("holdout", .left), ("expected", .right), ("actual", .right), ("± error", .right),
      ("deviance", .right), ("RMSE", .right), ("MAE", .right), ("AUC", .right),
      ("AUC of P(alive)", .right),
    ])
    var calibration = TextTable(
      [("mean orders by decile", .left)] + (1...10).map { ("\($0)", TextTable.Alignment.right) })
    var isJudged = false
    for model in evaluation.models {
      guard let figures = model.holdout else { continue }
      isJudged = true
      table.append([
        model.name, fixed(figures.expected, digits: 2), fixed(figures.actual, digits: 0),
        fixed(figures.differenceError, digits: 1), fixed(figures.deviance, digits: 5),
        fixed(figures.rmse, digits: 5), fixed(figures.mae, digits: 5),
        figures.auc.map { fixed($0, digits: 5) } ?? "–",
        figures.aucProbabilityAlive.map { fixed($0, digits: 5) } ?? "–",
      ])
      guard figures.calibration.count == 10 else { continue }
      calibration.append(
        ["\(model.name), expected"] + figures.calibration.map { fixed($0.expected, digits: 3) })
      calibration.append(["… actual"] + figures.calibration.map { fixed($0.actual, digits: 3) })
    }
    guard isJudged else { return [] }
    return table.lines + ["", "MAE is shown and never decides: it rewards guessing low.", ""]
      + calibration.lines + [""]
  }

  private static func gradient(_ norm: Double) -> String { norm <= 1e-8 ? "≤ 1e-8" : "\(norm)" }

  private static func parameters(_ values: [String: Double], _ errors: [String: Double]) -> String {
    let order = ["r", "alpha", "s", "beta", "a", "b", "p", "q", "gamma"]
    return order.compactMap { name in
      values[name].map { value in
        let error = errors[name].map { " ± \(fixed($0, digits: 4))" } ?? ""
        return "\(name) \(fixed(value, digits: 5))\(error)"
      }
    }.joined(separator: ", ")
  }
}
