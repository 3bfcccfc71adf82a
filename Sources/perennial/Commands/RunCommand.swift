import ArgumentParser
import Files
import FoundationEssentials
import Histories
import Ingestion
import Models
import Reporting
import Scoring
import Snapshots
import Units

struct RunCommand: PredictionJob {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Score every night: what changed, and whether earlier scores held.",
    usage: """
      perennial run <perennial.yaml> [<options>]
      perennial run [<options>] [<orders> ...] --model <dir> --output <dir>
      """,
    discussion: """
      Scores all customers, says what changed since the last run in --output and why, and, once the \
      horizon of an earlier run has passed, how its predictions held. Writes OUTPUT/DATE/scores.csv and \
      summary.json; where --require is missed, the summary alone, with exit status 1. perennial.yaml is \
      what `perennial check` prints, with `run: {model: models/shop, output: runs}`.

        perennial run perennial.yaml
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Scoring") var scoring: PredictionOptions
  @OptionGroup(title: "Assumptions") var economics: EconomicsOptions
  @OptionGroup(title: "Output") var folder: RunFolderOptions
  @OptionGroup(title: "Output") var carried: CarryOptions
  @OptionGroup(title: "Output") var required: RunRequirementOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var files: FileUse {
    FileUse(
      input: input.files, read: [scoring.naming.rules, scoring.occasions.calendar],
      model: scoring.scored.model, folders: [("--output", folder.output)])
  }

  /// Takes `run FILE.yaml` for `run --config FILE.yaml`.
  static func arguments(_ arguments: [String]) -> [String] {
    guard arguments.count > 1, arguments[0] == configuration.commandName,
      arguments[1].hasSuffix(".yaml") || arguments[1].hasSuffix(".yml")
    else { return arguments }
    return [arguments[0], "--config", arguments[1]] + arguments.dropFirst(2)
  }

  func work(in session: Session) throws {
    // Whether there is an earlier run is known only when the date is: such figures are missing on the
    // first.
    let requirements = try required.requirements(hasPrevious: true)
    let columns = ScoreColumn.customers + ScoreColumn.sincePrevious
    let model = try ModelFolder.read(scoring.scored.model)
    let loaded = try load(in: session)
    try carried.check(against: loaded, beside: columns)
    let scored = try scores(of: loaded, by: model, parameters(for: columns), in: session)
    var table = scored.table
    let runs = RunFolder(path: folder.output)
    let earlier = runs.runs(before: scored.asOf)
    let changes = try earlier.first.map {
      ScoreChanges(of: table, since: try previous($0.scores, at: scored.asOf, in: session))
    }
    if let changes { table.fill(changes) }
    var summary = RunSummary(
      of: scored, table: table, by: model, ledger: loaded.ledger, changes: changes,
      outcome: outcome(of: earlier, at: scored, in: loaded, session))
    summary.judge(
      by: requirements.filter { changes != nil || !$0.figure.needsPrevious },
      today: RunRequirementOptions.today(in: input.timeZone))
    var form = ScoreRows.Form(columns: columns, format: .csv)
    form.carried = carried.columns(of: loaded, for: scored.facts.customers)
    let isMet = (summary.requirements ?? []).allSatisfy(\.isMet)
    let takesRowsAway = !isMet && runs.hasScores(of: scored.asOf)
    try runs.write(
      asOf: scored.asOf, summary: reportJSON(summary), scores: isMet ? (table, form) : nil,
      workers: options.workers)
    try session.write(report: RunReport.text(of: summary, by: input.reading.named.pseudonyms()))
    if takesRowsAway {
      session.warn("the rows of \(scored.asOf) that an earlier run had written are taken away")
    }
    try summary.requireAll()
    session.tell("written: \(runs.path(of: scored.asOf))")
  }

  /// Rows of the last run.
  private func previous(
    _ path: String, at asOf: Day, in session: Session
  ) throws -> PreviousScores {
    do {
      let scores = try PreviousScores(path: path)
      try scores.requireNotLater(than: asOf)
      return scores
    } catch {
      session.warn(
        "\(path) is of the last run: once its folder is moved away, the run before is compared")
      throw error
    }
  }

  /// Of the latest earlier run whose horizon has passed; those that cannot be read are passed over.
  private func outcome(
    of earlier: [(day: Day, scores: String)], at scored: ScoredCustomers,
    in loaded: LoadedHistories, _ session: Session
  ) -> RunOutcome? {
    // Earlier runs may have had a shorter horizon, but hardly one night's.
    for run in earlier where run.day + scored.horizonInDays <= scored.asOf {
      do {
        let scores = try PreviousScores(path: run.scores)
        if let outcome = outcome(of: scores, at: scored.asOf, in: loaded) { return outcome }
      } catch {
        session.note("passed over: \(error.commandLineText)", .data)
      }
    }
    return nil
  }
}

/// Where runs are kept.
struct RunFolderOptions: ParsableArguments {
  @Option(
    name: .long, help: .shown("Folder of the runs, each in a folder named by its date.", "dir"),
    completion: .directory)
  var output: String
}
