internal import Features
internal import Files
package import Models
internal import Units

/// The card of a model of a plain table: what it is, what it was taught, how it was judged.
package enum TableCard {
  /// The card as Markdown; a pure function of model and evaluation.
  package static func text(of model: TableModel, evaluation: TableEvaluation) -> String {
    let label =
      markdownText(model.label) + (model.positive.map { " is \(markdownText($0))" } ?? " says so")
    var lines = [
      "# Model \(model.shortDigest)", "",
      "Learned from a table of \(grouped(model.rows)) rows, \(grouped(model.churners)) of them "
        + "churned (\(fixed(100 * Double(model.churners) / Double(model.rows), digits: 1)) %): a row "
        + "is churned where \(label).", "",
      "\(split(evaluation)) The saved model is a refit on all rows.", "",
      "## Churn, on rows unseen", "",
    ]
    lines += figures(evaluation)
    lines += [
      "Logistic regression on \(Penalty.columns(model.coefficients, l1Share: model.l1Share)), made of "
        + "\(model.columns.count) of the table, λ = \(model.l2Strength); "
        + "\(model.iterations) Newton steps to a gradient of \(model.gradientNorm).", "",
    ]
    lines += importance(evaluation)
    if !model.notices.isEmpty {
      lines += ["## To know", ""] + model.notices.map { "- \(markdownText($0))" } + [""]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// How rows were kept apart, in a sentence.
  package static func split(_ evaluation: TableEvaluation) -> String {
    switch evaluation.split {
    case .folds:
      let folds = evaluation.folds ?? 0
      return "The figures judge the procedure: in \(folds) stratified folds, every row was scored "
        + "by a model of the other folds. Rows of one time are split at random so; where customers are "
        + "scored later than the model learns, --split-column judges that."
    case .time:
      return "The figures judge the procedure: a model of the rows before "
        + "\(evaluation.splitAt?.description ?? "") (`\(evaluation.splitColumn ?? "")`) scored those "
        + "from then on."
    }
  }

  private static func figures(_ evaluation: TableEvaluation) -> [String] {
    guard let all = evaluation.all else { return [] }
    func text(_ set: MetricSet, _ name: String) -> String {
      set[name].map { fixed($0, digits: 4) } ?? "–"
    }
    func row(_ name: String, _ set: MetricSet) -> String {
      "| \(name) | \(text(set, "auc")) (\(text(set, "auc_low"))–\(text(set, "auc_high"))) "
        + "| \(text(set, "log_loss")) | \(text(set, "brier")) | \(text(set, "ece")) |"
    }
    var lines = [
      "| forecast | AUC (95 %) | log-loss | Brier | ECE |", "|---|---|---:|---:|---:|",
      row("model", all.model),
      row("best column alone: \(markdownText(all.bestFeatureName))", all.bestFeature),
      "| base rate of training | 0.5 | \(fixed(all.trainingBaseRateLogLoss, digits: 4)) | | |", "",
    ]
    if let level = levelSentence(
      of: all.model, customers: "\(grouped(all.customers)) rows", baseRate: all.baseRate)
    {
      lines += [level, ""]
    }
    if let folds = all.meanFoldAUC {
      lines += [
        "Mean AUC of the folds: \(fixed(folds.mean, digits: 4)), standard deviation "
          + "\(fixed(folds.deviation, digits: 4)).", "",
      ]
    }
    if !all.isInformative { lines += ["No information here: the base rate does as well.", ""] }
    return lines
  }

  private static func importance(_ evaluation: TableEvaluation) -> [String] {
    guard let explanation = evaluation.explanation else { return [] }
    return [
      "## What it rests on", "",
      "Rise of the log-loss where a column's values are exchanged between judged rows:", "",
      "| column | rise | ± error |", "|---|---:|---:|",
    ]
      + explanation.importance.prefix(10).map {
        "| \(markdownText($0.family)) | \(fixed($0.logLossRise, digits: 4)) | \(fixed($0.error, digits: 4)) |"
      } + [""]
  }
}
