internal import Features
package import Models
package import Training
internal import Units

/// What training and inspection say of a model of a labelled table.
package enum TableReport {
  /// How the procedure did on holdout rows, and what was saved.
  ///
  /// - Parameters:
  ///   - trained: the model and its evaluation.
  ///   - folder: where the model is.
  ///   - leavingOut: how columns are left out, in words for where the report is read.
  /// - Returns: lines of text; suspicions of leakage come before the figures that they are about.
  package static func text(
    of trained: TrainedTable, folder: String, leavingOut: ([String]) -> String
  ) -> String {
    let (model, evaluation) = (trained.model, trained.evaluation)
    let leaks = model.notices.filter { $0.finding?.leakingColumn != nil }
    var lines: [String] = []
    if !leaks.isEmpty {
      lines += leaks.map { "warning: \($0.text)" }
      lines += [
        "The figures below count on "
          + (leaks.count == 1 ? "that column" : "those columns")
          + ": \(leavingOut(leaks.compactMap { $0.finding?.leakingColumn })) leaves "
          + (leaks.count == 1 ? "it" : "them") + " out.", "",
      ]
    }
    lines += [TableCard.split(evaluation), ""] + figures(evaluation)
    if let notice = DataSufficiency(evaluatedIn: evaluation)?.notice {
      lines.append("note: \(notice)")
    }
    lines += model.notices.filter { $0.finding?.leakingColumn == nil }.map { "note: \($0.text)" }
    lines.append(
      "Saved \(folder), model \(model.shortDigest). The metrics above were computed on holdout rows; the "
        + "saved model was then refitted on all \(grouped(model.rows)) rows.")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func figures(_ evaluation: TableEvaluation) -> [String] {
    guard let all = evaluation.all else { return [] }
    var table = TextTable([
      ("forecast", .left), ("AUC", .right), ("95 %", .left), ("log-loss", .right),
      ("Brier", .right), ("ECE", .right),
    ])
    for (name, set) in [
      ("model", all.model), ("\(all.bestFeatureName) alone, the best column", all.bestFeature),
    ] {
      table.append([
        name, figure(set.auc.value), ends(set.auc), figure(set.logLoss.value),
        figure(set.brier.value), figure(set.ece.value),
      ])
    }
    table.append([
      "base rate of training", "0.5", "", fixed(all.trainingBaseRateLogLoss, digits: 4), "", "",
    ])
    var lines =
      [
        "\(grouped(all.customers)) holdout rows, \(fixed(100 * all.baseRate, digits: 1)) % churned"
          + (all.isInformative ? "" : ": no better than the base rate"), "",
      ] + table.lines + [""]
    if let level = levelSentence(
      of: all.model, customers: "All \(grouped(all.customers)) rows", baseRate: all.baseRate)
    {
      lines += [level, ""]
    }
    if let folds = all.meanFoldAUC {
      lines += [
        "Mean AUC of the \(all.foldAUC.count) folds: \(fixed(folds.mean, digits: 4)), standard deviation "
          + "\(fixed(folds.deviation, digits: 4)).", "",
      ]
    }
    return lines
  }

  /// What `inspect` prints below the card: coefficients, importance, partial dependence.
  package static func text(of model: TableModel, evaluation: TableEvaluation) -> String {
    let table = CoefficientTable.lines(
      names: model.design.columns.map(\.name), intercept: model.intercept,
      coefficients: model.coefficients, standardErrors: model.standardErrors)
    return
      (["Coefficients of the logit of churn, the largest first", ""] + table + [""]
      + (evaluation.explanation.map { ExplanationReport.lines(of: $0) } ?? []))
      .joined(separator: "\n")
  }
}
