internal import Charts
internal import Features
package import Interventions
package import Models
package import Scoring
package import Segmentation
internal import Snapshots
internal import Units

/// What a shop is told on one page: who is about to leave, what is at stake, whom to act on, what that
/// should earn and how sure that is; then the evidence.
///
/// A pure function of plain results. Every number in the text comes from the value that its chart draws.
package struct ShopReport {
  let name: String
  let model: Model
  let evaluation: Evaluation
  let scored: ScoredCustomers
  let table: ScoreTable
  let summary: RunSummary
  let economics: Economics
  /// Between segments, since a horizon ago; nil where nobody had ordered then.
  let movement: Movement?
  /// Of a list of an earlier date; nil where nobody asked for one.
  let replay: Replay?
  let context: PageContext

  /// - Parameters:
  ///   - name: of the model's folder.
  ///   - model: that scored the customers.
  ///   - evaluation: of the model, out of time.
  ///   - scored: the customers at the as-of date.
  ///   - summary: of the run that scored them.
  ///   - economics: what was assumed of an intervention.
  ///   - movement: between segments, since a horizon ago; nil where nobody had ordered then.
  ///   - replay: of a list of an earlier date; nil where nobody asked for one.
  ///   - context: what stands around the scores, as of the same date.
  package init(
    name: String, model: Model, evaluation: Evaluation, scored: ScoredCustomers,
    summary: RunSummary, economics: Economics, movement: Movement?, replay: Replay?,
    context: PageContext
  ) {
    self.name = name
    self.model = model
    self.evaluation = evaluation
    self.scored = scored
    table = scored.table
    self.summary = summary
    self.economics = economics
    self.movement = movement
    self.replay = replay
    self.context = context
  }

  private var sections: [PageSection] {
    [
      answer, list, EvaluationSection(evaluation).section, value, segments, movementSection,
      clusters,
    ]
      + [ReturningSection(loyalty: context.loyalty).section]
      + [replaySection].compactMap(\.self) + [data, limits]
  }

  /// The page: HTML in one text, without scripts and without requests.
  package var page: String {
    PageText(
      title: "Customers of \(name)",
      subtitle:
        "\(counted(scored.count, "customer")) as of \(scored.asOf); churn is no order in the "
        + "\(scored.horizonInDays) days from then, values reach \(scored.valueHorizonInDays) days",
      sections: sections
    ).html
  }

  /// The pictures by file name, in the order of the page.
  package var charts: [(file: String, svg: String)] { sections.flatMap(\.chartFiles) }

  /// Customers who may still be won by ordinary means: last order at most two horizons ago.
  var active: [Int] {
    CustomerGroup.active.members(of: scored.facts, horizonInDays: scored.horizonInDays)
  }

  func count(_ list: InterventionList) -> Int { summary.lists[list.rawValue] ?? 0 }
}
