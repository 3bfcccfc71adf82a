internal import Dense
internal import Interventions
internal import Learning
package import Units

/// A plan in figures.
package struct PlanSummary: Sendable, Encodable {
  package let day: Day
  package let customers: Int
  /// Customers with an offer that may be made and brings something.
  package let candidates: Int
  package let treated: Int
  package let heldOut: Int
  /// Exact decimal texts of money; nil where there is no budget.
  package let budget: String?
  package let spent: String
  /// Sum over those to contact, incentives for those who would have stayed anyway counted as cost.
  package let expectedGain: Double
  package let expectedCost: Double
  /// Of the expected cost, incentives to those who would have ordered anyway.
  package let paidToStayers: Double
  /// More orders within the churn horizon than without the plan.
  package let expectedOrders: Double
  package let method: String
  /// No plan within the limits gains more than this.
  package let gainBound: Double
  /// What the best plan may gain beyond this one, as a share of the bound.
  package let gap: Double
  package let offers: [OfferFigures]
  package let limits: [LimitUse]
  package let whyNot: [String: Int]
  /// What lists of equal limits by other orders are expected to gain.
  package let rankings: [Ranking]
  /// Nil where the assumptions of EMPC do not fit.
  package let empc: Campaign?
  package let assumptions: Assumptions
  package let notices: [PlanNotice]

  package struct OfferFigures: Sendable, Encodable {
    package let name: String
    /// Customers to whom it may be made, and who get it.
    package let allowed: Int
    package let treated: Int
    package let spent: String
    package let expectedGain: Double
    /// Mean of what the incentive might cost before nothing is left, over those who get the offer.
    package let meanBreakEvenIncentive: Double?
    /// Where the lift comes from.
    package let liftFrom: LiftSource
    /// `customer` or `order`: what an order more is reckoned to be worth.
    package let worth: String
    /// The one rate for all, assumed or learned; nil for others.
    package let saveRate: Double?
    /// Of a rate that was learned.
    package let saveRateError: Double?
    /// Of those to whom it may be made, the customers whose lift was measured; nil where none was asked for.
    package let measured: Int?
    /// Mean lift of those who get the offer; nil where nobody does.
    package let meanLift: Double?

    enum CodingKeys: String, CodingKey {
      case name, allowed, treated, spent
      case expectedGain = "expected_gain"
      case meanBreakEvenIncentive = "mean_break_even_incentive"
      case liftFrom = "lift_from"
      case worth
      case saveRate = "save_rate"
      case saveRateError = "save_rate_error"
      case measured
      case meanLift = "mean_lift"
    }
  }

  /// What the lift of an offer rests on.
  package enum LiftSource: String, Sendable, Encodable, CaseIterable {
    case assumed
    case assumedByLapse = "assumed_by_lapse"
    /// A study's prediction for each customer.
    case measured
    /// The average effect of a study that found no differences worth acting on.
    case averageEffect = "average_effect"
    /// Earlier campaigns and their hold-outs.
    case learned
  }

  package struct LimitUse: Sendable, Encodable {
    /// `budget`, `max_contacts`, `channel email`, `offer voucher`.
    package let limit: String
    package let allowed: String
    package let used: String
  }

  /// Everybody who may get an offer, in some order, each with the offer that brings most.
  package struct Ranking: Sendable, Encodable {
    package let by: PlanRanking
    /// Within the limits of the plan, whoever comes first.
    package let withinLimits: Double
    package let treated: Int
    /// Without limits: the length at which most is gained, and what.
    package let bestLength: Int
    package let bestGain: Double
    package let curve: [Point]

    package struct Point: Sendable, Encodable {
      package let length: Int
      package let gain: Double
    }

    enum CodingKeys: String, CodingKey {
      case by
      case withinLimits = "within_limits"
      case treated
      case bestLength = "best_length"
      case bestGain = "best_gain"
      case curve
    }
  }

  package struct Campaign: Sendable, Encodable {
    /// Of one customer, and the share that it pays to contact.
    package let profit: Double
    package let share: Double
    package let customerValue: Double
    package let offerCost: Double
    package let contactCost: Double
    /// Mean share of would-be churners who stay for the offer: the plan's lifts over its churners.
    package let acceptance: Double

    enum CodingKeys: String, CodingKey {
      case profit, share, acceptance
      case customerValue = "customer_value"
      case offerCost = "offer_cost"
      case contactCost = "contact_cost"
    }
  }

  package struct Assumptions: Sendable, Encodable {
    /// What the rows are taken to be scored with; nil where they say all that is needed.
    package let scoredSaveRate: Double?
    package let scoredContactCost: Double?
    package let holdOutShare: Double
    /// `all_used` or `expected`.
    package let budgetCounts: String

    enum CodingKeys: String, CodingKey {
      case scoredSaveRate = "scored_save_rate"
      case scoredContactCost = "scored_contact_cost"
      case holdOutShare = "hold_out_share"
      case budgetCounts = "budget_counts"
    }
  }

  enum CodingKeys: String, CodingKey {
    case day, customers, candidates, treated
    case heldOut = "held_out"
    case budget, spent
    case expectedGain = "expected_gain"
    case expectedCost = "expected_cost"
    case paidToStayers = "paid_to_stayers"
    case expectedOrders = "expected_orders"
    case method
    case gainBound = "gain_bound"
    case gap, offers, limits
    case whyNot = "why_not"
    case rankings, empc, assumptions, notices
  }
}

/// Orders in which a list may be made.
package enum PlanRanking: String, Sendable, Encodable, CaseIterable {
  /// The plan's own: what the best offer brings.
  case gain
  case risk, value
  case riskTimesValue = "risk_times_value"
  /// Longest since the last order first.
  case recency
}

/// What is to be known of a plan.
package enum PlanNotice: Finding {
  /// Of some offers no save rate was measured.
  case assumedSaveRates([String])
  /// A study found no differences worth acting on: all have its average effect.
  case averageEffect(String)
  /// The rows do not have the chance of being silent; it was taken back out of their expected gain, under
  /// a save rate and a contact cost that cannot always be found wrong.
  case takenFromGain(saveRate: Double, contactCost: Double)
  /// So many customers who may get an offer are not in the study's file.
  case notMeasured(String, Int)
  case nothingToGain
  /// The plan may not be the best within its limits.
  case gap(Double)
  /// Too few are left alone to measure anything but a large effect.
  case smallHoldOut(Int)
  case noHoldOut
  /// Another order is expected to gain as much within the limits.
  case noBetterThan(PlanRanking)

  package var fact: Fact {
    switch self {
    case .assumedSaveRates(let offers):
      Fact("assumed_save_rates", ["offers": .text(offers.joined(separator: ", "))])
    case .takenFromGain(let rate, let cost):
      Fact("taken_from_gain", ["save_rate": .number(rate), "contact_cost": .number(cost)])
    case .averageEffect(let offer): Fact("average_effect", ["offer": .text(offer)])
    case .notMeasured(let offer, let count):
      Fact("not_measured", ["offer": .text(offer), "customers": .count(count)])
    case .nothingToGain: Fact("nothing_to_gain")
    case .gap(let gap): Fact("gap", ["gap": .number(gap)])
    case .smallHoldOut(let count): Fact("small_hold_out", ["customers": .count(count)])
    case .noHoldOut: Fact("no_hold_out")
    case .noBetterThan(let ranking): Fact("no_better_than", ["ranking": .text(ranking.rawValue)])
    }
  }
}
