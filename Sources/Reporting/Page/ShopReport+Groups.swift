internal import Charts
internal import Dense
internal import Models
internal import Scoring
internal import Segments
internal import Snapshots
internal import Units

extension ShopReport {
  private static let mostShown = 16

  /// Segments by the rules: sizes, risk and worth.
  var segments: PageSection {
    let shown = summary.segments.prefix(Self.mostShown)
    let rest = summary.segments.dropFirst(Self.mostShown)
    var rows = shown.map { segment in
      (segment.name, segment.customers, segment.meanChurnProbability, segment.meanPredictedCLV)
    }
    if !rest.isEmpty {
      let count = rest.reduce(0) { $0 + $1.customers }
      func mean(_ value: (RunSummary.Segment) -> Double) -> Double {
        rest.reduce(0) { $0 + value($1) * Double($1.customers) } / Double(max(1, count))
      }
      rows.append(
        (
          "\(rest.count) smaller ones", count, mean(\.meanChurnProbability),
          mean(\.meanPredictedCLV)
        ))
    }
    let table = ChartTable(
      header: ["segment", "customers", "mean risk", "mean value", "value of all"],
      rows: rows.map { name, count, risk, value in
        [name, grouped(count), percent(risk), amount(value), amount(value * Double(count))]
      })
    return PageSection(
      id: "segments", title: "Segments",
      blocks: [
        .paragraph(
          "By the rule set \(shortName(scored.rules.name)). Value is the expected margin over the next "
            + "\(scored.valueHorizonInDays) days, risk the mean probability of no order in "
            + "\(scored.horizonInDays) days."),
        .charts([
          BarChart(
            title: "Customers by segment", summary: "Whom the segments hold.",
            bars: rows.map { BarChart.Bar($0.0, Double($0.1), figure: grouped($0.1)) },
            table: table),
          BarChart(
            title: "Expected value by segment",
            summary: "What all customers of a segment are expected to bring.",
            bars: rows.map {
              BarChart.Bar(
                $0.0, $0.3 * Double($0.1), figure: amount($0.3 * Double($0.1)), colour: .series(2))
            }, table: table),
          BarChart(
            title: "Mean risk by segment", summary: "How likely its customers are to leave.",
            bars: rows.map {
              BarChart.Bar($0.0, $0.2, figure: percent($0.2, digits: 0), colour: .series(1))
            }, table: table),
        ]),
      ])
  }

  /// Clusters by their customers' own figures.
  var clusters: PageSection {
    let facts = scored.facts
    let members = Dictionary(grouping: scored.cluster.indices) { scored.cluster[$0] }
      .sorted { $0.key < $1.key }
    let rows = members.map { cluster, rows in
      (
        name: "cluster \(cluster)", customers: rows.count,
        days: median(rows.map { Double(facts.daysSinceLastOrder[$0]) }),
        orders: median(rows.map { Double(facts.orders[$0]) }),
        order: median(
          rows.map { money(facts.averageOrderValue(of: $0), scale: scored.moneyScale) }),
        risk: mean(rows.map { scored.churnProbability[$0] }),
        value: mean(rows.map { scored.predictedValue[$0] })
      )
    }
    let table = ChartTable(
      header: [
        "cluster", "customers", "days since last order", "orders", "order value", "mean risk",
        "mean value",
      ],
      rows: rows.map {
        [
          $0.name, grouped($0.customers), fixed($0.days, digits: 0), fixed($0.orders, digits: 0),
          amount($0.order), percent($0.risk), amount($0.value),
        ]
      })
    return PageSection(
      id: "clusters", title: "Clusters",
      blocks: [
        .paragraph(
          "Groups that k-means found by behaviour, without rules. Medians of their customers, and what the "
            + "model expects of them:"),
        .table(
          PageTable(
            title: "Clusters in their customers' own units", header: table.header, rows: table.rows,
            texts: [0])),
        .charts(
          [flowToClusters]
            + [context.clusterMap.flatMap { BubbleChart($0, of: scored.cluster) }].compactMap(
              \.self)),
      ])
  }
}
