internal import Models
internal import Units

/// How well first orders are predicted.
enum ProspectReport {
  static func lines(of evaluation: ProspectEvaluation) -> [String] {
    var table = TextTable([
      ("first orders of", .left), ("customers", .right), ("ordered", .right), ("AUC", .right),
      ("95 %", .left), ("recency", .right), ("log-loss", .right), ("of base rate", .right),
      ("ECE", .right), ("", .left),
    ])
    table.append([
      "prospects", grouped(evaluation.customers),
      fixed(100 * evaluation.baseRate, digits: 1) + " %", figure(evaluation.model.auc.value),
      ends(evaluation.model.auc), figure(evaluation.recency.auc.value),
      figure(evaluation.model.logLoss.value), fixed(evaluation.baseRateLogLoss, digits: 4),
      figure(evaluation.model.ece.value),
      evaluation.isInformative ? "" : "no better than the base rate",
    ])
    return table.lines + [""]
  }
}
