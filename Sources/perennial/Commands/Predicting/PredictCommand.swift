import ArgumentParser
import Files
import Histories
import Ingestion
import Models
import Reporting
import Scoring
import Snapshots
import Units

struct PredictCommand: PredictionJob, ArgumentsChecking, Explained {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Score every customer and rank them for retention.",
    discussion: """
      One row per customer, most urgent first: list `act` (expected gain above 0), then `win_back` (long \
      inactive), then `none`. Empty cells are unknown. reason_1 to reason_3 name the features that move \
      the probability most from an average customer's: associations, not causes.

        perennial predict orders.csv --model models/shop --top 20

      See also `run`, `prospects`, `table predict`; --help-all lists all columns.
      """)

  static let details = (ScoreColumn.customers + ScoreColumn.sincePrevious).map(\.helpLine)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Scoring") var ready: FeatureFileOptions
  @OptionGroup(title: "Scoring") var scoring: PredictionOptions
  @OptionGroup(title: "Assumptions") var economics: EconomicsOptions
  @OptionGroup(title: "Output") var rows: RowOptions
  @OptionGroup(title: "Output") var carried: CarryOptions
  @OptionGroup(title: "Output") var also: ContributionOptions
  @OptionGroup(title: "Output") var since: PreviousOptions
  @OptionGroup(title: "Output") var told: SummaryOptions
  @OptionGroup(title: "Output") var required: RunRequirementOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var files: FileUse {
    FileUse(
      input: input.files,
      read: [ready.features, scoring.naming.rules, scoring.occasions.calendar, since.previous],
      model: scoring.scored.model,
      written: [
        ("--output", rows.form.output), ("--contributions", also.contributions),
        ("--summary", told.summary),
      ])
  }

  func validate() throws {
    for (option, path) in [("--contributions", also.contributions), ("--summary", told.summary)]
    where path == "-" && rows.form.output ?? "-" == "-" {
      throw ValidationError("\(option) -: expected another place than the score rows'")
    }
  }

  /// A feature file takes no option about reading a log, a model of a target none about churn.
  func check(arguments: [String]) throws {
    try checkTarget(of: scoring.scored.model, arguments, and: ["--changed-only"])
    guard let features = ready.features else { return }
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
    let ofOrders = [
      ("--contributions", also.contributions), ("--summary", told.summary),
      ("--require", required.require), ("--carry", carried.carry),
    ]
    for (option, value) in ofOrders where value != nil {
      throw UsageError(description: "\(option): expected order files; --features gives none")
    }
  }

  func work(in session: Session) throws {
    let requirements = try required.requirements(hasPrevious: since.previous != nil)
    let model = try ModelFolder.read(scoring.scored.model)
    if let target = model.target { return try scoreTarget(target, by: model, in: session) }
    let columns = try columns()
    try checkStatePlace(columns)
    let state = formerState(for: columns, requires: !requirements.isEmpty)
    let loadedForState = try state.map { _ in try load(in: session) }
    if let state, let loadedForState,
      try refresh(state, from: loadedForState, by: model, columns: columns, in: session)
    {
      return
    }
    let previous = try since.scores(written: columns.map(\.rawValue) + carried.names)
    // Lapse takes part in the comparison, whatever is written.
    var parameters = try parameters(for: previous == nil ? columns : columns + [.lapse])
    parameters.tellsCircumstances = stateKeeper(of: columns) != nil
    if let features = ready.features {
      return try score(
        features, by: model, columns: columns, parameters, since: previous, in: session)
    }
    let loaded = try loadedForState ?? load(in: session)
    try carried.check(against: loaded, beside: columns)
    if fitsInBlocks(loaded, requires: !requirements.isEmpty) {
      return try writeInBlocks(loaded, by: model, parameters, columns: columns, in: session)
    }
    let scored = try scores(of: loaded, by: model, parameters, in: session)
    try previous?.requireNotLater(than: scored.asOf)
    var table = scored.table
    let changes = previous.map { ScoreChanges(of: table, since: $0) }
    if let changes { table.fill(changes) }
    if previous != nil || told.summary != nil || !requirements.isEmpty {
      var summary = RunSummary(
        of: scored, table: table, by: model, ledger: loaded.ledger, changes: changes,
        outcome: previous.flatMap { outcome(of: $0, at: scored.asOf, in: loaded) })
      let changed = summary.previous?.lines(by: try input.reading.named.pseudonyms()) ?? []
      for line in changed + (summary.outcome?.lines ?? []) { session.tell(line) }
      summary.judge(
        by: requirements, today: RunRequirementOptions.today(in: input.timeZone))
      try told.write(summary, in: session)
      try summary.requireAll()
    }
    let written = try rows.write(
      table, columns, carried: carried.columns(of: loaded, for: scored.facts.customers),
      changes: since.changedOnly ? changes : nil, options, in: session)
    try keepState(of: scored.overview, columns, rows: written, loaded)
    if let contributions = also.contributions {
      let customers = loaded.store.customers
      try session.write(to: contributions) { output throws(OutputError) in
        try ContributionRows.write(
          scored, id: { customers[$0] }, format: rows.form.format.rowFormat,
          workers: options.workers,
          to: { bytes throws(OutputError) in try output.write(bytes) })
      }
    }
  }

  private func score(
    _ path: String, by model: Model, columns: [ScoreColumn], _ parameters: PredictionParameters,
    since previous: PreviousScores?, in session: Session
  ) throws {
    var file = try FeatureFile(path: path)
    let scores = try model.scores(
      of: &file, parts: ScoreParts(of: columns), parameters: parameters)
    session.tell(economics.summary(of: scores))
    noteWeakness(of: model, in: session)
    if let caution = model.gainCaution { session.note(caution.text, .results) }
    if let bias = model.biasText { session.note(bias, .results) }
    session.note(scores.notices.map(\.text), .data)
    var table = scores.table
    if let asOf = scores.asOf { try previous?.requireNotLater(than: asOf) }
    let changes = previous.map { ScoreChanges(of: table, since: $0) }
    if let changes { table.fill(changes) }
    try rows.write(
      table, columns, changes: since.changedOnly ? changes : nil, options, in: session)
  }

  private func columns() throws -> [ScoreColumn] {
    try rows.columns(
      of: since.previous == nil
        ? ScoreColumn.customers : ScoreColumn.customers + ScoreColumn.sincePrevious,
      what: "a column of the score row (`perennial predict --help-all`)")
  }
}

/// Where the figures of a run are written.
struct SummaryOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .more(
      "Write counts, means, drift and changes to this file, as JSON (default: none).", "file"),
    completion: .file())
  var summary: String?

  func write(_ found: RunSummary, in session: Session) throws {
    guard let summary else { return }
    try session.write(found, asJSON: true, to: summary) { _ in "" }
  }
}

/// Features that are scored instead of a log.
struct FeatureFileOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .shown(
      """
      Score the CSV of `perennial features` instead of a log; columns that it cannot give are left \
      empty.
      """, "file"),
    completion: .file())
  var features: String?
}

/// How customers are scored.
struct PredictionOptions: ParsableArguments {
  @OptionGroup var scored: ScoredModelOptions
  @OptionGroup var naming: RuleOptions
  @Flag(
    name: .long,
    help: .shown("Put customers on `act` though the model is weak, or unreliable for them."))
  var evenIfUnreliable = false
  @OptionGroup var contact: LeadOptions
  @OptionGroup var occasions: CalendarOptions
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
