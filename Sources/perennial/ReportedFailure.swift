import Files
import Glibc
import Interventions
import Models
import Simulation
import Snapshots
import Training
import Units

/// An error with a sentence for the user and the exit status that scripts look at.
protocol ReportedFailure: Error, CustomStringConvertible {
  var exitCode: Int32 { get }
}

/// Exit statuses, after sysexits.h.
enum ExitStatus {
  static let failure: Int32 = 1
  static let usage: Int32 = 64
  static let badData: Int32 = 65
  static let missingInput: Int32 = 66
  static let cannotWrite: Int32 = 73
}

extension DataError: ReportedFailure {
  var exitCode: Int32 { kind.rawValue }
}

extension ScoringError: ReportedFailure {
  var exitCode: Int32 {
    switch self {
    case .judgingDateOutside, .splitOutside, .valueHorizonTooShort, .otherHorizon, .onePartition,
      .partitionNameTaken:
      ExitStatus.usage
    default: ExitStatus.badData
    }
  }
}

extension ModelError: ReportedFailure {
  var exitCode: Int32 {
    if case .missing = self { return ExitStatus.missingInput }
    return ExitStatus.badData
  }
}

extension UndefinedFigure: ReportedFailure {
  var exitCode: Int32 { ExitStatus.badData }
}

extension RequirementsNotMet: ReportedFailure {
  var exitCode: Int32 { ExitStatus.failure }
}

extension ParameterError: ReportedFailure {
  var exitCode: Int32 { ExitStatus.usage }
}

extension SimulationError: ReportedFailure {
  var exitCode: Int32 { ExitStatus.usage }
}

extension OutputError: ReportedFailure {
  var exitCode: Int32 { ExitStatus.cannotWrite }
}

/// A fault of the command line that the parser cannot see.
struct UsageError: ReportedFailure {
  let description: String
  var exitCode: Int32 { ExitStatus.usage }
}

/// Writes a line to stderr; where that fails there is nobody to tell.
func report(_ line: String) {
  _ = writeAll(Array((visibleText(line, keepingLines: true) + "\n").utf8), to: STDERR_FILENO)
}
