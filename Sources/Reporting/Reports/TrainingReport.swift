internal import Comparison
internal import Expressions
internal import Models
internal import Snapshots
package import Training
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
    lines += churnTable(evaluation) + levels(evaluation)
    if let prospects = evaluation.prospects { lines += ProspectReport.lines(of: prospects) }
    if let value = evaluation.value { lines += valueTable(value) }
    if plan.valueHorizonInDays < plan.wantedValueHorizonInDays {
      lines += [
        "The log is too short to judge values over \(plan.wantedValueHorizonInDays) days: they are "
          + "judged over \(plan.valueHorizonInDays) days, and reach further by the lifetime model.",
        "",
      ]
    }
    if let choice = trained.clusterChoice { lines += ComparisonReport.clusterChoice(choice) }
    lines += dataNotices(trained).map { "note: \($0)" }
    lines += trained.model.notices.map { "note: \($0)" }
    lines.append(
      "Saved \(folder), model \(trained.model.shortDigest): a refit on \(list(plan.refit)). The "
        + "figures above judge the procedure, not this refit.")
    return lines.joined(separator: "\n") + "\n"
  }

  /// What the log is too small for, with what would be enough.
  private static func dataNotices(_ trained: TrainedModel) -> [String] {
    let data = trained.model.data
    let days = data.spanInDays
    let span =
      days < 3 * data.horizonInDays + 1
      ? [spanSentence(days: days, horizonInDays: data.horizonInDays) + "."] : []
    return [DataSufficiency(judgedIn: trained.evaluation)?.notice].compactMap(\.self) + span
      + (data.holdsTwoYears ? [] : [data.seasonSentence])
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

  /// Whether the level of the probabilities was right, and how much of their error it is.
  private static func levels(_ evaluation: Evaluation) -> [String] {
    let sentences = [CustomerGroup.all, .active].compactMap { group in
      evaluation.group(group).flatMap {
        levelSentence(
          of: $0.model, customers: "\(grouped($0.customers)) customers (\(group.rawValue))",
          baseRate: $0.baseRate)
      }
    }
    return sentences.isEmpty ? [] : sentences + [""]
  }

  private static func valueTable(_ value: ValueEvaluation) -> [String] {
    var lines = [
      "Orders of \(grouped(value.customers)) customers over \(value.horizonInDays) days from "
        + "\(value.asOf), by models of the orders before:", "",
    ]
    lines += holdoutTable(
      value.lifetime.compactMap { model in model.holdout.map { (model.name, $0) } })
    lines += ["", "Spend over the same days:", ""]
    lines += spendTable(value.methods)
    lines += [
      "",
      "Orders: \(value.lifetimeWinner). Value: \(value.winner.rawValue), \(value.winner.title); "
        + value.reason + ".",
    ]
    if let coverage = value.intervalCoverage {
      lines.append(
        "Intervals of 80 %, \(value.intervalOrigin), held \(fixed(100 * coverage, digits: 1)) % of "
          + "customers.")
    }
    return lines + [""] + (value.biasWarning.map { [$0, ""] } ?? [])
  }

  private static func list(_ days: [Day]) -> String {
    days.map(\.description).joined(separator: ", ")
  }
}
