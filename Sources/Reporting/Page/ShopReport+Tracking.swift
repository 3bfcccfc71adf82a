internal import Charts
internal import Models
internal import Units

// How forecasts of orders and of value held on the days after they were made.
extension ShopReport {
  /// Orders expected and actual, summed from the evaluation date on.
  func tracking(_ holdout: ValueEvaluation) -> LineChart? {
    guard let tracked = holdout.tracking, tracked.count > 1, let last = tracked.last else {
      return nil
    }
    func points(_ value: (TrackedOrders) -> Double) -> [LineChart.Series.Point] {
      tracked.map { .init(x: Double($0.days), y: value($0)) }
    }
    let off =
      last.actual > 0
      ? "\(percent(abs(last.expected / last.actual - 1))) too "
        + (last.expected >= last.actual ? "many" : "few")
      : "none came"
    return LineChart(
      title: "Orders, day by day",
      summary: "Orders of the customers of \(holdout.asOf), summed from that day on: after "
        + "\(last.days) days \(holdout.lifetimeWinner.rawValue) had expected "
        + "\(FigureForm.count.text(last.expected)) and \(FigureForm.count.text(last.actual)) had "
        + "come (\(off)).",
      x: Axis("days since \(holdout.asOf)", .count, including: [0], isTight: true),
      y: Axis("orders so far", .count, including: [0]),
      series: [
        .init("actual", .line, .series(1), points(\.actual)),
        .init("expected", .dashed, .series(0), points(\.expected)),
      ],
      table: ChartTable(
        header: ["days", "expected", "actual", "off by"],
        rows: tracked.map { step in
          [
            grouped(step.days), FigureForm.count.text(step.expected),
            FigureForm.count.text(step.actual),
            step.actual > 0 ? signedPercent(step.expected / step.actual - 1) : "–",
          ]
        }))
  }

  /// Ticks from 1 to a number.
  static func numbers(_ count: Int) -> [(value: Double, text: String)] {
    (1...count).map { (Double($0), "\($0)") }
  }

  /// Mean spend of tenths by the forecast that is used.
  func valueTenths(_ holdout: ValueEvaluation) -> LineChart? {
    guard let bins = holdout.calibration, bins.count > 1, let best = bins.last else { return nil }
    let numbered = bins.enumerated().map { (Double($0 + 1), $1) }
    return LineChart(
      title: "Expected and actual value",
      summary:
        "Customers in \(bins.count) groups of equal size by what \(holdout.winner.rawValue) expected "
        + "them to spend in the \(holdout.horizonInDays) days from \(holdout.asOf), and what they "
        + "spent, with its 95 % interval: of the last group \(amount(best.expected)) each was "
        + "expected and \(amount(best.actual)) came.",
      x: Axis("group, least expected first", .count, ticks: Self.numbers(bins.count)),
      y: Axis("spend a customer", .amount, including: [0]),
      series: [
        .init("expected", .dashed, .series(0), numbered.map { .init(x: $0, y: $1.expected) }),
        .init(
          "actual", .points, .series(1),
          numbered.map { place, bin in
            let half = 1.96 * bin.actualError
            return .init(
              x: place, y: bin.actual,
              interval: max(0, bin.actual - half)...(max(0, bin.actual) + half))
          }),
      ],
      table: ChartTable(
        header: ["group", "customers", "expected each", "actual each", "± standard error"],
        rows: numbered.map { place, bin in
          [
            FigureForm.count.text(place), grouped(bin.customers), amount(bin.expected),
            amount(bin.actual), amount(bin.actualError),
          ]
        }))
  }
}

/// A share more or less, for a person: +4.2 %.
func signedPercent(_ share: Double) -> String {
  "\(share > 0 ? "+" : "")\(percent(share))"
}
