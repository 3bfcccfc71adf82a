package import Intake
package import Units

/// Why a file cannot be taken for the score rows of an earlier run.
package enum PreviousScoresError: Error, Sendable, Equatable {
  case unreadable(IngestionError)
  /// A row of another number of fields than the header.
  case otherFields(file: String, line: Int, found: Int, expected: Int)
  case noColumn(file: String, column: String, columns: [String])
  /// Columns were left out when they were written.
  case notAllColumns(file: String, column: String, columns: [String])
  case badCell(file: String, line: Int, column: String, found: String, Expectation)
  /// Rows were left out when they were written.
  case notAllRows(file: String, rows: Int, lastRank: Int)
  case later(file: String, asOf: Day, scored: Day)

  /// What a cell of a column may hold.
  package enum Expectation: Sendable, Equatable {
    case id
    case idOnce
    case probability
    case count
    /// A finite number within bounds.
    case number(ClosedRange<Int>)
    case list([String])
    case yesOrNo
    /// The date of the rows above.
    case oneDate
    /// The number of days of the rows above.
    case oneHorizon
  }
}
