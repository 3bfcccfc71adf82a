package import Dense
package import Features
package import Histories
package import Ingestion
internal import Learning
package import Models
package import Segments
package import Snapshots
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
  package let behaviour: BehaviourColumns
  /// Names of further columns to show.
  package let shown: [String]
  /// What a user should know of scores that say nothing.
  package let notices: [SegmentationNotice]

  /// Whether a customer is known by events alone.
  package func isProspect(_ row: Int) -> Bool { facts.orders[row] == 0 }

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
  ///   - shown: further columns of `ColumnSchema.rules`.
  ///   - leadInDays: days between the letter and the order it is written for.
  ///   - saleCalendar: the shop's own sale days; nil to find them in the log.
  ///   - includingProspects: whether customers with events but no order are segmented too.
  ///   - workers: how many threads it may take; the result does not depend on it.
  ///   - progress: told each step.
  /// - Throws: where nobody has an order before the date, or the model has no cut-offs.
  package init(
    of store: HistoryStore, asOf: Day?, model: Model?, cutOffs given: RFMCutOffs? = nil,
    settings: ScoreSettings, rules: RuleSet, customerColumns: CustomerColumns? = nil,
    shown: [String] = [], leadInDays: Int = 7, saleCalendar: SaleCalendar? = nil,
    includingProspects: Bool = false, workers: Workers, progress: Progress = .untold
  ) throws(ScoringError) {
    let orderDays = store.orderDayRange
    guard let orderDays else { throw .noOrders }
    let asOf = asOf ?? orderDays.upperBound + 1
    var stored: ScoreModel?
    if let model {
      guard let scores = model.scores else { throw .sectionMissing(.scores, neededFor: .segment) }
      try model.requireFit(to: store)
      stored = scores
    }
    let steps = progress.parts([3, 5, 2])
    steps[0].begin("recency, frequency, money")
    let facts = CustomerFacts(
      of: store, asOf: asOf, windowInDays: stored.map(\.windowInDays) ?? settings.windowInDays,
      engagement: stored?.engagementWeights ?? settings.engagement, workers: workers)
    guard facts.count > 0 else {
      throw .nobodyToScore(asOf: asOf, firstOrder: orderDays.lowerBound)
    }
    let cutOffs =
      stored?.cutOffs ?? given
      ?? RFMCutOffs(learnedFrom: facts.scoreColumns, given: settings.givenCutOffs)
    let scored =
      includingProspects
      ? CustomerFacts(
        of: store, asOf: asOf, windowInDays: facts.windowInDays,
        engagement: stored?.engagementWeights ?? settings.engagement, includingProspects: true,
        workers: workers) : facts
    self.asOf = asOf
    self.facts = scored
    self.cutOffs = cutOffs
    self.rules = rules
    customers = scored.customers
    scores = RFMScores(scored.scoreColumns, by: cutOffs)
    var behaviour = RuleInputs.Settings(
      horizonInDays: model?.data.horizonInDays, workers: workers)
    behaviour.leadInDays = leadInDays
    behaviour.saleCalendar = saleCalendar
    behaviour.rhythm = stored?.rhythm
    steps[1].begin("behaviour")
    let inputs = RuleInputs(
      for: rules, facts: scored, scores: scores, features: nil, store: store,
      settings: behaviour, customerColumns: customerColumns,
      besides: BehaviourColumns.facts + shown)
    steps[2].begin("rules")
    assignments = rules.assignments(count: scored.count) { inputs.column($0) }
    self.behaviour = BehaviourColumns(inputs, count: scored.count, others: shown)
    self.shown = shown
    segment = assignments.primary.map { rules.segments[$0] }
    progress.end()
    let unknown = inputs.unknownColumns(of: rules)
    notices =
      cutOffs.notices.map(SegmentationNotice.score)
      + (unknown.isEmpty ? [] : [.unknownColumns(unknown, ruleSet: rules.name)])
  }
}
