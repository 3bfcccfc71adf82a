internal import Dense
internal import Features
internal import Files
package import Models
internal import Units

/// The model card: what the model is, what it was trained on, how it was evaluated, and its limits.
package enum ModelCard {
  /// The card as Markdown; a pure function of model and evaluation.
  package static func text(of model: Model, evaluation: Evaluation) -> String {
    var lines = [
      "# Model \(model.shortDigest)",
      "",
      "Trained on \(grouped(model.data.customers)) customers with orders from "
        + "\(model.data.firstOrderDay) to \(model.data.lastOrderDay). "
        + evaluation.words.definition(horizonInDays: model.data.horizonInDays),
      "",
      "The metrics below evaluate the procedure out of time: a model trained as of "
        + evaluation.trainedAsOf.map(\.description).joined(separator: ", ")
        + ", whose labels all end by \(evaluation.asOf), evaluated on the \(evaluation.horizonInDays) "
        + "days from then. The saved model was then refitted on all data.",
      "",
    ]
    lines +=
      IntendedUse.ofOrderLog(
        horizonInDays: model.data.horizonInDays, words: evaluation.words
      ).markdown
    lines += ChurnCard.lines(of: model, evaluation)
    lines += evaluation.lapse?.cardLines ?? []
    lines += prospectLines(model, evaluation)
    lines += valueLines(model, evaluation)
    lines += clusterLines(model)
    lines += scoreLines(model)
    lines += limitLines(model, evaluation)
    lines += noticeLines(model)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func prospectLines(_ model: Model, _ evaluation: Evaluation) -> [String] {
    guard let prospects = model.prospects, let holdout = evaluation.prospects else { return [] }
    return [
      "## Prospects, out of time", "",
      "People with events and no order: \(grouped(holdout.customers)) evaluated, "
        + "\(fixed(100 * holdout.baseRate, digits: 1)) % with a first order within the horizon; AUC "
        + "\(figure(holdout.model.auc.value)) (\(ends(holdout.model.auc))), by days since the last "
        + "engagement alone \(figure(holdout.recency.auc.value)); log-loss "
        + "\(figure(holdout.model.logLoss.value)), of the base rate "
        + "\(fixed(holdout.baseRateLogLoss, digits: 4))"
        + (holdout.isInformative
          ? "." : ": no better than the base rate, which every prospect gets."),
      "",
      "Saved: a refit on \(grouped(prospects.rows)) rows, \(grouped(prospects.buyers)) with a first "
        + "order.", "",
    ]
  }

  private static func valueLines(_ model: Model, _ evaluation: Evaluation) -> [String] {
    guard let value = model.value, let lifetime = model.lifetime else { return [] }
    var lines = [
      "## Value", "",
      "Orders by \(lifetime.name.rawValue), spend by `\(value.method.rawValue)`: "
        + "\(value.method.title). Both were trained on the orders before \(value.trainedAsOf); forecasts "
        + "can use any horizon; they were evaluated over \(value.evaluatedHorizonInDays) days.", "",
    ]
    lines += lifetime.diagnoses.map { "- \($0.text)" } + (lifetime.diagnoses.isEmpty ? [] : [""])
    guard let holdout = evaluation.value else { return lines }
    lines += [
      "Evaluated over the \(holdout.horizonInDays) days from \(holdout.asOf), trained before:", "",
      "| spend by | expected | actual (± error of the difference) | off by | deviance | RMSE | Gini |",
      "|---|---:|---:|---:|---:|---:|---:|",
    ]
    let rows =
      holdout.methods.map { ($0.method.rawValue, $0.errors) }
      + ["kept", "not_kept"].compactMap { name in
        holdout.groups[name].map { ("\(holdout.winner.rawValue), \(name)", $0) }
      }
    for (name, errors) in rows {
      let bias = errors.actual > 0 ? 100 * (errors.expected / errors.actual - 1) : 0
      let error = fixed(errors.differenceError, digits: 0)
      let cells = [
        name, fixed(errors.expected, digits: 0), "\(fixed(errors.actual, digits: 0)) ± \(error)",
        "\(fixed(bias, digits: 1)) %", fixed(errors.deviance, digits: 3),
        fixed(errors.rmse, digits: 2), errors.gini.map { fixed($0, digits: 4) } ?? "–",
      ]
      lines.append("| \(cells.joined(separator: " | ")) |")
    }
    lines += ["", "Used: \(holdout.winner.rawValue): \(holdout.reason.text).", ""]
    if let coverage = holdout.intervalCoverage {
      lines += [
        "80 % prediction intervals (`predicted_clv_low`, `predicted_clv_high`), \(holdout.intervalOrigin): "
          + "measured coverage \(fixed(100 * coverage, digits: 1)) %.", "",
      ]
    }
    if let bias = holdout.bias { lines += [bias.text, ""] }
    return lines
  }

  private static func clusterLines(_ model: Model) -> [String] {
    guard let clusters = model.clusters else { return [] }
    var lines = [
      "## Clusters", "",
      "k-means on \(clusters.space.columns.map(\.name).joined(separator: ", ")), as of "
        + "\(clusters.asOf), numbered \(clusters.numberedLike?.text ?? "by mean net spend").", "",
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
      "R, F and M from 1 to 5 (5 is best) by cut-offs as of \(scores.asOf); F and M use "
        + "\(window). Segments by rule set \(markdownText(scores.ruleSet)).", "",
    ]
  }

  private static func limitLines(_ model: Model, _ evaluation: Evaluation) -> [String] {
    var lines = ["## Limits", ""] + model.limits(evaluation).map { "- \($0.text)" } + [""]
    if let drift = model.population.map(WatchedDrift.init) {
      lines += ["## Drift", "", drift.text, ""]
    }
    return lines
  }

  private static func noticeLines(_ model: Model) -> [String] {
    let notices = model.noticeTexts
    return notices.isEmpty ? [] : ["## Warnings", ""] + notices.map { "- \($0)" } + [""]
  }
}
