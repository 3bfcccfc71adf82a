internal import Dense
internal import Interventions
internal import Learning
internal import Models
internal import Units

extension PlanSummary {
  /// Fewer left alone than this tell of large effects only.
  private static let fewestHeldOut = 100

  init(
    _ planning: Planning, _ rows: [RetentionPlan.Row], considered: [ConsideredCustomer],
    prospects: [CustomerProspect?], isHeld: [Bool], chosen: [Int?], solution: ChoiceSolution,
    gainFactor: Double
  ) {
    let terms = planning.terms
    let treated = rows.indices.filter { rows[$0].arm == .treat }
    let chances = treated.compactMap { row in chosen[row].map { considered[row].gainful[$0] } }
    func text(_ units: Int64) -> String { decimalText(Int128(units), scale: planning.scale) }
    func spent(_ chances: [OfferChance]) -> String { text(chances.reduce(0) { $0 + $1.cost }) }
    day = planning.day
    customers = rows.count
    candidates = considered.count { !$0.options.isEmpty }
    self.treated = treated.count
    heldOut = rows.count { $0.arm == .holdOut }
    budget = terms.budget?.rescaled(to: planning.scale).map { text($0.mantissa) }
    self.spent = spent(chances)
    expectedGain = chances.reduce(0) { $0 + $1.expectation.gain }
    expectedCost = chances.reduce(0) { $0 + $1.expectation.cost }
    paidToStayers = chances.reduce(0) { $0 + $1.expectation.paidToStayers }
    expectedOrders = chances.reduce(0) { $0 + $1.expectation.lift }
    method = solution.method.rawValue
    gainBound = Double(solution.bound) / gainFactor
    gap = solution.gap
    offers = terms.offers.enumerated().map { place, offer in
      let mine = chances.filter { $0.offer == place }
      let breakEven = mine.compactMap(\.expectation.breakEvenIncentive)
      return OfferFigures(
        name: offer.name, allowed: considered.count { $0.chances.contains { $0.offer == place } },
        treated: mine.count, spent: spent(mine),
        expectedGain: mine.reduce(0) { $0 + $1.expectation.gain },
        meanBreakEvenIncentive: breakEven.isEmpty ? nil : mean(breakEven))
    }
    limits = planning.limits.enumerated().map { place, limit in
      let used = chances.reduce(Int64(0)) { $0 + limit.use(of: $1.option) }
      switch limit {
      case .budget(let units):
        return LimitUse(limit: "budget", allowed: text(units), used: text(used))
      case .contacts(let most, _):
        return LimitUse(
          limit: planning.limitNames[place], allowed: "\(most)", used: "\(used)")
      }
    }
    whyNot = rows.reduce(into: [:]) { counts, row in
      if let reason = row.whyNot { counts[reason.rawValue, default: 0] += 1 }
    }
    let open = considered.indices.filter { !isHeld[$0] && considered[$0].best != nil }
    rankings = PlanRanking.allCases.compactMap { ranking in
      planning.ranking(ranking, open, considered, prospects, planned: chances)
    }
    empc = Self.campaign(open, considered, prospects)
    assumptions = Assumptions(
      scoredSaveRate: terms.scoredWith.saveRate.rate,
      scoredContactCost: terms.scoredWith.contactCost, holdOutShare: terms.holdOutShare,
      budgetCounts: terms.countsExpectedUse ? "expected" : "all_used")
    notices = Self.notices(
      treated: treated.count, heldOut: heldOut, terms, solution, rankings: rankings)
  }

  /// EMPC with the means of those who may get an offer, and the paper's acceptance.
  private static func campaign(
    _ open: [Int], _ considered: [ConsideredCustomer], _ prospects: [CustomerProspect?]
  ) -> Campaign? {
    let best = open.compactMap { considered[$0].best }
    let people = open.compactMap { prospects[$0] }
    guard !best.isEmpty else { return nil }
    let value = mean(people.map { $0.valueIfKept - $0.valueIfNot })
    let offer = mean(best.map(\.economics.incentiveCost))
    let contact = mean(best.map(\.economics.contactCost))
    guard
      let campaign = RetentionCampaign(
        customerValue: value, offerCost: offer, contactCost: contact),
      let expected = campaign.expected(of: people.map(\.churnProbability))
    else { return nil }
    return Campaign(
      profit: expected.profit, share: expected.share, customerValue: value, offerCost: offer,
      contactCost: contact)
  }

  private static func notices(
    treated: Int, heldOut: Int, _ terms: PlanTerms, _ solution: ChoiceSolution, rankings: [Ranking]
  ) -> [PlanNotice] {
    var notices: [PlanNotice] = [.assumedSaveRates]
    if treated == 0 { notices.append(.nothingToGain) }
    if solution.gap > 0 { notices.append(.gap(solution.gap)) }
    if terms.holdOutShare == 0 {
      notices.append(.noHoldOut)
    } else if heldOut < fewestHeldOut {
      notices.append(.smallHoldOut(heldOut))
    }
    let own = rankings.first { $0.by == .gain }?.withinLimits ?? 0
    for ranking in rankings where ranking.by != .gain && treated > 0 && ranking.withinLimits >= own
    {
      notices.append(.noBetterThan(ranking.by))
    }
    return notices
  }
}
