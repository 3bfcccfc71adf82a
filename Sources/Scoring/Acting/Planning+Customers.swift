internal import Interventions
internal import Segments
internal import Units

/// Why a customer gets no offer, or not one offer: what was asked last comes last.
package enum PlanWhyNot: String, Sendable, CaseIterable {
  /// The scores say that nobody may write to the customer.
  case noConsent = "no_consent"
  /// The model is not good enough for a list, or for customers of this kind.
  case weakModel = "weak_model"
  case unreliable
  /// The row has no values.
  case noValues = "no_values"
  /// No offer's conditions hold.
  case notEligible = "not_eligible"
  /// Gone for so long that only offers to win back apply.
  case longInactive = "long_inactive"
  /// The highest price offered lies outside what the customer pays.
  case priceRange = "price_range"
  /// No consent to the channel of an offer that is left.
  case noChannelConsent = "no_channel_consent"
  /// Contacted too lately.
  case coolDown = "cool_down"
  /// No study tells the lift of an offer that is left, and none is assumed.
  case noUplift = "no_uplift"
  /// Every offer that is left costs what it brings, or more.
  case noGain = "no_gain"
  /// The limits are used up by those who bring more.
  case beyondLimits = "beyond_limits"
  /// Left alone by lot.
  case heldOut = "held_out"
}

/// One offer that a customer may get, and what it is expected to bring.
struct OfferChance {
  let offer: Int
  /// Units of money that the limits count, rounded up.
  let cost: Int64
  let expectation: OfferEconomics.Expectation
  let economics: OfferEconomics
  private(set) var gain: Int64 = 0

  init(
    offer: Int, cost: Int64, expectation: OfferEconomics.Expectation, economics: OfferEconomics
  ) {
    self.offer = offer
    self.cost = cost
    self.expectation = expectation
    self.economics = economics
  }

  var option: ChoiceProblem.Option {
    ChoiceProblem.Option(offer: offer, cost: cost, gain: gain)
  }

  mutating func setGain(_ factor: Double) {
    // What costs more than all gains together is a loss, however large: a chance that is never taken.
    let most = ChoiceProblem.largestTotalGain
    gain = Int64(max(-most, min((expectation.gain * factor).rounded(), most)))
  }
}

/// A customer with the offers that may be made, in order of the offers.
struct ConsideredCustomer {
  var chances: [OfferChance] = []
  /// Why there are none, or none that bring anything.
  var whyNot: PlanWhyNot?

  /// Chances that bring something.
  var gainful: [OfferChance] { chances.filter { $0.gain > 0 } }

  var options: [ChoiceProblem.Option] {
    gainful.map(\.option)
  }

  /// The chance that brings most, even if that is a loss; nil where no offer may be made.
  var best: OfferChance? {
    chances.max { ($0.gain, -$0.cost, $1.offer) < ($1.gain, -$1.cost, $0.offer) }
  }
}

/// What offers ask of rows, column by column.
struct PlanGates {
  let isEligible: [[Bool]]
  /// Nil where the offer asks for no consent.
  let consents: [[Bool]?]
  let lapses: [String]?
  let priceLow: [Double]?
  let priceHigh: [Double]?
  let averageOrder: [Double]?
  let whyNot: [WhyNot?]
  /// Nil where the rows do not say whose probability is relied on, other than by `whyNot`.
  let reliable: [Bool]?
}

extension Planning {
  /// Each customer as the economics look at them; nil without values.
  func prospects() throws(PlanningError) -> [CustomerProspect?] {
    let silent = scores.numbers(.silentProbability)
    let needed: [ScoreColumn] =
      [.churnProbability, .valueIfKept, .valueIfNot] + (silent == nil ? [.expectedGain] : [])
    var columns: [[Double]] = []
    for column in needed {
      guard let numbers = scores.numbers(column) else { throw scores.lacks(column) }
      columns.append(numbers)
    }
    var prospects: [CustomerProspect?] = []
    var unlike: [Int] = []
    for row in scores.rows.indices {
      let cells = columns.map { $0[row] }
      guard cells.allSatisfy(\.isFinite) else {
        prospects.append(nil)
        continue
      }
      if let silent {
        // Rounded as it is written, it may end a little beyond 1.
        let all = silent[row].isFinite ? 1 - cells[0] + silent[row] : 1
        prospects.append(
          CustomerProspect(
            churnProbability: cells[0], stillCustomer: min(1, max(1 - cells[0], all)),
            valueIfKept: cells[1], valueIfNot: cells[2]))
        continue
      }
      let prospect = CustomerProspect(
        churnProbability: cells[0], valueIfKept: cells[1], valueIfNot: cells[2],
        scoredWith: terms.scoredWith, expectedGain: cells[3])
      if prospect == nil { unlike.append(row) }
      prospects.append(prospect)
    }
    if let first = unlike.first {
      throw .otherAssumptions(
        file: scores.previous.file, line: scores.lines[first], customer: scores.ids[first],
        customers: unlike.count)
    }
    return prospects
  }

  /// The columns that offers ask for, and whom conditions hold for.
  func gates() throws(PlanningError) -> PlanGates {
    let reasons = try scores.reasons()
    let texts = Dictionary(
      uniqueKeysWithValues: terms.offers.enumerated().map { ($0, $1.condition) })
    let asked = terms.offers.indices.filter { texts[$0] ?? nil != nil }
    var isEligible = terms.offers.map { _ in [Bool](repeating: true, count: scores.count) }
    if !asked.isEmpty {
      let set = RuleSetText(
        name: "plan",
        segments: asked.map { SegmentText("\($0)", when: terms.offers[$0].condition ?? "") },
        otherwise: SegmentText(RuleSet.unassigned))
      let rules: RuleSet
      do {
        rules = try RuleSet(set, schema: scores.schema)
      } catch {
        throw .conditions(
          error.faults.map { fault in
            guard case .condition(let index) = fault.place else {
              return (offer: asked[0], offset: 0, sentence: fault.sentence)
            }
            let sentence = fault.sentence.drop { $0 != " " }.dropFirst()
            return (offer: asked[index], offset: fault.offset, sentence: String(sentence))
          })
      }
      let held = rules.assignments(count: scores.count, column: scores.ruleColumn).holding
      for (rule, offer) in asked.enumerated() {
        isEligible[offer] = held.map { $0 >> UInt64(rule) & 1 == 1 }
        guard isEligible[offer].contains(true) else {
          throw .nobodyEligible(offer: offer, name: terms.offers[offer].name)
        }
      }
    }
    var consents: [[Bool]?] = []
    for offer in terms.offers.indices { consents.append(try consent(offer)) }
    let average = scores.numbers(.averageOrderValue)
    let lapses = scores.texts(ScoreColumn.lapse.rawValue)
    for (place, offer) in terms.offers.enumerated() {
      if case .shareOfOrder = offer.incentive, average?.contains(where: \.isFinite) != true {
        throw .emptyColumn(
          .offer(place, key: "discount"), column: ScoreColumn.averageOrderValue.rawValue,
          file: scores.previous.file)
      }
      if offer.worth == .order, average?.contains(where: \.isFinite) != true {
        throw .emptyColumn(
          .offer(place, key: "worth"), column: ScoreColumn.averageOrderValue.rawValue,
          file: scores.previous.file)
      }
      if case .byLapse = offer.saveRate, lapses?.contains(where: { !$0.isEmpty }) != true {
        throw .emptyColumn(
          .offer(place, key: "save_rate"), column: ScoreColumn.lapse.rawValue,
          file: scores.previous.file)
      }
    }
    return PlanGates(
      isEligible: isEligible, consents: consents, lapses: lapses,
      priceLow: scores.numbers(.priceLow), priceHigh: scores.numbers(.priceHigh),
      averageOrder: average, whyNot: reasons, reliable: scores.reliable)
  }

  /// Whom the column of an offer's consent says yes of; an empty cell is no yes.
  private func consent(_ place: Int) throws(PlanningError) -> [Bool]? {
    guard let column = terms.offers[place].consent else { return nil }
    let texts: [String]
    if let sheet, sheet.has(column) {
      texts = scores.ids.map { sheet.text(column, of: $0) ?? "" }
    } else if let own = scores.texts(column) {
      texts = own
    } else {
      throw .noColumn(
        .offer(place, key: "consent"), column: column,
        file: sheet.map { "\(scores.previous.file) and \($0.file)" } ?? scores.previous.file,
        columns: scores.previous.names + (sheet?.names ?? []))
    }
    return texts.map(Consent.isGiven)
  }

  /// What may be done for a customer, and why nothing else.
  func considered(
    _ row: Int, _ prospect: CustomerProspect?, _ gates: PlanGates
  ) -> ConsideredCustomer {
    var customer = ConsideredCustomer()
    let told = gates.whyNot[row]
    // `predict` may have been told to act in spite of it, or have named another reason.
    let isUnreliable = told == .unreliable || gates.reliable?[row] == false
    if told == .noConsent {
      customer.whyNot = .noConsent
    } else if !terms.takesUnreliable, told == .weakModel {
      customer.whyNot = .weakModel
    } else if !terms.takesUnreliable, isUnreliable {
      customer.whyNot = .unreliable
    }
    if customer.whyNot != nil { return customer }
    guard let prospect else {
      customer.whyNot = .noValues
      return customer
    }
    var furthest = PlanWhyNot.notEligible
    for place in terms.offers.indices {
      if let obstacle = obstacle(place, row, isLongInactive: told == .longInactive, gates) {
        if obstacle.place > furthest.place { furthest = obstacle }
      } else if let chance = chance(place, row, prospect, gates) {
        furthest = .noGain
        customer.chances.append(chance)
      }
    }
    if customer.chances.allSatisfy({ $0.expectation.gain <= 0 }) { customer.whyNot = furthest }
    return customer
  }

  /// What stands in the way of an offer; nil for nothing.
  private func obstacle(
    _ place: Int, _ row: Int, isLongInactive: Bool, _ gates: PlanGates
  ) -> PlanWhyNot? {
    let offer = terms.offers[place]
    guard gates.isEligible[place][row] else { return .notEligible }
    if isLongInactive, !offer.isForWinBack { return .longInactive }
    if let price = offer.price?.doubleValue {
      let low = gates.priceLow?[row] ?? .nan
      let high = gates.priceHigh?[row] ?? .nan
      if price < low || price > high { return .priceRange }
    }
    if let consents = gates.consents[place], !consents[row] { return .noChannelConsent }
    let past = past[scores.ids[row]]
    func isTooLate(_ last: Day?, _ days: Int) -> Bool { last.map { day - $0 < days } ?? false }
    if isTooLate(past?.last, terms.coolDownInDays)
      || isTooLate(past?.lastOfOffer[offer.name], offer.coolDownInDays)
    {
      return .coolDown
    }
    return effect(place, row, gates) == nil ? .noUplift : nil
  }

  /// What an offer is reckoned to do to a customer; nil where nothing says it.
  private func effect(_ place: Int, _ row: Int, _ gates: PlanGates) -> OfferEffect? {
    if let lift = measurements.uplifts[place]?.lift(of: scores.ids[row]) { return .lift(lift) }
    if let learned = measurements.learned[place] { return .saveRate(learned.rate) }
    return terms.offers[place].saveRate.assumedRate(ofLapse: gates.lapses?[row] ?? "")
      .map { .saveRate($0) }
  }

  /// What an offer costs and brings; nil where a share of an unknown order cannot be told.
  private func chance(
    _ place: Int, _ row: Int, _ prospect: CustomerProspect, _ gates: PlanGates
  ) -> OfferChance? {
    let offer = terms.offers[place]
    guard let effect = effect(place, row, gates) else { return nil }
    let incentive: Double
    switch offer.incentive {
    case .none: incentive = 0
    case .amount(let amount): incentive = amount.doubleValue
    case .shareOfOrder(let share):
      let average = gates.averageOrder?[row] ?? .nan
      guard average.isFinite, average >= 0 else { return nil }
      incentive = share * average
    }
    var orderWorth: Double?
    if offer.worth == .order {
      let average = gates.averageOrder?[row] ?? .nan
      guard average.isFinite else { return nil }
      orderWorth = average
    }
    let economics = OfferEconomics(
      effect: effect, contactCost: offer.contactCost.doubleValue, incentiveCost: incentive,
      useRate: offer.useRate, margin: offer.margin, orderWorth: orderWorth)
    let expectation = economics.expectation(of: prospect)
    return OfferChance(
      offer: place, cost: cost(of: offer, incentive, expectation), expectation: expectation,
      economics: economics)
  }

  /// Units that the budget counts, rounded up so that no sum falls short.
  private func cost(
    of offer: OfferTerms, _ incentive: Double, _ expectation: OfferEconomics.Expectation
  ) -> Int64 {
    let contact = offer.contactCost.rescaled(to: scale)?.mantissa ?? 0
    let unit = (0..<scale).reduce(1.0) { power, _ in power * 10 }
    if terms.countsExpectedUse {
      return contact + roundedUp((expectation.cost - offer.contactCost.doubleValue) * unit)
    }
    switch offer.incentive {
    case .none: return contact
    case .amount(let amount): return contact + (amount.rescaled(to: scale)?.mantissa ?? 0)
    case .shareOfOrder: return contact + roundedUp(incentive * unit)
    }
  }

  /// The whole number from a number on, but for the noise of its arithmetic.
  private func roundedUp(_ number: Double) -> Int64 {
    let nearest = number.rounded()
    let isWhole = abs(number - nearest) <= 1e-9 * max(1, abs(number))
    return Int64(max(0, min(isWhole ? nearest : number.rounded(.up), 1e12)))
  }
}

extension PlanWhyNot {
  var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
