internal import Features
internal import Units

/// The model card: what the model is, what it was taught, how it was judged, and its limits.
package enum ModelCard {
  /// The card as Markdown; a pure function of model and evaluation.
  package static func text(of model: Model, evaluation: Evaluation) -> String {
    var lines = [
      "# Model \(model.shortDigest)",
      "",
      "Learned from \(grouped(model.data.customers)) customers with orders from "
        + "\(model.data.firstOrderDay) to \(model.data.lastOrderDay). A customer *churns* who has no "
        + "order in the \(model.data.horizonInDays) days after the as-of date.",
      "",
      "The figures below judge the procedure: a fit on "
        + evaluation.trainedAsOf.map(\.description).joined(separator: ", ")
        + " whose labels all end by \(evaluation.asOf), scored on the \(evaluation.horizonInDays) "
        + "days from then. The saved model is a refit that also saw those days.",
      "",
    ]
    lines += churnTable(evaluation)
    lines += spread(model)
    lines += valueLines(model, evaluation)
    lines += clusterLines(model)
    lines += scoreLines(model)
    lines += noticeLines(model)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func churnTable(_ evaluation: Evaluation) -> [String] {
    var lines = [
      "## Churn, out of time", "",
      "| group | customers | churned | AUC (95 %) | recency alone | frequency alone | log-loss "
        + "| of base rate | ECE | |",
      "|---|---:|---:|---|---:|---:|---:|---:|---:|---|",
    ]
    for group in CustomerGroup.allCases {
      guard let figures = evaluation.group(group) else { continue }
      lines.append(
        "| \(group.rawValue) | \(grouped(figures.customers)) "
          + "| \(fixed(100 * figures.baseRate, digits: 1)) % "
          + "| \(text(figures.model, "auc")) (\(text(figures.model, "auc_low"))–"
          + "\(text(figures.model, "auc_high"))) | \(text(figures.recency, "auc")) "
          + "| \(text(figures.frequency, "auc")) | \(text(figures.model, "log_loss")) "
          + "| \(fixed(figures.baseRateLogLoss, digits: 4)) | \(text(figures.model, "ece")) "
          + "| \(figures.isInformative ? "" : "no information here") |")
    }
    return lines + [
      "", "The headline is `active`: on `all`, customers who left long ago flatter every model.",
      "",
    ]
  }

  private static func spread(_ model: Model) -> [String] {
    guard let churn = model.churn else { return [] }
    return [
      "Logistic regression on \(churn.design.columns.count) columns, λ = \(churn.l2Strength), "
        + "\(grouped(churn.rows)) rows of \(churn.trainedAsOf.count) snapshots "
        + "(\(churn.trainedAsOf.map(\.description).joined(separator: ", "))), "
        + "\(grouped(churn.churners)) churners; \(churn.iterations) Newton steps to a gradient of "
        + "\(churn.gradientNorm).", "",
    ]
  }

  private static func valueLines(_ model: Model, _ evaluation: Evaluation) -> [String] {
    guard let value = model.value else { return [] }
    var lines = ["## Value", ""]
    lines.append(
      "`value_if_kept` and `value_if_not` come from a quasi-Poisson regression of the next "
        + "\(value.horizonInDays) days' spend on the features, among customers who did, or did not, "
        + "order in the first \(model.data.horizonInDays) days; taught at \(value.trainedAsOf).")
    if value.horizonInDays < value.wantedHorizonInDays {
      lines.append(
        "The log is too short to teach \(value.wantedHorizonInDays) days: the value horizon is "
          + "\(value.horizonInDays) days.")
    }
    lines.append("")
    if let judged = evaluation.value {
      lines += [
        "Judged at \(judged.asOf), taught at \(judged.trainedAsOf):", "",
        "| customers | | expected | actual (± error of the difference) | RMSE | of the mean "
          + "| of last period repeated |",
        "|---|---:|---:|---:|---:|---:|---:|",
      ]
      for name in ["all", "kept", "not_kept"] {
        guard let figures = judged.groups[name] else { continue }
        lines.append(
          "| \(name) | \(grouped(figures.customers)) | \(fixed(figures.expected, digits: 0)) "
            + "| \(fixed(figures.actual, digits: 0)) ± \(fixed(figures.differenceError, digits: 0)) "
            + "| \(fixed(figures.rootMeanSquaredError, digits: 2)) "
            + "| \(fixed(figures.baselineMeanError, digits: 2)) "
            + "| \(fixed(figures.baselineRepeatError, digits: 2)) |")
      }
      lines.append("")
    }
    return lines
  }

  private static func clusterLines(_ model: Model) -> [String] {
    guard let clusters = model.clusters else { return [] }
    var lines = [
      "## Clusters", "",
      "k-means on \(clusters.space.columns.map(\.name).joined(separator: ", ")), as of "
        + "\(clusters.asOf), numbered by mean net spend.", "",
      "| cluster | customers | mean net spend |", "|---:|---:|---:|",
    ]
    for (index, size) in clusters.sizes.enumerated() {
      lines.append(
        "| \(index + 1) | \(grouped(size)) | \(fixed(clusters.meanSpend[index], digits: 2)) |")
    }
    return lines + [""]
  }

  private static func scoreLines(_ model: Model) -> [String] {
    guard let scores = model.scores else { return [] }
    let window = scores.windowInDays.map { "the last \($0) days" } ?? "the whole history"
    return [
      "## Scores", "",
      "R, F and M from 1 to 5 (5 is best) by cut-offs as of \(scores.asOf); F and M look at "
        + "\(window). Segments by rule set `\(scores.ruleSet)`.", "",
    ]
  }

  private static func noticeLines(_ model: Model) -> [String] {
    guard let notices = model.churn?.notices, !notices.isEmpty else { return [] }
    return ["## To know", ""] + notices.map { "- \($0)" } + [""]
  }

  private static func text(_ metrics: MetricSet, _ name: String) -> String {
    metrics[name].map { fixed($0, digits: 4) } ?? "–"
  }
}
