package import Dense
internal import Features
package import Histories
package import Ingestion
package import Models
package import Segmentation
internal import Segments
internal import Snapshots
package import Units

extension ScoredCustomers {
  /// How the customers moved between segments since an earlier date, both dates by the model's cut-offs.
  ///
  /// - Parameters:
  ///   - earlier: a date before the as-of date.
  ///   - store: the histories that were scored.
  ///   - model: that scored them.
  ///   - customerColumns: what the customers files say, for rules that name `customer.…`.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: nil where nobody had ordered before the earlier date.
  package func movement(
    since earlier: Day, in store: HistoryStore, by model: Model,
    customerColumns: CustomerColumns?, workers: Workers
  ) -> Movement? {
    guard let scores = model.scores else { return nil }
    let past = CustomerFacts(
      of: store, asOf: earlier, windowInDays: scores.windowInDays,
      engagement: scores.engagementWeights, workers: workers)
    guard past.count > 0 else { return nil }
    var settings = RuleInputs.Settings(horizonInDays: horizonInDays, workers: workers)
    settings.rhythm = scores.rhythm
    let inputs = RuleInputs(
      for: rules, facts: past, scores: RFMScores(past.scoreColumns, by: scores.cutOffs),
      features: nil, store: store, settings: settings, customerColumns: customerColumns)
    let before = rules.assignments(count: past.count) { inputs.column($0) }
    var parameters = MovementParameters()
    parameters.nextOrderWithinDays = horizonInDays
    parameters.workers = workers
    return MovementAnalysis(
      store: store, rules: rules, cutOffs: .model(asOf: scores.asOf),
      scoreWindowInDays: scores.windowInDays,
      before: SegmentedCustomers(
        asOf: earlier, customers: past.customers, segments: before.primary),
      after: SegmentedCustomers(
        asOf: asOf, customers: facts.customers, segments: segments.primary),
      parameters: parameters
    ).found().movement
  }
}
