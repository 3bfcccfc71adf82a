import ArgumentParser
import Dense
import Files
import FoundationEssentials
import Histories
import Ingestion
import Intake
import Models
import Reporting
import Scoring
import Segmentation
import Units

struct ReportCommand: PredictionJob, ArgumentsChecking {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write one page with charts: the answer first.",
    discussion: """
      Who is about to leave, what is at stake, whom to act on; then the list with reasons, how well \
      earlier predictions held, values, segments, clusters and who comes back, with a table behind every \
      chart. A single HTML file for a browser, printer or telephone, which asks for nothing beside itself.

        perennial report orders.csv --model models/shop --output report.html

      Of a model of a target the page is without values, lists and segments.
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Scoring") var scoring: PredictionOptions
  @OptionGroup(title: "Assumptions") var economics: EconomicsOptions
  @OptionGroup(title: "History") var past: PageHistoryOptions
  @OptionGroup(title: "Output") var place: PageOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var files: FileUse {
    FileUse(
      input: input.files, read: [scoring.naming.rules, scoring.occasions.calendar],
      model: scoring.scored.model,
      written: [("--output", place.output)], folders: [("--charts", place.charts)])
  }

  func check(arguments: [String]) throws {
    try checkTarget(
      of: scoring.scored.model, arguments, and: OptionNames.of(PageHistoryOptions.self))
  }

  func work(in session: Session) throws {
    let path = scoring.scored.model
    let model = try ModelFolder.read(path)
    guard model.target == nil else { return try writePageOfTarget(by: model, in: session) }
    let evaluation = try ModelFolder.readEvaluation(path)
    let parameters = try parameters(for: ScoreColumn.customers)
    if let folder = place.charts { try ChartFolder.kind.check(folder) }
    let loaded = try load(in: session)
    let scored = try scores(of: loaded, by: model, parameters, in: session)
    let steps = session.progress("page").parts([2, 3, 2])
    steps[0].begin("who moved")
    let movement = scored.movement(
      since: scored.asOf - scored.horizonInDays, in: loaded.store, by: model,
      customerColumns: loaded.customerColumns, workers: options.workers)
    let replay = try past.replayAsOf.map {
      try earlierList(asOf: $0.value, before: scored, parameters, loaded, in: session)
    }
    steps[1].begin("who comes back")
    let loyalty =
      movement.map { CohortAnalysis(of: $0) }
      ?? loyalty(of: loaded, asOf: scored.asOf, horizonInDays: scored.horizonInDays)
    steps[2].begin("map of clusters")
    let report = ShopReport(
      name: name, model: model, evaluation: evaluation, scored: scored,
      summary: RunSummary(
        of: scored, table: scored.table, by: model, ledger: loaded.ledger, changes: nil,
        outcome: nil),
      economics: parameters.economics, movement: movement, replay: replay,
      context: context(
        of: loaded, by: model, asOf: scored.asOf, loyalty,
        clusterMap: model.clusters?.map(
          of: scored.features, clusters: scored.cluster, showing: Self.customersOnMap,
          workers: options.workers)))
    if let folder = place.charts { try ChartFolder.folder(of: report).write(to: folder) }
    try write(report.page, in: session)
  }

  /// Of the model's folder.
  var name: String { URL(filePath: scoring.scored.model).standardizedFileURL.lastPathComponent }

  func write(_ page: String, in session: Session) throws {
    try session.write(to: place.output) { output throws(OutputError) in
      try output.write(Array(page.utf8))
    }
  }

  /// Who comes back, of all customers of a log.
  func loyalty(of loaded: LoadedHistories, asOf: Day, horizonInDays: Int) -> CohortAnalysis {
    CohortAnalysis(
      of: loaded.store, asOf: asOf, nextOrderWithinDays: horizonInDays, workers: options.workers)
  }

  /// What stands around the scores of a date: of the log and of the model's use here, what decides the
  /// results comes before them.
  func context(
    of loaded: LoadedHistories, by model: Model, asOf: Day, _ loyalty: CohortAnalysis,
    clusterMap: ClusterMap?
  ) -> PageContext {
    let notices = loaded.notices.filter { !$0.isSettled(by: asOf) }
    let warnings =
      ([loaded.notice(asOf: asOf)].compactMap(\.self) + notices.filter(\.decidesResults))
      .map(\.sentence.onCommandLine)
      + model.cautions(
        timeZone: input.timeZone, refunds: input.refunds,
        hasEvents: !loaded.store.events.kinds.isEmpty, asOf: asOf
      ).map(\.text)
    return PageContext(
      loyalty: loyalty, clusterMap: clusterMap, warnings: warnings,
      notices: notices.filter { !$0.decidesResults }.map(\.sentence.onCommandLine))
  }

  /// Dots of the map of clusters.
  static let customersOnMap = 600

  /// The list of a past date, by a model trained on what was known then.
  private func earlierList(
    asOf: Day, before scored: ScoredCustomers, _ parameters: PredictionParameters,
    _ loaded: LoadedHistories, in session: Session
  ) throws -> Replay {
    guard asOf < scored.asOf else {
      throw UsageError(
        description: "--replay-as-of \(asOf): expected a date before that of the page, "
          + "\(scored.asOf)")
    }
    var parameters = parameters
    parameters.asOf = asOf
    return try loaded.replay(
      ReplaySettings(
        asOf: asOf, model: nil, horizonInDays: scored.horizonInDays, size: nil,
        timeZone: input.timeZone, seed: options.seed, workers: options.workers),
      parameters, in: session)
  }
}

extension Notice {
  /// Whether it tells of a last day that an as-of date leaves out.
  fileprivate func isSettled(by asOf: Day) -> Bool {
    switch self {
    case .strayLastDay(let day, _), .partialLastDay(let day, _, _): asOf <= day
    case .busyCustomer, .strayFirstDay, .eventsEndEarly, .returnedLeftOut, .duplicates,
      .rowsWithoutCustomer, .rejectedRows, .undecidedColumn, .firstLineLooksLikeRow,
      .statusNotFound, .similarIDs,
      .asOfLongAfterLog:
      false
    }
  }
}

/// Which past the page looks at beside the evaluation.
struct PageHistoryOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .shown(
      """
      Also show what the list of this past date would have found, by a model trained here on what was \
      known then (default: none).
      """, "date"))
  var replayAsOf: DayArgument?
}

/// Where a page is written.
struct PageOptions: ParsableArguments {
  @Option(
    name: .long, help: .shown("Write the page to this file; - is stdout.", "file"),
    completion: .file())
  var output: String
  @Option(
    name: .long,
    help: .shown("Also write the charts to this folder, as SVG (default: none).", "dir"),
    completion: .directory)
  var charts: String?
}
