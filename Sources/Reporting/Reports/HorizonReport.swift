package import Training
internal import Units

/// What `horizon` prints.
package enum HorizonReport {
  package static func text(of advice: HorizonAdvice) -> String {
    let span = advice.lastOrderDay - advice.firstOrderDay + 1
    var lines = [
      "\(grouped(advice.customers)) customers, orders from \(advice.firstOrderDay) to "
        + "\(advice.lastOrderDay) (\(grouped(span)) days)",
      "\(grouped(advice.gaps.ended)) inter-purchase times observed, "
        + "\(grouped(advice.gaps.cutOff)) right-censored (one per customer); "
        + "\(grouped(advice.customerReturns.returned)) customers have ordered again", "",
    ]
    lines += quantiles(advice)
    lines += windows(advice)
    lines += summary(of: advice)
    return lines.joined(separator: "\n") + "\n"
  }

  /// The recommendation with its reason and cautions, a line each.
  package static func summary(of advice: HorizonAdvice) -> [String] {
    ["Recommended: \(advice.recommendedHorizonInDays)d; \(advice.reason.text)"]
      + advice.cautions.map { "note: \($0.text)" }
  }

  private static func quantiles(_ advice: HorizonAdvice) -> [String] {
    let (gaps, returns) = (advice.gaps, advice.customerReturns)
    var table = TextTable(
      [("days until the next order, of returning customers", .left)]
        + gaps.observed.map { ("\(fixed(100 * $0.share, digits: 0)) %", TextTable.Alignment.right) }
    )
    let rows = [
      ("inter-purchase times, observed", gaps.observed),
      ("inter-purchase times, corrected for right-censoring (Kaplan–Meier)", gaps.corrected),
      ("customers, each counted once, corrected (Wang–Chang)", returns.quantiles),
    ]
    guard !gaps.observed.isEmpty, rows.allSatisfy({ $0.1.count == gaps.observed.count }) else {
      return []
    }
    for (name, quantiles) in rows { table.append([name] + quantiles.map { "\($0.days)" }) }
    return table.lines + [
      "\(percent(returns.returningShare)) of customers order again within "
        + "\(grouped(returns.followUpInDays)) days. \(percent(gaps.returningShare)) of inactive spells, "
        + "of which frequent buyers have many, end with another order within "
        + "\(grouped(gaps.followUpInDays)) days.", "",
    ]
  }

  private static func windows(_ advice: HorizonAdvice) -> [String] {
    var table = TextTable([
      ("window", .right), ("false positives", .right), ("late returners", .right),
      ("longer times", .right), ("late detection", .right), ("days late", .right),
      ("customers", .right), ("churn", .right), ("active", .right), ("churn", .right),
      ("snapshots", .right), ("censored", .right),
      ("", .left),
    ])
    for window in advice.windows {
      let isChosen = window.horizonInDays == advice.recommendedHorizonInDays
      table.append([
        "\(window.horizonInDays)d", window.falseAlarmShare.map { percent($0) } ?? "–",
        window.returnsAfterShare.map { percent($0) } ?? "–",
        window.gapsAfterShare.map { percent($0) } ?? "–",
        window.foundLateShare.map { percent($0) } ?? "–",
        window.medianDaysLate.map { fixed($0, digits: 1) } ?? "–", grouped(window.customers),
        grouped(window.churners), grouped(window.activeCustomers),
        grouped(window.activeChurners), "\(window.snapshots)", percent(window.cutOffShare),
        isChosen ? "◄" : window.isTeachable ? "" : "too long to train",
      ])
    }
    return table.lines + [
      "",
      "Each customer counts once but in \"longer times\". False positives: of customers inactive for "
        + "the window, those who still return. Late returners: of returning customers, those who return "
        + "after the window. Longer times: inter-purchase times longer than the window, of which "
        + "frequent buyers have many. Late detection: lost customers flagged later than three times "
        + "their median inter-purchase time, and the median delay in days.",
      "",
    ]
  }
}
