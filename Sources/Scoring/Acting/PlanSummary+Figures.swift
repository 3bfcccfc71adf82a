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
    offers = terms.offers.indices.map {
      planning.figures(of: $0, considered, chances, spent: spent)
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
    let isTold = planning.scores.numbers(.silentProbability) != nil
    assumptions = Assumptions(
      scoredSaveRate: isTold ? nil : terms.scoredWith.saveRate.rate,
      scoredContactCost: isTold ? nil : terms.scoredWith.contactCost,
      holdOutShare: terms.holdOutShare,
      budgetCounts: terms.countsExpectedUse ? "expected" : "all_used")
    notices = Self.notices(
      treated: treated.count, heldOut: heldOut, terms, solution, rankings: rankings, offers: offers,
      isTold: isTold)
  }

  /// The weight of the beta distribution of acceptance: that of the paper's Beta(6, 14).
  private static let acceptanceWeight = 20.0

  /// EMPC with the means of those who may get an offer; of the paper's acceptance the spread is kept, and
  /// the mean is the plan's own, so that both speak of the same offers.
  private static func campaign(
    _ open: [Int], _ considered: [ConsideredCustomer], _ prospects: [CustomerProspect?]
  ) -> Campaign? {
    let best = open.compactMap { considered[$0].best }
    let people = open.compactMap { prospects[$0] }
    guard !best.isEmpty else { return nil }
    let value = mean(people.map { $0.valueIfKept - $0.valueIfNot })
    let offer = mean(best.map(\.economics.incentiveCost))
    let contact = mean(best.map(\.economics.contactCost))
    let churners = people.reduce(0) { $0 + $1.churnProbability }
    let accepted = best.reduce(0) { $0 + max(0, $1.expectation.lift) }
    let acceptance = churners > 0 ? min(accepted / churners, 1) : 0
    guard
      let campaign = RetentionCampaign(
        customerValue: value, offerCost: offer, contactCost: contact,
        acceptance: (
          alpha: acceptanceWeight * acceptance, beta: acceptanceWeight * (1 - acceptance)
        )),
      let expected = campaign.expected(of: people.map(\.churnProbability))
    else { return nil }
    return Campaign(
      profit: expected.profit, share: expected.share, customerValue: value, offerCost: offer,
      contactCost: contact, acceptance: acceptance)
  }

  private static func notices(
    treated: Int, heldOut: Int, _ terms: PlanTerms, _ solution: ChoiceSolution,
    rankings: [Ranking], offers: [OfferFigures], isTold: Bool
  ) -> [PlanNotice] {
    var notices: [PlanNotice] = []
    if !isTold {
      notices.append(
        .takenFromGain(
          saveRate: terms.scoredWith.saveRate.rate, contactCost: terms.scoredWith.contactCost))
    }
    let assumed = offers.filter { [.assumed, .assumedByLapse].contains($0.liftFrom) }.map(\.name)
    if !assumed.isEmpty { notices.append(.assumedSaveRates(assumed)) }
    for offer in offers {
      if offer.liftFrom == .averageEffect { notices.append(.averageEffect(offer.name)) }
      if let measured = offer.measured, measured < offer.allowed {
        notices.append(.notMeasured(offer.name, offer.allowed - measured))
      }
    }
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

extension Planning {
  /// An offer in figures.
  fileprivate func figures(
    of place: Int, _ considered: [ConsideredCustomer], _ chances: [OfferChance],
    spent: ([OfferChance]) -> String
  ) -> PlanSummary.OfferFigures {
    let mine = chances.filter { $0.offer == place }
    let allowed = considered.flatMap { $0.chances.filter { $0.offer == place } }
    let breakEven = mine.compactMap(\.expectation.breakEvenIncentive)
    let learned = measurements.learned[place]
    let source: PlanSummary.LiftSource
    var rate: Double?
    switch terms.offers[place].saveRate {
    case .one(let one): (source, rate) = (.assumed, one.rate)
    case .byLapse: source = .assumedByLapse
    case .measured:
      source = measurements.uplifts[place]?.isAverage == true ? .averageEffect : .measured
    case .learned: (source, rate) = (.learned, learned?.rate.rate)
    }
    return PlanSummary.OfferFigures(
      name: terms.offers[place].name, allowed: allowed.count, treated: mine.count,
      spent: spent(mine), expectedGain: mine.reduce(0) { $0 + $1.expectation.gain },
      meanBreakEvenIncentive: breakEven.isEmpty ? nil : mean(breakEven), liftFrom: source,
      worth: terms.offers[place].worth.rawValue, saveRate: rate,
      saveRateError: learned?.standardError,
      measured: measurements.uplifts[place].map { _ in
        allowed.count { if case .lift = $0.economics.effect { true } else { false } }
      }, meanLift: mine.isEmpty ? nil : mean(mine.map(\.expectation.lift)))
  }
}
