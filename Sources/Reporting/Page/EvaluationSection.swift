internal import Charts
internal import Dense
internal import Features
internal import Models
internal import Segmentation
internal import Snapshots
internal import Units

/// How well the model tells for whom its outcome comes true, what it rests on, and whether that holds over
/// time.
struct EvaluationSection {
  let evaluation: Evaluation
  private let words: PageWords

  init(_ evaluation: Evaluation) {
    self.evaluation = evaluation
    words = PageWords(target: evaluation.target)
  }

  /// Its probability, inside a sentence.
  var ordered: String { evaluation.words.ordered }
  var isOfTarget: Bool { evaluation.target != nil }

  var section: PageSection {
    var section = PageSection(id: words.section, title: words.title)
    guard let group = evaluation.group(.active) else {
      section.blocks.append(
        .paragraph("The log was too short to evaluate the model on orders that came later."))
      return section
    }
    section.blocks.append(
      .paragraph(
        "Judged on \(counted(group.customers, "active customer")) of \(evaluation.asOf) by a model that "
          + "had seen nothing after that day: "
          + words.came(predicted: group.model.predictedRate, actual: group.baseRate)))
    let faults = group.calibrationFaults(evaluation.words)
    if !faults.isEmpty {
      section.blocks.append(
        .warning("On these customers \(faults.joined(separator: "; "))."))
    }
    var charts: [any Chart] = []
    if !group.reliability.isEmpty {
      if group.baseRate > 0 { charts.append(captured(group)) }
      charts.append(reliability(group))
    }
    charts.append(ranking(group))
    if let explanation = evaluation.explanation, !explanation.importance.isEmpty {
      charts.append(importance(explanation))
    }
    if let dates = overTime { charts.append(dates) }
    section.blocks.append(.charts(charts))
    if let causes = evaluation.explanation.flatMap(raisesAndLowers) {
      section.blocks.append(.table(causes))
    }
    return section
  }

  /// Share of those for whom it came true among the likeliest, from the ten bins of the evaluation.
  private func captured(_ group: GroupEvaluation) -> LineChart {
    let bins = group.reliability.reversed()
    let customers = bins.reduce(0) { $0 + $1.customers }
    let left = bins.reduce(0.0) { $0 + $1.observedRate * Double($1.customers) }
    var (seen, found) = (0.0, 0.0)
    var model = [LineChart.Series.Point(x: 0, y: 0)]
    for bin in bins {
      seen += Double(bin.customers)
      found += bin.observedRate * Double(bin.customers)
      model.append(.init(x: seen / Double(customers), y: left > 0 ? found / left : 0))
    }
    let rate = left / Double(customers)
    let third = model.last { $0.x <= 0.301 } ?? model[0]
    return LineChart(
      title: "Reaching \(words.reached)",
      summary: "The \(percent(third.x, digits: 0)) with the highest predicted \(ordered) held "
        + "\(percent(third.y, digits: 0)) of all \(words.found); picked at random they would hold "
        + "\(percent(third.x, digits: 0)), picked by somebody who knew \(percent(min(1, third.x / rate), digits: 0)).",
      x: Axis(
        "share of customers contacted, \(evaluation.words.ends.0) first", .share, including: [0, 1]),
      y: Axis("share of those \(words.found)", .share, including: [0, 1]),
      series: [
        .init("model", .line, .series(0), model),
        .init("at random", .dashed, .neutral, [.init(x: 0, y: 0), .init(x: 1, y: 1)]),
        .init(
          "best possible", .dashed, .series(2),
          [.init(x: 0, y: 0), .init(x: rate, y: 1), .init(x: 1, y: 1)]),
      ],
      table: ChartTable(
        header: ["customers contacted", "of those \(words.found)"],
        rows: model.map { [percent($0.x), percent($0.y)] }))
  }

  /// Predicted against actual rates, with 95 % score intervals (Wilson 1927).
  private func reliability(_ group: GroupEvaluation) -> LineChart {
    let points = group.reliability.map { bin in
      let hits = Int((bin.observedRate * Double(bin.customers)).rounded())
      return LineChart.Series.Point(
        x: bin.meanProbability, y: bin.observedRate,
        interval: wilson(hits, of: bin.customers).map { $0.low...$0.high })
    }
    // Of a rare target all points would lie in one corner.
    let highest = points.map { max($0.x, $0.interval?.upperBound ?? $0.y) }.max() ?? 1
    let end = isOfTarget ? min(1, highest) : 1
    return LineChart(
      title: "Predicted and actual \(ordered)",
      summary:
        "Ten groups of equal size by predicted \(ordered), each with the share \(words.share) and its "
        + "95 % interval. On the line the prediction was right.",
      x: Axis("predicted", .share, including: [0, end]),
      y: Axis("actual", .share, including: [0, end]),
      series: [
        .init("right", .dashed, .neutral, [.init(x: 0, y: 0), .init(x: end, y: end)]),
        .init("", .points, .series(0), points),
      ],
      table: ChartTable(
        header: ["customers", "predicted", "actual", "95 % interval"],
        rows: zip(group.reliability, points).map { bin, point in
          [
            grouped(bin.customers), percent(bin.meanProbability), percent(bin.observedRate),
            point.interval.map { "\(percent($0.lowerBound)) to \(percent($0.upperBound))" } ?? "",
          ]
        }))
  }

  private func ranking(_ group: GroupEvaluation) -> BarChart {
    let ways: [(String, MetricSet, ChartColour)] =
      [
        ("model", group.model, .series(0)), ("recency alone", group.recency, .neutral),
        ("frequency alone", group.frequency, .neutral),
      ]
      + (group.recencyFrequency.map { [("both of these", $0, ChartColour.neutral)] } ?? [])
    let bars = ways.compactMap { name, metrics, colour -> BarChart.Bar? in
      guard let auc = metrics.auc.value else { return nil }
      return BarChart.Bar(
        name, auc, figure: fixed(auc, digits: 3),
        interval: zip2(metrics.auc.low, metrics.auc.high).map { $0...max($0, $1) }, colour: colour)
    }
    return BarChart(
      title: "Beside simpler rules",
      summary:
        "AUC on active customers: the chance that of two customers the one \(words.found) had the higher "
        + "\(ordered), with its 95 % interval. Bars begin at 0.5, a coin.",
      bars: bars, origin: 0.5,
      table: ChartTable(
        header: ["ranked by", "AUC", "95 % interval", "log-loss"],
        rows: ways.map { name, metrics, _ in
          [
            name, metrics.auc.value.map { fixed($0, digits: 4) } ?? "–",
            zip2(metrics.auc.low, metrics.auc.high).map {
              "\(fixed($0, digits: 4)) to \(fixed($1, digits: 4))"
            } ?? "–", metrics.logLoss.value.map { fixed($0, digits: 4) } ?? "–",
          ]
        }))
  }

  private func importance(_ explanation: Explanation) -> BarChart {
    let parts = explanation.importance.map {
      (ReasonFamily(rawValue: $0.family)?.title ?? $0.family, $0.logLossRise, $0.error)
    }
    return BarChart(
      title: "What the model rests on",
      summary:
        "How much worse its predictions get (rise in log-loss) when one kind of knowledge is "
        + "shuffled between customers. It describes the model, not causes.",
      bars: parts.map { name, rise, error in
        BarChart.Bar(
          name, rise, figure: fixed(rise, digits: 4), interval: (rise - error)...(rise + error))
      },
      table: ChartTable(
        header: ["kind of knowledge", "rise in log-loss", "standard error"],
        rows: parts.map { [$0, fixed($1, digits: 4), fixed($2, digits: 4)] }))
  }

  /// AUC and level at all dates that were evaluated; nil with fewer than two.
  private var overTime: LineChart? {
    let dates = (evaluation.snapshots ?? []).compactMap { snapshot in
      snapshot.group(.active).flatMap { figures in
        snapshot.isInSample ? nil : figures.auc.map { (snapshot.asOf, $0, figures.baseRate) }
      }
    }.sorted { $0.0 < $1.0 }
    guard dates.count >= 2 else { return nil }
    func points(_ value: ((Day, Double, Double)) -> Double) -> [LineChart.Series.Point] {
      dates.map { .init(x: Double($0.0.number), y: value($0)) }
    }
    return LineChart(
      title: "Over time",
      summary:
        "At each date a model with the same settings, trained on what was known by then: how well "
        + "it ranked active customers (AUC), and the share \(words.share).",
      x: Axis(
        "as of", .count, ticks: dates.map { (Double($0.0.number), $0.0.description) }),
      y: Axis("", .share, including: [0, 1]),
      series: [
        .init("AUC", .line, .series(0), points { $0.1 }),
        .init("share \(words.share)", .line, .series(1), points { $0.2 }),
      ],
      table: ChartTable(
        header: ["as of", "AUC", "share \(words.share)"],
        rows: dates.map { [$0.0.description, fixed($0.1, digits: 4), percent($0.2)] }))
  }
}

/// What a page calls the outcome: customers who leave, or for whom a target holds.
private struct PageWords {
  /// The rule of the target; nil for churn.
  let target: String?

  var section: String { target == nil ? "churn" : "target" }
  var title: String {
    target == nil
      ? "Who leaves, and how well that is known" : "The target, and how well it is known"
  }
  var reached: String { target == nil ? "those who leave" : "those for whom the target holds" }
  /// After "those", "all" or "the one".
  var found: String { target == nil ? "who left" : "for whom the target held" }
  /// After "the share".
  var share: String { target == nil ? "that left" : "for whom the target held" }

  func came(predicted: Double?, actual: Double) -> String {
    target == nil
      ? (predicted.map { "\(percent($0)) predicted to leave, " } ?? "") + "\(percent(actual)) left."
      : "the target held for \(percent(actual, digits: 2))"
        + (predicted.map { ", \(percent($0, digits: 2)) predicted." } ?? ".")
  }
}
