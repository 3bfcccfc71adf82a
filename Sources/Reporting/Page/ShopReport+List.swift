internal import Charts
internal import Interventions
internal import Models
internal import Scoring
internal import Units

extension ShopReport {
  private static let rowsShown = 20

  /// Whom to act on, why, and how far down the list it pays.
  var list: PageSection {
    var section = PageSection(id: "act", title: "Whom to act on")
    let act = count(.act)
    section.blocks.append(
      .paragraph(
        "\(counted(act, "customer")) to act on, \(grouped(count(.winBack))) to win back by one cheap "
          + "attempt, \(grouped(count(.none))) to leave as they are"
          + (reasonsForNone.isEmpty ? "." : " (\(reasonsForNone)).")))
    if act > 0 {
      section.blocks.append(.table(firstRows))
      section.blocks.append(.charts([gainCurve]))
    }
    return section
  }

  private var reasonsForNone: String {
    WhyNot.allCases.filter { $0 != .longInactive }.compactMap { reason in
      summary.whyNot[reason.rawValue].map { "\(reason.words) \(grouped($0))" }
    }.joined(separator: ", ")
  }

  private var firstRows: PageTable {
    let rows = table.ranking.prefix { scored.decisions[$0].list == .act }.prefix(Self.rowsShown)
    return PageTable(
      title: "The first \(rows.count) of \(counted(count(.act), "customer")) to act on",
      header: ["customer", "risk", "at stake", "expected gain", "segment", "why", "what to do"],
      rows: rows.map { row in
        [
          shownID(table.idText(ofRow: row)), percent(scored.churnProbability[row], digits: 0),
          amount(scored.valueAtRisk[row]), amount(scored.expectedGain[row]),
          table[.segment].name(row) ?? "",
          table.reasons(row, 2).map(\.sentence).joined(separator: "; "),
          table[.action].name(row) ?? "",
        ]
      }, texts: [0, 4, 5, 6])
  }

  /// Expected gain of the first n customers in the list's order, and beyond it by gain; by value; by risk.
  private var gainCurve: LineChart {
    let gains = scored.expectedGain
    func curve(_ order: [Int]) -> [LineChart.Series.Point] {
      var (sum, points) = (0.0, [LineChart.Series.Point(x: 0, y: 0)])
      let step = max(1, order.count / 60)
      for (place, row) in order.enumerated() {
        sum += gains[row]
        if (place + 1) % step == 0 || place + 1 == order.count {
          points.append(.init(x: Double(place + 1), y: sum))
        }
      }
      return points
    }
    let rows = scored.decisions.indices.filter {
      [nil, .noGain, .uncertainGain].contains(scored.decisions[$0].whyNot)
    }
    func sorted(by key: [Double]) -> [Int] { rows.sorted { (key[$1], $0) < (key[$0], $1) } }
    let act = Array(table.ranking.prefix { scored.decisions[$0].list == .act })
    let listed = act + sorted(by: gains).filter { scored.decisions[$0].list != .act }
    let ways = [
      ("the list", listed), ("by value", sorted(by: scored.predictedValue)),
      ("by risk", sorted(by: scored.churnProbability)),
    ].map { ($0.0, curve($0.1)) }
    return LineChart(
      title: "What a longer list earns",
      summary: "Expected gain of the first customers in three orders. The list ends after "
        + "\(counted(count(.act), "customer")): beyond them an attempt does not surely pay.",
      x: Axis("customers contacted", .count, including: [0], isTight: true),
      y: Axis("expected gain", .amount),
      series: zip(0..., ways).map { index, way in
        LineChart.Series(
          way.0, index == 0 ? .line : .dashed, index == 0 ? .series(0) : .series(index), way.1)
      }, mark: .init(x: Double(act.count), text: "the list ends"),
      table: ChartTable(
        header: ["customers contacted"] + ways.map(\.0),
        rows: ways[0].1.indices.map { place in
          [FigureForm.count.text(ways[0].1[place].x)] + ways.map { amount($0.1[place].y) }
        }))
  }
}

extension WhyNot {
  /// Why a customer is not on the list to act on, before their number.
  fileprivate var words: String {
    switch self {
    case .noConsent: "may not be contacted:"
    case .longInactive: "inactive for too long:"
    case .weakModel: "the model is too weak:"
    case .unreliable: "the model knows too little of their kind:"
    case .uncertainGain: "whether an attempt would pay is not sure:"
    case .noGain: "an attempt would not pay:"
    }
  }
}
