package import Scoring
internal import Units

/// What `train` prints: how the procedure did out of time, and what was saved.
package enum TrainingReport {
  package static func text(of trained: TrainedModel, folder: String) -> String {
    let evaluation = trained.evaluation
    let plan = trained.plan
    var lines = [
      "Judged out of time: learned at \(list(evaluation.trainedAsOf)), scored the "
        + "\(evaluation.horizonInDays) days from \(evaluation.asOf).", "",
    ]
    lines += churnTable(evaluation)
    if let value = evaluation.value { lines += valueTable(value) }
    if plan.valueHorizonInDays < plan.wantedValueHorizonInDays {
      lines += [
        "The log is too short to teach values over \(plan.wantedValueHorizonInDays) days: the value "
          + "horizon is \(plan.valueHorizonInDays) days.", "",
      ]
    }
    lines += trained.model.notices.map { "note: \($0)" }
    lines.append(
      "Saved \(folder), model \(trained.model.shortDigest): a refit on \(list(plan.refit)). The "
        + "figures above judge the procedure, not this refit.")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func churnTable(_ evaluation: Evaluation) -> [String] {
    var table = TextTable([
      ("group", .left), ("customers", .right), ("churned", .right), ("AUC", .right),
      ("95 %", .left), ("recency", .right), ("frequency", .right), ("log-loss", .right),
      ("of base rate", .right), ("ECE", .right), ("", .left),
    ])
    for group in CustomerGroup.allCases {
      guard let figures = evaluation.group(group) else { continue }
      func figure(_ set: MetricSet, _ name: String) -> String {
        set[name].map { fixed($0, digits: 4) } ?? "–"
      }
      table.append([
        group.rawValue, grouped(figures.customers),
        fixed(100 * figures.baseRate, digits: 1) + " %", figure(figures.model, "auc"),
        figure(figures.model, "auc_low") + "–" + figure(figures.model, "auc_high"),
        figure(figures.recency, "auc"), figure(figures.frequency, "auc"),
        figure(figures.model, "log_loss"), fixed(figures.baseRateLogLoss, digits: 4),
        figure(figures.model, "ece"), figures.isInformative ? "" : "no information here",
      ])
    }
    return table.lines + [""]
  }

  private static func valueTable(_ value: ValueEvaluation) -> [String] {
    var table = TextTable([
      ("spend", .left), ("customers", .right), ("expected", .right), ("actual", .right),
      ("± error", .right), ("RMSE", .right), ("of the mean", .right),
      ("of last period repeated", .right),
    ])
    for name in ["all", "kept", "not_kept"] {
      guard let figures = value.groups[name] else { continue }
      table.append([
        name, grouped(figures.customers), fixed(figures.expected, digits: 0),
        fixed(figures.actual, digits: 0), fixed(figures.differenceError, digits: 0),
        fixed(figures.rootMeanSquaredError, digits: 2), fixed(figures.baselineMeanError, digits: 2),
        fixed(figures.baselineRepeatError, digits: 2),
      ])
    }
    return [
      "Value over \(value.horizonInDays) days from \(value.asOf), learned at \(value.trainedAsOf):",
      "",
    ] + table.lines + [""] + (value.biasWarning.map { [$0, ""] } ?? [])
  }

  private static func list(_ days: [Day]) -> String {
    days.map(\.description).joined(separator: ", ")
  }
}
