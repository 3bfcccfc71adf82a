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
      "Out-of-time evaluation: trained as of \(list(evaluation.trainedAsOf)), evaluated on the "
        + "\(evaluation.horizonInDays) days from \(evaluation.asOf).", "",
    ]
    if evaluation.target != nil {
      lines += [evaluation.words.definition(horizonInDays: evaluation.horizonInDays), ""]
    }
    lines += churnTable(evaluation) + ReliabilityBars.lines(of: evaluation) + levels(evaluation)
    if let prospects = evaluation.prospects { lines += ProspectReport.lines(of: prospects) }
    if let value = evaluation.value { lines += valueTable(value) }
    if evaluation.value != nil, plan.valueHorizonInDays < plan.wantedValueHorizonInDays {
      lines += [
        "The log is too short to evaluate values over \(plan.wantedValueHorizonInDays) days: they are "
          + "evaluated over \(plan.valueHorizonInDays) days; longer horizons follow the lifetime model.",
        "",
      ]
    }
    if let choice = trained.clusterChoice { lines += ComparisonReport.clusterChoice(choice) }
    if let kept = trained.model.clusters?.numberedLike {
      lines += ["Clusters are numbered \(kept.text).", ""]
    }
    lines += dataNotices(trained).map { "note: \($0)" }
    lines += trained.model.noticeTexts.map { "note: \($0)" }
    lines.append(
      "Saved \(folder), model \(trained.model.shortDigest), trained as of \(list(plan.refit)). The metrics "
        + "above were computed on a holdout; the saved model was then refitted on all data.")
    return lines.joined(separator: "\n") + "\n"
  }

  /// What the log is too small for, with what would be enough.
  private static func dataNotices(_ trained: TrainedModel) -> [String] {
    let data = trained.model.data
    let days = data.spanInDays
    let span =
      days < 3 * data.horizonInDays + 1
      ? [spanSentence(days: days, horizonInDays: data.horizonInDays) + "."] : []
    return [
      DataSufficiency(evaluatedIn: trained.evaluation)?.notice(trained.evaluation.words)
    ].compactMap(\.self) + span
      + seasonNotices(trained)
  }

  private static func seasonNotices(_ trained: TrainedModel) -> [String] {
    if let season = trained.evaluation.choice?.season, season.verdict == .applied {
      return [SeasonWords.text(of: season)]
    }
    return trained.model.data.holdsTwoYears
      ? [] : [trained.model.data.seasonSentence(trained.evaluation.words)]
  }

  private static func churnTable(_ evaluation: Evaluation) -> [String] {
    var table = TextTable([
      ("group", .left), ("customers", .right), (evaluation.words.happened, .right),
      ("AUC", .right),
      ("95 %", .left), ("recency", .right), ("frequency", .right), ("both", .right),
      ("log-loss", .right), ("of both", .right), ("of base rate", .right), ("ECE", .right),
      ("", .left),
    ])
    for group in CustomerGroup.allCases {
      guard let figures = evaluation.group(group) else { continue }
      table.append([
        group.rawValue, grouped(figures.customers),
        ratePercent(figures.baseRate), figure(figures.model.auc.value),
        ends(figures.model.auc), figure(figures.recency.auc.value),
        figure(figures.frequency.auc.value), figure(figures.recencyFrequency?.auc.value),
        figure(figures.model.logLoss.value), figure(figures.recencyFrequency?.logLoss.value),
        fixed(figures.baseRateLogLoss, digits: 4), figure(figures.model.ece.value),
        figures.isInformative ? "" : "no better than the base rate",
      ])
    }
    return table.lines + [""]
  }

  /// Calibration-in-the-large, and how much of the ECE it is.
  private static func levels(_ evaluation: Evaluation) -> [String] {
    let sentences = [CustomerGroup.all, .active].compactMap { group in
      evaluation.group(group).flatMap {
        levelSentence(
          of: $0.model,
          customers: group == .all
            ? "All \(grouped($0.customers)) customers"
            : "\(grouped($0.customers)) active customers",
          baseRate: $0.baseRate, of: evaluation.words)
      }
    }
    return sentences.isEmpty ? [] : sentences + [""]
  }

  private static func valueTable(_ value: ValueEvaluation) -> [String] {
    var lines = [
      "Orders of \(grouped(value.customers)) customers over the \(value.horizonInDays) days from "
        + "\(value.asOf), predicted from the orders before:", "",
    ]
    lines += holdoutTable(
      value.lifetime.compactMap { model in model.holdout.map { (model.name.rawValue, $0) } })
    lines += ["", "Spend over the same days:", ""]
    lines += spendTable(value.methods)
    lines += [
      "",
      "Orders: \(value.lifetimeWinner.rawValue). Value: \(value.winner.rawValue), "
        + "\(value.winner.title): \(value.reason.text).",
    ]
    if let coverage = value.intervalCoverage {
      lines.append(
        "80 % prediction intervals, \(value.intervalOrigin): measured coverage "
          + "\(fixed(100 * coverage, digits: 1)) %.")
    }
    return lines + [""] + (value.bias.map { [$0.text, ""] } ?? [])
  }

  private static func list(_ days: [Day]) -> String {
    days.map(\.description).joined(separator: ", ")
  }
}
