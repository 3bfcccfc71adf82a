internal import Dense
internal import Interventions
internal import Models
internal import Scoring
internal import Segmentation
internal import Snapshots
internal import Units

extension ShopReport {
  /// The five questions, answered first.
  var answer: PageSection {
    let active = active
    let expected = active.reduce(0.0) { $0 + scored.churnProbability[$1] }
    let stake = active.reduce(0.0) { $0 + scored.valueAtRisk[$1] }
    let gain = summary.expectedGain
    let act = count(.act)
    var blocks: [PageBlock] = []
    blocks += context.warnings.map(PageBlock.warning)
    if let weakness = model.weaknessText { blocks.append(.warning(weakness)) }
    blocks.append(
      .figures([
        PageFigure(
          title: "About to leave", figure: grouped(Int(expected.rounded())),
          meaning:
            "of \(counted(active.count, "active customer")) are expected to place no order in "
            + "the next \(scored.horizonInDays) days"),
        PageFigure(
          title: "At stake", figure: amount(stake),
          meaning:
            "expected margin of the next \(scored.valueHorizonInDays) days that would go with "
            + "them"),
        PageFigure(
          title: "Whom to act on", figure: grouped(act),
          meaning: act == 0
            ? "nobody: see the list for why" : "customers for whom an attempt is expected to pay"),
        PageFigure(
          title: "What that should earn", figure: amount(gain),
          meaning:
            "if an attempt wins over \(percent(economics.saveRate.rate, digits: 0)) of those who "
            + "could go either way and costs \(plainText(economics.contactCost)): assumed, until a "
            + "test has measured it"),
        PageFigure(title: "How sure", figure: sureness.figure, meaning: sureness.meaning),
      ]))
    if let movement {
      blocks.append(
        .paragraph(
          "Since \(movement.from), \(grouped(movement.downgrades)) customers moved to a worse segment, "
            + "\(grouped(movement.upgrades)) to a better one"
            + (movement.newCustomers > 0
              ? "; \(counted(movement.newCustomers, "customer")) ordered for the first time." : ".")
        ))
    }
    return PageSection(id: "answer", title: "The answer first", blocks: blocks)
  }

  /// The AUC on active customers as pairs out of a hundred, beside the simplest rule.
  private var sureness: (figure: String, meaning: String) {
    guard let group = evaluation.group(.active), let auc = group.model.auc.value else {
      return ("unknown", "the log was too short to evaluate the model on later orders")
    }
    let interval = group.model.auc
    let range =
      zip2(interval.low, interval.high).map { " (\(outOf100($0)) to \(outOf100($1)))" } ?? ""
    let rule = group.recency.auc.value.map {
      "; by days since the last order alone \(outOf100($0))"
    }
    return (
      "\(outOf100(auc)) of 100",
      "times the model gave the higher risk to the one of two active customers who left\(range)"
        + "\(rule ?? ""), on the \(evaluation.horizonInDays) days from \(evaluation.asOf)"
    )
  }

  private func outOf100(_ share: Double) -> String { fixed(100 * share, digits: 0) }
}
