package import Intake
package import Units

/// Why a small table, a row a customer or a day, cannot be used.
package enum SheetError: Error, Sendable, Equatable {
  case unreadable(IngestionError)
  /// A row of another number of fields than the header.
  case otherFields(file: String, line: Int, found: String)
  /// No column, or more than one, that may hold the ids.
  case noID(file: String, columns: [String], fits: [String])
  case noColumn(file: String, column: String, columns: [String])
  case badCell(file: String, line: Int, column: String, found: String, Expectation)

  /// What a cell of a column may hold.
  package enum Expectation: Sendable, Equatable {
    case id
    /// An id that stands in no row above.
    case idOnce
    case date
    case probability
    /// The date of the rows above.
    case oneDate
    /// The number of days of the rows above.
    case oneHorizon
    /// One of some words.
    case oneOf([String])
    case number
    case wholeNumber
    /// What the rows above say.
    case asAbove
    /// A day on which there were shops that keep logs: this one or a later one.
    case dayFrom(Day)
    /// The day of the first order: before the date of the row.
    case dayBefore(Day)
    /// A date of a log that has ended: this one at the latest.
    case dayUpTo(Day)
    /// No more days than lie between the first order and the date of the row.
    case daysUpTo(Int)
    /// An id that stands in no row above of the same date.
    case oncePerDate
  }
}
