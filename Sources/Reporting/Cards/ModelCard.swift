internal import Dense
internal import Features
internal import Files
package import Models
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
    lines += ChurnCard.lines(of: model, evaluation)
    lines += prospectLines(model, evaluation)
    lines += valueLines(model, evaluation)
    lines += clusterLines(model)
    lines += scoreLines(model)
    lines += noticeLines(model)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func prospectLines(_ model: Model, _ evaluation: Evaluation) -> [String] {
    guard let prospects = model.prospects, let judged = evaluation.prospects else { return [] }
    return [
      "## Prospects, out of time", "",
      "Who has events and no order: \(grouped(judged.customers)) judged, "
        + "\(fixed(100 * judged.baseRate, digits: 1)) % with a first order within the horizon; AUC "
        + "\(text(judged.model, "auc")) (\(text(judged.model, "auc_low"))–"
        + "\(text(judged.model, "auc_high"))), by days since the last engagement alone "
        + "\(text(judged.recency, "auc")); log-loss \(text(judged.model, "log_loss")), of the base rate "
        + "\(fixed(judged.baseRateLogLoss, digits: 4))"
        + (judged.isInformative ? "." : ": no information here, all get the base rate."),
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
        + "\(value.method.title). Both are learned from the orders before \(value.trainedAsOf); "
        + "forecasts reach as far as is asked for, and were judged over "
        + "\(value.judgedHorizonInDays) days.", "",
    ]
    lines += lifetime.diagnoses.map { "- \($0)" } + (lifetime.diagnoses.isEmpty ? [] : [""])
    guard let judged = evaluation.value else { return lines }
    lines += [
      "Judged over the \(judged.horizonInDays) days from \(judged.asOf), learned before:", "",
      "| spend by | expected | actual (± error of the difference) | off by | deviance | RMSE | Gini |",
      "|---|---:|---:|---:|---:|---:|---:|",
    ]
    let rows =
      judged.methods.map { ($0.method.rawValue, $0.errors) }
      + ["kept", "not_kept"].compactMap { name in
        judged.groups[name].map { ("\(judged.winner.rawValue), \(name)", $0) }
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
    lines += ["", "Used: \(judged.winner.rawValue), \(judged.reason).", ""]
    if let coverage = judged.intervalCoverage {
      lines += [
        "Intervals of 80 % (`predicted_clv_low`, `predicted_clv_high`), \(judged.intervalOrigin), "
          + "held what \(fixed(100 * coverage, digits: 1)) % of the customers spent.", "",
      ]
    }
    if let warning = judged.biasWarning { lines += [warning, ""] }
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
        + "\(window). Segments by rule set \(markdownText(scores.ruleSet)).", "",
    ]
  }

  private static func noticeLines(_ model: Model) -> [String] {
    guard !model.notices.isEmpty else { return [] }
    return ["## To know", ""] + model.notices.map { "- \($0)" } + [""]
  }

  private static func text(_ metrics: MetricSet, _ name: String) -> String {
    metrics[name].map { fixed($0, digits: 4) } ?? "–"
  }
}
