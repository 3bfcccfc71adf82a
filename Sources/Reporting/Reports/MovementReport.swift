internal import Dense
internal import Features
internal import Scoring
package import Segmentation
internal import Units

/// What `segment --compare-to` prints.
package enum MovementReport {
  package static func text(of movement: Movement) -> String {
    let ranking =
      movement.rankedBy == .rules ? "in the order of the rules" : "by mean revenue after"
    var lines = [
      "Movement from \(movement.from) to \(movement.to) (\(movement.periodInDays) days) by rule set "
        + "\(movement.ruleSet), best \(ranking)",
      "Cut-offs of both dates: \(movement.cutOffs.text). Revenue: of the \(movement.periodInDays) days before "
        + "each date.", "",
    ]
    lines += movement.notices.map { "note: \($0.text)" }
    lines += segments(movement) + transitions(movement) + alerts(movement)
    lines += ladder(movement.ladder) + months(movement) + cohorts(movement)
    lines += categories(movement)
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func segments(_ movement: Movement) -> [String] {
    var table = TextTable([
      ("segment", .left), ("customers \(movement.from)", .right), ("\(movement.to)", .right),
      ("growth", .right), ("share \(movement.from)", .right), ("\(movement.to)", .right),
      ("revenue \(movement.from)", .right), ("\(movement.to)", .right), ("growth", .right),
      ("share \(movement.from)", .right), ("\(movement.to)", .right), ("arrived", .right),
      ("departed", .right),
    ])
    for change in movement.segments
    where change.customersBefore > 0 || change.customersAfter > 0 {
      table.append([
        "\(change.rank) \(change.segment)", grouped(change.customersBefore),
        grouped(change.customersAfter), growth(change.customersGrowth),
        percent(change.shareBefore), percent(change.shareAfter), change.revenueBefore,
        change.revenueAfter, growth(change.revenueGrowth), percent(change.revenueShareBefore),
        percent(change.revenueShareAfter), grouped(change.arrived), grouped(change.departed),
      ])
    }
    return table.lines + [""]
  }

  private static func transitions(_ movement: Movement) -> [String] {
    let seen = Set(movement.transitions.flatMap { [$0.from, $0.to] })
    let names = movement.segments.filter { seen.contains($0.segment) }
    let rows = names.map(\.segment) + [Movement.new]
    let columns = names.map(\.segment) + [Movement.gone].filter(seen.contains)
    let ranks = Dictionary(uniqueKeysWithValues: names.map { ($0.segment, $0.rank) })
    var table = TextTable(
      [("from \\ to", .left)]
        + columns.map { name in
          (ranks[name].map { "\($0)" } ?? name, TextTable.Alignment.right)
        })
    var counts: [String: [String: Int]] = [:]
    for transition in movement.transitions {
      counts[transition.from, default: [:]][transition.to] = transition.customers
    }
    for row in rows {
      guard let row = counts[row].map({ (row, $0) }) else { continue }
      table.append(
        [ranks[row.0].map { "\($0) \(row.0)" } ?? row.0]
          + columns.map { row.1[$0].map(grouped) ?? "·" })
    }
    let net = movement.netUpgrades
    return table.lines + [
      "",
      "\(grouped(movement.upgrades)) moved up, \(grouped(movement.downgrades)) down: net "
        + "\(net > 0 ? "+" : "")\(grouped(net)); \(grouped(movement.unmoved)) stayed, "
        + "\(grouped(movement.newCustomers)) are new"
        + (movement.goneCustomers > 0
          ? ", \(grouped(movement.goneCustomers)) have no order left" : ""),
      "",
    ]
  }

  private static func alerts(_ movement: Movement) -> [String] {
    let lines = movement.alerts.map { alert in
      let shown = alert.customers.prefix(10).joined(separator: ", ")
      let more = alert.customers.count > 10 ? ", …" : ""
      return
        "Alert \(alert.from) > \(alert.to): \(grouped(alert.customers.count)) customers, who spent "
        + "\(alert.revenueBefore) before \(movement.from) and \(alert.revenueAfter) before \(movement.to)"
        + (alert.customers.isEmpty ? "" : ": \(shown)\(more)")
    }
    return lines.isEmpty ? [] : lines + [""]
  }

  private static func ladder(_ ladder: RepeatPurchaseFunnel) -> [String] {
    var table = TextTable([
      ("from order", .right), ("customers", .right), ("ordered again", .right),
      ("repeat rate", .right), ("median days", .right),
      ("observed ≥ \(ladder.withinDays) days", .right),
      ("repeat rate within \(ladder.withinDays) days", .right),
    ])
    for step in ladder.steps {
      table.append([
        "\(step.order) → \(step.order + 1)", grouped(step.customers), grouped(step.wentOn),
        percent(step.share), step.medianDays.map { fixed($0, digits: 1) } ?? "–",
        grouped(step.followed), percent(step.shareWithin),
      ])
    }
    return table.lines + [""]
  }

  private static func months(_ movement: Movement) -> [String] {
    var table = TextTable([
      ("month", .left), ("orders", .right), ("customers", .right), ("new", .right),
      ("revenue", .right), ("of returning", .right), ("share", .right),
    ])
    for month in movement.months.suffix(monthsShown) {
      table.append([
        "\(month.month)\(month.isComplete ? "" : "*")", grouped(month.orders),
        grouped(month.customers), grouped(month.newCustomers), month.revenue,
        month.returningRevenue, percent(month.returningShare),
      ])
    }
    return table.lines + [""]
  }

  private static let monthsShown = 13

  private static func cohorts(_ movement: Movement) -> [String] {
    let cohorts = movement.cohorts.suffix(monthsShown)
    let width = min(monthsShown, cohorts.map(\.months.count).max() ?? 0)
    var table = TextTable(
      [("began in", .left), ("customers", .right)]
        + (0..<width).map { ("+\($0)", TextTable.Alignment.right) })
    for cohort in cohorts {
      let cells = (0..<width).map { since in
        since < cohort.months.count
          ? percent(cohort.months[since].share) + (cohort.months[since].isComplete ? " " : "*") : ""
      }
      table.append(["\(cohort.month)", grouped(cohort.customers)] + cells)
    }
    return table.lines + [
      "Share of each acquisition cohort that ordered in month +n; * month not complete.", "",
    ]
  }

  /// The best three segments that have customers, and all customers.
  private static func categories(_ movement: Movement) -> [String] {
    let best = movement.segments.filter { $0.customersAfter > 0 }.prefix(3).map(\.segment)
    var table = TextTable([
      ("segment", .left), ("category", .left), ("revenue \(movement.from)", .right),
      ("\(movement.to)", .right), ("growth", .right), ("share \(movement.from)", .right),
      ("\(movement.to)", .right),
    ])
    for segment in best + [CategoryChange.all] {
      for change in movement.categories.filter({ $0.segment == segment }).prefix(5) {
        table.append([
          segment, change.category, change.revenueBefore, change.revenueAfter,
          growth(change.growth), percent(change.shareBefore), percent(change.shareAfter),
        ])
      }
    }
    return movement.categories.isEmpty ? [] : table.lines + [""]
  }

  private static func percent(_ share: Double?) -> String {
    share.map { "\(fixed(100 * $0, digits: 1)) %" } ?? "–"
  }

  private static func growth(_ growth: Double?) -> String {
    growth.map { ($0 > 0 ? "+" : "") + "\(fixed(100 * $0, digits: 1)) %" } ?? "–"
  }
}
