import Histories
import Ingestion
import Models
import Reporting
import Scoring
import Units

/// A command that scores the customers of a log.
protocol PredictionJob: LogJob {
  var scoring: PredictionOptions { get }
  var economics: EconomicsOptions { get }
}

extension PredictionJob {
  /// All that the predictions are set by.
  func parameters(for columns: [ScoreColumn]) throws -> PredictionParameters {
    var parameters = try economics.parameters(
      asOf: scoring.scored.asOf?.value, workers: options.workers)
    parameters.rules = try scoring.naming.named()
    parameters.leadInDays = scoring.contact.lead.value.wholeDays
    parameters.saleCalendar = try scoring.occasions.saleCalendar()
    parameters.actsEvenIfUnreliable = scoring.evenIfUnreliable
    parameters.tellsBehaviour = columns.contains(where: \.takesBehaviour)
    return parameters
  }

  /// Scores the customers of a log, and says what to know of that.
  func scores(
    of loaded: LoadedHistories, by model: Model, _ parameters: PredictionParameters,
    in session: Session
  ) throws -> ScoredCustomers {
    var parameters = parameters
    parameters.progress = session.progress("scoring")
    let scored = try model.scores(
      of: loaded.store, customerColumns: loaded.customerColumns, parameters: parameters)
    tell(scored.overview, of: loaded, by: model, parameters, in: session)
    return scored
  }

  /// Says what to know of all scores together.
  func tell(
    _ scored: ScoreOverview, of loaded: LoadedHistories, by model: Model,
    _ parameters: PredictionParameters, in session: Session
  ) {
    session.tell(economics.summary(of: scored))
    if let rates = model.scores?.lapseRates, parameters.tellsBehaviour {
      session.tell(rates.text(horizonInDays: scored.horizonInDays))
    }
    noteModel(model, for: scored, of: loaded, in: session)
  }

  /// Notes what is odd about a model, or about its use here.
  func noteModel(
    _ model: Model, for scored: ScoreOverview, of loaded: LoadedHistories, in session: Session
  ) {
    session.note(asOf: scored.asOf, after: loaded)
    session.note(
      model.cautions(
        timeZone: input.timeZone, refunds: input.refunds,
        hasEvents: !loaded.store.events.kinds.isEmpty, asOf: scored.asOf
      ).map(\.text), .results)
    noteWeakness(of: model, in: session)
    if let bias = model.biasText { session.note(bias, .results) }
    session.note(scored.drift?.notices.map(\.text) ?? [], .results)
  }

  /// How an earlier run's predictions held; nil where that cannot be told yet.
  func outcome(
    of previous: PreviousScores, at asOf: Day, in loaded: LoadedHistories
  ) -> RunOutcome? {
    RunOutcome(of: previous, in: loaded.store, before: asOf, workers: options.workers)
  }

  func noteWeakness(of model: Model, in session: Session) {
    guard let text = model.weaknessText, !scoring.evenIfUnreliable else { return }
    session.note("\(text) --even-if-unreliable puts customers on it all the same.", .results)
  }
}
