import ArgumentParser
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
    let day = asOf.value
    let past = loaded.store.past(before: day)
    let model = try folder ?? trained(on: past, in: session)
    try model.requireUnseen(from: day)
    let horizon = model.data.horizonInDays
    guard let last = loaded.store.orderDayRange?.upperBound, day + horizon <= last + 1 else {
      throw MonitoredScoresError.horizonOpen(
        asOf: day, horizonInDays: horizon,
        lastOrder: loaded.store.orderDayRange?.upperBound ?? day)
    }
    var parameters = try economics.parameters(asOf: day, workers: options.workers)
    parameters.tellsBehaviour = false
    let scored = try model.scores(
      of: past, customerColumns: loaded.customerColumns, parameters: parameters)
    let replay = Replay(
      of: scored, trainedAsOf: model.data.asOf, in: loaded.store, size: size,
      seed: options.seed ?? 1, workers: options.workers)
    session.note(
      "what the customers file says of consent is as of today, not of \(day)", .detail)
    try report.write(replay, in: session) { ReplayReport.text(of: $0) }
  }

  private func trained(on past: HistoryStore, in session: Session) throws -> Model {
    let days = try horizon?.value.wholeDays ?? recommendedHorizon(of: past, in: session)
    var parameters = TrainingParameters(horizonInDays: days)
    parameters.timeZone = input.timeZone
    parameters.workers = options.workers
    if let seed = options.seed { parameters.seed = seed }
    return try Training.train(on: past, parameters: parameters) { session.progress($0) }.model
  }
}

extension Model {
  /// Refuses a model that knows orders of a day or later.
  func requireUnseen(from day: Day) throws(MonitoredScoresError) {
    guard data.asOf <= day else { throw .modelSawOutcomes(labelsEnd: data.asOf, asOf: day) }
  }
}
