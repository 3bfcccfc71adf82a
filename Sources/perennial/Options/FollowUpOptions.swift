import ArgumentParser
import Files
import FoundationEssentials
import Ingestion
import Intake
import Reporting
import Scoring
import Units

/// An earlier run that rows are compared with.
struct PreviousOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .shown(
      "Rows of an earlier run: say what changed (default: none).", "file"),
    completion: .file())
  var previous: String?
  @Flag(
    name: .long,
    help: .more("Write only rows of which a written cell differs from --previous."))
  var changedOnly = false

  func validate() throws {
    if changedOnly, previous == nil {
      throw ValidationError("--changed-only: expected --previous FILE beside it")
    }
  }

  /// Reads the rows of the earlier run.
  ///
  /// - Parameter names: of the columns that are written.
  /// - Returns: nil where no run is named.
  /// - Throws: where they cannot be used.
  func scores(written names: [String]) throws -> PreviousScores? {
    let told = Set(ScoreColumn.sincePrevious.map(\.rawValue))
    return try previous.map { path in
      try PreviousScores(
        path: path, besides: changedOnly ? names.filter { !told.contains($0) } : [])
    }
  }
}

/// Columns of the customers files that go along with score rows.
struct CarryOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .more(
      "Columns of the customer files to write along: name,email (default: none).",
      "columns"))
  var carry: String?

  /// The names as they were given.
  var names: [String] {
    carry?.split(separator: ",").map(withoutOuterBlanks) ?? []
  }

  /// Throws where a name is none of the customers files', or a written column's.
  func check(against loaded: LoadedHistories, beside written: [ScoreColumn]) throws {
    guard let carry else { return }
    guard let columns = loaded.customerColumns else {
      throw UsageError(
        description: "--carry \(carry): found no customers file, expected --customers FILE")
    }
    try requireNames(
      names, option: "--carry", known: columns.names,
      what: "columns of the customers files (\(columns.names.joined(separator: ", ")))")
    if let taken = names.first(where: { written.map(\.rawValue).contains($0) }) {
      throw UsageError(
        description: "--carry: found '\(taken)', which is a column of score rows; expected another "
          + "name in the customers file")
    }
  }

  /// The columns that were named.
  func columns(of loaded: LoadedHistories, for customers: [Int]) -> [CarriedColumn] {
    names.compactMap { loaded.customerColumns?.carried($0, to: customers) }
  }
}

/// What a run must keep to.
struct RunRequirementOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .more(
      """
      Figures that the run must keep to, or no rows are written (exit 1): \
      order_age<=2,gone_share<=0.02,drift_alarms<=0 (default: none).
      """, "figures"))
  var require: String?

  func requirements(hasPrevious: Bool) throws -> [RunRequirement] {
    guard let require else { return [] }
    return try require.split(separator: ",", omittingEmptySubsequences: false).map { text in
      guard let requirement = RunRequirement(text.filter { $0 != " " }) else {
        throw UsageError(
          description:
            "--require: found '\(text)', expected FIGURE<=NUMBER or FIGURE>=NUMBER, as order_age<=2; "
            + "figures: \(RunRequirement.Figure.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      guard hasPrevious || !requirement.figure.needsPrevious else {
        throw UsageError(
          description: "--require \(requirement.text): expected --previous FILE to compare with")
      }
      return requirement
    }
  }

  /// The day that ages are told at, by the clock on the log's wall.
  static func today(in timeZone: String) -> Day {
    let clock = ZoneClock(timeZone) ?? .utc
    return Instant(seconds: clock.wallClock(ofUTC: Int64(Date().timeIntervalSince1970))).day
  }
}
