package import Intake

/// Why the files of an experiment cannot be read.
///
/// Nothing is read of them in part: who is left out of an experiment changes what it says.
package enum ExperimentFileError: Error, Sendable {
  /// Rows that cannot be used, the first ten of `count`.
  case badRows([RejectedRow], count: Int, read: Int)
  /// The assignment does not tell the arms' shares.
  case noShares(file: String)
  /// The assignment does not tell from which day on outcomes count.
  case noStart(file: String)
  /// Assigned customers without a row of outcomes.
  case withoutOutcome(count: Int, of: Int, first: String, file: String)
  /// No customer of the assignment is in the other file.
  case nobodyInBoth(assignment: String, outcomes: String)
  /// A treatment has other values than two, of which one is treated.
  case unclearTreatment(column: String, found: [String], file: String)
  /// A value of the treatment that the user names is not there.
  case noSuchTreatment(String, column: String, found: [String], file: String)
  /// A column to learn from is not there, or none is.
  case nothingToLearnFrom(file: String)
}

extension ExperimentFileError {
  static let shownRows = 10
}
