package import Ingestion
package import Interventions
internal import Models
package import Units

/// An offer as its file says it.
package struct OfferTerms: Sendable, Equatable {
  /// What whoever takes the offer gets.
  package enum Incentive: Sendable, Equatable {
    case none
    /// A cost in money.
    case amount(FixedDecimal)
    /// A share of the customer's average order, in (0, 1].
    case shareOfOrder(Double)
  }

  /// What one order that would not have come brings.
  package enum Worth: String, Sendable, CaseIterable {
    /// The customer is kept: the value if kept, less what one who is silent is worth.
    case customer
    /// That order alone, at the customer's average.
    case order
  }

  package var name: String
  package var channel: String?
  /// Column that says who may be reached so.
  package var consent: String?
  package var contactCost = FixedDecimal(mantissa: 0, scale: 0)
  package var incentive = Incentive.none
  /// Share of those who order that use the incentive.
  package var useRate = 1.0
  package var saveRate: SaveRateTerms
  /// What an order more is worth.
  package var worth = Worth.customer
  /// Share of the file's values that is earned, in (0, 1].
  package var margin = 1.0
  /// The highest price among what is offered.
  package var price: FixedDecimal?
  /// Condition over the columns of the score rows.
  package var condition: String?
  /// Days without this offer after it was made.
  package var coolDownInDays = 0
  package var mostContacts: Int?
  /// Whether it is for those who have been gone for so long that a reminder will not do.
  package var isForWinBack = false

  /// Whether its lift stands in the file of uplift that the command names.
  package var takesUpliftOfCommand: Bool {
    if case .measured(file: nil, _) = saveRate { true } else { false }
  }

  package init(name: String, saveRate: SaveRateTerms) {
    self.name = name
    self.saveRate = saveRate
  }
}

/// Where the lift of an offer comes from.
package enum SaveRateTerms: Sendable, Equatable {
  /// Assumed, one for all.
  case one(SaveRate)
  /// Assumed by the text of the column `lapse`; `otherwise` for those of no stage named.
  case byLapse([String: SaveRate], otherwise: SaveRate?)
  /// Measured, customer by customer, in a file of uplift (nil for that of the command); `otherwise` for
  /// customers who are not in it.
  case measured(file: String?, otherwise: SaveRate?)
  /// Learned from the folders of earlier plans and their readouts; assumed at first.
  case learned(from: [String], start: SaveRate)

  /// The rate that is assumed of a customer, where no measurement stands for it.
  package func assumedRate(ofLapse lapse: String) -> SaveRate? {
    switch self {
    case .one(let rate): rate
    case .byLapse(let rates, let otherwise): rates[lapse] ?? otherwise
    case .measured(_, let otherwise): otherwise
    case .learned(_, let start): start
    }
  }

  /// Stages that no rate is given for; none where there is a rate for the rest.
  package var stagesWithoutRate: [String] {
    switch self {
    case .one, .measured, .learned: []
    case .byLapse(let rates, let otherwise):
      otherwise == nil ? Lapse.allCases.map(\.rawValue).filter { rates[$0] == nil } : []
    }
  }
}

/// All that a plan is made by.
package struct PlanTerms: Sendable, Equatable {
  package var offers: [OfferTerms]
  package var budget: FixedDecimal?
  package var mostContacts: Int?
  package var channelLimits: [String: Int] = [:]
  /// Days without any offer after one was made.
  package var coolDownInDays = 0
  /// Share of the candidates that is left alone by lot.
  package var holdOutShare = 0.0
  /// Whether the budget counts an incentive for the share that is expected to use it, instead of for
  /// everybody who gets the offer.
  package var countsExpectedUse = false
  /// What the score rows assume.
  package var scoredWith: Economics
  /// Events that are answered with one of the offers; `triggers` looks for them.
  package var triggers: [TriggerTerms.Trigger] = []
  /// Whether customers are taken whose probabilities are marked as no better than their base rate.
  package var takesUnreliable = false

  package init(offers: [OfferTerms], scoredWith: Economics) {
    self.offers = offers
    self.scoredWith = scoredWith
  }
}

/// Where in the terms of a plan something is wrong.
package enum PlanPlace: Sendable, Hashable {
  case plan(key: String)
  case offer(Int, key: String)
  case trigger(Int, key: String)
}

/// Why no plan can be made.
package enum PlanningError: Error, Sendable, Equatable {
  case scores(PreviousScoresError)
  case customers(SheetError)
  /// A column that the terms name, and that neither score rows nor customers file have.
  case noColumn(PlanPlace, column: String, file: String, columns: [String])
  /// Conditions that cannot be used, by the place of the offer.
  case conditions([(offer: Int, offset: Int, sentence: String)])
  case nobodyEligible(offer: Int, name: String)
  /// The offer's lift is measured, and no file says it.
  case noUpliftFile(offer: Int, name: String)
  case uplift(MeasuredUpliftError)
  case campaign(PastCampaignError)
  /// The offer needs a column of which the rows have no value at all.
  case emptyColumn(PlanPlace, column: String, file: String)
  /// Gains that no customer can have under the stated assumptions.
  case otherAssumptions(file: String, line: Int, customer: String, customers: Int)
  case noDate(file: String)
  case noSalt

  package static func == (left: PlanningError, right: PlanningError) -> Bool {
    "\(left)" == "\(right)"
  }
}
