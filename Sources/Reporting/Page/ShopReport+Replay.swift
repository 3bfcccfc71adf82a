internal import Charts
internal import Scoring
internal import Units

extension ShopReport {
  /// What the list of an earlier date would have found; nil where nobody asked for one.
  var replaySection: PageSection? {
    guard let replay else { return nil }
    let rows =
      replay.lists.map { ($0.by.text, $0.figures, $0.by == .gain) }
      + [("by lot", replay.chance, false)]
    func bars(
      _ value: (Replay.Figures) -> Replay.Estimate, _ text: (Double) -> String
    ) -> [BarChart.Bar] {
      rows.map { name, figures, isOwn in
        let estimate = value(figures)
        return BarChart.Bar(
          name, estimate.value, figure: text(estimate.value),
          interval: estimate.low...max(estimate.low, estimate.high),
          colour: isOwn ? .series(0) : .neutral)
      }
    }
    let table = ChartTable(
      header: ["list by", "left", "orders each", "spend each", "spend that left", "95 % interval"],
      rows: rows.map { name, figures, _ in
        [
          name, percent(figures.left.value), fixed(figures.orderDaysPerCustomer.value, digits: 2),
          amount(figures.spendPerCustomer.value), amount(figures.spendLeft.value),
          "\(amount(figures.spendLeft.low)) to \(amount(figures.spendLeft.high))",
        ]
      })
    return PageSection(
      id: "replay", title: "What an earlier list would have found",
      blocks: [
        .paragraph(
          "Lists of \(counted(replay.size, "customer")) out of \(grouped(replay.customers)) as of "
            + "\(replay.asOf), by a model that knew orders before \(replay.trainedAsOf), and the "
            + "\(replay.horizonInDays) days after. \(ReplayReport.verdict(of: replay)) Nobody was "
            + "written to for this: it says whom a list finds, not what writing would have changed."
        ),
        .charts([
          BarChart(
            title: "Spend that left",
            summary: "What those on a list who placed no order had spent in the "
              + "\(replay.spendWindowInDays) days before, the most that the list could have kept; "
              + "with 95 % intervals.",
            bars: bars(\.spendLeft, amount), table: table),
          BarChart(
            title: "Share that left",
            summary: "How many of a hundred on the list placed no order; with 95 % intervals.",
            bars: bars(\.left) { percent($0, digits: 0) }, table: table),
        ]),
      ])
  }
}
