internal import Dense
internal import Learning
internal import Models
internal import Snapshots
package import Training
internal import Units

/// What `backtest` prints: the origins, then all of them together.
package enum BacktestReport {
  package static func text(of backtest: Backtest) -> String {
    let rows = backtest.pooled[.all]?.rows ?? 0
    let words = PredictedWords(target: backtest.target)
    var lines = backtest.target.map { ["Target: \($0)", ""] } ?? []
    lines += [
      "\(backtest.origins.count) origins, each with a model trained before it and evaluated on the "
        + "\(backtest.horizonInDays) days from it; \(grouped(rows)) rows", "",
    ]
    lines += origins(backtest)
    for group in CustomerGroup.allCases {
      guard let figures = backtest.pooled[group] else { continue }
      lines += table("Mean of the origins, \(group.rawValue)", figures, words)
    }
    if let previous = backtest.previous, !previous.origins.isEmpty {
      let dates = previous.origins.map(\.description).joined(separator: ", ")
      for group in [CustomerGroup.all, .active] {
        guard let figures = previous.pooled[group] else { continue }
        lines += table(
          "Compared with model \(previous.model), at the origins after its training labels (\(dates)), "
            + "\(group.rawValue)", figures, words)
      }
    }
    lines.append(
      "95 % intervals: \(backtest.replicates) bootstrap samples of customers, paired for differences. "
        + "Expected ECE: of a perfectly calibrated model on as many rows."
        + (backtest.campaign.map(profit) ?? ""))
    if let seen = sufficiency(of: backtest), seen.rarer > 0, !seen.isEnough {
      lines.append("note: active customers of all origins: \(seen.sentence(words)).")
    }
    lines += backtest.notices.map { "note: \($0.text)" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Of the rows of active customers of all origins.
  private static func sufficiency(of backtest: Backtest) -> DataSufficiency? {
    backtest.pooled[.active].map { active in
      DataSufficiency(
        subject: .rows, customers: active.rows,
        churners: Int((active.baseRate * Double(active.rows)).rounded()))
    }
  }

  private static func profit(_ campaign: CampaignDocument) -> String {
    " EMPC: expected maximum profit per customer, assuming value \(plain(campaign.customerValue)), offer "
      + "\(plain(campaign.offerCost)), contact \(plain(campaign.contactCost)), acceptance "
      + "Beta(\(plain(campaign.acceptanceAlpha)), \(plain(campaign.acceptanceBeta)))."
  }

  /// One line an origin and group: how the figures move over time.
  private static func origins(_ backtest: Backtest) -> [String] {
    let words = PredictedWords(target: backtest.target)
    let hasProfit = backtest.campaign != nil
    let columns: [(String, TextTable.Alignment)] = [
      ("origin", .left), ("group", .left), ("customers", .right), (words.happened, .right),
      ("AUC", .right), ("95 %", .left), ("recency", .right), ("frequency", .right),
      ("both", .right), ("gap ratio", .right), ("log-loss", .right), ("of base rate", .right),
      ("ECE", .right),
      ("expected ECE", .right), ("lift 10 %", .right),
    ]
    var table = TextTable(columns + (hasProfit ? [("EMPC", .right)] : []))
    for origin in backtest.origins {
      for group in [CustomerGroup.all, .active] {
        guard let figures = origin.groups[group] else { continue }
        let model = figures.forecasts[.model] ?? MetricSet()
        func auc(_ forecast: BacktestForecast) -> String {
          figure(figures.forecasts[forecast]?.auc.value)
        }
        let cells = [
          origin.asOf.description, group.rawValue, grouped(figures.rows),
          ratePercent(figures.baseRate), figure(model.auc.value),
          ends(model.auc), auc(.recency), auc(.frequency), auc(.recencyFrequency), auc(.gapRatio),
          figure(model.logLoss.value), fixed(figures.baseRateLogLoss, digits: 4),
          figure(model.ece.value), figure(model.eceNoise),
          figure(model.lift10.value, digits: 3),
        ]
        table.append(
          cells + (hasProfit ? [figure(model.expectedMaximumProfit.value, digits: 2)] : []))
      }
    }
    return table.lines + [""]
  }

  /// One line a metric: the model's figure, then each other forecast's beside the model's lead.
  private static func table(
    _ title: String, _ figures: BacktestGroup, _ words: PredictedWords
  ) -> [String] {
    let heading =
      "\(title): \(grouped(figures.rows)) rows, \(ratePercent(figures.baseRate)) \(words.happened)"
    // Where all had one outcome nothing ranks them.
    guard figures.baseRate > 0, figures.baseRate < 1 else { return [heading, ""] }
    let metrics: [(String, ForecastMetric, Int)] = [
      ("AUC", .auc, 4), ("average precision", .averagePrecision, 4), ("log-loss", .logLoss, 4),
      ("Brier", .brier, 4), ("ECE", .expectedCalibrationError, 4), ("lift 5 %", .lift5, 3),
      ("lift 10 %", .lift10, 3), ("lift 20 %", .lift20, 3), ("EMPC", .expectedMaximumProfit, 3),
    ].filter { words.target == nil || $0.1 != .expectedMaximumProfit }
    let others = BacktestForecast.allCases.filter { figures.differences[$0] != nil }
    var table = TextTable(
      [("", .left), ("model", .right), ("95 %", .left)]
        + others.flatMap { forecast in
          [
            (forecast.rawValue, TextTable.Alignment.right),
            ("model − it, 95 %", TextTable.Alignment.left),
          ]
        })
    func interval(_ set: MetricSet?, _ metric: ForecastMetric, _ digits: Int) -> String {
      figure(set?[metric].low, digits: digits) + " … " + figure(set?[metric].high, digits: digits)
    }
    for (label, metric, digits) in metrics {
      let model = figures.forecasts[.model]
      var cells = [
        label, figure(model?[metric].value, digits: digits), interval(model, metric, digits),
      ]
      for forecast in others {
        cells.append(figure(figures.forecasts[forecast]?[metric].value, digits: digits))
        cells.append(interval(figures.differences[forecast], metric, digits))
      }
      table.append(cells)
      guard metric == .expectedCalibrationError else { continue }
      let noise = [BacktestForecast.model] + others
      table.append(
        ["… of a perfectly calibrated model"]
          + noise.flatMap { forecast in
            let set = figures.forecasts[forecast]
            return [figure(set?.eceNoise), "at most " + figure(set?.eceNoiseHigh)]
          })
    }
    return [heading, ""] + table.lines + [""]
  }

  private static func plain(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }
}
