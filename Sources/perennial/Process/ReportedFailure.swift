import Comparison
import Experiments
import Files
import Glibc
import Ingestion
import Intake
import Interventions
import Models
import Reporting
import Scoring
import Simulation
import Snapshots
import Stores
import Training
import Units

/// An error with a sentence for the user and the exit status that scripts look at.
protocol ReportedFailure: Error, CustomStringConvertible {
  var exitCode: Int32 { get }
}

extension ReportedFailure {
  /// The text for a person at a command line.
  var commandLineText: String { commandLineText(options: []) }

  /// The same, without cures that the command does not take.
  ///
  /// - Parameter options: of the command; empty where they are not known.
  /// - Returns: the text.
  func commandLineText(options: Set<String>) -> String {
    guard let sentence = (self as? any Worded)?.sentence else { return description }
    return sentence.keepingCures { options.isEmpty || options.contains($0.spelling) }.onCommandLine
  }
}

/// Exit statuses, after sysexits.h.
enum ExitStatus {
  static let failure: Int32 = 1
  static let usage: Int32 = 64
  static let badData: Int32 = 65
  static let missingInput: Int32 = 66
  static let cannotWrite: Int32 = 73
}

extension FileError: ReportedFailure {
  var exitCode: Int32 { kind.exitStatus }
}

extension IngestionError: ReportedFailure {
  var exitCode: Int32 { kind.exitStatus }
}

extension IngestionError.Kind {
  fileprivate var exitStatus: Int32 {
    switch self {
    case .usage: ExitStatus.usage
    case .badData: ExitStatus.badData
    case .missing: ExitStatus.missingInput
    case .cannotWrite: ExitStatus.cannotWrite
    }
  }
}

extension TableError: ReportedFailure {
  var exitCode: Int32 {
    switch self {
    case .column(.inTwoRoles): ExitStatus.usage
    case .column, .directionOfText, .unknownLabels, .tooManyLabels, .noPositive,
      .nothingToLearnFrom, .datesInTwoForms:
      ExitStatus.badData
    }
  }
}

extension ContractError: ReportedFailure {
  var exitCode: Int32 {
    switch self {
    case .column(.inTwoRoles), .noReasonColumn, .termNotWholePeriods: ExitStatus.usage
    case .column, .datesInTwoForms, .datesInOtherForm, .endsBeforeStart, .overlapping,
      .versionsDisagree, .versionsOfOneDate, .datesAfterToday, .noEnds, .noneBegun, .unknownReason,
      .reasonsWithoutEnds, .tooManyReasons, .tooManyPeriods:
      ExitStatus.badData
    }
  }
}

extension ContractTrainingError: ReportedFailure {
  var exitCode: Int32 {
    switch self {
    case .evaluationOutside: ExitStatus.usage
    case .tooFewEnds, .noneInForce, .oneOutcome: ExitStatus.badData
    }
  }
}

extension ContractScoringError: ReportedFailure {
  var exitCode: Int32 { ExitStatus.badData }
}

extension TableTrainingError: ReportedFailure {
  var exitCode: Int32 { ExitStatus.badData }
}

extension PlanError: ReportedFailure {
  var exitCode: Int32 {
    switch self {
    case .evaluationDateOutside, .valueHorizonTooShort: ExitStatus.usage
    case .logTooShort: ExitStatus.badData
    }
  }
}

extension ScoringError: ReportedFailure {
  var exitCode: Int32 {
    switch self {
    case .valueHorizonTooShort: ExitStatus.usage
    case .noOrders, .nobodyToScore, .sectionMissing, .predictsTarget, .otherCurrency,
      .otherCatalogue,
      .noProspectModel, .noProspects, .unknownRules, .faultyRules:
      ExitStatus.badData
    }
  }
}

extension TrainingError: ReportedFailure {
  var exitCode: Int32 {
    switch self {
    case .plan(let error): error.exitCode
    case .scoring(let error): error.exitCode
    case .target(let error): error.exitCode
    case .holdoutOutside, .otherHorizon, .otherTarget, .otherClusterCount: ExitStatus.usage
    case .tooFewCustomers, .datesMissing, .oneClass, .constantFeatures, .clusters, .purchases, .fit,
      .undefined, .logBeginsLate:
      ExitStatus.badData
    }
  }
}

extension TargetError: ReportedFailure {
  var exitCode: Int32 {
    switch self {
    case .windowBeyondHorizon: ExitStatus.usage
    case .noColumn, .unknownText, .logTooShort, .constant: ExitStatus.badData
    }
  }
}

extension ComparisonError: ReportedFailure {
  var exitCode: Int32 {
    switch self {
    case .onePartition, .partitionNameTaken: ExitStatus.usage
    case .scoring(let error): error.exitCode
    case .plan(let error): error.exitCode
    case .training(let error): error.exitCode
    }
  }
}

extension ModelError: ReportedFailure {
  var exitCode: Int32 {
    switch self {
    case .missing: ExitStatus.missingInput
    case .unreadable, .foreign, .newerVersion, .unknownSection, .damaged, .learnedFromTable,
      .learnedFromHistories, .learnedFromContracts, .notOfContracts:
      ExitStatus.badData
    }
  }
}

extension RequirementsNotMet: ReportedFailure {
  var exitCode: Int32 { ExitStatus.failure }
}

extension PreviousScoresError: ReportedFailure {
  var exitCode: Int32 {
    switch self {
    case .unreadable(let error): error.exitCode
    case .later: ExitStatus.usage
    case .otherFields, .noColumn, .notAllColumns, .badCell, .notAllRows: ExitStatus.badData
    }
  }
}

extension RunRequirementsNotMet: ReportedFailure {
  var exitCode: Int32 { ExitStatus.failure }
}

extension WeakModel: ReportedFailure {
  var exitCode: Int32 { ExitStatus.failure }
}

extension UndefinedFigure: ReportedFailure {
  var exitCode: Int32 { ExitStatus.badData }
}

extension ParameterError: ReportedFailure {
  var exitCode: Int32 { ExitStatus.usage }
}

extension ExperimentError: ReportedFailure {
  var exitCode: Int32 {
    switch self {
    case .figure, .tooFewArms, .repeatedArm, .sharesDoNotAddUp, .noSuchControl: ExitStatus.usage
    case .tooFewInArm, .constantOutcome, .constantInArm, .uselessCovariates, .tooManyColumns,
      .noOverlap, .noShares, .badShare:
      ExitStatus.badData
    }
  }
}

extension ExperimentFileError: ReportedFailure {
  var exitCode: Int32 { ExitStatus.badData }
}

extension LoggedOutcomesError: ReportedFailure {
  var exitCode: Int32 { ExitStatus.badData }
}

extension SimulationError: ReportedFailure {
  var exitCode: Int32 { ExitStatus.usage }
}

extension StoreError: ReportedFailure {
  var exitCode: Int32 {
    switch self {
    case .missing: ExitStatus.missingInput
    case .notAStore, .otherVersion, .damaged, .unwritable: ExitStatus.badData
    case .locked: ExitStatus.failure
    case .inTheWay, .cannotWrite: ExitStatus.cannotWrite
    case .cannotRead: ExitStatus.missingInput
    }
  }
}

extension StoreUseError: ReportedFailure {
  var exitCode: Int32 {
    switch self {
    case .store(let error): error.exitCode
    case .reading(let error): error.exitCode
    case .otherKey: ExitStatus.usage
    case .exportAppended, .appendedToExports, .changedRows, .amountsUnsaid, .otherCurrency,
      .nobodyLeft:
      ExitStatus.badData
    }
  }
}

extension OutputError: ReportedFailure {
  var exitCode: Int32 {
    switch self {
    case .engine(let error): error.fault == .address ? ExitStatus.usage : ExitStatus.cannotWrite
    case .noRows: ExitStatus.usage
    case .inTheWay, .emptyPath, .cannotWrite, .cannotPrint, .tooManyRows, .cellTooLong:
      ExitStatus.cannotWrite
    }
  }
}

/// A fault of the data in words of the command's own.
struct DataFault: ReportedFailure, Worded {
  let sentence: Sentence
  var exitCode: Int32 { ExitStatus.badData }
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

extension SheetError: ReportedFailure {
  var exitCode: Int32 {
    switch self {
    case .unreadable(let error): error.exitCode
    case .otherFields, .noID, .noColumn, .badCell: ExitStatus.badData
    }
  }
}
