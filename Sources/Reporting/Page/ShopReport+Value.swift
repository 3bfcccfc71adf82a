internal import Charts
internal import Dense
internal import Models
internal import Scoring
internal import Units

extension ShopReport {
  /// What customers are worth, how that is spread, and how forecasts held.
  var value: PageSection {
    var section = PageSection(id: "value", title: "What customers are worth")
    let total = scored.predictedValue.reduce(0, +)
    section.blocks.append(
      .paragraph(
        "Of \(counted(scored.count, "customer")) together \(amount(total)) is expected over the next "
          + "\(scored.valueHorizonInDays) days."))
    if let bias = model.biasText { section.blocks.append(.warning(bias)) }
    // A share of fewer says nothing.
    var charts: [any Chart] = scored.count < 20 ? [] : [concentration(total)]
    charts.append(distribution)
    if let holdout = evaluation.value {
      section.blocks.append(.paragraph(told(of: holdout)))
      charts += [tracking(holdout), valueTenths(holdout), orders(holdout)].compactMap(\.self)
      charts.append(methods(holdout))
    }
    section.blocks.append(.charts(charts))
    return section
  }

  private func told(of holdout: ValueEvaluation) -> String {
    let all = holdout.groups["all"]
    let held = all.map {
      "\(amount($0.expected)) was expected and \(amount($0.actual)) came"
    }
    let coverage = holdout.intervalCoverage.map {
      "; \(percent($0, digits: 0)) of customers ended within their 80 % interval"
    }
    return "Over the \(holdout.horizonInDays) days from \(holdout.asOf), forecast before: "
      + "\(held ?? "no figures")\(coverage ?? "")."
  }

  /// Share of the expected value that the best customers bring.
  private func concentration(_ total: Double) -> LineChart {
    let sorted = scored.predictedValue.sorted(by: >)
    let places = (0...20).map { Double($0) / 20 }
    var sums = [0.0]
    sums.reserveCapacity(sorted.count + 1)
    for value in sorted { sums.append(sums[sums.count - 1] + value) }
    let points = places.map { share in
      let sum = sums[Int((share * Double(sorted.count)).rounded())]
      return LineChart.Series.Point(x: share, y: total > 0 ? sum / total : 0)
    }
    let fifth = points[4].y
    return LineChart(
      title: "How concentrated value is",
      summary:
        "The best 20 % of customers are expected to bring \(percent(fifth, digits: 0)) of the "
        + "total.",
      x: Axis("share of customers, best first", .share, including: [0, 1]),
      y: Axis("share of expected value", .share, including: [0, 1]),
      series: [
        .init("expected value", .line, .series(0), points),
        .init("if all were alike", .dashed, .neutral, [.init(x: 0, y: 0), .init(x: 1, y: 1)]),
      ],
      table: ChartTable(
        header: ["customers", "of expected value"],
        rows: points.map { [percent($0.x, digits: 0), percent($0.y)] }))
  }

  /// Customers by expected value, in ranges that double or more.
  private var distribution: ColumnChart {
    let edges = Self.edges(upTo: scored.predictedValue.max() ?? 0)
    var counts = [Int](repeating: 0, count: edges.count + 1)
    for value in scored.predictedValue {
      counts[firstIndex(from: 0, to: edges.count) { value < edges[$0] }] += 1
    }
    let names = counts.indices.map { place in
      place == 0
        ? "< \(amount(edges[0]))"
        : place == edges.count ? "≥ \(amount(edges[place - 1]))" : "\(amount(edges[place - 1]))–"
    }
    return ColumnChart(
      title: "Customers by expected value",
      summary: "How many customers are expected to bring how much over the next "
        + "\(scored.valueHorizonInDays) days.",
      xTitle: "expected value, from", y: Axis("customers", .count),
      columns: zip(names, counts).map { .init($0, Double($1)) },
      table: ChartTable(
        header: ["expected value", "customers"],
        rows: zip(names, counts).map { [$0, grouped($1)] }))
  }

  /// 1, 2, 5, 10, … up to the largest value, the last nine of them.
  private static func edges(upTo largest: Double) -> [Double] {
    var edges: [Double] = []
    var power = 0.01
    while power <= 1e15, edges.last ?? 0 < largest {
      for part in [1.0, 2, 5] where part * power < max(largest, 0.011) {
        edges.append(part * power)
      }
      power *= 10
      if power > largest { break }
    }
    return edges.isEmpty ? [0.01] : Array(edges.suffix(9))
  }

  private func methods(_ holdout: ValueEvaluation) -> BarChart {
    let methods = holdout.methods.compactMap { method in
      method.errors.gini.map { (method, $0) }
    }.sorted { ($1.1, $0.0.method.rawValue) < ($0.1, $1.0.method.rawValue) }
    return BarChart(
      title: "Telling customers apart by value",
      summary:
        "Gini of each way to forecast spend: 1 puts customers in the order of what they went on to "
        + "spend, 0 in none. Used: \(holdout.winner.rawValue).",
      bars: methods.map { method, gini in
        BarChart.Bar(
          method.method.rawValue, gini, figure: fixed(gini, digits: 3),
          colour: method.method == holdout.winner ? .series(0) : .neutral)
      },
      table: ChartTable(
        header: ["method", "Gini", "RMSE", "expected", "actual"],
        rows: methods.map { method, gini in
          [
            method.method.rawValue, fixed(gini, digits: 4), fixed(method.errors.rmse, digits: 2),
            amount(method.errors.expected), amount(method.errors.actual),
          ]
        }))
  }

  /// Expected against actual orders by tenth of the forecast.
  private func orders(_ holdout: ValueEvaluation) -> LineChart? {
    guard
      let bins = holdout.lifetime.first(where: { $0.name == holdout.lifetimeWinner })?.holdout?
        .calibration, bins.count > 1
    else { return nil }
    func points(_ value: (LifetimeBin) -> Double) -> [LineChart.Series.Point] {
      bins.enumerated().map { .init(x: Double($0 + 1), y: value($1)) }
    }
    return LineChart(
      title: "Expected and actual orders",
      summary:
        "Mean orders over the \(holdout.horizonInDays) days from \(holdout.asOf), of customers in "
        + "\(bins.count) groups by what \(holdout.lifetimeWinner.rawValue) had expected.",
      x: Axis("group, fewest expected first", .count, ticks: Self.numbers(bins.count)),
      y: Axis("orders a customer", .decimal(1), including: [0]),
      series: [
        .init("actual", .line, .series(1), points(\.actual)),
        .init("expected", .dashed, .series(0), points(\.expected)),
      ],
      table: ChartTable(
        header: ["group", "customers", "expected", "actual"],
        rows: bins.enumerated().map { place, bin in
          [
            "\(place + 1)", grouped(bin.customers), fixed(bin.expected, digits: 3),
            fixed(bin.actual, digits: 3),
          ]
        }))
  }
}
