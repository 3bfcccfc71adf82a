package import Training
internal import Units

/// What `horizon` prints.
package enum HorizonReport {
  package static func text(of advice: HorizonAdvice) -> String {
    let span = advice.lastOrderDay - advice.firstOrderDay + 1
    var lines = [
      "\(grouped(advice.customers)) customers, orders from \(advice.firstOrderDay) to "
        + "\(advice.lastOrderDay) (\(grouped(span)) days)",
      "\(grouped(advice.gaps.ended)) gaps between order days seen, "
        + "\(grouped(advice.gaps.cutOff)) last silences cut off by the end of the log", "",
    ]
    lines += quantiles(advice.gaps)
    lines += windows(advice)
    lines += summary(of: advice)
    return lines.joined(separator: "\n") + "\n"
  }

  /// The recommendation with its reason and cautions, a line each.
  package static func summary(of advice: HorizonAdvice) -> [String] {
    ["Recommended: \(advice.recommendedHorizonInDays)d; \(advice.reason)"]
      + advice.cautions.map { "note: \($0)" }
  }

  private static func quantiles(_ gaps: GapFacts) -> [String] {
    var table = TextTable(
      [("days until the next order, of those who return", .left)]
        + gaps.observed.map { ("\(fixed(100 * $0.share, digits: 0)) %", TextTable.Alignment.right) }
    )
    table.append(["as seen"] + gaps.observed.map { "\($0.days)" })
    guard gaps.corrected.count == gaps.observed.count, !gaps.observed.isEmpty else { return [] }
    table.append(["cut-off silences allowed for"] + gaps.corrected.map { "\($0.days)" })
    return table.lines + [
      "\(percent(gaps.returningShare)) of all silences end within "
        + "\(gaps.followUpInDays) days.", "",
    ]
  }

  private static func windows(_ advice: HorizonAdvice) -> [String] {
    var table = TextTable([
      ("window", .right), ("false alarms", .right), ("returns after", .right),
      ("found late", .right), ("days late", .right), ("customers", .right), ("churn", .right),
      ("active", .right), ("churn", .right), ("snapshots", .right), ("cut off", .right),
      ("", .left),
    ])
    for window in advice.windows {
      let isChosen = window.horizonInDays == advice.recommendedHorizonInDays
      table.append([
        "\(window.horizonInDays)d", window.falseAlarmShare.map(percent) ?? "–",
        window.returnsAfterShare.map(percent) ?? "–", window.foundLateShare.map(percent) ?? "–",
        window.medianDaysLate.map { fixed($0, digits: 1) } ?? "–", grouped(window.customers),
        grouped(window.churners), grouped(window.activeCustomers),
        grouped(window.activeChurners), "\(window.snapshots)", percent(window.cutOffShare),
        isChosen ? "◄" : window.isTeachable ? "" : "too long to teach",
      ])
    }
    return table.lines + [
      "",
      "False alarms: of customers silent for the window, those who still return. Returns after: of all "
        + "returns, those that come after the window. Found late: of lost customers, those whom the "
        + "window finds later than three of their own gaps, and the median delay.", "",
    ]
  }

  private static func percent(_ share: Double) -> String { "\(fixed(100 * share, digits: 1)) %" }
}
