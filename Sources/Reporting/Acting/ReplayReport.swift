internal import Files
package import Scoring
internal import Units

/// What `replay` prints: lists of a past date, and what their customers then did.
package enum ReplayReport {
  package static func text(of replay: Replay) -> String {
    var table = TextTable([
      ("list by", .left), ("left", .right), ("95 %", .left), ("order days each", .right),
      ("spend each", .right), ("spend that left", .right), ("95 %", .left),
    ])
    func row(_ name: String, _ figures: Replay.Figures) {
      table.append([
        name, percent(figures.left.value),
        "\(fixed(100 * figures.left.low, digits: 1))–\(fixed(100 * figures.left.high, digits: 1))",
        fixed(figures.orderDaysPerCustomer.value, digits: 2),
        fixed(figures.spendPerCustomer.value, digits: 2), fixed(figures.spendLeft.value, digits: 0),
        "\(fixed(figures.spendLeft.low, digits: 0))–\(fixed(figures.spendLeft.high, digits: 0))",
      ])
    }
    for list in replay.lists { row(list.by.text, list.figures) }
    row("lot", replay.chance)
    return
      ([
        "Lists of \(grouped(replay.size)) of \(counted(replay.customers, "customer")) as of \(replay.asOf), "
          + "and the \(replay.horizonInDays) days after; model \(replay.model), which knew orders before "
          + "\(replay.trainedAsOf)", "",
      ] + table.lines + [
        "",
        "left: no order within the \(replay.horizonInDays) days. spend that left: what those who left had "
          + "spent in the \(replay.spendWindowInDays) days before, the most that a list could have kept.",
        verdict(of: replay),
        "Nobody was written to for this: it says whom a list finds, not what writing would have changed.",
      ]).joined(separator: "\n") + "\n"
  }

  static func verdict(of replay: Replay) -> String {
    guard let own = replay.lists.first(where: { $0.by == .gain }) else { return "" }
    let rivals = replay.lists.filter { $0.by != .gain && $0.by != .risk }
    let better = rivals.filter {
      $0.figures.spendLeft.value >= own.figures.spendLeft.value
    }.map(\.by.text)
    let chance =
      own.spendLeftBeyondChance
      ? "The model's list finds more spend that leaves than 97.5 % of lists by lot"
      : "The model's list finds no more spend that leaves than a list by lot may"
    return better.isEmpty
      ? "\(chance), and more than the lists by recency, value and RFM."
      : "\(chance); lists by \(enumerated(better)) find as much or more."
  }
}

extension Replay.List.By {
  var text: String {
    switch self {
    case .gain: "expected gain"
    case .risk: "risk"
    case .recency: "longest silent"
    case .value: "value"
    case .rfm: "RFM"
    }
  }
}
