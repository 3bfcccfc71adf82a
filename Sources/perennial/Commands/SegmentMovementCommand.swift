import ArgumentParser
import Dense
import Expressions
import Files
import Histories
import Ingestion
import Models
import Reporting
import Segmentation
import Segments
import Snapshots
import Units

struct SegmentMovementCommand: LogJob {
  static let configuration = CommandConfiguration(
    commandName: "movement",
    abstract: "Show moves between segments from one date to another.",
    discussion: """
      Transitions between segments, acquisition cohorts, the repeat-purchase funnel and revenue. Both \
      dates are scored with the same cut-offs: the model's, or those of the earlier date. Prints tables, \
      or JSON with --json; --output also writes a folder of CSV files.

        perennial segment movement orders.csv --compare-to 2026-01-01 \\
          --alert 'Champions > At Risk'
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Segments") var segmentation: SegmentationOptions
  @OptionGroup(title: "Movement") var movement: MovementOptions
  @OptionGroup(title: "Output") var folder: ReportFolderOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var files: FileUse {
    FileUse(
      input: input.files, read: segmentation.read, model: segmentation.model,
      folders: [("--output", folder.output)])
  }

  func work(in session: Session) throws {
    let plan = try segmentation.plan()
    try movement.checkAlerts(against: plan.rules.segments)
    if let path = folder.output { try MovementFiles.kind.check(path) }
    let loaded = try load(in: session)
    guard let last = loaded.lastOrderDay else { throw ScoringError.noOrders }
    let asOf = segmentation.asOf?.value ?? last + 1
    let other = movement.compareTo.value
    guard asOf != other else {
      throw UsageError(
        description: "--compare-to \(other): found the date of --as-of, expected another one")
    }
    // Both dates are scored by one set of cut-offs: the model's, else those of the earlier date.
    let (earlier, later) = session.progress("segmenting").split(at: 0.5)
    let before = try plan.segmentation(
      of: loaded, asOf: min(asOf, other), workers: options.workers, progress: earlier)
    let after = try plan.segmentation(
      of: loaded, asOf: max(asOf, other), cutOffs: before.cutOffs, workers: options.workers,
      progress: later)
    session.note(before.notices.map(\.text), .data)
    let source = plan.model?.scores.map { CutOffSource.model(asOf: $0.asOf) }
    let finding = MovementAnalysis(
      store: loaded.store, rules: before.rules,
      cutOffs: source ?? .earlierDate(before.asOf),
      scoreWindowInDays: before.facts.windowInDays, before: before.segmented,
      after: after.segmented, parameters: movement.parameters(workers: options.workers))
    let (found, moves) = finding.found()
    if let path = folder.output {
      try MovementFiles.folder(
        found, moves: moves, moneyScale: loaded.store.moneyScale,
        id: { loaded.store.customers[$0] }
      ).write(to: path)
    }
    try session.write(found, asJSON: folder.json, to: nil) { MovementReport.text(of: $0) }
  }
}

/// Between which dates moves are followed, and which are listed.
struct MovementOptions: ParsableArguments {
  @Option(
    name: .long, help: .shown("The other date; --as-of is the one, whichever is earlier.", "date"))
  var compareTo: DayArgument
  @Option(
    name: .long,
    help: .shown(
      """
      List customers who moved between two segments, e.g. 'Champions > At Risk'; * matches any \
      segment. May be repeated.
      """, "move"))
  var alert: [AlertArgument] = []
  @Option(
    name: .long,
    help: .shown(
      "Rank segments for upgrades by what they went on to spend, or by the order of the rules."))
  var rankBy = SegmentRanking.value
  @Option(
    name: .long, help: .shown("Window of the next order in the repeat-purchase funnel.", "days"))
  var nextWithin = DurationArgument(value: DayCount(days: 90))

  /// Throws where an alert names a segment that the rules do not have.
  func checkAlerts(against names: [String]) throws {
    for name in alert.flatMap({ [$0.move.from, $0.move.to] })
    where name != AlertedMove.any && !names.contains(name) {
      let nearest = suggestion(for: name, among: names)
      throw UsageError(
        description: "--alert: found '\(name)', expected a segment of the rules: "
          + names.joined(separator: ", ") + nearest)
    }
  }

  func parameters(workers: Workers) -> MovementParameters {
    var parameters = MovementParameters()
    parameters.ranking = rankBy
    parameters.alerts = alert.map(\.move)
    parameters.nextOrderWithinDays = nextWithin.value.wholeDays
    parameters.workers = workers
    return parameters
  }
}

extension SegmentRanking: ExpressibleByArgument {}

/// A move on the command line: `Champions > At Risk`.
struct AlertArgument: ExpressibleByArgument {
  let move: AlertedMove

  init?(argument: String) {
    let sides = argument.split(separator: ">", omittingEmptySubsequences: false).map { side in
      String(side.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
    guard sides.count == 2, sides.allSatisfy({ !$0.isEmpty }) else { return nil }
    move = AlertedMove(from: sides[0], to: sides[1])
  }
}
