internal import Files
package import Scoring
internal import Units

/// What `campaigns` prints: figures of mailings by month and segment, and how those who came back went on.
package enum CampaignReport {
  package static func text(of figures: CampaignOutlook) -> String {
    var lines: [String] = []
    if let campaigns = figures.campaigns { lines += text(of: campaigns) + [""] }
    lines += text(of: figures.recovery)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func text(of figures: CampaignFigures) -> [String] {
    guard !figures.rows.isEmpty else { return ["No mailing in the months looked at."] }
    var table = TextTable([
      ("month", .left), ("segment", .left), ("mailings", .right), ("customers", .right),
      ("opened", .right), ("clicked", .right), ("ordered", .right), ("complained", .right),
      ("unsubscribed", .right),
    ])
    for row in figures.rows {
      func share(_ count: Int, _ kind: String?) -> String {
        if let kind, figures.missing.contains(kind) { return "–" }
        return percent(Double(count) / Double(row.reached))
      }
      table.append([
        row.month.description, row.segment ?? "all", grouped(row.mailings), grouped(row.reached),
        share(row.opened, "email_open"), share(row.clicked, "email_click"),
        share(row.ordered, nil), share(row.complained, "spam_complaint"),
        share(row.unsubscribed, "unsubscribe"),
      ])
    }
    return [
      "Mailings by month and segment at its start; shares of the customers reached. Ordered: within "
        + "\(counted(figures.orderDays, "day")) after a mailing. These are observed outcomes, "
        + "not the effect of a mailing, which takes a hold-out.", "",
    ] + table.lines
      + (figures.missing.isEmpty
        ? [] : ["– the log has no events of \(listed(figures.missing))"])
  }

  private static func text(of recovery: WinBackRecovery) -> [String] {
    guard !recovery.quarters.isEmpty else {
      return ["Nobody came back after a silence of four own gaps, with three order days before it."]
    }
    var table = TextTable([
      ("came back in", .left), ("customers", .right), ("seen long enough", .right),
      ("own rhythm again", .right), ("own basket again", .right), ("order since ÷ before", .right),
    ])
    for quarter in recovery.quarters.suffix(8) {
      table.append([
        quarter.quarter, grouped(quarter.returned), grouped(quarter.seenLongEnough),
        quarter.seenLongEnough > 0
          ? percent(Double(quarter.rhythmRecovered) / Double(quarter.seenLongEnough)) : "",
        percent(Double(quarter.basketRecovered) / Double(quarter.returned)),
        fixed(quarter.basketRatio, digits: 2),
      ])
    }
    return [
      "Came back after a silence of more than four times their own median gap (three order days or more before "
        + "it). Own rhythm again: ordered within one and a half such gaps since, of those seen as long. Own "
        + "basket again: mean order since at least four fifths of before.", "",
    ] + table.lines
  }
}
