import ArgumentParser
import Dense
import Histories
import Ingestion
import Models
import Reporting
import Scoring
import Training
import Units

struct ReplayCommand: LogJob {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Show what a list of a past date would have found.",
    usage: "perennial replay <orders> ... --as-of <past> [<options>]",
    discussion: """
      Scores the customers as they stood at a past date, with a model that knew nothing from then on \
      (trained here unless --model names one), and looks at the horizon after: who on the list left, what \
      the others ordered and spent; beside lists of equal size by recency, value, RFM and lot, with \
      intervals.

        perennial replay orders.csv --as-of 2026-01-31 --size 500
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @Option(name: .long, help: .shown("The past date.", "date"))
  var asOf: DayArgument
  @Option(
    name: .long,
    help: .shown("Model trained before that date (default: trained here).", "dir"),
    completion: .directory)
  var model: String?
  @Option(
    name: .long,
    help: .shown("Days without an order that count as having left (default: recommended).", "days"))
  var horizon: DurationArgument?
  @Option(
    name: .long,
    help: .shown("Customers on each list (default: as many as were to act on).", "number"))
  var size: Int?
  @OptionGroup(title: "Assumptions") var economics: EconomicsOptions
  @OptionGroup(title: "Output") var report: ReportOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var files: FileUse {
    FileUse(input: input.files, model: model, written: [("--output", report.output)])
  }

  func validate() throws {
    if let size, size < 1 { throw ValidationError("--size \(size): expected at least 1") }
    if model != nil, horizon != nil {
      throw ValidationError("--horizon: expected none beside --model, which has its own")
    }
  }

  func work(in session: Session) throws {
    let folder = try model.map { try ModelFolder.read($0) }
    let loaded = try load(in: session)
    try loaded.requireOrders(before: asOf.value)
    var parameters = try economics.parameters(asOf: asOf.value, workers: options.workers)
    parameters.tellsBehaviour = false
    let days =
      try folder == nil
      ? horizon?.value.wholeDays
        ?? recommendedHorizon(of: loaded.store.past(before: asOf.value), in: session) : nil
    let replay = try loaded.replay(
      ReplaySettings(
        asOf: asOf.value, model: folder, horizonInDays: days ?? 0, size: size,
        timeZone: input.timeZone, seed: options.seed, workers: options.workers),
      parameters, in: session)
    session.note(
      "what the customers file says of consent is as of today, not of \(asOf.value)", .detail)
    try report.write(replay, in: session) { ReplayReport.text(of: $0) }
  }
}

/// What a replay depends on but the log and the assumptions.
struct ReplaySettings {
  let asOf: Day
  /// Trained before the date; nil to train one.
  let model: Model?
  /// Of a model that is trained here.
  let horizonInDays: Int
  /// Customers on each list; nil for as many as were to act on.
  let size: Int?
  let timeZone: String
  let seed: UInt64?
  let workers: Workers
}

extension LoadedHistories {
  /// The lists of a past date, and what their customers then did.
  ///
  /// - Throws: where the log has no order before the date, the horizon is not over in it, the model knows
  ///   orders of the date or later, or none can be trained.
  func replay(
    _ settings: ReplaySettings, _ assumed: PredictionParameters, in session: Session
  ) throws -> Replay {
    try requireOrders(before: settings.asOf)
    try requireOutcomes(
      after: settings.asOf,
      days: settings.model?.data.horizonInDays ?? settings.horizonInDays)
    let past = store.past(before: settings.asOf)
    let model = try settings.model ?? trained(on: past, settings, in: session)
    try model.requireUnseen(from: settings.asOf)
    var parameters = assumed
    parameters.asOf = settings.asOf
    parameters.tellsBehaviour = false
    let scored = try model.scores(
      of: past, customerColumns: customerColumns, parameters: parameters)
    return Replay(
      of: scored, trainedAsOf: model.data.asOf, in: store, size: settings.size,
      seed: settings.seed ?? 1, workers: settings.workers)
  }

  /// Refuses a date before which nobody had ordered.
  func requireOrders(before asOf: Day) throws(MonitoredScoresError) {
    guard let first = firstOrderDay, first >= asOf else { return }
    throw .beforeLog(asOf: asOf, firstOrder: first)
  }

  /// Refuses a date whose horizon is not over.
  private func requireOutcomes(after asOf: Day, days: Int) throws(MonitoredScoresError) {
    guard let last = lastOrderDay else { return }
    guard asOf + days <= last + 1 else {
      throw .horizonOpen(asOf: asOf, horizonInDays: days, lastOrder: last)
    }
  }

  private func trained(
    on past: HistoryStore, _ settings: ReplaySettings, in session: Session
  ) throws -> Model {
    var parameters = TrainingParameters(horizonInDays: settings.horizonInDays)
    parameters.timeZone = settings.timeZone
    parameters.workers = settings.workers
    if let seed = settings.seed { parameters.seed = seed }
    return try Training.train(
      on: past, parameters: parameters, progress: session.progress("training")
    ).model
  }
}

extension Model {
  /// Refuses a model that knows orders of a day or later.
  func requireUnseen(from day: Day) throws(MonitoredScoresError) {
    guard data.asOf <= day else { throw .modelSawOutcomes(labelsEnd: data.asOf, asOf: day) }
  }
}
