internal import Models
internal import Units

/// How well it is known who orders for the first time.
enum ProspectReport {
  static func lines(of evaluation: ProspectEvaluation) -> [String] {
    func figure(_ set: MetricSet, _ name: String) -> String {
      set[name].map { fixed($0, digits: 4) } ?? "–"
    }
    var table = TextTable([
      ("first orders of", .left), ("customers", .right), ("ordered", .right), ("AUC", .right),
      ("95 %", .left), ("recency", .right), ("log-loss", .right), ("of base rate", .right),
      ("ECE", .right), ("", .left),
    ])
    table.append([
      "prospects", grouped(evaluation.customers),
      fixed(100 * evaluation.baseRate, digits: 1) + " %", figure(evaluation.model, "auc"),
      figure(evaluation.model, "auc_low") + "–" + figure(evaluation.model, "auc_high"),
      figure(evaluation.recency, "auc"), figure(evaluation.model, "log_loss"),
      fixed(evaluation.baseRateLogLoss, digits: 4), figure(evaluation.model, "ece"),
      evaluation.isInformative ? "" : "no information here",
    ])
    return table.lines + [""]
  }
}
