internal import Dense
internal import Models
internal import Snapshots
package import Training
internal import Units

/// What `backtest` prints: the origins, then all of them together.
package enum BacktestReport {
  package static func text(of backtest: Backtest) -> String {
    let rows = backtest.pooled["all"]?.rows ?? 0
    var lines = [
      "\(backtest.origins.count) origins, the \(backtest.horizonInDays) days from each judged on what "
        + "was known then; \(grouped(rows)) rows", "",
    ]
    lines += origins(backtest)
    for group in CustomerGroup.allCases {
      guard let figures = backtest.pooled[group.rawValue] else { continue }
      lines += table("Mean of the origins, \(group.rawValue)", figures)
    }
    if let previous = backtest.previous, !previous.origins.isEmpty {
      let dates = previous.origins.map(\.description).joined(separator: ", ")
      for group in [CustomerGroup.all, .active] {
        guard let figures = previous.pooled[group.rawValue] else { continue }
        lines += table(
          "Beside model \(previous.model), at the origins it had not seen (\(dates)), "
            + "\(group.rawValue)", figures)
      }
    }
    let campaign = backtest.campaign
    lines.append(
      "95 % intervals: \(backtest.replicates) samples of customers, paired for differences. ECE by "
        + "chance alone: what perfect calibration would show on as many rows. EMPC: expected maximum profit a "
        + "customer, assumed: value \(plain(campaign.customerValue)), offer "
        + "\(plain(campaign.offerCost)), contact \(plain(campaign.contactCost)), acceptance "
        + "Beta(\(plain(campaign.acceptanceAlpha)), \(plain(campaign.acceptanceBeta))).")
    lines += backtest.notices.map { "note: \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// One line an origin and group: how the figures move over time.
  private static func origins(_ backtest: Backtest) -> [String] {
    var table = TextTable([
      ("origin", .left), ("group", .left), ("customers", .right), ("churned", .right),
      ("AUC", .right), ("95 %", .left), ("recency", .right), ("frequency", .right),
      ("gap ratio", .right), ("log-loss", .right), ("of base rate", .right), ("ECE", .right),
      ("noise", .right), ("lift 10 %", .right), ("EMPC", .right),
    ])
    for origin in backtest.origins {
      for group in [CustomerGroup.all, .active] {
        guard let figures = origin.groups[group.rawValue] else { continue }
        func figure(_ forecast: String, _ name: String, digits: Int = 4) -> String {
          number(figures.forecasts[forecast]?[name], digits: digits)
        }
        table.append([
          origin.asOf.description, group.rawValue, grouped(figures.rows),
          fixed(100 * figures.baseRate, digits: 1) + " %", figure("model", "auc"),
          figure("model", "auc_low") + "–" + figure("model", "auc_high"),
          figure("recency", "auc"), figure("frequency", "auc"), figure("gap_ratio", "auc"),
          figure("model", "log_loss"), fixed(figures.baseRateLogLoss, digits: 4),
          figure("model", "ece"), figure("model", "ece_noise"),
          figure("model", "lift_10", digits: 3), figure("model", "empc", digits: 2),
        ])
      }
    }
    return table.lines + [""]
  }

  /// One line a metric: the model's figure, then each other forecast's beside the model's lead.
  private static func table(_ title: String, _ figures: BacktestGroup) -> [String] {
    let metrics = [
      ("AUC", "auc", 4), ("average precision", "average_precision", 4),
      ("log-loss", "log_loss", 4), ("Brier", "brier", 4), ("ECE", "ece", 4),
      ("lift 5 %", "lift_5", 3), ("lift 10 %", "lift_10", 3), ("lift 20 %", "lift_20", 3),
      ("EMPC", "empc", 3),
    ]
    let others = BacktestForecast.allCases.filter { figures.differences[$0.rawValue] != nil }
    var table = TextTable(
      [("", .left), ("model", .right), ("95 %", .left)]
        + others.flatMap { forecast in
          [
            (forecast.rawValue, TextTable.Alignment.right),
            ("model − it, 95 %", TextTable.Alignment.left),
          ]
        })
    func interval(_ set: MetricSet?, _ name: String, _ digits: Int) -> String {
      number(set?["\(name)_low"], digits: digits) + " … "
        + number(set?["\(name)_high"], digits: digits)
    }
    for (label, name, digits) in metrics {
      let model = figures.forecasts["model"]
      var cells = [label, number(model?[name], digits: digits), interval(model, name, digits)]
      for forecast in others {
        cells.append(number(figures.forecasts[forecast.rawValue]?[name], digits: digits))
        cells.append(interval(figures.differences[forecast.rawValue], name, digits))
      }
      table.append(cells)
      guard name == "ece" else { continue }
      let noise = [BacktestForecast.model] + others
      table.append(
        ["… by chance alone"]
          + noise.flatMap { forecast in
            let set = figures.forecasts[forecast.rawValue]
            return [
              number(set?["ece_noise"], digits: 4),
              "at most " + number(set?["ece_noise_high"], digits: 4),
            ]
          })
    }
    return [
      "\(title): \(grouped(figures.rows)) rows, "
        + "\(fixed(100 * figures.baseRate, digits: 1)) % churned", "",
    ] + table.lines + [""]
  }

  private static func number(_ value: Double?, digits: Int) -> String {
    value.map { fixed($0, digits: digits) } ?? "–"
  }

  private static func plain(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }
}
