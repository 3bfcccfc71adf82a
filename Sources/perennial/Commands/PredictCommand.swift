import ArgumentParser
import Files
import Histories
import Ingestion
import Models
import Reporting
import Scoring
import Units

struct PredictCommand: LogJob, ArgumentsChecking, Explained {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Score every customer and rank them for retention.",
    discussion: """
      One row per customer, most urgent first: list `act` (expected gain above 0), then `win_back` (long \
      inactive), then `none`. Empty cells are unknown. reason_1 to reason_3 name the features that move \
      the probability most from an average customer's: associations, not causes.

        perennial predict orders.csv --model models/shop --top 20

      See also `perennial prospects` and `perennial table predict`; --help-all lists all columns.
      """)

  static let details = ScoreColumn.customers.map(\.helpLine)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Scoring") var scoring: PredictionOptions
  @OptionGroup(title: "Assumptions") var economics: EconomicsOptions
  @OptionGroup(title: "Output") var rows: RowOptions
  @OptionGroup(title: "Output") var also: ContributionOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var files: FileUse {
    FileUse(
      input: input.files, read: [scoring.features, scoring.naming.rules],
      model: scoring.scored.model,
      written: [("--output", rows.form.output), ("--contributions", also.contributions)])
  }

  func validate() throws {
    if also.contributions == "-", rows.form.output ?? "-" == "-" {
      throw ValidationError("--contributions -: expected another place than the score rows'")
    }
  }

  /// A feature file takes no option about reading a log.
  func check(arguments: [String]) throws {
    guard let features = scoring.features else { return }
    guard input.readsNothing else {
      throw UsageError(
        description: "--features \(features): found order, event or customer files beside it, "
          + "expected one or the other")
    }
    let ofLogs = OptionNames.of(InputOptions.self).subtracting(["--config"])
    if let stray = arguments.lazy.map(OptionNames.name(of:)).first(where: ofLogs.contains) {
      throw UsageError(
        description: "\(stray): it is for order logs and tables, and --features reads neither")
    }
    guard also.contributions == nil else {
      throw UsageError(
        description: "--contributions: expected order files; --features gives none")
    }
  }

  func work(in session: Session) throws {
    let columns = try columns()
    let model = try ModelFolder.read(scoring.scored.model)
    var parameters = try economics.parameters(
      asOf: scoring.scored.asOf?.value, workers: options.workers)
    parameters.rules = try scoring.naming.named()
    parameters.leadInDays = scoring.contact.lead.value.wholeDays
    parameters.actsEvenIfUnreliable = scoring.evenIfUnreliable
    parameters.tellsBehaviour = columns.contains(where: \.takesBehaviour)
    if let features = scoring.features {
      return try score(features, by: model, columns: columns, parameters, in: session)
    }
    let loaded = try load(in: session)
    session.progress("scoring")
    let scored = try model.scores(
      of: loaded.store, customerColumns: loaded.customerColumns, parameters: parameters)
    session.tell(economics.summary(of: scored))
    session.note(asOf: scored.asOf, after: loaded)
    session.note(
      model.cautions(
        timeZone: input.timeZone, refunds: input.refunds,
        hasEvents: !loaded.store.events.kinds.isEmpty, asOf: scored.asOf
      ).map(\.text), .results)
    noteWeakness(of: model, in: session)
    if let bias = model.biasText { session.note(bias, .results) }
    session.note(scored.drift?.notices.map(\.text) ?? [], .results)
    try rows.write(scored.table, columns, options, in: session)
    if let contributions = also.contributions {
      let customers = loaded.store.customers
      try session.write(to: contributions) { output throws(OutputError) in
        try ContributionRows.write(
          scored, id: { customers[$0] }, format: rows.form.format,
          to: { bytes throws(OutputError) in try output.write(bytes) })
      }
    }
  }

  private func score(
    _ path: String, by model: Model, columns: [ScoreColumn], _ parameters: PredictionParameters,
    in session: Session
  ) throws {
    var file = try FeatureFile(path: path)
    let scores = try model.scores(
      of: &file, parts: ScoreParts(of: columns), parameters: parameters)
    session.tell(economics.summary(of: scores))
    noteWeakness(of: model, in: session)
    if let bias = model.biasText { session.note(bias, .results) }
    session.note(scores.notices.map(\.text), .data)
    try rows.write(scores.table, columns, options, in: session)
  }

  private func noteWeakness(of model: Model, in session: Session) {
    guard let text = model.weaknessText, !scoring.evenIfUnreliable else { return }
    session.note("\(text) --even-if-unreliable puts customers on it all the same.", .results)
  }

  private func columns() throws -> [ScoreColumn] {
    try rows.columns(
      of: ScoreColumn.customers,
      what: "a column of the score row (`perennial predict --help-all`)")
  }
}

/// How a log or a feature file is scored.
struct PredictionOptions: ParsableArguments {
  @OptionGroup var scored: ScoredModelOptions
  @Option(
    name: .long,
    help: .shown(
      """
      Score the CSV of `perennial features` instead of a log; columns that it cannot give are left \
      empty.
      """, "file"),
    completion: .file())
  var features: String?
  @OptionGroup var naming: RuleOptions
  @Flag(
    name: .long,
    help: .shown("Put customers on `act` though the model is weak, or unreliable for them."))
  var evenIfUnreliable = false
  @OptionGroup var contact: LeadOptions
}

/// What else is written of the probabilities.
struct ContributionOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .more(
      "Also write every feature's contribution to each logit to this file (default: none).", "file"),
    completion: .file())
  var contributions: String?
}
