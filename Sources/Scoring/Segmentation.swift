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
  package let rules: RuleSet
  package let assignments: SegmentAssignments
  /// The primary segment of each customer.
  package let segment: [String]
  /// What a user should know of scores that say nothing.
  package let notices: [String]

  /// Segments the customers of a store.
  ///
  /// - Parameters:
  ///   - store: the histories.
  ///   - asOf: by default the day after the last order.
  ///   - model: whose cut-offs, window and weights are used; nil to learn them from these customers.
  ///   - given: cut-offs of another date, used where there is no model.
  ///   - settings: of the scores where there is no model.
  ///   - rules: names segments.
  ///   - customerColumns: what the customers files say, for rules that name `customer.…`.
  ///   - threads: workers; the result does not depend on it.
  /// - Throws: where nobody has an order before the date, or the model has no cut-offs.
  package init(
    of store: HistoryStore, asOf: Day?, model: Model?, cutOffs given: RFMCutOffs? = nil,
    settings: ScoreSettings, rules: RuleSet, customerColumns: CustomerColumns? = nil, threads: Int
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
      of: store, asOf: asOf, windowInDays: stored.map(\.windowInDays) ?? settings.windowInDays,
      engagement: stored?.engagementWeights ?? settings.engagement, threads: threads)
    guard facts.count > 0 else {
      throw .nobodyToScore(asOf: asOf, firstOrder: orderDays.lowerBound)
    }
    let cutOffs =
      stored?.cutOffs ?? given
      ?? RFMCutOffs(learnedFrom: facts.scoreColumns, given: settings.givenCutOffs)
    self.asOf = asOf
    self.facts = facts
    self.cutOffs = cutOffs
    self.rules = rules
    customers = facts.customers
    scores = RFMScores(facts.scoreColumns, by: cutOffs)
    assignments = rules.assignments(
      of: facts, scores: scores, features: nil, in: store,
      horizonInDays: model?.data.horizonInDays, customerColumns: customerColumns,
      threads: threads)
    segment = assignments.primary.map { rules.segments[$0] }
    notices = cutOffs.notices
  }
}
