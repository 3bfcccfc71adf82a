import ArgumentParser
import Files
import Histories
import Ingestion
import Interventions
import Models
import Reporting
import Scoring
import Snapshots
import Units

struct MonitorCommand: LogJob {
  static let configuration = CommandConfiguration(
    commandName: "monitor",
    abstract: "Compare anybody's past scores with what happened.",
    usage: "perennial monitor <orders> ... --scores <past.csv> [<options>]",
    discussion: """
      Takes rows that `predict` wrote, or a column of any other program, and what the customers did in \
      the horizon after: churn, orders, spend, calibration and ranking, beside days since the last order, \
      the number of orders and, with --model, our model at that date; by segment; with a verdict. \
      --require ends with status 1 where a figure is missed.

        perennial monitor orders.csv --scores runs/2026-01-31/scores.csv --model models/shop
        perennial monitor orders.csv --scores vendor.csv --column churn_risk --as-of 2026-01-31 \
      --horizon 90d --require "auc>=0.7,keep>=1"
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Scores") var past: PastScoresOptions
  @Option(
    name: .long,
    help: .shown("Model to hold beside them, trained before their date (default: none).", "dir"),
    completion: .directory)
  var model: String?
  @Option(
    name: .long,
    help: .shown("Figures to keep to, or exit 1: auc>=0.7,keep>=1 (default: none).", "figures"))
  var require: String?
  @OptionGroup(title: "Output") var report: ReportOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var files: FileUse {
    FileUse(
      input: input.files, read: [past.scores], model: model, written: [("--output", report.output)])
  }

  func work(in session: Session) throws {
    let requirements = try requirements()
    let scores = try past.read(by: try input.reading.named.pseudonyms())
    let folder = try model.map { try ModelFolder.read($0) }
    let loaded = try load(in: session)
    var settings = ScoreMonitor.Settings()
    settings.workers = options.workers
    settings.valueHorizonInDays = past.clvHorizon.value.wholeDays
    settings.margin = past.margin.value
    if let seed = options.seed { settings.seed = seed }
    if let folder, let path = model {
      try folder.requireUnseen(from: scores.asOf)
      settings.model = try probabilities(by: folder, at: scores.asOf, of: loaded)
      settings.card = (try? ModelFolder.readEvaluation(path)).flatMap(ScoreMonitor.Card.init)
    }
    var monitor = try ScoreMonitor(of: scores, in: loaded.store, settings: settings)
    monitor.judge(by: requirements)
    try report.write(monitor, in: session) { MonitorReport.text(of: $0) }
    try monitor.requireAll()
  }

  private func requirements() throws -> [MonitorRequirement] {
    try (require ?? "").split(separator: ",").map { text in
      guard let requirement = MonitorRequirement(text.filter { $0 != " " }) else {
        throw UsageError(
          description:
            "--require: found '\(text)', expected FIGURE<=NUMBER or FIGURE>=NUMBER, as auc>=0.7; figures: "
            + MonitorRequirement.Figure.allCases.map(\.rawValue).joined(separator: ", "))
      }
      return requirement
    }
  }

  /// By customer of the store; not-a-number for those without an order before the date.
  private func probabilities(
    by model: Model, at day: Day, of loaded: LoadedHistories
  ) throws -> [Double] {
    // Money takes no part in a probability.
    var parameters = PredictionParameters(
      economics: try Economics(saveRate: SaveRate(0.1), contactCost: 0),
      discounting: try Discounting(annualRate: 0))
    parameters.asOf = day
    parameters.workers = options.workers
    parameters.tellsBehaviour = false
    let scored = try model.scores(
      of: loaded.store, customerColumns: loaded.customerColumns, parameters: parameters)
    var probabilities = [Double](repeating: .nan, count: loaded.store.customerCount)
    for (row, customer) in scored.facts.customers.enumerated() {
      probabilities[customer] = scored.churnProbability[row]
    }
    return probabilities
  }
}

/// Scores of a past date.
struct PastScoresOptions: ParsableArguments {
  @Option(name: .long, help: .shown("CSV of the scores.", "file"), completion: .file())
  var scores: String
  @Option(
    name: .long,
    help: .shown("Column of churn probabilities (default: churn_probability).", "column"))
  var column: String?
  @Option(name: .long, help: .shown("Column of customer ids (default: recognised).", "column"))
  var id: String?
  @Option(name: .long, help: .shown("Column to tell figures by (default: segment).", "column"))
  var by: String?
  @Option(name: .long, help: .shown("Date of the scores (default: their column as_of).", "date"))
  var asOf: DayArgument?
  @Option(
    name: .long,
    help: .shown("Days that they are about (default: their column horizon_days).", "days"))
  var horizon: DurationArgument?
  @Option(name: .long, help: .more("Days that predicted_clv is about.", "days"))
  var clvHorizon = DurationArgument(value: DayCount(days: 365))
  @Option(name: .long, help: .more("Margin on spend that predicted_clv was made with.", "share"))
  var margin = MarginArgument(value: 1)

  func read(by pseudonyms: Pseudonyms? = nil) throws -> MonitoredScores {
    try MonitoredScores(
      path: scores,
      columns: MonitoredScores.Columns(probability: column, id: id, group: by),
      asOf: asOf?.value, horizonInDays: horizon?.value.wholeDays, pseudonyms: pseudonyms)
  }
}

extension MonitoredScoresError: ReportedFailure {
  var exitCode: Int32 {
    switch self {
    case .sheet(let error): error.exitCode
    case .noDate, .noHorizon, .horizonOpen, .beforeLog, .modelSawOutcomes: ExitStatus.usage
    case .nobodyKnown: ExitStatus.badData
    }
  }
}

extension MonitorRequirementsNotMet: ReportedFailure {
  var exitCode: Int32 { ExitStatus.failure }
}
