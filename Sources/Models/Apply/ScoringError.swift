package import Segments
package import Units

/// Why a model cannot be applied to histories.
package enum ScoringError: Error, Sendable {
  /// A section of a model that may be missing.
  package enum Section: String, Sendable {
    case churn, value, clusters, scores, lifetime
  }

  /// What needs a section.
  package enum Use: String, Sendable {
    case predict, compare, segment
    case notebook = "export notebook"
    case backtest
    case train
    case sql = "export sql"
  }

  /// No customer has an order.
  case noOrders
  /// No customer has an order before the as-of date.
  case nobodyToScore(asOf: Day, firstOrder: Day?)
  case sectionMissing(Section, neededFor: Use)
  /// The model predicts a target of its own, by this rule, where churn is needed.
  case predictsTarget(String, neededFor: Use)
  /// The log's money has another currency than the model's.
  case otherCurrency(model: String, log: String)
  /// The model's features are of a catalogue that histories are not turned into here.
  case otherCatalogue(String)
  /// The value horizon is shorter than the churn horizon that it is split by.
  case valueHorizonTooShort(Int, horizonInDays: Int)
  /// The model has no section of prospects.
  case noProspectModel
  /// Nobody is known by events alone.
  case noProspects(asOf: Day)
  /// The model names its segments by rules that this program does not have.
  case unknownRules(UnknownRuleSet)
  /// The model's own rules are faulty.
  case faultyRules(RuleSetError)
}
