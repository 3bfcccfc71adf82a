internal import Files
package import Scoring
internal import Units

/// What `plan` prints: whom to contact with what, what that costs and earns, and by how much other lists
/// earn less.
package enum PlanReport {
  package static func text(of plan: PlanSummary) -> String {
    var lines = [
      "Plan of \(plan.day): \(grouped(plan.treated)) of \(counted(plan.customers, "customer")) to contact, "
        + "\(grouped(plan.heldOut)) left alone by lot",
      "expected gain \(fixed(plan.expectedGain, digits: 2)) after costs of "
        + "\(fixed(plan.expectedCost, digits: 2)); of these \(fixed(plan.paidToStayers, digits: 2)) go to "
        + "customers who would have ordered anyway; \(fixed(plan.expectedOrders, digits: 1)) more customers "
        + "order",
      quality(of: plan), "",
    ]
    lines += offers(of: plan) + limits(of: plan) + [""] + rankings(of: plan)
    if let empc = plan.empc {
      lines.append(
        "EMPC with these means (value \(fixed(empc.customerValue, digits: 2)), offer "
          + "\(fixed(empc.offerCost, digits: 2)), contact \(fixed(empc.contactCost, digits: 2)), "
          + "\(percent(empc.acceptance)) of would-be churners accept): contact \(percent(empc.share)), "
          + "\(fixed(empc.profit, digits: 2)) a customer"
      )
    }
    let reasons = PlanWhyNot.allCases.compactMap { reason in
      plan.whyNot[reason.rawValue].map { "\(grouped($0)) \(reason.rawValue)" }
    }
    if !reasons.isEmpty {
      lines.append("not contacted (why_not): \(reasons.joined(separator: ", "))")
    }
    lines += plan.notices.map { "note: \($0.text)" }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func quality(of plan: PlanSummary) -> String {
    switch plan.method {
    case "unlimited": "no limit binds: everybody gets the offer that brings most"
    case _ where plan.gap == 0: "no other plan within the limits is expected to gain more"
    default:
      "no plan within the limits gains more than \(fixed(plan.gainBound, digits: 2)), "
        + "\(significant(100 * plan.gap, digits: 2)) % beyond this one"
    }
  }

  private static func offers(of plan: PlanSummary) -> [String] {
    var table = TextTable([
      ("offer", .left), ("save rate", .left), ("mean lift", .right), ("allowed", .right),
      ("contacts", .right), ("cost at most", .right),
      ("expected gain", .right), ("incentive breaks even at", .right),
    ])
    // Offers beyond these are in the summary.
    for offer in plan.offers.prefix(8) {
      table.append([
        offer.name, saveRate(of: offer),
        offer.meanLift.map { signedFixed(100 * $0, digits: 2) } ?? "",
        grouped(offer.allowed), grouped(offer.treated), offer.spent,
        fixed(offer.expectedGain, digits: 2),
        offer.meanBreakEvenIncentive.map { fixed($0, digits: 2) } ?? "",
      ])
    }
    return table.lines
  }

  /// What the lift rests on, in a cell.
  private static func saveRate(of offer: PlanSummary.OfferFigures) -> String {
    let rate = offer.saveRate.map { percent($0) } ?? ""
    switch offer.liftFrom {
    case .assumed: return "\(rate), assumed"
    case .assumedByLapse: return "assumed by lapse"
    case .measured: return "measured by customer"
    case .averageEffect: return "average effect"
    case .learned:
      return "\(rate) ± \(percent(offer.saveRateError ?? 0)), learned"
    }
  }

  private static func limits(of plan: PlanSummary) -> [String] {
    plan.limits.isEmpty
      ? []
      : [
        "limits: "
          + plan.limits.prefix(6).map { "\($0.limit) \($0.used) of \($0.allowed)" }
          .joined(separator: ", ")
      ]
  }

  private static func rankings(of plan: PlanSummary) -> [String] {
    var table = TextTable([
      ("list by", .left), ("contacts", .right), ("gain within limits", .right),
      ("best length", .right), ("gain at it", .right), ("of 10 %", .right), ("of 50 %", .right),
      ("of all", .right),
    ])
    for ranking in plan.rankings {
      let all = ranking.curve.last?.length ?? 0
      func gain(_ share: Int) -> String {
        let point = ranking.curve.last { $0.length <= all * share / 100 }
        return fixed(point?.gain ?? 0, digits: 2)
      }
      table.append([
        ranking.by.text, grouped(ranking.treated), fixed(ranking.withinLimits, digits: 2),
        grouped(ranking.bestLength), fixed(ranking.bestGain, digits: 2), gain(10), gain(50),
        gain(100),
      ])
    }
    return table.lines
  }
}

extension PlanRanking {
  var text: String {
    switch self {
    case .gain: "expected gain"
    case .risk: "risk"
    case .value: "value"
    case .riskTimesValue: "risk × value"
    case .recency: "longest silent"
    }
  }
}

extension PlanNotice: FindingText {
  package var text: String {
    switch self {
    case .assumedSaveRates(let offers):
      "save rates of \(listed(offers)) are assumed: compare those contacted with those left alone, and put in "
        + "what you find"
    case .takenFromGain(let rate, let cost):
      "the rows have no silent_probability, so it is taken back out of their expected gain, as scored with a "
        + "save rate of \(percent(rate)) and a contact cost of \(fixed(cost, digits: 2)): if they were scored "
        + "with others, say so under scored_with, or score them anew"
    case .averageEffect(let offer):
      "\(offer): the study found no differences between customers worth acting on, so its average effect "
        + "is reckoned with for all"
    case .notMeasured(let offer, let count):
      "\(offer): \(counted(count, "customer")) \(count == 1 ? "is" : "are") not in the study's file and have the "
        + "save rate assumed for them"
    case .nothingToGain: "no offer is expected to bring more than it costs"
    case .gap(let gap):
      "several limits bind, and the best plan may gain up to \(significant(100 * gap, digits: 2)) % more"
    case .smallHoldOut(let count):
      "\(counted(count, "customer")) left alone: enough to see a large effect only"
    case .noHoldOut: "nobody is left alone by lot, so nothing will tell what the contacts did"
    case .noBetterThan(let ranking):
      "a list by \(ranking.text) is expected to gain as much within these limits"
    }
  }
}
