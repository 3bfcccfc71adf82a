package import Features
internal import Files
package import Histories
internal import Interventions
package import Models
internal import Segmentation
internal import Segments
package import Units

extension PredictionParameters {
  /// Behaviour facts that are looked at besides those of the rules.
  func factsBesides(in store: HistoryStore) -> [String] {
    (tellsBehaviour ? BehaviourColumns.facts : []) + Consent.facts(in: store)
  }

  /// Adds all that rows depend on but the customers, the date and the rules.
  fileprivate func update(_ digest: inout SHA256) {
    digest.update(economics.saveRate.rate)
    digest.update(economics.contactCost)
    digest.update(margin)
    digest.update(discounting.annualRate)
    digest.update(Int64(leadInDays))
    digest.update(Int64(valueHorizonInDays ?? -1))
    digest.update(Int64((actsEvenIfUnreliable ? 1 : 0) + (tellsBehaviour ? 2 : 0)))
    let days = saleCalendar?.sortedDays
    digest.update(Int64(days?.count ?? -1))
    for day in days ?? [] { digest.update(Int64(day.number)) }
  }
}

extension Model {
  /// What all customers before a date are like, where score rows look at it; nil where they do not.
  ///
  /// - Complexity: O(rows before the date).
  package func population(
    of store: HistoryStore, asOf: Day, _ parameters: PredictionParameters
  ) throws(ScoringError) -> BehaviourPopulation? {
    guard let scores else { throw .sectionMissing(.scores, neededFor: .predict) }
    let rules = try scores.namingRules(unless: parameters.rules)
    let facts = RuleInputs.facts(of: rules, besides: parameters.factsBesides(in: store))
    return facts.isEmpty
      ? nil
      : store.walk(
        asOf: asOf, BehaviourCensus(of: store, asOf: asOf), workers: parameters.workers
      ).population
  }

  /// A digest of all that each score row depends on besides the customer's own history.
  ///
  /// Where two runs of one program have the same, customers with the same rows have the same score row,
  /// but for the rank. Customers files are not in it.
  ///
  /// - Returns: the digest; nil for a model without a distribution of rhythms of its own: it takes that of
  ///   all customers as they are, so that any row may change any other.
  package func circumstances(
    of store: HistoryStore, asOf: Day, population: BehaviourPopulation?,
    _ parameters: PredictionParameters
  ) throws(ScoringError) -> String? {
    guard let scores else { throw .sectionMissing(.scores, neededFor: .predict) }
    return circumstances(
      of: store, asOf: asOf, rules: try scores.namingRules(unless: parameters.rules),
      population: population, parameters)
  }

  func circumstances(
    of store: HistoryStore, asOf: Day, rules: RuleSet, population: BehaviourPopulation?,
    _ parameters: PredictionParameters
  ) -> String? {
    guard scores?.rhythm != nil else { return nil }
    var all = SHA256()
    all.update(digest)
    all.update(Int64(asOf.number))
    parameters.update(&all)
    all.update("\(rules.text)")
    all.update(Int64(store.moneyScale))
    all.update(store.currency ?? "")
    all.update("\(store.refundPolicy) \(store.lines) \(store.events)")
    all.update("\(store.visibleLog(asOf: asOf))")
    population?.update(
      &all,
      for: RuleInputs.facts(of: rules, besides: parameters.factsBesides(in: store)))
    return all.hexDigits()
  }
}
