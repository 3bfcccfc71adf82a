internal import Charts
internal import Models
internal import Scoring
internal import Segmentation
internal import Units

extension ShopReport {
  /// Groups of a flow on a side; those beyond are put together.
  static let mostFlowing = 12

  /// How customers moved between segments since a horizon ago.
  var movementSection: PageSection {
    var section = PageSection(id: "movement", title: "Who moved between segments")
    guard let movement else {
      section.blocks.append(
        .paragraph("Nobody had ordered a horizon before: there is nothing to compare with."))
      return section
    }
    section.blocks.append(.paragraph(told(of: movement)))
    for notice in movement.notices { section.blocks.append(.warning("\(notice.text)")) }
    section.blocks.append(.charts([flow(of: movement), change(movement)]))
    section.blocks.append(.table(segmentTable(movement)))
    return section
  }

  private func told(of movement: Movement) -> String {
    let ranks = Dictionary(uniqueKeysWithValues: movement.segments.map { ($0.segment, $0.rank) })
    let worst = movement.transitions.filter { transition in
      zip2(ranks[transition.from], ranks[transition.to]).map { $0 < $1 } ?? false
    }.max { ($0.customers, $1.from, $1.to) < ($1.customers, $0.from, $0.to) }
    return
      "From \(movement.from) to \(movement.to) \(grouped(movement.upgrades)) customers moved to a "
      + "better segment and \(grouped(movement.downgrades)) to a worse one; "
      + "\(grouped(movement.unmoved)) stayed, "
      + "\(movement.newCustomers == 0 ? "nobody is" : "\(grouped(movement.newCustomers)) are") new"
      + (movement.goneCustomers > 0
        ? ", \(grouped(movement.goneCustomers)) have no order left" : "")
      + ". "
      + (worst.map {
        "Most of those who fell went from \(shortName($0.from)) to \(shortName($0.to)): \(grouped($0.customers)), "
          + "\(percent($0.share, digits: 0)) of \(shortName($0.from)). "
      } ?? "")
      + "Better is where the earlier customers went on to spend more." + renamed
  }

  /// That names differ from those of the list; empty where none does.
  private var renamed: String {
    let count = scored.segment.indices.count { toldSegment($0) != scored.segment[$0] }
    guard count > 0 else { return "" }
    return " Both dates are told by the scores alone; elsewhere on this page "
      + "\(counted(count, "customer")) of whom lapse or risk say more "
      + "\(count == 1 ? "has" : "have") another name."
  }

  private func flow(of movement: Movement) -> FlowChart {
    let seen = Set(movement.transitions.flatMap { [$0.from, $0.to] })
    let names = movement.segments.map(\.segment).filter(seen.contains)
    let left = names + [Movement.new].filter(seen.contains)
    let right = names + [Movement.gone].filter(seen.contains)
    let counts = Dictionary(
      movement.transitions.map { (Pair($0.from, $0.to), $0.customers) },
      uniquingKeysWith: +)
    let flow = Flow(
      title: "", subtitle: "", left: left.map(Self.flowName), right: right.map(Self.flowName),
      counts: left.map { from in right.map { counts[Pair(from, $0)] ?? 0 } })
    return FlowChart(
      flow.reduced(to: Self.mostFlowing), title: "From segment to segment",
      summary: "Where the customers of each segment were on \(movement.from) and are on "
        + "\(movement.to), best segment first; bands are as wide as customers are many.",
      from: "on \(movement.from)", to: "on \(movement.to)")
  }

  private static func flowName(_ name: String) -> String {
    name == Movement.new ? "new customers" : name == Movement.gone ? "no order left" : name
  }

  private func shown(_ movement: Movement) -> [SegmentChange] {
    movement.segments.filter { $0.customersBefore > 0 || $0.customersAfter > 0 }
  }

  private func change(_ movement: Movement) -> BarChart {
    let changes = shown(movement).prefix(16).map {
      ($0, $0.customersAfter - $0.customersBefore)
    }
    func signed(_ count: Int) -> String { count > 0 ? "+\(grouped(count))" : grouped(count) }
    return BarChart(
      title: "Growth of segments",
      summary:
        "Customers on \(movement.to) less customers on \(movement.from), best segment first.",
      bars: changes.map { change, growth in
        BarChart.Bar(
          change.segment, Double(growth), figure: signed(growth),
          colour: growth < 0 ? .series(1) : .series(0))
      },
      table: ChartTable(
        header: ["segment", "before", "after", "growth", "arrived", "departed"],
        rows: changes.map { change, growth in
          [
            change.segment, grouped(change.customersBefore), grouped(change.customersAfter),
            signed(growth), grouped(change.arrived), grouped(change.departed),
          ]
        }))
  }

  private func segmentTable(_ movement: Movement) -> PageTable {
    func money(_ text: String) -> String { Double(text).map(amount) ?? text }
    return PageTable(
      title: "Revenue of the \(movement.periodInDays) days before each date, by segment",
      header: ["segment", "before \(movement.from)", "share", "before \(movement.to)", "share"],
      rows: shown(movement).prefix(16).map { change in
        [
          change.segment, money(change.revenueBefore),
          change.revenueShareBefore.map { percent($0, digits: 0) } ?? "–",
          money(change.revenueAfter),
          change.revenueShareAfter.map { percent($0, digits: 0) } ?? "–",
        ]
      }, texts: [0])
  }
}

/// Two groups by name.
private struct Pair: Hashable {
  let from: String
  let to: String

  init(_ from: String, _ to: String) {
    self.from = from
    self.to = to
  }
}

extension FlowChart {
  /// A flow as a chart, with every band that anybody is in as a row of its table.
  init(_ flow: Flow, title: String, summary: String, from leftTitle: String, to rightTitle: String)
  {
    let totals = flow.leftTotals
    var rows: [[String]] = []
    for row in flow.left.indices {
      for column in flow.right.indices where flow.counts[row][column] > 0 {
        let count = flow.counts[row][column]
        rows.append([
          flow.left[row], flow.right[column], grouped(count),
          percent(Double(count) / Double(max(1, totals[row])), digits: 0),
        ])
      }
    }
    self.init(
      title: title, summary: summary, from: leftTitle, to: rightTitle, left: flow.left,
      right: flow.right, counts: flow.counts,
      table: ChartTable(header: ["from", "to", "customers", "share of from"], rows: rows))
  }
}
