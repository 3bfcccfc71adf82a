internal import Features
internal import Files
package import Models
internal import Units

/// The card of a model of a labelled table: what it is, what it was trained on, how it was evaluated.
package enum TableCard {
  /// The card as Markdown; a pure function of model and evaluation.
  package static func text(of model: TableModel, evaluation: TableEvaluation) -> String {
    let label =
      markdownText(model.label) + (model.positive.map { " is \(markdownText($0))" } ?? " says so")
    var lines = [
      "# Model \(model.shortDigest)", "",
      "Trained on a table of \(grouped(model.rows)) rows, \(grouped(model.churners)) of them "
        + "churned (\(fixed(100 * Double(model.churners) / Double(model.rows), digits: 1)) %): a row "
        + "is churned where \(label).", "",
      "\(split(evaluation)) The saved model was then refitted on all rows.", "",
    ]
    lines += IntendedUse.ofTable.markdown
    lines += ["## Churn, on holdout rows", ""]
    lines += figures(evaluation)
    lines += [
      "Logistic regression on \(Penalty.columns(model.coefficients, l1Share: model.l1Share)), made of "
        + "\(model.columns.count) of the table, λ = \(model.l2Strength); "
        + "\(model.iterations) Newton steps, gradient \(gradient(model.gradientNorm)).", "",
    ]
    lines += directions(model)
    lines += importance(evaluation)
    let limits = CardStatement.common + (model.isInformative ? [] : [.uninformative])
    lines += ["## Limits", ""] + limits.map { "- \($0.text)" } + [""]
    lines += ["## Drift", "", WatchedDrift(model.population).text, ""]
    if !model.notices.isEmpty {
      lines += ["## Warnings", ""] + model.notices.map { "- \(markdownText($0.text))" } + [""]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// How rows were kept apart, in a sentence.
  package static func split(_ evaluation: TableEvaluation) -> String {
    switch evaluation.split {
    case .folds:
      let folds = evaluation.folds ?? 0
      return
        "The metrics evaluate the procedure: \(folds)-fold stratified cross-validation. Folds are "
        + "random, not time-based. If customers will be scored later than the training data, evaluate "
        + "with a split over time (a split column)."
    case .time:
      return "The metrics evaluate the procedure: a model of the rows before "
        + "\(evaluation.splitAt?.description ?? "") (`\(evaluation.splitColumn ?? "")`) was evaluated on "
        + "those from then on."
    }
  }

  private static func figures(_ evaluation: TableEvaluation) -> [String] {
    guard let all = evaluation.all else { return [] }
    func row(_ name: String, _ set: MetricSet) -> String {
      "| \(name) | \(figure(set.auc.value)) (\(ends(set.auc))) | \(figure(set.logLoss.value)) "
        + "| \(figure(set.brier.value)) | \(figure(set.ece.value)) |"
    }
    var lines = [
      "| forecast | AUC (95 %) | log-loss | Brier | ECE |", "|---|---|---:|---:|---:|",
      row("model", all.model),
      row("best column alone: \(markdownText(all.bestFeatureName))", all.bestFeature),
      "| base rate of training | 0.5 | \(fixed(all.trainingBaseRateLogLoss, digits: 4)) | | |", "",
    ]
    if let level = levelSentence(
      of: all.model, customers: "All \(grouped(all.customers)) rows", baseRate: all.baseRate)
    {
      lines += [level, ""]
    }
    if let folds = all.meanFoldAUC {
      lines += [
        "Mean AUC of the folds: \(fixed(folds.mean, digits: 4)), standard deviation "
          + "\(fixed(folds.deviation, digits: 4)).", "",
      ]
    }
    if !all.isInformative { lines += ["No better than the base rate.", ""] }
    return lines
  }

  /// The columns with which the risk may go one way only.
  private static func directions(_ model: TableModel) -> [String] {
    let told = model.columns.compactMap { column in
      column.direction.map { "`\(markdownText(column.name))` (\($0.rawValue))" }
    }
    return told.isEmpty
      ? [] : ["The risk may go one way only with \(told.joined(separator: ", ")).", ""]
  }

  private static func importance(_ evaluation: TableEvaluation) -> [String] {
    guard let explanation = evaluation.explanation else { return [] }
    return [
      "## Permutation importance", "",
      "Increase in log-loss when a column is permuted, on \(grouped(explanation.rows)) holdout rows:",
      "",
      "| column | increase | ± error |", "|---|---:|---:|",
    ]
      + explanation.importance.prefix(10).map {
        "| \(markdownText($0.family)) | \(fixed($0.logLossRise, digits: 4)) | \(fixed($0.error, digits: 4)) |"
      } + [""]
  }
}
