import ArgumentParser
import Histories
import Ingestion
import Models
import Reporting
import Scoring
import Units

// What commands do with a model of another target than churn.
extension LogJob {
  /// Refuses options that mean something of a model of churn alone; what cannot be read is said later.
  ///
  /// - Parameters:
  ///   - folder: of the model.
  ///   - arguments: of the command.
  ///   - own: options of this command that do.
  /// - Throws: where one of them is given.
  func checkTarget(
    of folder: String, _ arguments: [String], and own: Set<String> = []
  ) throws {
    let groups: [any ParsableArguments.Type] = [
      EconomicsOptions.self, RuleOptions.self, LeadOptions.self, CalendarOptions.self,
    ]
    let ofChurn = groups.reduce(own.union(["--even-if-unreliable"])) {
      $0.union(OptionNames.of($1))
    }
    guard let stray = arguments.lazy.map(OptionNames.name(of:)).first(where: ofChurn.contains),
      let model = try? ModelFolder.read(folder), let target = model.target
    else { return }
    throw UsageError(
      description:
        "\(stray): it sets values, plans or segments, which rest on a probability of churn; "
        + "the model predicts '\(target.rule)' and gives none. Leave it out")
  }

  /// Scores the customers of a log by a model of a target, and says what to know of that; nil where the
  /// model predicts churn.
  func targetScores(
    of loaded: LoadedHistories, by model: Model, asOf: Day?, in session: Session
  ) throws -> TargetScores? {
    guard model.target != nil else { return nil }
    session.progress("scoring")
    guard
      let scores = try model.targetScores(
        of: loaded.store, asOf: asOf, workers: options.workers)
    else { return nil }
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
    return scores
  }
}
