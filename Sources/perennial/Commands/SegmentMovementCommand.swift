import ArgumentParser
import Expressions
import Histories
import Reporting
import Scoring
import Units

/// Options of `segment --compare-to`: how customers moved between two dates.
struct MovementOptions: ParsableArguments {
  @Option(
    name: .long,
    help: """
      Instead of rows: how customers moved between this day and --as-of, with cohorts, the order \
      ladder and revenue; --output is then a folder of CSV files.
      """)
  var compareTo: DayArgument?
  @Option(
    name: .long,
    help: """
      Movement: name those who made a move, 'Champions > At Risk'; * is any segment. May be repeated.
      """)
  var alert: [AlertArgument] = []
  @Option(
    name: .long,
    help: "Movement: what is an upgrade, the order of the rules or mean value: rules or value.")
  var rankBy = SegmentRanking.rules
  @Option(name: .long, help: "Movement: days within which the next order counts in the ladder.")
  var nextWithin = DurationArgument(value: Duration(days: 90))

  func validate() throws {
    guard alert.isEmpty || compareTo != nil else {
      throw ValidationError("--alert: expected --compare-to DATE beside it")
    }
  }

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

  func parameters(threads: Int) -> MovementParameters {
    var parameters = MovementParameters()
    parameters.ranking = rankBy
    parameters.alerts = alert.map(\.move)
    parameters.nextOrderWithinDays = nextWithin.value.wholeDays
    parameters.threads = threads
    return parameters
  }

  /// Writes the tables, or JSON, and the folder where one is named.
  func write(
    _ finding: MovementFinding, store: HistoryStore, asJSON: Bool, to folder: String?
  ) throws {
    let (movement, moves) = finding.found()
    if let folder {
      try MovementFiles.folder(
        movement, moves: moves, moneyScale: store.moneyScale, id: { store.customers[$0] }
      ).write(to: folder)
    }
    try writeReport(of: movement, asJSON: asJSON, to: nil) { MovementReport.text(of: $0) }
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
