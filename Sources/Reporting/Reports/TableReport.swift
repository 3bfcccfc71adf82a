internal import Features
package import Models
package import Training
internal import Units

/// What `train --table` and `inspect` say of a model of a plain table.
package enum TableReport {
  /// How the procedure did on rows unseen, and what was saved.
  package static func text(of trained: TrainedTable, folder: String) -> String {
    let (model, evaluation) = (trained.model, trained.evaluation)
    var lines = [TableCard.split(evaluation), ""] + figures(evaluation)
    if let notice = DataSufficiency(judgedIn: evaluation)?.notice {
      lines.append("note: \(notice)")
    }
    lines += model.notices.map { "note: \($0)" }
    lines.append(
      "Saved \(folder), model \(model.shortDigest): a refit on all \(grouped(model.rows)) rows. The "
        + "figures above judge the procedure, not this refit.")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func figures(_ evaluation: TableEvaluation) -> [String] {
    guard let all = evaluation.all else { return [] }
    func figure(_ set: MetricSet, _ name: String) -> String {
      set[name].map { fixed($0, digits: 4) } ?? "–"
    }
    var table = TextTable([
      ("forecast", .left), ("AUC", .right), ("95 %", .left), ("log-loss", .right),
      ("Brier", .right), ("ECE", .right),
    ])
    for (name, set) in [
      ("model", all.model), ("\(all.bestFeatureName) alone, the best column", all.bestFeature),
    ] {
      table.append([
        name, figure(set, "auc"), figure(set, "auc_low") + "–" + figure(set, "auc_high"),
        figure(set, "log_loss"), figure(set, "brier"), figure(set, "ece"),
      ])
    }
    table.append([
      "base rate of training", "0.5", "", fixed(all.trainingBaseRateLogLoss, digits: 4), "", "",
    ])
    var lines =
      [
        "\(grouped(all.customers)) judged rows, \(fixed(100 * all.baseRate, digits: 1)) % churned"
          + (all.isInformative ? "" : ": no information here, the base rate does as well"), "",
      ] + table.lines + [""]
    if let level = levelSentence(
      of: all.model, customers: "\(grouped(all.customers)) rows", baseRate: all.baseRate)
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
