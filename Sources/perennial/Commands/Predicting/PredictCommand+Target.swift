import ArgumentParser
import Files
import Histories
import Ingestion
import Models
import Reporting
import Scoring
import Snapshots
import Units

extension PredictCommand {
  /// Refuses options that mean something of a model of churn alone; what cannot be read is said later.
  func checkTarget(_ arguments: [String]) throws {
    let groups: [any ParsableArguments.Type] = [
      EconomicsOptions.self, RuleOptions.self, LeadOptions.self, CalendarOptions.self,
    ]
    let ofChurn = groups.reduce(Set(["--even-if-unreliable", "--changed-only"])) {
      $0.union(OptionNames.of($1))
    }
    guard let stray = arguments.lazy.map(OptionNames.name(of:)).first(where: ofChurn.contains),
      let model = try? ModelFolder.read(scoring.scored.model), let target = model.target
    else { return }
    throw UsageError(
      description:
        "\(stray): it sets values, plans or segments, which rest on a probability of churn; "
        + "the model predicts '\(target.rule)' and gives none. Leave it out")
  }

  /// Scores by a model of another target than churn: its probability and what goes with it.
  func scoreTarget(_ target: TargetModel, by model: Model, in session: Session) throws {
    let ofChurn = [
      ("--features", ready.features), ("--contributions", also.contributions),
      ("--summary", told.summary), ("--require", required.require), ("--carry", carried.carry),
      ("--previous", since.previous),
    ]
    for (option, value) in ofChurn where value != nil {
      throw UsageError(
        description: "\(option): expected a model of churn; this one predicts '\(target.rule)'")
    }
    let columns = try rows.columns(
      of: ScoreColumn.targets, what: "a column of the rows of a target's model")
    let loaded = try load(in: session)
    session.progress("scoring")
    guard
      let scores = try model.targetScores(
        of: loaded.store, asOf: scoring.scored.asOf?.value, workers: options.workers)
    else { return }
    session.tell(
      "as of \(scores.asOf), target \(scores.rule), within \(scores.horizonInDays) days; "
        + "\(grouped(scores.count)) customers, ranked by its probability; model \(scores.modelDigest)"
    )
    session.note(asOf: scores.asOf, after: loaded)
    session.note(
      model.cautions(
        timeZone: input.timeZone, refunds: input.refunds,
        hasEvents: !loaded.store.events.kinds.isEmpty, asOf: scores.asOf
      ).map(\.text), .results)
    if let weakness = model.weaknessText { session.note(weakness, .results) }
    session.note(scores.drift?.notices.map(\.textOfTarget) ?? [], .results)
    try rows.write(scores.table, columns, options, in: session)
  }
}
