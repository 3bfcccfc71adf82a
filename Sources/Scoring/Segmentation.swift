package import Histories
package import Segments
package import Units

/// Scores and segments of every customer with an order before a date, in canonical order.
package struct Segmentation: Sendable {
  package let asOf: Day
  /// Indices into the store's customers.
  package let customers: [Int]
  package let facts: CustomerFacts
  package let scores: RFMScores
  package let cutOffs: RFMCutOffs
  package let segment: [String]
  /// What a user should know of scores that say nothing.
  package let notices: [String]

  /// Segments the customers of a store.
  ///
  /// - Parameters:
  ///   - store: the histories.
  ///   - asOf: by default the day after the last order.
  ///   - model: whose cut-offs and window are used; nil to learn them from these customers.
  ///   - cutOffs: those of another date, used where there is no model.
  ///   - windowInDays: score window where there is no model, nil for the whole history.
  ///   - rules: names segments.
  ///   - threads: workers; the result does not depend on it.
  /// - Throws: where nobody has an order before the date, or the model has no cut-offs.
  package init(
    of store: HistoryStore, asOf: Day?, model: Model?, cutOffs given: RFMCutOffs? = nil,
    windowInDays: Int?, rules: RuleSet, threads: Int
  ) throws(ScoringError) {
    let orderDays = store.orderDayRange
    guard let orderDays else { throw .tooFewCustomers(0) }
    let asOf = asOf ?? orderDays.upperBound + 1
    var stored: ScoreModel?
    if let model {
      guard let scores = model.scores else { throw .sectionMissing("scores", neededFor: "segment") }
      try model.requireFit(to: store)
      stored = scores
    }
    let facts = CustomerFacts(
      of: store, asOf: asOf, windowInDays: stored.map(\.windowInDays) ?? windowInDays,
      threads: threads)
    guard facts.count > 0 else {
      throw .nobodyToScore(asOf: asOf, firstOrder: orderDays.lowerBound)
    }
    let cutOffs = stored?.cutOffs ?? given ?? RFMCutOffs(learnedFrom: facts.scoreColumns)
    self.asOf = asOf
    self.facts = facts
    self.cutOffs = cutOffs
    customers = facts.customers
    scores = RFMScores(facts.scoreColumns, by: cutOffs)
    segment = rules.segmentNames(of: scores)
    notices = cutOffs.notices
  }
}
